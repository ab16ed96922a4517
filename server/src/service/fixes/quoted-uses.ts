/**
 * Quotes for the use of a variable whose value gets an expansion. `kvm -monitor $MON` gave QEMU one argument as
 * long as `MON=tcp::1` was literal; a blank in the runtime directory would divide it (ShellCheck's SC2086).
 */

import { SHELL } from '../../syntax/shell/encodings.ts';
import type { Edit } from '../../text/edit.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { contains, type Span, sameSpan } from '../../text/span.ts';
import { definitionsOf } from './sockets/unused-options.ts';

/** What a shell may divide, expand or take for a pattern. */
const NOT_LITERAL = /[\s$`\\*?[\]{}~]/;

/**
 * The edits that quote the bare uses through which a text came that `edits` change where it is assigned. A use
 * stays as it is if the variable may hold anything but this one literal word, since quotes would keep together
 * what the script wants divided.
 */
export function quoteEdits(
  source: string,
  whole: MappedText,
  edits: readonly Edit[],
): readonly Edit[] {
  const expanding = edits.filter(({ text }) => text.includes('$'));
  const quoted = new Map<number, Edit>();
  for (const { name, at, use } of definitionsOf(whole)) {
    if (!expanding.some((edit) => contains(at, edit.at))) continue;
    // A continued line is no line's end.
    const value = source.slice(at.start + name.length + 1, at.end).replaceAll('\\\n', '');
    if (use.encodings !== SHELL.bare || /\s/.test(value) || !isLiteral(whole, at)) continue;
    if (!source.startsWith(`${name}=`, at.start) || isSetElsewhere(source, name)) continue;
    for (const place of [use.at.start, use.at.end]) {
      quoted.set(place, { at: { start: place, end: place }, text: '"' });
    }
  }
  return [...quoted.values()];
}

/** Whether what a text has from a definition is one literal word, however that is quoted there. */
function isLiteral({ pieces }: MappedText, at: Span): boolean {
  return pieces.every((piece) => {
    if (piece.definition === undefined || !sameSpan(piece.definition, at)) return true;
    return piece.kind === 'known' && !NOT_LITERAL.test(piece.text);
  });
}

/** Quotes and expansions for a second reading, as in what `eval` gets. */
const READ_AGAIN = /\\["$`]/;

/**
 * Whether edits write for a second reading into a variable that is also used as it is: after
 * `CMD="kvm -monitor unix:$SOCK"; eval "$CMD"` a `rm "$SOCK"` would look for a file with quotes in its name.
 */
export function breaksOtherUses(
  source: string,
  { pieces }: MappedText,
  edits: readonly Edit[],
): boolean {
  const twice = edits.filter(({ text }) => READ_AGAIN.test(text));
  if (twice.length === 0) return false;
  const known = pieces.flatMap(({ through }) => through.map(({ at }) => at));
  return pieces.some(({ definition }) => {
    const name = definition && /^(\w+)=/.exec(source.slice(definition.start, definition.end))?.[1];
    if (!definition || !name || !twice.some(({ at }) => contains(definition, at))) return false;
    return [...source.matchAll(new RegExp(`\\$(?:\\{[#!]?)?${name}\\b`, 'g'))].some(({ index }) => {
      return !known.some(({ start, end }) => start <= index && index < end);
    });
  });
}

/** Whether a variable is named anywhere but in one assignment and in expansions: `read MON`, `MON+=`. */
function isSetElsewhere(source: string, name: string): boolean {
  const bare = new RegExp(`(?<![\\w$])(?<!\\$\\{[!#]?)${name}\\b`, 'g');
  return (source.match(bare)?.length ?? 0) > 1;
}
