/** Quote removal with a source map (bash manual 3.1.2, 3.1.2.4). */

import { knownPiece, type MappedText, mappedText, type Piece } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import { C_ESCAPES } from '../../c-escapes.ts';
import { SHELL } from '../encodings.ts';
import type { ShellContext } from '../tree.ts';

/** bash manual 3.1.2.3. */
const ESCAPED_IN_DOUBLE = new Set(['$', '`', '"', '\\']);
/** bash manual 3.6.6, 3.5.4. */
const ESCAPED_IN_DOCUMENT = new Set(['$', '`', '\\']);

/** Decodes a span; a final backslash stays. */
export function decodeText(source: string, at: Span, context: ShellContext): MappedText {
  const written = source.slice(at.start, at.end);
  const isSingle = context === 'single' || context === 'single-open';
  if (isSingle || !written.includes('\\')) return plainText(written, at, context);
  const pieces: Piece[] = [];
  const known = (start: number, end: number, text: string, verbatim: boolean) => {
    if (end > start) pieces.push(knownPiece(text, { start, end }, verbatim, SHELL[context]));
  };
  let start = at.start;
  let found = written.indexOf('\\');
  while (found !== -1 && found + 1 < written.length) {
    const index = at.start + found;
    const ends = escapeEnd(source, index, at.end, context);
    if (ends !== undefined) {
      known(start, index, source.slice(start, index), true);
      // NUL ends bash's string.
      if (isAnsi(context) && ends.text === '\0') return mappedText(pieces, at);
      known(index, ends.end, ends.text, false);
      start = ends.end;
    }
    found = written.indexOf('\\', ends ? ends.end - at.start : found + 2);
  }
  known(start, at.end, source.slice(start, at.end), true);
  return mappedText(pieces, at);
}

/** Makes text without escapes. */
export function plainText(
  text: string,
  at: Span,
  context: ShellContext,
  definition?: Span,
): MappedText {
  return mappedText([knownPiece(text, at, true, SHELL[context], { definition })], at);
}

function escapeEnd(
  source: string,
  index: number,
  limit: number,
  context: ShellContext,
): { end: number; text: string } | undefined {
  const next = source[index + 1] ?? '';
  if (isAnsi(context)) return ansiEscape(source, index, limit);
  const quotesCount = context !== 'here-document' && context !== 'backtick';
  const escaped = quotesCount ? ESCAPED_IN_DOUBLE : ESCAPED_IN_DOCUMENT;
  if (next === '\n') return { end: index + 2, text: '' };
  if (context === 'bare' || escaped.has(next)) return { end: index + 2, text: next };
  return context === 'double-operand' && next === '}' ? { end: index + 2, text: next } : undefined;
}

function isAnsi(context: ShellContext): boolean {
  return context === 'ansi-c' || context === 'ansi-c-open';
}

const ANSI_SIMPLE: Readonly<Record<string, string>> = {
  ...C_ESCAPES,
  e: '\x1b',
  E: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** `$'…'` */
const ANSI_NUMERIC =
  /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}|\{[0-9A-Fa-f]*\}?)|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8}))/y;

function ansiEscape(
  source: string,
  index: number,
  limit: number,
): { end: number; text: string } | undefined {
  const next = source[index + 1] ?? '';
  const simple = ANSI_SIMPLE[next];
  if (simple !== undefined) return { end: index + 2, text: simple };
  if (next === 'c' && index + 2 < limit) {
    const letter = source.charAt(index + 2);
    const control = letter === '?' ? 0x7f : letter.charCodeAt(0) & 0x1f;
    const end = source.startsWith('\\\\', index + 2) ? index + 4 : index + 3;
    return { end, text: String.fromCharCode(control) };
  }
  ANSI_NUMERIC.lastIndex = index;
  const match = ANSI_NUMERIC.exec(source);
  if (match === null || ANSI_NUMERIC.lastIndex > limit) return undefined;
  const [whole, octal, ...hex] = match;
  const digits = hex.find((group) => group !== undefined);
  // `\x{10041}` is its last byte.
  const braced = digits?.startsWith('{')
    ? `0${digits.slice(1).replace('}', '')}`.slice(-2)
    : digits;
  const code = octal === undefined ? Number.parseInt(braced ?? '0', 16) : Number.parseInt(octal, 8);
  const text = code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return { end: index + whole.length, text };
}
