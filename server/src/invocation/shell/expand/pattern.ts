/**
 * Patterns of file names as `case`, `${x%.cfg}` and `${x/a/b}` use them (bash manual 3.5.8.1): `*`, `?` and
 * `[…]`, of which the quoted ones are plain text. Extended patterns are not followed.
 */
import type { MappedText } from '../../../text/mapped-text.ts';

/** One thing that a pattern asks for. */
type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
      /** `[:alpha:]` and the like. */
      readonly classes: readonly RegExp[];
    }
  /** `+(a|b)` of `shopt -s extglob`. */
  | {
      readonly kind: 'group';
      readonly operator: string;
      readonly patterns: readonly Pattern[];
    };

export type Pattern = readonly Item[];

/** A stretch of a pattern, with its quotes removed. */
export interface PatternPart {
  readonly text: MappedText;
  readonly quoted: boolean;
}

/** A pattern as its characters, with those that are quoted. */
interface Source {
  readonly text: string;
  readonly isQuoted: (index: number) => boolean;
}

/** What a pattern may have in it. */
export interface PatternOptions {
  /** Whether a `^` negates as `!` does, which is so in bash and not in dash. */
  readonly caret: boolean;
  /** Whether `+(a|b)` and its like are more than their characters. */
  readonly extended: boolean;
}

/** Reads a pattern; undefined where it is one that we do not follow, or partly unknown. */
export function readPattern(
  parts: readonly PatternPart[],
  options: PatternOptions,
): Pattern | undefined {
  let source = '';
  const quoted: (readonly [start: number, end: number])[] = [];
  for (const { text, quoted: isQuoted } of parts) {
    if (text.pieces.some(({ kind }) => kind === 'unknown')) return undefined;
    if (isQuoted) quoted.push([source.length, source.length + text.decoded.length]);
    source += text.decoded;
  }
  const isQuoted = (index: number) => quoted.some(([start, end]) => start <= index && index < end);
  return readItems({ text: source, isQuoted }, options);
}

function readItems(source: Source, options: PatternOptions, inGroup = false): Pattern | undefined {
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
    if (isExtended && '?*+@!'.includes(character)) {
      // One in another takes too long to match.
      const end = options.extended && !inGroup ? closingOf(source, index + 1) : -1;
      const patterns = end === -1 ? [] : alternativesIn(source, index + 2, end, options);
      if (patterns.length === 0 || patterns.includes(undefined)) return undefined;
      flush();
      items.push({
        ...{ kind: 'group', operator: character },
        patterns: patterns.filter((pattern) => pattern !== undefined),
      } as const);
      index = end;
      continue;
    }
    if (character === '*' || character === '?') {
      flush();
      items.push({ kind: character === '*' ? 'any' : 'one' });
      continue;
    }
    const set = character === '[' ? readSet(source, index + 1, options.caret) : undefined;
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

/** Where the parenthesis at an offset is closed; -1 where it is not. */
function closingOf({ text, isQuoted }: Source, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    if (isQuoted(index)) continue;
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return index;
  }
  return -1;
}

/** The patterns between `|` in a stretch of another. */
function alternativesIn(
  { text, isQuoted }: Source,
  start: number,
  end: number,
  options: PatternOptions,
): readonly (Pattern | undefined)[] {
  const found: (Pattern | undefined)[] = [];
  let from = start;
  for (let index = start; index <= end; index++) {
    if (index < end && (text[index] !== '|' || isQuoted(index))) continue;
    const begin = from;
    const part: Source = {
      text: text.slice(begin, index),
      isQuoted: (at) => isQuoted(begin + at),
    };
    found.push(readItems(part, options, true));
    from = index + 1;
  }
  return found;
}

/** The set behind a bracket; undefined where none closes it, and `other` for what we do not follow. */
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
  // Bash looks for the end of `${x//[!]]/y}` in another place.
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
  ['blank', /[ \t]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['xdigit', /[0-9A-Fa-f]/],
  ['cntrl', /\p{Cc}/u],
  ['print', /\P{Cc}/u],
  ['graph', /[^\p{Cc} ]/u],
  ['word', /[\p{L}\p{Nd}_]/u],
]);

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
      if (item.kind === 'group') {
        for (const end of groupEnds(item, text, position)) next.add(end);
      } else if (item.kind === 'text') {
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

/** How long a text may be that a pattern with groups is held against. */
const MAX_GROUPED = 200;

/** Whether matching a text against a pattern would take too long. */
export function isTooLong(pattern: Pattern, text: string): boolean {
  return text.length > MAX_GROUPED && pattern.some(({ kind }) => kind === 'group');
}

/** Where a group that begins at a position may end. */
function groupEnds(
  { operator, patterns }: Extract<Item, { kind: 'group' }>,
  text: string,
  position: number,
): ReadonlySet<number> {
  const once = (start: number) => patterns.flatMap((pattern) => matchEnds(pattern, text, start));
  const ends = new Set(once(position));
  if (operator === '!') {
    const others = Array.from({ length: text.length - position + 1 }, (_, step) => position + step);
    return new Set(others.filter((end) => !ends.has(end)));
  }
  if (operator === '*' || operator === '+') {
    // What is added while a set is gone through is come to as well.
    for (const end of ends) for (const further of once(end)) ends.add(further);
  }
  if (operator === '*' || operator === '?') ends.add(position);
  return ends;
}

function inSet(item: Extract<Item, { kind: 'set' }>, character: string): boolean {
  const found =
    item.ranges.some(([first, last]) => first <= character && character <= last) ||
    item.classes.some((members) => members.test(character));
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
