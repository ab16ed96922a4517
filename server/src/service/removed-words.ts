/**
 * Takes options out of a command line: words of a command, elements of an array, parts of a string that is
 * divided at blanks, elements of a domain. The counterpart of `added-words.ts`. What else stands there keeps
 * its lines, its margin and its comments.
 */
import type { Word } from '../invocation/invocation.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import type { Option } from '../qemu/options/options.ts';
import { plain, type Speller } from '../syntax/speller.ts';
import type { Edit } from '../text/edit.ts';
import { contains, type Span, sameSpan, spanKey } from '../text/span.ts';
import { listedWords } from './listed-word.ts';
import { wholeLines } from './whole-lines.ts';
import { isContinued, skipGap, withGap } from './word-gaps.ts';

/** An option as a change names it. */
type RemovedOption = Pick<Option, 'name' | 'words' | 'value'>;

/**
 * Whether nobody else loses by it: what has one of the words is the same option everywhere, and who has one
 * of the options has all of them. An array of two commands may go for both, the `-$name` of a loop not for
 * `-serial` as well, and a chardev not for the command that has it for something else.
 */
export function belongOnlyTo(
  options: readonly RemovedOption[],
  machines: readonly Machine[],
): boolean {
  const index = indexed(machines);
  const users = options.map((option) => {
    const places = option.words.map(({ at }) => index.get(spanKey(at)) ?? []);
    const alike = places.every((found) => found.every((place) => isAlike(place.option, option)));
    return alike
      ? new Set(places.flatMap((found) => found.map(({ machine }) => machine)))
      : undefined;
  });
  const [first] = users;
  return users.every((found) => {
    if (found === undefined || first === undefined || found.size !== first.size) return false;
    return [...found].every((machine) => first.has(machine));
  });
}

/** Whether a word is an option's on one command line only, and on that only once. */
export function isOnOneLine({ at }: Word, machines: readonly Machine[]): boolean {
  return (indexed(machines).get(spanKey(at)) ?? []).length < 2;
}

/** An option that a word is one of. */
interface WordUse {
  readonly machine: Machine;
  readonly option: RemovedOption;
}

/** The options that each word is one of, by its place. */
type WordIndex = ReadonlyMap<string, readonly WordUse[]>;

/** Made once for all fixes of an analysis. */
const indexes = new WeakMap<readonly Machine[], WordIndex>();

function indexed(machines: readonly Machine[]): WordIndex {
  const known = indexes.get(machines);
  if (known) return known;
  const index = new Map<string, WordUse[]>();
  for (const machine of machines) {
    for (const option of machine.options) {
      for (const { at } of option.words) {
        const found = index.get(spanKey(at));
        if (found) found.push({ machine, option });
        else index.set(spanKey(at), [{ machine, option }]);
      }
    }
  }
  indexes.set(machines, index);
  return index;
}

/** Whether two readings of the same words are the same option, apart from a part of it such as a port. */
function isAlike(one: RemovedOption, other: RemovedOption): boolean {
  if (one.name !== other.name || one.words.length !== other.words.length) return false;
  return one.words.every(({ at, text }, index) => {
    const word = other.words[index];
    const [first] = text.pieces;
    const [second] = word?.text.pieces ?? [];
    return word && first && second && sameSpan(at, word.at) && first.at.start === second.at.start;
  });
}

/** Where words are taken out. */
export interface ShellScene {
  readonly source: string;
  readonly spell: Speller;
  /** Whether the statement at a place can go as a whole, and the script stays one. */
  readonly isSpare: (at: Span) => boolean;
}

/** What an expression of a shell may put in front of the first word of a list, and behind a word. */
const BEGINNING = /[("'`=+-]/;
const ENDING = /[)"'`;&|<>}]/;

/**
 * The edits that take options out of a script. `instead` stands in the place of the first word. Undefined
 * where a word is not one of a list that can be seen.
 */
export function removeShellWords(
  { source, spell, isSpare }: ShellScene,
  options: readonly RemovedOption[],
  instead: readonly string[],
): readonly Edit[] | undefined {
  const spans: Span[] = [];
  for (const { words } of options) {
    const listed = listedWords(source, words);
    if (listed === undefined || !words.every((word) => isSpellable(spell, word))) return undefined;
    spans.push(...listed.map(({ at }) => at));
  }
  const [first] = spans;
  if (first === undefined || !spans.every((at) => isWhole(source, at))) return undefined;
  const edits: Edit[] = [];
  for (const stretch of joined(source, spans)) {
    if (instead.length > 0 && contains(stretch, first)) {
      edits.push({ at: stretch, text: instead.join(' ') });
    } else {
      const statement = emptiedStatement(source, stretch);
      const spare = statement && isSpare(statement) ? wholeLines(source, statement) : undefined;
      edits.push({ at: spare ?? withGap(source, stretch), text: '' });
    }
  }
  return edits;
}

/** Whether something could be written in the place of a word: not so in a text that no shell reads. */
function isSpellable(spell: Speller, { text: { pieces } }: Word): boolean {
  return pieces.every(({ context }) => spell(plain('none'), context, context) !== undefined);
}

/** The `args+=(…)` of which a stretch is all there is between the parentheses. */
function emptiedStatement(source: string, { start, end }: Span): Span | undefined {
  let before = start;
  while (/\s/.test(source[before - 1] ?? '')) before--;
  const behind = skipGap(source, end);
  const opening = /\w+\+=\($/.exec(source.slice(Math.max(0, before - MAX_NAME), before))?.[0];
  if (opening === undefined || source[behind] !== ')') return undefined;
  return { start: before - opening.length, end: behind + 1 };
}

/** No variable of a script has a longer name. */
const MAX_NAME = 80;

/** Whether nothing is glued to a word, and no index of an array says where it is. */
function isWhole(source: string, { start, end }: Span): boolean {
  const before = source[start - 1] ?? '\n';
  const behind = source[end] ?? '\n';
  const begins = /\s/.test(before) || BEGINNING.test(before);
  const ends = /\s/.test(behind) || ENDING.test(behind) || isContinued(source, end);
  const endsString = /^\\+["'`]/.test(source.slice(end, end + MAX_NAME));
  return (
    begins && (ends || endsString) && !/\]\+?=$/.test(source.slice(Math.max(0, start - 3), start))
  );
}

/** The stretches of words with nothing but blanks and line endings between them, in source order. */
function joined(source: string, spans: readonly Span[]): readonly Span[] {
  const stretches: Span[] = [];
  for (const at of spans.toSorted((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last && skipGap(source, last.end) >= at.start) {
      stretches[stretches.length - 1] = { start: last.start, end: Math.max(last.end, at.end) };
    } else {
      stretches.push(at);
    }
  }
  return stretches;
}
