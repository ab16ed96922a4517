/** `{{ x }}` of a template is three words to a shell, one to its author. Why: docs/decisions/unknown-values.md */
import { LIMITS } from '../../../text/limits.ts';
import {
  concat,
  replaceEach,
  slice,
  UNKNOWN,
  unknownText,
  unwritten,
  written,
} from '../../../text/mapped-text.ts';
import { cover } from '../../../text/span.ts';
import type { Word } from '../../invocation.ts';

/** The same array without an expression. */
export function templateWords(words: readonly Word[]): readonly Word[] {
  if (!words.some(({ value }) => value.decoded.includes('{{'))) return words;
  const found: Word[] = [];
  for (let start = 0; start < words.length; ) {
    const end = endFrom(words, start);
    const [first, ...others] = words.slice(start, end);
    if (first) found.push(fillExpression(joinExpression(first, others)));
    start = end;
  }
  return found;
}

function endFrom(words: readonly Word[], start: number): number {
  let isOpen = false;
  for (const [index, { value }] of words.slice(start, start + LIMITS.several).entries()) {
    const [begins, ends] = [value.decoded.lastIndexOf('{{'), value.decoded.lastIndexOf('}}')];
    if (begins !== ends) isOpen = begins > ends;
    if (!isOpen) return start + index + 1;
  }
  return start + 1;
}

function joinExpression(first: Word, others: readonly Word[]): Word {
  const values = others.flatMap(({ value }) => {
    const [piece] = value.pieces;
    return piece ? [unwritten(' ', piece.at.start, piece.encodings), value] : [];
  });
  const at = cover(first.at, (others.at(-1) ?? first).at);
  return others.length === 0 ? first : { value: concat([first.value, ...values]), at, many: false };
}

function fillExpression(word: Word): Word {
  const value = replaceEach(word.value, /\{\{[^{}]*\}\}/g, ({ index, 0: own }) => {
    const expression = slice(word.value, index, index + own.length);
    const [first] = expression.pieces;
    if (first === undefined) return undefined;
    const { encodings, definition } = first;
    const source = written(expression);
    const at = cover(first.at, (expression.pieces.at(-1) ?? first).at);
    return unknownText(source, { at, encodings, definition });
  });
  return { ...word, value, many: word.many || value.decoded === UNKNOWN };
}
