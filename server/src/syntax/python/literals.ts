/** Decodes Python's string literals: prefixes, quotes, escapes, and the places of an f-string (reference, 2.5). */
import { type MappedText, mappedText, type Piece, verbatim } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { C_ESCAPES } from '../c-escapes.ts';
import { type Literal, literalEncodings } from './encodings.ts';

/** A literal taken apart. */
interface ReadLiteral {
  readonly literal: Literal;
  /** What stands between the quotes. */
  readonly inside: Span;
}

const OPENING = /^([A-Za-z]*)("""|'''|"|')/;

/** The quotes of a literal; undefined for one that has no end, or is none. */
export function quotesOf(
  source: string,
  at: Span,
  known: Pick<Literal, 'isAlone' | 'hasOs'>,
): ReadLiteral | undefined {
  const own = source.slice(at.start, at.end);
  const [opening, prefix = '', quote = ''] = OPENING.exec(own) ?? [];
  if (opening === undefined || !isQuote(quote)) return undefined;
  const inside = { start: at.start + opening.length, end: at.end - quote.length };
  if (inside.end < inside.start || !own.endsWith(quote)) return undefined;
  const has = (letter: string) => prefix.toLowerCase().includes(letter);
  const literal: Literal = {
    quote,
    isRaw: has('r'),
    isFormat: has('f'),
    isBytes: has('b'),
    ...known,
  };
  return { literal, inside };
}

function isQuote(quote: string): quote is Literal['quote'] {
  return ['"', "'", '"""', "'''"].includes(quote);
}

const ESCAPE =
  /\\(?:\r?\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}\n]*\}|[\s\S])/y;
const SIMPLE: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...C_ESCAPES, '\\': '\\', "'": "'", '"': '"' }),
);

/** The text of a stretch between the quotes that has no place to fill in. */
export function decodeLiteral(source: string, at: Span, literal: Literal): MappedText {
  const encodings = literalEncodings(literal);
  const pieces: Piece[] = [];
  let plain = at.start;
  let position = at.start;
  const flush = () => {
    pieces.push(...verbatim(source, { start: plain, end: position }, encodings).pieces);
  };
  const add = (length: number, decoded: string | undefined) => {
    flush();
    const own = { start: position, end: position + length };
    const base = { at: own, encodings, through: [] };
    if (decoded === undefined) {
      pieces.push({ kind: 'unknown', source: source.slice(own.start, own.end), ...base });
    } else if (decoded !== '') {
      pieces.push({ kind: 'known', text: decoded, verbatim: false, ...base });
    }
    position += length;
    plain = position;
  };
  while (position < at.end) {
    const character = source.charAt(position);
    if (character === '\\' && !literal.isRaw) {
      ESCAPE.lastIndex = position;
      const [sequence = ''] = ESCAPE.exec(source) ?? [];
      const decoded = sequence === '' ? '\\' : unescaped(sequence, literal.isBytes);
      // An escape that Python does not know stays as it is.
      if (decoded === sequence) position += sequence.length;
      else add(Math.max(1, Math.min(sequence.length, at.end - position)), decoded);
    } else if (literal.isFormat && '{}'.includes(character)) {
      add(source[position + 1] === character ? 2 : 1, character);
    } else if (character === '\r' && source[position + 1] === '\n') {
      add(2, '\n');
    } else position++;
  }
  flush();
  return mappedText(pieces, { start: at.start, end: at.start });
}

/** What an escape stands for; the escape itself where it stands for nothing, undefined for a name that is not looked up. */
function unescaped(sequence: string, isBytes: boolean): string | undefined {
  const kind = sequence.charAt(1);
  if (kind === '\n' || kind === '\r') return '';
  if (/[0-7]/.test(kind)) return String.fromCharCode(Number.parseInt(sequence.slice(1), 8));
  const simple = SIMPLE.get(kind);
  if (simple !== undefined && sequence.length === 2) return simple;
  if (kind === 'x' && sequence.length === 4) return hexadecimal(sequence);
  if (isBytes || sequence.length === 2) return sequence;
  if (kind === 'N') return undefined;
  return hexadecimal(sequence) ?? sequence;
}

function hexadecimal(sequence: string): string | undefined {
  const code = Number.parseInt(sequence.slice(2), 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
