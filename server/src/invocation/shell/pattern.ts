/**
 * Patterns of file names as `case`, `${x%.cfg}` and `${x/a/b}` use them (bash manual 3.5.8.1): `*`, `?` and
 * `[…]`, of which the quoted ones are plain text. Extended patterns are not followed.
 */
import type { MappedText } from '../../text/mapped-text.ts';

/** One thing that a pattern asks for. */
type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

export type Pattern = readonly Item[];

/** A stretch of a pattern, with its quotes removed. */
export interface PatternPart {
  readonly text: MappedText;
  readonly quoted: boolean;
}

/** Reads a pattern; undefined where it is one that we do not follow, or partly unknown. */
export function readPattern(parts: readonly PatternPart[]): Pattern | undefined {
  const items: Item[] = [];
  for (const { text, quoted } of parts) {
    if (text.pieces.some(({ kind }) => kind === 'unknown')) return undefined;
    if (quoted) items.push({ kind: 'text', text: text.text });
    else if (!readUnquoted(text.text, items)) return undefined;
  }
  return items;
}

function readUnquoted(source: string, items: Item[]): boolean {
  for (let index = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    if (source[index + 1] === '(' && '?*+@!'.includes(character)) return false;
    if (character === '*') items.push({ kind: 'any' });
    else if (character === '?') items.push({ kind: 'one' });
    else if (character === '[') {
      const end = source.indexOf(']', index + (source[index + 1] === '!' ? 3 : 2));
      if (end === -1) {
        items.push({ kind: 'text', text: character });
        continue;
      }
      const set = readSet(source.slice(index + 1, end));
      if (set === undefined) return false;
      items.push(set);
      index = end;
    } else items.push({ kind: 'text', text: character });
  }
  return true;
}

function readSet(inside: string): Item | undefined {
  if (inside.includes('[:') || inside.includes('[.') || inside.includes('[=')) return undefined;
  const negated = inside.startsWith('!') || inside.startsWith('^');
  const text = negated ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let index = 0; index < text.length; index++) {
    const first = text[index] ?? '';
    const last = text[index + 2];
    if (text[index + 1] === '-' && last !== undefined) {
      ranges.push([first, last]);
      index += 2;
    } else ranges.push([first, first]);
  }
  return { kind: 'set', negated, ranges };
}

/** How much work one match may be. */
const MAX_MATCHING = 20_000;

/**
 * Where a pattern that begins at `start` of a text may end: the positions in ascending order; none where it
 * does not match.
 */
export function matchEnds(pattern: Pattern, text: string, start: number): readonly number[] {
  let positions: readonly number[] = [start];
  let work = 0;
  for (const item of pattern) {
    const next = new Set<number>();
    for (const position of positions) {
      if (work++ > MAX_MATCHING) return [];
      if (item.kind === 'any') {
        for (let end = position; end <= text.length; end++) next.add(end);
        // All later positions are among these.
        break;
      }
      if (item.kind === 'text') {
        if (text.startsWith(item.text, position)) next.add(position + item.text.length);
      } else if (
        position < text.length &&
        (item.kind === 'one' || inSet(item, text[position] ?? ''))
      ) {
        next.add(position + 1);
      }
    }
    positions = [...next].sort((a, b) => a - b);
  }
  return positions;
}

function inSet(item: Extract<Item, { kind: 'set' }>, character: string): boolean {
  const found = item.ranges.some(([first, last]) => first <= character && character <= last);
  return found !== item.negated;
}

/** Whether a pattern matches all of a text. */
export function matches(pattern: Pattern, text: string): boolean {
  return matchEnds(pattern, text, 0).at(-1) === text.length;
}

/** Whether a pattern matches every text: `*`. */
export function matchesAll(pattern: Pattern): boolean {
  return pattern.length > 0 && pattern.every(({ kind }) => kind === 'any');
}
