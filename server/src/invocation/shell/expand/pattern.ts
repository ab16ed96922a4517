/** Patterns without extended ones (bash manual 3.5.8.1); quoted characters are literal. */
import { LIMITS } from '../../../text/limits.ts';
import type { MappedText } from '../../../text/mapped-text.ts';

type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
      /** `[:alpha:]` */
      readonly classes: readonly RegExp[];
    };

export type Pattern = readonly Item[];

interface PatternPart {
  readonly text: MappedText;
  readonly quoted: boolean;
}

interface Source {
  readonly text: string;
  readonly isQuoted: (index: number) => boolean;
}

/** Reads a pattern; undefined if unsupported or partly unknown. `caret`: `[^…]` negates (bash, not dash). */
export function readPattern(parts: readonly PatternPart[], caret: boolean): Pattern | undefined {
  let source = '';
  const quoted: (readonly [start: number, end: number])[] = [];
  for (const { text, quoted: isQuoted } of parts) {
    if (text.pieces.some(({ kind }) => kind === 'unknown')) return undefined;
    if (isQuoted) quoted.push([source.length, source.length + text.decoded.length]);
    source += text.decoded;
  }
  const isQuoted = (index: number) => quoted.some(([start, end]) => start <= index && index < end);
  return readItems({ text: source, isQuoted }, caret);
}

function readItems(source: Source, caret: boolean): Pattern | undefined {
  const { text, isQuoted } = source;
  const items: Item[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') items.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (isQuoted(index) || !'?*+@![]'.includes(character)) {
      plain += character;
      continue;
    }
    const isExtended = text[index + 1] === '(' && !isQuoted(index + 1);
    if (isExtended && '?*+@!'.includes(character)) return undefined;
    if (character === '*' || character === '?') {
      flush();
      items.push({ kind: character === '*' ? 'any' : 'one' });
      continue;
    }
    const set = character === '[' ? readSet(source, index + 1, caret) : undefined;
    if (set === 'other') return undefined;
    if (set === undefined) {
      plain += character;
      continue;
    }
    flush();
    items.push(set.item);
    index = set.end;
  }
  flush();
  return items;
}

/** The set after `[`; undefined if unclosed, `other` if unsupported. */
function readSet(
  { text, isQuoted }: Source,
  start: number,
  caret: boolean,
): { readonly item: Item; readonly end: number } | 'other' | undefined {
  const isOwn = (index: number, character: string) => text[index] === character && !isQuoted(index);
  const ranges: [string, string][] = [];
  const classes: RegExp[] = [];
  const hasCaret = isOwn(start, '^');
  const negated = hasCaret || isOwn(start, '!');
  const first = negated ? start + 1 : start;
  // Bash takes another bracket for the end of the set in `${x//[!]]/y}`.
  if (negated && isOwn(first, ']')) return 'other';
  for (let index = first; index < text.length; index++) {
    if (isOwn(index, ']') && index > first) {
      if (hasCaret && !caret) return 'other';
      return { item: { kind: 'set', negated, ranges, classes }, end: index };
    }
    if (isOwn(index, '[') && /^[:.=]$/.test(text[index + 1] ?? '')) {
      const named = /^\[:([a-z]+):\]/.exec(text.slice(index));
      const members = CLASSES.get(named?.[1] ?? '');
      if (named === null || members === undefined) return 'other';
      classes.push(members);
      index += named[0].length - 1;
      continue;
    }
    const last = text[index + 2];
    const isRange = isOwn(index + 1, '-') && last !== undefined && !isOwn(index + 2, ']');
    ranges.push([text[index] ?? '', isRange ? last : (text[index] ?? '')]);
    if (isRange) index += 2;
  }
  return undefined;
}

const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alpha', /\p{L}/u],
  ['digit', /[0-9]/],
  ['alnum', /[\p{L}\p{Nd}]/u],
  ['upper', /\p{Lu}/u],
  ['lower', /\p{Ll}/u],
  ['space', /[ \t\n\v\f\r]/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

/** Where matches that begin at `start` end, ascending. */
export function matchEnds(pattern: Pattern, text: string, start: number): readonly number[] {
  let positions: readonly number[] = [start];
  let work = 0;
  for (const item of pattern) {
    const next = new Set<number>();
    for (const position of positions) {
      if (work++ > LIMITS.trials) return [];
      if (item.kind === 'any') {
        for (let end = position; end <= text.length; end++) next.add(end);
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
  const found =
    item.ranges.some(([first, last]) => first <= character && character <= last) ||
    item.classes.some((members) => members.test(character));
  return found !== item.negated;
}

/** Whether all of a text matches. */
export function matches(pattern: Pattern, text: string): boolean {
  return matchEnds(pattern, text, 0).at(-1) === text.length;
}

/** Whether a pattern matches every text: `*`. */
export function matchesAll(pattern: Pattern): boolean {
  return pattern.length > 0 && pattern.every(({ kind }) => kind === 'any');
}
