/** Decodes string literals; interpolations are unknown. */
import { concat, type MappedText, mappedText, slice } from '../../text/mapped-text.ts';
import { C_ESCAPES } from '../c-escapes.ts';
import { type Decoded, decodeSource } from '../decode-source.ts';
import type { StringForm } from './forms.ts';
import { isDoubledOpening } from './reader.ts';
import type { LiteralToken } from './tree.ts';

const ESCAPE =
  /\\(?:[Nopux]\{[^{}\s"']{1,40}\}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|[0-7]{1,3}|\r?\n[^\S\n]*|[\s\S])/y;
const BACKTICK = /`(?:u\{[\da-fA-F]{1,6}\}|\r?\n|[\s\S])/y;

const SIMPLE: ReadonlyMap<string, string> = new Map(Object.entries({ ...C_ESCAPES, e: '\u001b' }));

export function decodeLiteral(source: string, { form, inner, holes }: LiteralToken): MappedText {
  let next = 0;
  const pieces = decodeSource(source, inner, form.encodings, (at) => {
    const hole = holes[next];
    if (hole?.start !== at) return escapeAt(source, form, at, inner.end);
    next++;
    return { end: hole.end, text: undefined };
  });
  const text = mappedText(pieces, inner);
  return form.escapes === 'indented' ? withoutMargin(text, 'goes') : text;
}

function escapeAt(
  source: string,
  { escapes, close, trims, holes, keepsLines }: StringForm,
  at: number,
  limit: number,
): Decoded | undefined {
  const character = source.charAt(at);
  // Doubled braces stand for one.
  if (character === '{' || character === '}') {
    const isDoubled = holes.includes('{') && source.charAt(at + 1) === character;
    return isDoubled ? { text: character, end: at + 2 } : undefined;
  }
  if (holes.includes('%{') && isDoubledOpening(source, at)) {
    return { text: source.slice(at + 1, at + 3), end: at + 3 };
  }
  switch (escapes) {
    case 'backslash':
      if (keepsLines && /^\\\r?\n/.test(source.slice(at, at + 3))) return { text: '', end: at + 1 };
      return character === '\\' ? backslashAt(source, at, limit, trims === true) : undefined;
    case 'quote':
      if (character !== '\\' || !/[\\']/.test(source.charAt(at + 1))) return undefined;
      return { text: source.charAt(at + 1), end: at + 2 };
    case 'backtick':
    case 'doubled': {
      const quote = close('');
      if (quote.length === 1 && character === quote) return { text: quote, end: at + 2 };
      if (escapes === 'doubled' || character !== '`') return undefined;
      BACKTICK.lastIndex = at;
      const own = BACKTICK.exec(source)?.[0] ?? character;
      const kind = own.slice(1);
      const end = Math.min(at + own.length, limit);
      if (kind.length > 2) return { text: numbered(kind), end };
      return {
        text: /^\r?\n$/.test(kind) ? '' : (SIMPLE.get(kind) ?? (kind === '0' ? '\0' : kind)),
        end,
      };
    }
    case 'indented':
      if (source.startsWith("'''", at)) return { text: "''", end: at + 3 };
      if (source.startsWith("''$", at)) return { text: '$', end: at + 3 };
      if (!source.startsWith("''\\", at)) return undefined;
      return { text: SIMPLE.get(source.charAt(at + 3)) ?? source.charAt(at + 3), end: at + 4 };
    case 'none':
      return undefined;
  }
}

function backslashAt(source: string, at: number, limit: number, trims: boolean) {
  ESCAPE.lastIndex = at;
  const own = ESCAPE.exec(source)?.[0] ?? '\\';
  const kind = own.slice(1);
  if (/^\r?\n/.test(kind)) {
    const line = kind.indexOf('\n') + 2;
    return { text: '', end: Math.min(limit, at + (trims ? own.length : line)) };
  }
  const end = Math.min(limit, at + own.length);
  if (/^[0-7]+$/.test(kind)) return { text: characterOf(Number.parseInt(kind, 8)), end };
  return { text: kind.length > 1 ? numbered(kind) : (SIMPLE.get(kind) ?? kind), end };
}

/** The character of `u{3a}`, `x3a`; unknown for Perl's `N{colon}` and the like. */
function numbered(kind: string): string | undefined {
  const [, digits] = /^[uUx]\{?([\da-fA-F_]+)\}?$/.exec(kind) ?? [];
  return digits && characterOf(Number.parseInt(digits.replaceAll('_', ''), 16));
}

function characterOf(code: number): string {
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

/** Removes common indentation as Nix and Groovy's `stripIndent` do; `goes` (Nix): also a blank first line. */
export function withoutMargin(text: MappedText, first: 'goes' | 'stays'): MappedText {
  const lines = [...text.decoded.matchAll(/[^\n]*\n?/g)].filter(({ 0: line }) => line !== '');
  let margin = Number.POSITIVE_INFINITY;
  for (const { 0: line } of lines) {
    const own = line.length - line.replace(/^ +/, '').length;
    if (line.trim() !== '') margin = Math.min(margin, own);
  }
  const parts = lines.map(({ index, 0: line }, number) => {
    const isBlank = line.trim() === '';
    if (first === 'goes' && number === 0 && isBlank && lines.length > 1) {
      return slice(text, index, index);
    }
    const blanks = line.length - line.replace(/^ +/, '').length;
    // The last line has only the blanks before the closing quotes.
    const gone = isBlank && number === lines.length - 1 ? line.length : Math.min(blanks, margin);
    return slice(text, index + gone, index + line.length);
  });
  return parts.length === 0 ? text : concat(parts);
}
