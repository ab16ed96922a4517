/** The elements of an array that say where they go: `([k]=v)` (bash manual 6.7). */
import type { Word, WordPart } from 'unbash';
import type { ShellWord } from '../tree.ts';
import type { ReadContext } from './read-context.ts';
import { DECLARED, PLAIN } from './word-modes.ts';
import { readWord } from './words.ts';

/**
 * The key and value of an element `[k]=v` or `[k]+=v`; undefined for one that is only a value. Braces in the value make several elements in an indexed
 * array and are text in an associative one; they are told as braces.
 */
export function readKeyed(
  context: ReadContext,
  word: Word,
): { readonly key: ShellWord; readonly value: ShellWord; readonly append: boolean } | undefined {
  if (!word.text.startsWith('[')) return undefined;
  const parts = word.parts ?? [literalPart(word.text, word.pos)];
  const found = findSplit(parts);
  if (found === undefined) return undefined;
  const { close, valueStart } = found;
  const key = sliceWord(word, parts, word.pos + 1, close);
  const value = sliceWord(word, parts, valueStart, word.end);
  return {
    key: readWord(context, key, PLAIN),
    value: readWord(context, value, DECLARED),
    append: valueStart - close > 2,
  };
}

/** Where the bracket closes that the first part opens, outside of quotes and expansions. */
function findSplit(
  parts: readonly WordPart[],
): { readonly close: number; readonly valueStart: number } | undefined {
  let depth = 0;
  for (const part of parts) {
    if (part.type !== 'Literal' && part.type !== 'Glob') continue;
    const { text } = part;
    for (let index = 0; index < text.length; index++) {
      const char = text[index];
      if (char === '\\') index++;
      else if (char === '[') depth++;
      else if (char === ']' && --depth === 0) {
        const assigns = text.startsWith('=', index + 1)
          ? 1
          : text.startsWith('+=', index + 1)
            ? 2
            : 0;
        if (assigns === 0) return undefined;
        return { close: part.pos + index, valueStart: part.pos + index + 1 + assigns };
      }
    }
  }
  return undefined;
}

/** The word between two offsets, which stand in literal parts. */
function sliceWord(word: Word, parts: readonly WordPart[], start: number, end: number): Word {
  const inside = parts.flatMap((part): readonly WordPart[] => {
    if (part.end <= start || part.pos >= end) return [];
    if (part.pos >= start && part.end <= end) return [part];
    const from = Math.max(part.pos, start);
    return [literalPart(part.text.slice(from - part.pos, end - part.pos), from)];
  });
  const text = word.text.slice(start - word.pos, end - word.pos);
  return { type: 'Word', text, value: text, pos: start, end, parts: inside };
}

function literalPart(text: string, pos: number): WordPart {
  return { type: 'Literal', text, value: text, pos, end: pos + text.length };
}
