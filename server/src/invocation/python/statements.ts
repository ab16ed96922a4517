/** Executes statements in Python's order. */
import type { Body, Expression, Statement } from '../../syntax/python/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';
import { borrow } from './calls.ts';
import { charged, combined, evaluate, integerOf, rangeOf } from './evaluate.ts';
import { hand } from './handed.ts';
import { itemInBranch, joinStates, type Left } from './join.ts';
import {
  extendList,
  forgetItems,
  havocEntries,
  havocVariables,
  itemsOfEntries,
  keyOf,
  removeEntry,
  removeItem,
  setEntry,
  setItems,
  spreadItems,
} from './lists.ts';
import { keyIn, lookUp, memberKey, scopeFor } from './names.ts';
import {
  armIn,
  armOf,
  type End,
  type Frame,
  held,
  inArm,
  inFrame,
  itemsIn,
  listOf,
  newScope,
  type Run,
  step,
} from './run.ts';
import { changesSince } from './store.ts';
import { asText } from './texts.ts';
import {
  type Arm,
  type Cell,
  copyOf,
  either,
  type Item,
  isArm,
  isSure,
  NONE,
  optionsOf,
  type State,
  sameValue,
  UNKNOWN_VALUE,
  type Value,
  valueDefinedIn,
} from './values.ts';
import { itemsThrough } from './words.ts';

/** Runs a body up to a statement that leaves it. */
export function runBody(body: Body, run: Run): End {
  for (const statement of body) {
    if (!step(run, statement.at)) return 'goes-on';
    run.ran.add(statement);
    if (runStatement(statement, run) === 'left') return 'left';
  }
  return 'goes-on';
}

function runStatement(statement: Statement, run: Run): End {
  switch (statement.kind) {
    case 'assign':
      assignAll(statement, run);
      return 'goes-on';
    case 'expression':
      // Docstrings are ignored.
      if (statement.value.kind !== 'text') evaluate(statement.value, run);
      return 'goes-on';
    case 'return': {
      const value = statement.value ? evaluate(statement.value, run) : undefined;
      const { returns } = run.frame;
      const [state, arm] = [run.state, run.arms.at(-1)];
      if (returns.length < LIMITS.pythonReturns) returns.push({ value: value ?? NONE, state, arm });
      else {
        run.budget.stopped ??= statement.at;
        returns[LIMITS.pythonReturns - 1] = { value: UNKNOWN_VALUE, state, arm };
      }
      return 'left';
    }
    case 'if':
      return runIf(statement, run);
    case 'loop':
      return runLoop(statement, run);
    case 'try':
      return runTry(statement, run);
    case 'with':
      for (const { value, target } of statement.items) {
        evaluate(value, run);
        if (target) assign(target, UNKNOWN_VALUE, statement.at, run);
      }
      return runWith(statement, run);
    case 'match': {
      evaluate(statement.subject, run);
      const arms = statement.arms.map((body) => ({ condition: undefined, body }));
      return runArms([...arms, { condition: undefined, body: [] }], run);
    }
    case 'function':
      define(statement, run);
      return 'goes-on';
    case 'class':
      return runClass(statement, run);
    case 'import':
      for (const { name, path } of statement.names) {
        setVariable(name, { kind: 'library', path }, run);
      }
      return 'goes-on';
    case 'outside':
      for (const name of statement.names) run.frame.scope.outside.add(name);
      return 'goes-on';
    case 'leave':
      if (statement.ends === 'loop') run.frame.loop?.ends.push(run.state);
      if (statement.ends === 'round') run.frame.loop?.rounds.push(run.state);
      return 'left';
    case 'delete':
      for (const target of statement.targets) {
        if (target.kind === 'item') deleteItem(target, run);
      }
      return 'goes-on';
    case 'other':
      for (const part of statement.parts) evaluate(part, run);
      return 'goes-on';
  }
}

function setVariable(name: string, value: Value, run: Run): void {
  const { scope, of } = run.frame;
  const place = scopeFor(scope, name, run.state);
  run.state.variables.set(keyIn(place, name), value);
  if (place.kind === 'class' && of) {
    run.state.variables.set(memberKey(of.definition, name), value);
  }
}

function define(definition: Extract<Statement, { kind: 'function' }>, run: Run): void {
  const { scope, of } = run.frame;
  const isMethod = scope.kind === 'class';
  setVariable(definition.name, { kind: 'function', definition, scope }, run);
  for (const { otherwise } of definition.parameters) {
    // All calls share a list.
    if (otherwise?.kind === 'list') run.defaults.set(otherwise, evaluate(otherwise, run));
  }
  run.defined.push({ definition, scope, of: isMethod ? of : undefined });
}

function runClass(definition: Extract<Statement, { kind: 'class' }>, run: Run): End {
  const { frame } = run;
  const scope = newScope(run, 'class', frame.scope);
  const of = { kind: 'class', definition, scope: frame.scope } as const;
  const inner: Frame = { ...frame, scope, of, returns: [], loop: undefined };
  inFrame(run, inner, () => runBody(definition.body, run));
  setVariable(definition.name, of, run);
  return 'goes-on';
}

function assignAll(
  { at, targets, operator, value }: Extract<Statement, { kind: 'assign' }>,
  run: Run,
): void {
  if (operator !== undefined) {
    const [target] = targets;
    if (target) change(target, operator.slice(0, -1), value, at, run);
    return;
  }
  const made = valueDefinedIn(evaluate(value, run), at);
  for (const target of targets) assign(target, made, at, run);
}

/** `target += value`; lists are changed in place. */
function change(target: Expression, operator: string, value: Expression, at: Span, run: Run): void {
  const before = target.kind === 'name' ? lookUp(target.name, run) : evaluate(target, run);
  const added = valueDefinedIn(evaluate(value, run), at);
  const lists = optionsOf(before).map((option) => option.value);
  if (operator === '+' && lists.every((one) => one.kind === 'list')) {
    for (const one of lists) {
      if (one.kind === 'list')
        extendList(one, spreadItems(added, value.at, run), run, lists.length > 1);
    }
    return;
  }
  if (before.kind === 'unknown' && operator === '+') {
    const list = added.kind === 'list' ? borrow(target, run) : undefined;
    if (list) {
      extendList(list, spreadItems(added, value.at, run), run);
      return;
    }
    // Unknown code owns the list and receives the items.
    hand(run, added, value.at);
  }
  charged(before, target, run);
  const whole = combined(operator, { value: before, of: target }, { value: added, of: value }, run);
  assign(target, whole, at, run, false);
}

/** Assigns a target; values stored in unknown objects are recorded. */
export function assign(target: Expression, value: Value, at: Span, run: Run, isNew = true): void {
  switch (target.kind) {
    case 'name':
      setVariable(target.name, value, run);
      return;
    case 'same':
      assign(target.value, value, at, run, isNew);
      return;
    case 'tuple':
    case 'list':
      assignParts(target.elements, value, at, run);
      return;
    case 'spread':
      assign(target.value, value, at, run, isNew);
      return;
    case 'attribute':
      for (const { value: object } of optionsOf(evaluate(target.object, run))) {
        if (object.kind === 'object') setEntry(object, target.name, value, run);
        else if (object.kind === 'class') {
          run.state.variables.set(memberKey(object.definition, target.name), value);
        } else if (isNew) hand(run, value, at);
      }
      return;
    case 'item': {
      const { index } = target;
      const key = index.kind === 'slice' ? undefined : keyOf(evaluate(index, run));
      for (const { value: object } of optionsOf(evaluate(target.object, run))) {
        if (object.kind === 'library' && /^(?:globals|vars)$/.test(object.path)) {
          havocVariables(run);
        } else if (object.kind === 'dictionary' && key !== undefined)
          setEntry(object, key, value, run);
        else if (object.kind === 'dictionary') {
          havocEntries(object, value, run);
          if (isNew) hand(run, value, at);
        } else if (object.kind === 'list') assignItem(object, target, value, run);
        else if (isNew) hand(run, value, at);
      }
      return;
    }
    default:
  }
}

function assignItem(
  list: Value,
  target: Extract<Expression, { kind: 'item' }>,
  value: Value,
  run: Run,
): void {
  const items = itemsIn(run, list) ?? [];
  const { index } = target;
  const at = integerOf(index, run) ?? Number.NaN;
  const place = at < 0 ? items.length + at : at;
  if (items.every(isSure) && place < items.length && place >= 0) {
    setItems(list, items.with(place, { value, at: target.at, many: false }), run);
    return;
  }
  const range = index.kind === 'slice' ? rangeOf(index, items, run) : undefined;
  if (range) {
    const { begin, end } = range;
    setItems(list, items.toSpliced(begin, end - begin, ...spreadItems(value, target.at, run)), run);
    return;
  }
  if (value.kind === 'list') hand(run, value, target.at);
  forgetItems(list, items, run);
}

/** `del opts["qmp"]`, `del args[2:]`. */
function deleteItem({ object, index }: Extract<Expression, { kind: 'item' }>, run: Run): void {
  const options = optionsOf(evaluate(object, run));
  const key = index.kind === 'slice' ? undefined : keyOf(evaluate(index, run));
  for (const { value } of options) {
    const items = itemsIn(run, value) ?? [];
    const range = index.kind === 'slice' ? rangeOf(index, items, run) : undefined;
    if (range && options.length === 1) {
      setItems(value, items.toSpliced(range.begin, range.end - range.begin), run);
    } else {
      const place = options.length === 1 ? (integerOf(index, run) ?? undefined) : undefined;
      removeItem(value, items, place, run);
    }
    // Any of several dictionaries may lose the entry.
    removeEntry(value, options.length > 1 ? undefined : key, run);
  }
}

function assignParts(targets: readonly Expression[], value: Value, at: Span, run: Run): void {
  const items = itemsThrough(run, value);
  const star = targets.findIndex(({ kind }) => kind === 'spread');
  const isExact =
    items?.every(isSure) === true &&
    (star === -1 ? items.length === targets.length : items.length >= targets.length - 1);
  for (const [index, target] of targets.entries()) {
    if (!isExact || items === undefined) {
      assign(target, UNKNOWN_VALUE, at, run);
    } else if (index === star) {
      const rest = items.slice(index, items.length - (targets.length - 1 - index));
      assign(target, listOf(run, rest), at, run);
    } else {
      const position = star !== -1 && index > star ? items.length - targets.length + index : index;
      assign(target, items[position]?.value ?? UNKNOWN_VALUE, at, run);
    }
  }
}

function runIf({ arms, otherwise }: Extract<Statement, { kind: 'if' }>, run: Run): End {
  const open: { readonly condition: Span | undefined; readonly body: Body }[] = [];
  for (const { test, body } of arms) {
    evaluate(test, run);
    const isSure = isMain(test);
    open.push({ condition: isSure ? undefined : test.at, body });
    if (isSure) return runArms(open, run);
  }
  return runArms([...open, { condition: undefined, body: otherwise ?? [] }], run);
}

/** `__name__ == '__main__'`. */
function isMain(test: Expression): boolean {
  if (test.kind !== 'test' || test.operator !== '==') return false;
  const [name, value] = test.parts;
  if (name?.kind !== 'name' || value?.kind !== 'text') return false;
  const [part] = value.parts;
  return name.name === '__name__' && part?.kind === 'text' && part.text.decoded === '__main__';
}

function runArms(
  arms: readonly { readonly condition: Span | undefined; readonly body: Body }[],
  run: Run,
): End {
  const [only, ...others] = arms;
  if (only && others.length === 0) return runBody(only.body, run);
  const before = run.state;
  const choice = {};
  const left: Left[] = [];
  for (const { condition, body } of arms) {
    run.state = copyOf(before);
    // In a loop it may repeat.
    const arm = armIn(run, choice, condition);
    const end = inArm(run, arm, () => runBody(body, run));
    if (end === 'goes-on') left.push({ state: run.state, arm });
  }
  const joined = joinStates(left, run);
  run.state = joined ?? before;
  return joined ? 'goes-on' : 'left';
}

function runTry(
  { body, handlers, otherwise, final }: Extract<Statement, { kind: 'try' }>,
  run: Run,
): End {
  const before = run.state;
  run.state = copyOf(before);
  const end = runBody([...body, ...otherwise], run);
  const left: State[] = end === 'goes-on' ? [run.state] : [];
  const somewhere = joinAll(run, [run.state, before]) ?? before;
  for (const handler of handlers) {
    run.state = copyOf(somewhere);
    const arm = armIn(run, {});
    if (inArm(run, arm, () => runBody(handler, run)) === 'goes-on') left.push(run.state);
  }
  const joined = joinAll(run, left);
  run.state = joined ?? somewhere;
  const last = runBody(final, run);
  return joined ? last : 'left';
}

/** A context manager may suppress an exception. */
function runWith({ body }: Extract<Statement, { kind: 'with' }>, run: Run): End {
  const end = runBody(body, run);
  const raised = body.find((one) => one.kind === 'leave' && one.ends === 'function');
  return raised && run.ran.has(raised) ? 'goes-on' : end;
}

type Loop = Extract<Statement, { kind: 'loop' }>;

/** Runs a loop: over known items round by round, else any number of times. */
function runLoop(loop: Loop, run: Run): End {
  const { target, over, otherwise } = loop;
  const value = over ? evaluate(over, run) : UNKNOWN_VALUE;
  const keys = over && itemsOfEntries(value, 'keys', over.at, run);
  const items = target && (itemsThrough(run, value) ?? keys);
  const ends: State[] = [];
  const isExact = items?.every(({ many }) => !many) === true;
  if (items && isExact && items.length <= LIMITS.pythonRounds) {
    for (const item of items) {
      const round = runRoundOf(loop, item, ends, run);
      if (round === undefined) return endOfLoop(ends, run);
      run.state = round;
    }
  } else runOpen(loop, ends, run);
  if (ends.length > 0) {
    ends.push(run.state);
    return endOfLoop(ends, run);
  }
  return run.runBody(otherwise, run);
}

/** The round of an item; undefined if it leaves the loop. */
function runRoundOf(
  loop: Loop,
  { value, branch }: Item,
  ends: State[],
  run: Run,
): State | undefined {
  if (branch === undefined) return runRound(loop, value, ends, run);
  const before = run.state;
  const arm = isArm(branch) ? branch : armIn(run, {}, branch.condition);
  run.state = copyOf(before);
  const state = inArm(run, arm, () => runRound(loop, value, ends, run));
  const none = { state: before, arm: armIn(run, arm.choice) };
  return joinStates(state ? [{ state, arm }, none] : [none], run);
}

/** A round; undefined if it leaves the loop. */
function runRound(
  { at, target, body }: Loop,
  value: Value,
  ends: State[],
  run: Run,
): State | undefined {
  const rounds: State[] = [];
  if (target) run.assign(target, value, at, run);
  const inner: Frame = { ...run.frame, loop: { ends, rounds } };
  const end = inFrame(run, inner, () => run.runBody(body, run));
  return joinAll(run, [...(end === 'goes-on' ? [run.state] : []), ...rounds]);
}

/** A loop with an unknown number of rounds, possibly none. */
function runOpen(loop: Loop, ends: State[], run: Run): void {
  const before = run.state;
  const arm = armOf({}, undefined, true);
  const runOnce = (state: State): State | undefined => {
    run.state = copyOf(state);
    return inArm(run, arm, () => runRound(loop, UNKNOWN_VALUE, ends, run));
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

/**
 * The state after a round that may follow others: what a first round changes is of some round, and a list that it extends
 * has an unknown rest while the round runs.
 */
function unsteady(
  before: State,
  first: State,
  arm: Arm,
  runOnce: (state: State) => State | undefined,
  run: Run,
  { at }: Loop,
): State {
  const start = copyOf(before);
  const grown = new Set<string>();
  const changed = [...changesSince(first.variables, before.variables)].filter(([name, value]) => {
    const own = before.variables.get(name);
    return own !== undefined && !sameValue(own, value);
  });
  for (const [name, value] of changed) {
    const own = before.variables.get(name) ?? UNKNOWN_VALUE;
    if (grownList(own, value, copyOf(first), run, arm)) grown.add(name);
    else start.variables.set(name, own.kind === 'unknown' ? own : ofSomeRound([own, value]));
  }
  // A value of its own, by which it is found again in copies.
  const rest: Value = { kind: 'unknown' };
  const lists = [...changesSince(first.cells, before.cells).keys()].filter((id) => {
    const own = before.cells.get(id);
    if (own?.kind !== 'list' || (changed.length === 0 && !readsItself(own, first.cells.get(id)))) {
      return false;
    }
    start.cells.set(id, { ...own, items: [...own.items, { value: rest, at, many: true }] });
    return true;
  });
  if (changed.length === 0 && lists.length === 0) return first;
  // Lists that the first round borrowed are borrowed anew.
  const { members } = run.frame;
  for (const [path, { id }] of members) if (!before.cells.get(id)) members.delete(path);
  const depth = run.arms.filter(({ looped }) => looped).length;
  const again = depth < LIMITS.pythonAgain && step(run, at) ? runOnce(start) : undefined;
  const state = copyOf(again ?? first);
  const known = (id: number): void => {
    const cell = state.cells.get(id);
    if (cell?.kind !== 'list') return;
    state.cells.set(id, { ...cell, items: cell.items.filter(({ value }) => value !== rest) });
  };
  lists.forEach(known);
  for (const [name] of changed) {
    const own = before.variables.get(name);
    const value = state.variables.get(name);
    if (own === undefined || value === undefined || sameValue(own, value)) continue;
    if (value.kind === 'list') known(value.id);
    const list = grown.has(name) ? grownList(own, value, state, run, arm) : undefined;
    state.variables.set(name, list ?? ofSomeRound([value]));
  }
  return state;
}

/** Whether a list gets items with text of its own, as by `c.append(",".join(c))`. */
function readsItself(own: Extract<Cell, { kind: 'list' }>, grown: Cell | undefined): boolean {
  if (grown?.kind !== 'list') return false;
  const placesOf = ({ value }: Item) => {
    return optionsOf(value).flatMap((option) => {
      return asText(option.value)?.pieces.map(({ at }) => at.start) ?? [];
    });
  };
  const known = new Set(own.items);
  const places = new Set(own.items.flatMap(placesOf));
  const added = grown.items.filter((item) => !known.has(item));
  return added.some((item) => placesOf(item).some((place) => places.has(place)));
}

/** A value of some round, or another. */
function ofSomeRound(values: readonly Value[]): Value {
  // Each value has its own choice of round.
  const choice = {};
  return either(
    [...values, UNKNOWN_VALUE].flatMap((one) => {
      const way = armOf(choice, undefined, true);
      return optionsOf(one).map((option) => ({ ...option, path: [...option.path, way] }));
    }),
  );
}

/** A list with the appended items of each round. */
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

/** Whether two values are equal, ignoring uses. */
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

/** Joins states with an unknown condition. */
function joinAll(run: Run, states: readonly State[]): State | undefined {
  const choice = {};
  return joinStates(
    states.map((state) => ({ state, arm: armOf(choice, undefined) })),
    run,
  );
}
