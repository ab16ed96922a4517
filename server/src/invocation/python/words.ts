/** Converts list items into possible command lines. */

import { PYTHON } from '../../syntax/python/encodings.ts';
import type { Encodings } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo } from '../../text/lookup.ts';
import { inBranch, type MappedText, mappedText, type Use } from '../../text/mapped-text.ts';
import type { Word } from '../invocation.ts';
import { itemsIn, type Run } from './run.ts';
import { asText, unknownText } from './texts.ts';
import {
  type Arm,
  agree,
  type Choice,
  definedIn,
  type Item,
  isArm,
  mapTexts,
  type Option,
  optionsOf,
  type Path,
  piecesIn,
  textThrough,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

const LEAST_LINES = 4;

/** Lists above this cost steps at each use. */
const USUAL_COST = 64;
const COST_PER_STEP = 1;

/** A list's items as seen through its names. */
export function itemsThrough(run: Run, value: Value): readonly Item[] | undefined {
  const items = itemsIn(run, value);
  if (items === undefined || value.kind !== 'list' || value.through.length === 0) return items;
  const cost = items.reduce((sum, item) => sum + piecesIn(item.value), items.length);
  if (cost > USUAL_COST) run.budget.steps -= Math.ceil(cost / COST_PER_STEP);
  return items.map((item) => ({ ...item, value: through(item, value.through) }));
}

/** An item's value through names; its definition is the item. */
function through({ value, at }: Item, uses: readonly Use[]): Value {
  const inOrder = uses.toReversed();
  return mapTexts(value, (text) => inOrder.reduce(textThrough, definedIn(text, at)));
}

/** The possible command lines, one for each combination of arms. */
export function linesOf(run: Run, items: readonly Item[]): readonly (readonly Word[])[] {
  const choices = new Map<Choice, Set<Arm>>();
  const decide = (arm: Arm) => {
    choices.set(arm.choice, (choices.get(arm.choice) ?? new Set<Arm>()).add(arm));
  };
  for (const { value } of items) {
    for (const { path } of optionsOf(value)) for (const arm of path) decide(arm);
  }
  // Empty texts carry no branch, so they decide a line.
  const decisive = new Set(
    items.flatMap(({ value, branch }) => {
      return isArm(branch) && value.kind === 'text' && value.text.decoded === ''
        ? branch.choice
        : [];
    }),
  );
  // Different first words are different programs. Nested branches of an arm cannot be attributed.
  const first = items[0]?.branch;
  const isPlain = items.every(({ branch }) => branch === undefined || isArm(branch));
  if (isPlain && isArm(first) && items.some((item) => isElsewhere(item, [first]))) {
    decisive.add(first.choice);
  }
  for (const { branch } of items) {
    if (isArm(branch) && decisive.has(branch.choice)) decide(branch);
  }
  for (const choice of decisive) decide({ condition: undefined, choice });
  const most = Math.max(
    LEAST_LINES,
    Math.min(LIMITS.pythonLines, Math.floor(LIMITS.pythonWords / items.length)),
  );
  let ways: (readonly Arm[])[] = [[]];
  let isWhole = true;
  for (const arms of choices.values()) {
    const longer = ways.flatMap((way) => [...arms].map((arm) => [...way, arm]));
    // Beyond the limit each arm is used at least once.
    isWhole &&= longer.length <= most;
    ways = longer.length <= most ? longer : [...ways, ...[...arms].map((arm) => [arm])];
  }
  // Lines share their fixed words.
  const isOpen = ({ value, branch }: Item): boolean => {
    return value.kind === 'either' || (isArm(branch) && choices.has(branch.choice));
  };
  const shared = items.map((item) => (isOpen(item) ? undefined : wordOf(run, item, item.value)));
  const open = items.filter(isOpen);
  const words = open.map(() => new Map<Value, Word>());
  const known: (readonly (Word | undefined)[])[] = [];
  let count = 0;
  const groups = alikeIn(open);
  for (const way of ways) {
    if (count > most) break;
    for (const values of choicesOn(open, groups, way)) {
      if (++count > most) {
        isWhole = false;
        break;
      }
      const own = open.map((item, index) => {
        if (isElsewhere(item, way)) return undefined;
        const value = values[index] ?? UNKNOWN_VALUE;
        const word = words[index]?.get(value) ?? wordOf(run, item, value);
        words[index]?.set(value, word);
        return word;
      });
      if (!known.some((other) => areSameWords(own, other))) known.push(own);
    }
  }
  // Further lines are unknown.
  if (!isWhole) known.push(open.map((item) => wordOf(run, item, UNKNOWN_VALUE)));
  return known.map((own) => {
    let next = 0;
    return shared.flatMap((word) => word ?? own[next++] ?? []);
  });
}

/** Items decided by the same arms, as a name used twice. */
interface Alike {
  readonly places: readonly number[];
  /** The paths to each value. */
  readonly paths: readonly Path[];
}

/** Groups items that are decided together. */
function alikeIn(items: readonly Item[]): readonly Alike[] {
  const numbers = new Map<Arm, number>();
  const numberOf = (arm: Arm): number => {
    const number = numbers.get(arm) ?? numbers.size;
    numbers.set(arm, number);
    return number;
  };
  const places = new Map<string, number[]>();
  for (const [index, { value }] of items.entries()) {
    const paths = optionsOf(value).map(({ path }) => path.map(numberOf).join());
    // Values without paths are independent.
    const isOwn = paths.filter((path) => path === '').length > 1;
    const key = isOwn ? `${index}` : `=${paths.join(';')}`;
    addTo(places, key, index);
  }
  return [...places.values()].map((own) => {
    const value = items[own[0] ?? 0]?.value ?? UNKNOWN_VALUE;
    return { places: own, paths: optionsOf(value).map(({ path }) => path) };
  });
}

/** The values of items on a path; all combinations if still ambiguous. */
function* choicesOn(
  items: readonly Item[],
  groups: readonly Alike[],
  way: readonly Arm[],
): Generator<readonly Option['value'][]> {
  const values: Option['value'][] = items.map(() => UNKNOWN_VALUE);
  const give = ({ places }: Alike, option: number): void => {
    for (const index of places) {
      const { value } = items[index] ?? { value: UNKNOWN_VALUE };
      values[index] = optionsOf(value)[option]?.value ?? UNKNOWN_VALUE;
    }
  };
  const several: { readonly group: Alike; readonly open: readonly number[] }[] = [];
  for (const group of groups) {
    const open = group.paths.flatMap((path, option) => (agree(path, way) ? [option] : []));
    if (open.length > 1) several.push({ group, open });
    else give(group, open[0] ?? -1);
  }
  function* from(place: number, before: Path): Generator<readonly Option['value'][]> {
    const next = several[place];
    if (next === undefined) {
      yield [...values];
      return;
    }
    for (const option of next.open) {
      const path = next.group.paths[option] ?? [];
      if (!agree(before, path)) continue;
      give(next.group, option);
      yield* from(place + 1, [...before, ...path]);
    }
  }
  yield* from(0, way);
}

function isElsewhere({ branch }: Item, way: readonly Arm[]): boolean {
  return isArm(branch) && way.some((arm) => branch.choice === arm.choice && branch !== arm);
}

/** The word of an item. */
function wordOf({ source }: Run, { at, many, branch }: Item, value: Value): Word {
  const own = asText(value);
  // Empty texts carry no branch or loop.
  const isAgain = own?.decoded === '' && branch?.looped === true;
  const isHidden = isAgain || (own?.decoded === '' && branch !== undefined && !isArm(branch));
  const isKnown = own !== undefined && !isHidden;
  const text = isKnown ? own : unknownText(source.slice(at.start, at.end), at, PYTHON.expression);
  return {
    value: branch ? inBranch(text, branch) : text,
    at,
    many: isAgain || (many && value.kind === 'unknown'),
  };
}

function areSameWords(
  words: readonly (Word | undefined)[],
  others: readonly (Word | undefined)[],
): boolean {
  return words.every((one, index) => {
    const other = others[index];
    if (one === other) return true;
    return (
      one?.value.decoded === other?.value.decoded &&
      one?.value.pieces[0]?.at.start === other?.value.pieces[0]?.at.start
    );
  });
}

/** Words at their own places inside `at`. */
export function wordsAt(texts: readonly MappedText[], at: Word['at']): readonly Word[] {
  return texts.map((text) => ({ value: text, at: spanOfWord(text, at), many: false }));
}

/** The span of a word of a longer text. */
function spanOfWord({ pieces, place }: MappedText, at: Word['at']): Word['at'] {
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return place;
  return last.at.end >= first.at.start ? { start: first.at.start, end: last.at.end } : at;
}

/** A text with one known piece. */
export function ownText(
  text: string,
  at: Word['at'],
  encodings: Encodings = PYTHON.expression,
): MappedText {
  return mappedText([{ kind: 'known', text, at, verbatim: false, encodings, through: [] }], at);
}
