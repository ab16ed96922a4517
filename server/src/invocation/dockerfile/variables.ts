/** The variables that `ENV` and `ARG` set, with the quotes and escapes that a builder takes away (`shell/lex.go`). */
import { DOCKERFILE } from '../../syntax/dockerfile/encodings.ts';
import type { Encodings } from '../../text/encoding.ts';
import {
  concat,
  decodedPiece,
  type MappedText,
  mappedText,
  slice,
  spanOf,
  throughUse,
  withMarks,
} from '../../text/mapped-text.ts';
import type { HostValue } from '../shell/embedded.ts';

/** A part of a value: an escape, a variable, a quote, or anything else. */
const PART = /\\[\s\S]|\$(?:\{\w+(?::?[-+?][^}]{0,200})?\}|\w+)|["']|[^\\$"'\s]+|\s+|[\s\S]/g;

/** Names and values in the order in which they are set: `A=1 B="2 3"`, or `A 1 2` as one. */
export function variablesOf(
  text: MappedText,
  keyword: string,
  known: ReadonlyMap<string, readonly HostValue[]>,
): readonly (readonly [name: string, value: MappedText])[] {
  const old = keyword === 'ENV' && /^(\w+)[ \t]+(?!=)/.exec(text.decoded);
  if (old && !/^\w+=/.test(text.decoded)) {
    const [begins = '', name = ''] = old;
    const value = slice(text, begins.length, text.decoded.trimEnd().length);
    return [[name, expandedValue(value, known)]];
  }
  return wordsOf(text).flatMap((word) => {
    const [begins, name = ''] = /^([A-Za-z_]\w*)=/.exec(word.decoded) ?? [];
    if (begins === undefined) return [];
    return [[name, expandedValue(slice(word, begins.length), known)] as const];
  });
}

/** A text divided at blanks that stand in no quotes. */
function wordsOf(text: MappedText): readonly MappedText[] {
  const words: MappedText[] = [];
  let start: number | undefined;
  let quote = '';
  for (const { index, 0: own } of text.decoded.matchAll(PART)) {
    if (quote === '' && /^\s/.test(own)) {
      if (start !== undefined) words.push(slice(text, start, index));
      start = undefined;
      continue;
    }
    start ??= index;
    if (own === quote) quote = '';
    else if (quote === '' && (own === '"' || own === "'")) quote = own;
  }
  if (start !== undefined) words.push(slice(text, start));
  return words;
}

/** The value of a word, which knows that it is that of a variable. */
function expandedValue(
  word: MappedText,
  known: ReadonlyMap<string, readonly HostValue[]>,
): MappedText {
  const parts: MappedText[] = [];
  let quote = '';
  for (const { index, 0: own } of word.decoded.matchAll(PART)) {
    const end = index + own.length;
    const encodings = encodingsIn(quote);
    if (own === quote) quote = '';
    else if (quote === '' && (own === '"' || own === "'")) quote = own;
    else if (own.startsWith('\\') && own.length > 1 && quote !== "'") {
      const isHidden = quote === '' || /["$\\]/.test(own.charAt(1));
      const piece = isHidden ? decodedPiece(word, index, end, own.charAt(1)) : undefined;
      parts.push(written(piece ? mappedText([piece]) : slice(word, index, end), encodings));
    } else if (own.startsWith('$') && own.length > 1 && quote !== "'") {
      parts.push(expanded(word, index, end, encodings, known));
    } else parts.push(written(slice(word, index, end), encodings));
  }
  const definition = spanOf(word);
  const value = parts.length === 0 ? mappedText([], definition) : concat(parts);
  return withMarks(value, (piece) => {
    return piece.through.length > 0 ? piece : { ...piece, definition };
  });
}

function encodingsIn(quote: string): Encodings {
  if (quote === '"') return DOCKERFILE['value-double'];
  return quote === "'" ? DOCKERFILE['value-single'] : DOCKERFILE.value;
}

function written(text: MappedText, encodings: Encodings): MappedText {
  return withMarks(text, (piece) => ({ ...piece, encodings }));
}

/** How long a value may be that is put into others, and of how many parts: one made of itself would double each time. */
const MAX_VALUE = 4_000;
const MAX_PIECES = 200;

function expanded(
  word: MappedText,
  start: number,
  end: number,
  encodings: Encodings,
  known: ReadonlyMap<string, readonly HostValue[]>,
): MappedText {
  const own = slice(word, start, end);
  const at = spanOf(own);
  const [, name = ''] = /^\$\{?(\w+)\}?$/.exec(own.decoded) ?? [];
  const values = known.get(name);
  const use = { at, source: own.decoded, encodings, definition: spanOf(word) };
  const value = values?.length === 1 ? values[0] : undefined;
  const isShort = value && value.decoded.length <= MAX_VALUE && value.pieces.length <= MAX_PIECES;
  if (isShort) return throughUse(value, use);
  return mappedText([{ kind: 'unknown', source: own.decoded, at, encodings, through: [] }]);
}
