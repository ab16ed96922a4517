/** Words as `extract_first_word` in src/basic/extract-word.c of systemd; finds specifiers and variables. */
import { C_ESCAPES } from '../../syntax/c-escapes.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  isKnown,
  type KnownPiece,
  knownPiece,
  type MappedText,
  mappedText,
  type Piece,
  throughUse,
  type Use,
} from '../../text/mapped-text.ts';
import { cover, type Span } from '../../text/span.ts';
import { hasVariables, UNIT, type UnitQuotes, type UnitUse } from './encodings.ts';
import type { UnitLine } from './reader.ts';

export interface UnitWord {
  readonly text: MappedText;
  /** With its quotes. */
  readonly at: Span;
  /** Without quotes and escapes. */
  readonly isBare: boolean;
}

/** Escapes of one character (`cunescape_one`). */
const SIMPLE: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...C_ESCAPES, '\\': '\\', '"': '"', "'": "'", s: ' ' }),
);

/** The words of a value; undefined for an open quote, which systemd rejects. */
export function unitWords(line: UnitLine, use: UnitUse): readonly UnitWord[] | undefined {
  const words: UnitWord[] = [];
  let index = 0;
  for (;;) {
    while (/\s/.test(line.text.charAt(index))) index++;
    if (index >= line.text.length || words.length >= LIMITS.words) return words;
    const start = index;
    const pieces: Piece[] = [];
    let quotes: UnitQuotes = 'bare';
    let isBare = true;
    while (index < line.text.length) {
      const character = line.text.charAt(index);
      if (quotes === 'bare' && /\s/.test(character)) break;
      const quote = quoteOf(character);
      if (quote && (quotes === 'bare' || quotes === quote)) {
        quotes = quotes === 'bare' ? quote : 'bare';
        isBare = false;
        index++;
        continue;
      }
      const end = endOfItem(line.text, index, use);
      const at = cover(line.placeAt(index), line.placeAt(end - 1));
      const own = line.text.slice(index, end);
      // A lone `\;` is a semicolon; in a word it is no escape.
      const isSemicolon = own === '\\;' && index === start && !/\S/.test(line.text.charAt(end));
      if (character === '\\') isBare = false;
      add(pieces, decode(isSemicolon ? '\\x3b' : own, at, { use, quotes }));
      index = end;
    }
    if (quotes !== 'bare') return undefined;
    const at = cover(line.placeAt(start), line.placeAt(index - 1));
    words.push({ text: mappedText(pieces, at), at, isBare });
  }
}

function quoteOf(character: string): UnitQuotes | undefined {
  if (character === '"') return 'double';
  return character === "'" ? 'single' : undefined;
}

const ESCAPE = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-7]{3}|[\s\S])/y;
const VARIABLE = /\$(?:\$|\{[^}]*\})/y;

const SPECIFIER = /%[\s\S]/y;
const PLAIN = /[^\s"'\\%$]+/y;

/** The end of an escape, specifier, variable, run of plain characters, or single character. */
function endOfItem(text: string, index: number, use: UnitUse): number {
  const pattern = { '\\': ESCAPE, '%': SPECIFIER, $: VARIABLE }[text.charAt(index)] ?? PLAIN;
  if (pattern === VARIABLE && !hasVariables(use)) return index + 1;
  pattern.lastIndex = index;
  return index + (pattern.exec(text)?.[0].length ?? 1);
}

function decode(
  own: string,
  at: Span,
  { use, quotes }: { readonly use: UnitUse; readonly quotes: UnitQuotes },
): Piece {
  const encodings = UNIT[use][quotes];
  const isWritten = own.length === at.end - at.start;
  const known = (text: string) => knownPiece(text, at, text === own && isWritten, encodings);
  const unknown: Piece = { kind: 'unknown', source: own, at, encodings, through: [] };
  if (own.length === 1 || !'\\%$'.includes(own.charAt(0))) return known(own);
  if (own === '%%') return known('%');
  if (own === '$$') return known('$');
  if (own.startsWith('%') || own.startsWith('$')) return unknown;
  const character = unescaped(own);
  // Expansion comes later, even of an escaped `%` or `$`.
  return character === '%' || character === '$' ? unknown : known(character);
}

/** An escape's character; an invalid escape stays, as in systemd. */
function unescaped(own: string): string {
  const kind = own.charAt(1);
  const simple = own.length === 2 ? SIMPLE.get(kind) : undefined;
  if (simple !== undefined) return simple;
  if (own.length === 2) return own;
  const digits = /[xuU]/.test(kind) ? own.slice(2) : own.slice(1);
  const code = Number.parseInt(digits, /[xuU]/.test(kind) ? 16 : 8);
  // A byte above 127 is a part of a character; NUL is impossible.
  if (code === 0 || code > 0x10ffff || (code > 127 && !/[uU]/.test(kind))) return own;
  return String.fromCodePoint(code);
}

function add(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  const joins =
    last?.kind === 'known' &&
    piece.kind === 'known' &&
    last.verbatim &&
    piece.verbatim &&
    last.encodings === piece.encodings &&
    last.at.end === piece.at.start;
  if (!joins) {
    pieces.push(piece);
    return;
  }
  const joined: KnownPiece = {
    ...last,
    text: last.text + piece.text,
    at: cover(last.at, piece.at),
  };
  pieces[pieces.length - 1] = joined;
}

/** A variable's value; undefined if unknown. */
export type UnitVariables = (name: string) => MappedText | undefined;

/** Expands known variables: `${PORT}` of `Environment=PORT=4444`. */
export function expandVariables(text: MappedText, variables: UnitVariables): MappedText {
  if (isKnown(text)) return text;
  const parts = text.pieces.map((piece) => {
    const [, name] = piece.kind === 'unknown' ? (/^\$\{(\w+)\}$/.exec(piece.source) ?? []) : [];
    const value = name === undefined ? undefined : variables(name);
    if (piece.kind !== 'unknown' || value === undefined) return mappedText([piece]);
    const { at, source, encodings } = piece;
    const use: Use = { at, source, encodings };
    return throughUse(value, use);
  });
  return concat(parts);
}
