/** Output of bash's `echo` and `printf` as text with its source. */

import type { Dialect } from '../../../syntax/shell/dialect.ts';
import { SHELL } from '../../../syntax/shell/encodings.ts';
import { readAgainAs } from '../../../text/again.ts';
import { UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import { LIMITS } from '../../../text/limits.ts';
import {
  type Branch,
  concat,
  decodedPiece,
  isKnown,
  type MappedText,
  mappedText,
  replaceEach,
  slice,
  UNKNOWN,
  unknownText,
  unwritten,
  withMark,
  withMarks,
} from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { joinWords } from '../expand/fields.ts';

/** The number of a format's arguments. */
export function conversionsIn(operands: readonly Word[]): number {
  const format = operands[operands[0]?.value.decoded === '--' ? 1 : 0]?.value.decoded ?? '';
  return [...format.matchAll(CONVERSION)].filter(([conversion]) => conversion !== '%%').length;
}

/** Undefined if unknown. */
export function echo(words: readonly Word[], dialect: Dialect): MappedText | undefined {
  const { count, escapes } = echoOptions(words, dialect);
  const text = mappedText(joinWords(words.slice(count)));
  if (escapes !== 'no' && ENDS.test(text.decoded)) return undefined;
  // An escape ends a `#!` line only where escapes are decoded.
  const isOpen = escapes === 'perhaps' && !/^#!\/\S+\\n/.test(text.decoded);
  return escapes === 'no' ? text : decodeEscapes(text, 'echo', dialect, isOpen);
}

/** Options of `echo`: their number, whether a line end follows, whether escapes are decoded. */
export function echoOptions(
  words: readonly Word[],
  dialect: Dialect,
): { readonly count: number; readonly ends: boolean; readonly escapes: 'yes' | 'no' | 'perhaps' } {
  // bash decodes only with `-e`, dash and zsh always; dash knows only `-n`.
  const usual = { bash: 'no', dash: 'yes', zsh: 'yes', ksh: 'perhaps', posix: 'perhaps' } as const;
  let escapes: 'yes' | 'no' | 'perhaps' = usual[dialect];
  let ends = true;
  let count = 0;
  for (const { value } of words) {
    if (!(dialect === 'dash' ? /^-n$/ : /^-[neE]+$/).test(value.decoded)) break;
    if (value.decoded.includes('n')) ends = false;
    const last = /[eE](?=n*$)/.exec(value.decoded)?.[0];
    if (last !== undefined) escapes = last === 'e' ? 'yes' : 'no';
    count++;
  }
  return { count, ends, escapes };
}

/** A line end that the source lacks. */
export function lineEnd(text: MappedText): MappedText {
  const end = text.pieces.at(-1)?.at.end ?? text.place.end;
  return unwritten('\n', end, SHELL.bare);
}

/** `\c` ends the output. */
const ENDS = /\\c/;

const CONVERSION = /%(?:%|[-+ #0']*(?:[1-9]\d*|\*)?(?:\.\d*)?[a-zA-Z])/g;

/** Undefined if unknown. */
export function printf(words: readonly Word[], dialect: Dialect): MappedText | undefined {
  const start = words[0]?.value.decoded === '--' ? 1 : 0;
  const format = words[start]?.value;
  // Without `--`, bash reads a format that begins with `-` as an option.
  if (format === undefined || (start === 0 && format.decoded.startsWith('-'))) return undefined;
  const conversions = [...format.decoded.matchAll(CONVERSION)];
  const takes = conversions.filter(([conversion]) => conversion !== '%%').length;
  const values = words.slice(start + 1);
  const written: MappedText[] = [];
  let next = 0;
  let length = 0;
  do {
    let position = 0;
    // The text around an optional argument is optional.
    const branch = takes === 1 ? presenceOf(values[next]) : undefined;
    for (const { 0: conversion, index } of conversions) {
      const before = slice(format, position, index);
      written.push(onlyWith(branch, decodeEscapes(before, 'format', dialect)));
      position = index + conversion.length;
      if (conversion === '%%') {
        written.push(onlyWith(branch, slice(format, index, index + 1)));
        continue;
      }
      const value = values[next++]?.value;
      const shown = value && formatArgument(conversion, value, dialect);
      if (shown) written.push(shown);
      else if (value || !/^%[sb]$/.test(conversion)) return undefined;
    }
    written.push(onlyWith(branch, decodeEscapes(slice(format, position), 'format', dialect)));
    length += format.decoded.length;
  } while (takes > 0 && next < values.length && length < LIMITS.text);
  return concat(written);
}

/** Undefined for conversions such as `%x`. */
function formatArgument(
  conversion: string,
  value: MappedText,
  dialect: Dialect,
): MappedText | undefined {
  const [, flags = '', width = '', , precision, letter = ''] =
    /^%([-+ #0']*)([1-9]\d*|\*|)(\.(\d*))?([a-zA-Z])$/.exec(conversion) ?? [];
  if (letter === 'b') {
    return ENDS.test(value.decoded) ? undefined : decodeEscapes(value, 'echo', dialect);
  }
  if (letter === 's' && width === '' && precision === undefined) return value;
  if (letter === 'q' && /^(?:bash|posix)$/.test(dialect)) return quoted(value);
  if (!isKnown(value)) {
    return value.pieces.every(({ kind }) => kind === 'unknown') ? value : undefined;
  }
  const size = Number(width);
  const plain = value.decoded;
  const isPlain = letter === 's' || (/^[diu]$/.test(letter) && /^(?:0|[1-9]\d{0,14})$/.test(plain));
  if (!isPlain || precision !== undefined || !(size <= LIMITS.pieces) || /[+ #']/.test(flags)) {
    return undefined;
  }
  const fill = flags.includes('0') && letter !== 's' ? '0' : ' ';
  const text = flags.includes('-') ? plain.padEnd(size) : plain.padStart(size, fill);
  if (text === plain) return value;
  const piece = decodedPiece(value, 0, plain.length, text);
  return piece && mappedText([piece], value.place);
}

/** What bash's `%q` writes; undefined if not with backslashes only. It gets no edits. */
function quoted(value: MappedText): MappedText | undefined {
  if (!/^[!-"$-}\ufffc ]+$/.test(value.decoded)) return undefined;
  const text = readAgainAs(value, UNKNOWN_ENCODING);
  return replaceEach(text, /[^\w%+./:=@\ufffc-]/g, ([character]) => `\\${character}`);
}

/** Removes final line ends, as command substitution does. */
export function withoutLineEnds(text: MappedText): MappedText {
  let end = text.decoded.length;
  while (text.decoded[end - 1] === '\n') end--;
  const kept = slice(text, 0, end);
  const pieces = [...kept.pieces];
  // Without the last piece, line ends before it are final.
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    if (piece === undefined || piece.kind === 'unknown' || piece.branch) continue;
    if (index === pieces.length - 1) return kept;
    const before = piece.text.replace(/(?<!\n)\n+$/, '').length;
    if (before === piece.text.length) break;
    const whole = mappedText([piece]);
    const ends = onlyWith({}, slice(whole, before));
    pieces.splice(index, 1, ...slice(whole, 0, before).pieces, ...ends.pieces);
    if (before > 0) break;
  }
  return mappedText(pieces, kept.place);
}

/** A word's branch; undefined if it always exists. */
function presenceOf(word: Word | undefined): Branch | undefined {
  if (word === undefined) return undefined;
  const [first] = word.value.pieces;
  if (word.many && !isKnown(word.value)) return first?.branch ?? {};
  const optional = word.value.pieces.every(({ branch }) => branch && branch === first?.branch);
  return optional ? first?.branch : undefined;
}

function onlyWith(branch: Branch | undefined, text: MappedText): MappedText {
  if (branch === undefined) return text;
  return withMarks(text, (piece) => withMark(piece, { branch }));
}

const ESCAPE = new RegExp(
  String.raw`\\(?:([0-7]{1,4})|x([0-9A-Fa-f]{1,2})|(u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8})|([^${UNKNOWN}])|(?=${UNKNOWN}))`,
  'g',
);
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '\\': '\\',
  '"': '"',
};

/** An escape that shells decode differently, or a part of a character. */
const OPEN = Symbol('open');

function characterOf(
  { 0: own, 1: octal, 2: hex, 3: code, 4: letter, index, input }: RegExpExecArray,
  reader: 'echo' | 'format',
  dialect: Dialect,
): string | typeof OPEN | undefined {
  // A character that only a run knows may belong to the escape.
  const isCut = input[index + own.length] === UNKNOWN && !/^\\[^\dxuU]/.test(own);
  if (isCut || code !== undefined) return OPEN;
  // dash and ksh may not know `\x`.
  if (hex !== undefined && dialect !== 'bash' && dialect !== 'zsh') return OPEN;
  if (letter === '"' && (reader === 'echo' || dialect === 'dash')) return undefined;
  if (letter === '"' && dialect === 'posix') return OPEN;
  // `echo` needs a leading 0; `printf` takes three digits.
  const plain = reader === 'echo' ? octal?.startsWith('0') : octal?.length !== 4;
  if (octal !== undefined && !plain) return OPEN;
  if (octal === undefined && hex === undefined) return SIMPLE[letter ?? ''];
  const byte = Number.parseInt(octal ?? hex ?? '', octal === undefined ? 16 : 8);
  return byte < 0x80 ? String.fromCharCode(byte) : OPEN;
}

/** `perhaps`: only some shells decode escapes, so the result is unknown. */
function decodeEscapes(
  text: MappedText,
  reader: 'echo' | 'format',
  dialect: Dialect,
  perhaps = false,
): MappedText {
  if (!text.decoded.includes('\\')) return text;
  return replaceEach(text, ESCAPE, (match) => {
    const own = slice(text, match.index, match.index + match[0].length);
    const value = isKnown(own) ? characterOf(match, reader, dialect) : undefined;
    if (value === undefined || (value !== OPEN && !perhaps)) return value;
    const piece = decodedPiece(own, 0, own.decoded.length, '');
    if (piece === undefined) return undefined;
    const { at, encodings, through } = piece;
    return unknownText(match[0], { at, encodings, through });
  });
}
