/** Loops: over what is known round by round, and otherwise once, with what more rounds could change. */
import type { Statement } from '../../syntax/python/tree.ts';
import { contains, type Span } from '../../text/span.ts';
import { evaluate } from './evaluate.ts';
import { itemInBranch, joinStates } from './join.ts';
import { itemsOfEntries } from './lists.ts';
import { armOf, type End, type Frame, held, inArm, MAX_ROUNDS, type Run, step } from './run.ts';
import { changesSince } from './store.ts';
import { asText } from './texts.ts';
import {
  type Arm,
  type Cell,
  copyOf,
  either,
  type Item,
  isSure,
  MAX_OPTIONS,
  optionsOf,
  type State,
  sameValue,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';
import { itemsThrough } from './words.ts';

type Loop = Extract<Statement, { kind: 'loop' }>;

/** Runs a loop: round by round where it is known over what, or as one that may be run any number of times. */
export function runLoop(loop: Loop, run: Run, frame: Frame): End {
  const { target, over, otherwise } = loop;
  const value = over ? evaluate(over, run, frame) : UNKNOWN_VALUE;
  const keys = over && itemsOfEntries(value, 'keys', over.at, run);
  const items = target && (itemsThrough(run, value) ?? keys);
  const ends: State[] = [];
  const isExact = items?.every(isSure) === true;
  if (items && isExact && items.length <= MAX_ROUNDS) {
    for (const item of items) {
      const round = runRound(loop, item.value, ends, run, frame);
      if (round === undefined) return endOfLoop(ends, run);
      run.state = round;
    }
  } else runOpen(loop, ends, run, frame);
  if (ends.length > 0) {
    ends.push(run.state);
    return endOfLoop(ends, run);
  }
  return run.runBody(otherwise, run, frame);
}

/** One round; undefined where it leaves the loop in any case. */
function runRound(
  { at, target, body }: Loop,
  value: Value,
  ends: State[],
  run: Run,
  frame: Frame,
): State | undefined {
  const rounds: State[] = [];
  if (target) run.assign(target, value, at, run, frame);
  const end = run.runBody(body, run, { ...frame, loop: { ends, rounds } });
  return joinAll(run, [...(end === 'goes-on' ? [run.state] : []), ...rounds]);
}

/** A loop of which nobody knows how often it is run, perhaps never. */
function runOpen(loop: Loop, ends: State[], run: Run, frame: Frame): void {
  const before = run.state;
  const arm = armOf({}, undefined, true);
  const runOnce = (state: State): State | undefined => {
    run.state = copyOf(state);
    return inArm(run, arm, () => runRound(loop, UNKNOWN_VALUE, ends, run, frame));
  };
  const { over } = loop;
  const isEndless = loop.target === undefined && over?.kind === 'constant' && over.value === true;
  const first = runOnce(before);
  const round = isEndless ? joinAll(run, [...(first ? [first] : []), ...ends.splice(0)]) : first;
  if (round === undefined) {
    run.state = before;
    return;
  }
  const steady = first ? unsteady(before, first, arm, runOnce, run, loop) : round;
  const left = isEndless ? joinAll(run, [round, steady]) : steady;
  const none = { state: before, arm: armOf(arm.choice, undefined) };
  const ways = left ? [{ state: left, arm }, ...(isEndless ? [] : [none])] : [none];
  run.state = joinStates(ways, run) ?? before;
}

/** How many loops in each other are run a second time. */
const MAX_SECOND = 2;

/** A round's state in which a value that another round would change once more may be anything. */
function unsteady(
  before: State,
  round: State,
  arm: Arm,
  runOnce: (state: State) => State | undefined,
  run: Run,
  { at }: Loop,
): State {
  const changed = [...changesSince(round.variables, before.variables)].filter(([name, value]) => {
    const own = before.variables.get(name);
    return own !== undefined && !sameValue(own, value);
  });
  if (changed.length === 0 && !growsByItself(before, round, at)) return round;
  const depth = run.arms.filter(({ looped }) => looped).length;
  const again = depth < MAX_SECOND && step(run, at) ? runOnce(round) : undefined;
  const state = copyOf(round);
  for (const [name, value] of changed) {
    const own = before.variables.get(name);
    const second = again?.variables.get(name);
    if (second && sameValue(second, value)) continue;
    const grown = own && grownList(own, value, state, run, arm);
    state.variables.set(name, grown ?? ofSomeRound(second ? [value, second] : [value]));
  }
  if (again === undefined) return state;
  for (const [id, cell] of changesSince(again.cells, round.cells)) {
    const own = state.cells.get(id);
    const old = before.cells.get(id);
    state.cells.set(id, own === undefined ? cell : withOtherRounds(old, own, cell));
  }
  return state;
}

/** Whether a round adds to a list what it makes of it, as `c.append(",".join(c))` does. */
function growsByItself(before: State, round: State, loop: Span): boolean {
  for (const [id, cell] of changesSince(round.cells, before.cells)) {
    const own = before.cells.get(id);
    if (own?.kind !== 'list' || cell.kind !== 'list') continue;
    const known = new Set(own.items);
    const added = cell.items.filter((item) => !known.has(item) && contains(loop, item.at));
    if (added.length === 0) continue;
    // What is written in the loop itself may be there from an earlier round.
    const places = new Set(
      own.items.flatMap(placesOf).filter((place) => place < loop.start || place >= loop.end),
    );
    if (added.some((item) => placesOf(item).some((place) => places.has(place)))) return true;
  }
  return false;
}

/** Where the texts of an item are written. */
function placesOf({ value }: Item): readonly number[] {
  return optionsOf(value).flatMap((option) => {
    return asText(option.value)?.pieces.map(({ at }) => at.start) ?? [];
  });
}

/** One of the values of several rounds, or of another one. */
function ofSomeRound(values: readonly Value[]): Value {
  // Which of the rounds it was is another choice for each value.
  const choice = {};
  return either(
    [...values, UNKNOWN_VALUE].flatMap((one) => {
      const way = armOf(choice, undefined, true);
      return optionsOf(one).map((option) => ({ ...option, path: [...option.path, way] }));
    }),
  );
}

/** A list with what a round adds to it, where the next round adds something else in the same place. */
function withOtherRounds(before: Cell | undefined, round: Cell, next: Cell): Cell {
  if (round.kind !== 'list' || next.kind !== 'list') return round;
  const known = new Set(round.items);
  const added = new Map<number, Value[]>();
  for (const item of next.items) {
    if (known.has(item)) continue;
    const values = added.get(item.at.start) ?? [];
    if (values.length > MAX_OPTIONS || values.some((one) => sameValue(one, item.value))) continue;
    added.set(item.at.start, [...values, item.value]);
  }
  // What was there before the loop stays what it is: as another item it would be there twice where no round is gone.
  const old = new Set(before?.kind === 'list' ? before.items : []);
  const items = round.items.map((item) => {
    if (old.has(item)) return item;
    const all = added.get(item.at.start) ?? [];
    const others = all.filter((value) => !sameValue(value, item.value)).slice(0, MAX_OPTIONS);
    return others.length === 0 ? item : { ...item, value: ofSomeRound([item.value, ...others]) };
  });
  return { ...round, items };
}

/** A list that begins as another one does, with what each round adds. */
function grownList(
  before: Value,
  value: Value,
  state: State,
  run: Run,
  arm: Arm,
): Value | undefined {
  if (before.kind !== 'list' || value.kind !== 'list') return undefined;
  const [own, all] = [before, value].map((one) => {
    const cell = state.cells.get(one.id);
    return cell?.kind === 'list' ? cell.items : undefined;
  });
  if (own === undefined || all === undefined || all.length < own.length) return undefined;
  const isSame = own.every((item, index) => {
    const other = all[index];
    return (
      other !== undefined && item.at.start === other.at.start && sameKind(item.value, other.value)
    );
  });
  if (!isSame) return undefined;
  const items = [...own, ...all.slice(own.length).map((item) => itemInBranch(item, arm))];
  const current = run.state;
  run.state = state;
  const made = held(run, { kind: 'list', items, isTuple: false });
  run.state = current;
  return made;
}

/** Whether two values say the same; one of them may have come through another name. */
function sameKind(one: Value, other: Value): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.text.decoded === other.text.decoded;
  return sameValue(one, other);
}

function endOfLoop(ends: readonly State[], run: Run): End {
  const joined = joinAll(run, ends);
  if (joined === undefined) return 'left';
  run.state = joined;
  return 'goes-on';
}

/** States between which nobody knows what decides. */
export function joinAll(run: Run, states: readonly State[]): State | undefined {
  const choice = {};
  return joinStates(
    states.map((state) => ({ state, arm: armOf(choice, undefined) })),
    run,
  );
}
