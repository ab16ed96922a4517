/** Which braces bash expands, and to what (bash manual 3.5.1). */

import type { BraceExpansionPart, WordPart } from 'unbash';
import { LIMITS } from '../../../text/limits.ts';
import { addTo } from '../../../text/lookup.ts';
import type { Span } from '../../../text/span.ts';

/** Part of a word with braces; `within` is the innermost. */
export type BracePiece =
  | { readonly kind: 'written'; readonly at: Span; readonly within?: Span }
  | { readonly kind: 'part'; readonly part: WordPart; readonly within?: Span }
  /** An item of `{1..5}`. */
  | { readonly kind: 'counted'; readonly at: Span; readonly text: string; readonly within: Span }
  | {
      readonly kind: 'braces';
      readonly at: Span;
      readonly items: readonly (readonly BracePiece[])[] | undefined;
    };

/** Divides braces: `{a,b}` has two items, `{a..5}` is text, as all is without `expands`. */
export function divideBraces(
  source: string,
  offset: number,
  part: BraceExpansionPart,
  expands: boolean,
): readonly BracePiece[] {
  const reader = braceReader(source, offset, part);
  return expands ? reader.sequence(part.pos, part.end, 0) : reader.plain(part.pos, part.end);
}

type Braces = BracePiece & { kind: 'braces' };

function braceReader(source: string, offset: number, whole: BraceExpansionPart) {
  const parts = new Map<number, WordPart>();
  collectParts(whole.parts ?? [], parts);
  const charAt = (index: number): string => source[index + offset] ?? '';
  const after = (index: number): number => {
    const part = parts.get(index);
    if (part) return Math.max(part.end, index + 1);
    return index + (charAt(index) === '\\' ? 2 : 1);
  };
  const bare: number[] = [];
  for (let index = whole.pos; index < whole.end; index = after(index)) {
    if (!parts.has(index)) bare.push(index);
  }
  const { closing, commas } = matchedBraces(bare, charAt);

  const plain = (start: number, end: number): BracePiece[] => {
    const pieces: BracePiece[] = [];
    let from = start;
    const flush = (to: number) => {
      if (to > from) pieces.push({ kind: 'written', at: { start: from, end: to } });
    };
    for (let index = start; index < end; index = after(index)) {
      const part = parts.get(index);
      if (part === undefined) continue;
      flush(index);
      pieces.push({ kind: 'part', part });
      from = after(index);
    }
    flush(end);
    return pieces;
  };

  const sequence = (start: number, end: number, depth: number): BracePiece[] => {
    const pieces: BracePiece[] = [];
    let from = start;
    for (let index = start; index < end; ) {
      const braces = parts.has(index) || charAt(index) !== '{' ? undefined : at(index, depth);
      if (braces === undefined) {
        index = after(index);
        continue;
      }
      pieces.push(...plain(from, index), braces);
      index = braces.at.end;
      from = index;
    }
    pieces.push(...plain(from, end));
    return pieces;
  };

  const at = (start: number, depth: number): Braces | undefined => {
    const close = closing.get(start);
    if (close === undefined) return undefined;
    const span = { start, end: close + 1 };
    const separators = commas.get(start);
    if (separators === undefined) {
      return rangeBraces(source.slice(start + 1 + offset, close + offset), span);
    }
    if (depth >= LIMITS.depth) return { kind: 'braces', at: span, items: undefined };
    const items: (readonly BracePiece[])[] = [];
    let from = start + 1;
    for (const to of [...separators, close]) {
      const expanded = multiply(sequence(from, to, depth + 1), LIMITS.combinations - items.length);
      if (expanded === undefined) return { kind: 'braces', at: span, items: undefined };
      items.push(
        ...expanded.map((item) =>
          item.map((piece) =>
            piece.kind === 'braces' || piece.within ? piece : { ...piece, within: span },
          ),
        ),
      );
      from = to + 1;
    }
    return { kind: 'braces', at: span, items };
  };

  return { plain, sequence };
}

function matchedBraces(offsets: readonly number[], charAt: (index: number) => string) {
  const closing = new Map<number, number>();
  const commas = new Map<number, number[]>();
  const open: number[] = [];
  for (const index of offsets) {
    const char = charAt(index);
    const innermost = open.at(-1);
    if (char === '{') {
      open.push(index);
    } else if (char === '}' && innermost !== undefined) {
      closing.set(innermost, index);
      open.pop();
    } else if (char === ',' && innermost !== undefined) {
      addTo(commas, innermost, index);
    }
  }
  return { closing, commas };
}

function collectParts(from: readonly WordPart[], into: Map<number, WordPart>): void {
  for (const part of from) {
    if (part.type === 'BraceExpansion') collectParts(part.parts ?? [], into);
    else if (part.type !== 'Literal' && part.type !== 'Glob') into.set(part.pos, part);
  }
}

function rangeBraces(inside: string, span: Span): Braces | undefined {
  if (inside.length >= LIMITS.combinations) return undefined;
  const range = readRange(inside);
  if (range === undefined) return undefined;
  const texts = range === 'many' ? undefined : range;
  const items = texts?.map((text) => [{ kind: 'counted', at: span, text, within: span } as const]);
  return { kind: 'braces', at: span, items };
}

function multiply(
  pieces: readonly BracePiece[],
  limit: number,
): readonly (readonly BracePiece[])[] | undefined {
  let lines: BracePiece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind !== 'braces') {
      for (const line of lines) line.push(piece);
      continue;
    }
    const { items } = piece;
    if (items === undefined || lines.length * items.length > limit) return undefined;
    const [only] = items;
    if (items.length === 1 && only) for (const line of lines) line.push(...only);
    else lines = lines.flatMap((line) => items.map((item) => [...line, ...item]));
  }
  return lines.length > limit ? undefined : lines;
}

const BACKSLASH = 0x5c;
const NUMBERS = /^([+-]?\d+)\.\.([+-]?\d+)(?:\.\.([+-]?\d+))?$/;
const LETTERS = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.([+-]?\d+))?$/;

/** `1..5`, `01..10`, `a..e`, `9..1..2`; else undefined. */
function readRange(text: string): readonly string[] | 'many' | undefined {
  const letters = LETTERS.exec(text);
  const [, first, last, step] = letters ?? NUMBERS.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const from = letters ? first.charCodeAt(0) : Number(first);
  const to = letters ? last.charCodeAt(0) : Number(last);
  const by = Math.abs(Number(step ?? 1)) || 1;
  if (![from, to, by].every(Number.isSafeInteger)) return 'many';
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (count > LIMITS.combinations) return 'many';
  const width = isPadded(first) || isPadded(last) ? Math.max(first.length, last.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = from + Math.sign(to - from) * by * index;
    if (!letters) return padded(value, width);
    // `{Z..a}` includes a backslash, which quote removal drops.
    return value === BACKSLASH ? '' : String.fromCharCode(value);
  });
}

function isPadded(number: string): boolean {
  return /^-?0\d/.test(number);
}

function padded(value: number, width: number): string {
  const sign = value < 0 ? '-' : '';
  return sign + String(Math.abs(value)).padStart(width - sign.length, '0');
}
