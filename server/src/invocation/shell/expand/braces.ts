/** Brace expansion, which comes before all others: `-{a,b}$x` is the two words `-a$x` and `-b$x`. */
import type { ShellPart, ShellWord } from '../../../syntax/shell/tree.ts';

/** How many words one may become. */
const MAX_WORDS = 64;

/** Words with their braces expanded. One of which nobody knows how many words it is stays as it is. */
export function bracesExpanded(words: readonly ShellWord[]): readonly ShellWord[] {
  if (!words.some(hasBraces)) return words;
  return words.flatMap((word) => (hasBraces(word) ? expandOne(word) : word));
}

function hasBraces(word: ShellWord): boolean {
  if (word.plain !== undefined) return false;
  for (const { kind } of word.parts) if (kind === 'braces') return true;
  return false;
}

function expandOne({ at, inert, parts }: ShellWord): readonly ShellWord[] {
  let found: readonly (readonly ShellPart[])[] = [[]];
  for (const part of parts) {
    const items = part.kind === 'braces' ? (part.items ?? [[part]]) : [[part]];
    if (found.length * items.length > MAX_WORDS) return [{ at, inert, parts }];
    found = found.flatMap((before) => items.map((item) => [...before, ...item]));
  }
  return found.map((expanded) => ({ at, inert, parts: expanded }));
}
