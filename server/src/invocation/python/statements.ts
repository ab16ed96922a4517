/** Executes statements in Python's order. */

import type { Body, Expression, Statement } from '../../syntax/python/tree.ts';
import { visitStatements } from '../../syntax/python/walk.ts';
import { stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Branch } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { borrow, decorated, specialOf } from './calls.ts';
import { absenceIn, charged, combined, evaluate, integerOf, mayBeAbsent } from './evaluate.ts';
import { nameOf } from './given.ts';
import { hand } from './handed.ts';
import { joinAll, joinStates, stoppedIn } from './join.ts';
import {
  extendList,
  havocEntries,
  havocGiven,
  havocItems,
  havocNames,
  keyOf,
  madeOf,
  removeEntry,
  setEntry,
  setItems,
  spreadItems,
} from './lists.ts';
import { keyIn, libraryValue, lookUp, memberKey, RETURNED, scopeFor } from './names.ts';
import {
  branchIn,
  type End,
  type Frame,
  inBranch,
  inFrame,
  itemsIn,
  type Left,
  newScope,
  type Run,
  step,
} from './run.ts';
import { changesSince } from './store.ts';
import { asText } from './texts.ts';
import {
  copyOf,
  either,
  type Item,
  isSure,
  keyedBy,
  mapOptions,
  NONE,
  optionsOf,
  type State,
  sameValue,
  UNKNOWN_VALUE,
  type Value,
  valueDefinedIn,
} from './values.ts';
import { itemsThrough } from './words.ts';

export function runBody(body: Body, run: Run): End {
  for (const statement of body) {
    if (!step(run, statement.at)) return 'goes-on';
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
      if (statement.value.kind !== 'text') evaluate(statement.value, run);
      return 'goes-on';
    case 'return': {
      const value = statement.value ? evaluate(statement.value, run) : NONE;
      const { returns, scope } = run.frame;
      const isMore = returns.length >= LIMITS.combinations;
      if (isMore) stopAt(run.fuel, statement.at);
      run.state.variables.set(keyIn(scope, RETURNED), isMore ? UNKNOWN_VALUE : value);
      if (isMore) returns.pop();
      returns.push({ state: run.state, branch: branchIn(run, run.branches.at(-1)?.condition) });
      return 'left';
    }
    case 'if':
      return runIf(statement, run);
    case 'loop':
      return runLoop(statement, run);
    case 'try':
      return runTry(statement, run);
    case 'with':
      return runWith(statement, run);
    case 'match': {
      evaluate(statement.subject, run);
      return runArms(
        [...statement.arms, []].map((body) => ({ condition: undefined, body })),
        run,
      );
    }
    case 'function':
      define(statement, run);
      return 'goes-on';
    case 'class':
      return runClass(statement, run);
    case 'import':
      // `from lib import *`
      if (statement.names.length === 0) havocNames(run);
      for (const { name, path } of statement.names) {
        setVariable(name, libraryValue(path, run), run);
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
        else if (target.kind === 'attribute') {
          const object = evaluate(target.object, run);
          for (const own of optionsOf(object)) removeEntry(own, target.name, run);
        }
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
  const key = keyIn(place, name);
  const before = run.state.variables.get(key);
  if (before && run.overwritten) {
    run.overwritten.set(key, either(before, run.overwritten.get(key) ?? before));
  }
  run.state.variables.set(key, value);
  if (place.kind === 'class' && of) {
    run.state.variables.set(memberKey(of.definition, name), value);
  }
}

function define(definition: Extract<Statement, { kind: 'function' }>, run: Run): void {
  const { scope, of } = run.frame;
  const isMethod = scope.kind === 'class';
  for (const one of definition.parameters) {
    if (one.otherwise) run.defaults.set(one, evaluate(one.otherwise, run));
  }
  const made = decorated({ kind: 'function', definition, scope }, run);
  setVariable(definition.name, made, run);
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
  const lists = optionsOf(before);
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

/** Assigns a target; records values stored in unknown objects. */
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
      for (const object of optionsOf(evaluate(target.object, run))) {
        if (object.kind === 'object') setEntry(object, target.name, value, run);
        else if (object.kind === 'class') {
          run.state.variables.set(memberKey(object.definition, target.name), value);
        } else if (isNew) hand(run, value, at);
      }
      return;
    case 'item': {
      const { index } = target;
      const by = index.kind === 'slice' ? UNKNOWN_VALUE : evaluate(index, run);
      const key = keyOf(by);
      const own = keyedBy(value, by);
      for (const object of optionsOf(evaluate(target.object, run))) {
        if (object.kind === 'library' && /^(?:globals|locals|.*\.__dict__)$/.test(object.path)) {
          havocNames(run);
        } else if (object.kind === 'dictionary' && key !== undefined)
          setEntry(object, key, own, run);
        else if (object.kind === 'list') assignItem(object, target, value, run);
        else {
          if (object.kind === 'dictionary') havocEntries(object, value, run);
          else havocGiven(object, run);
          if (isNew) hand(run, own, at);
        }
      }
      return;
    }
    default:
  }
}

function assignItem(
  list: Value,
  { at, index }: Extract<Expression, { kind: 'item' }>,
  value: Value,
  run: Run,
): void {
  const items = itemsIn(run, list) ?? [];
  const position = integerOf(index, run) ?? items.length;
  const place = position < 0 ? items.length + position : position;
  if (items.every(isSure) && place < items.length && place >= 0) {
    setItems(list, items.with(place, { value, at, many: false }), run);
  } else {
    hand(run, value, at);
    havocItems(list, at, run);
  }
}

/** `del opts["qmp"]`, `del args[2:]` */
function deleteItem({ at, object, index }: Extract<Expression, { kind: 'item' }>, run: Run): void {
  const options = optionsOf(evaluate(object, run));
  const key = index.kind === 'slice' ? undefined : keyOf(evaluate(index, run));
  for (const value of options) {
    const goes = index.kind === 'slice' && madeOf([value], run) !== UNKNOWN_VALUE;
    havocItems(value, at, run, !goes);
    removeEntry(value, options.length > 1 ? undefined : key, run);
  }
}

function assignParts(targets: readonly Expression[], value: Value, at: Span, run: Run): void {
  const items = itemsThrough(run, value);
  const isPlain = targets.every(({ kind }) => kind !== 'spread');
  const isExact = isPlain && items?.length === targets.length && items.every(isSure);
  if (!isExact) hand(run, value, at);
  for (const [index, target] of targets.entries()) {
    assign(target, (isExact ? items[index]?.value : undefined) ?? UNKNOWN_VALUE, at, run);
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
  const [only, second] = arms;
  const of = only && !second && !otherwise ? absentPlace(only.test, run) : undefined;
  const end = runArms([...open, { condition: undefined, body: otherwise ?? [] }], run);
  if (of) settle(of, run);
  return end;
}

/** A name or attribute that a test finds absent, and which may be. */
function absentPlace(test: Expression, run: Run): Expression | undefined {
  const { of, isSo } = absenceIn(test);
  if (!isSo || (of.kind !== 'name' && of.kind !== 'attribute')) return undefined;
  return mayBeAbsent(evaluate(of, run)) ? of : undefined;
}

/** A value that a branch sets if it is absent counts. */
function settle(of: Expression, run: Run): void {
  const known = optionsOf(evaluate(of, run)).filter((own) => !mayBeAbsent(own));
  if (known.some((own) => asText(own))) assign(of, either(...known), of.at, run, false);
}

/** `__name__ == '__main__'` */
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
  const left: Left[] = [];
  for (const { condition, body } of arms) {
    run.state = copyOf(before);
    const branch = branchIn(run, condition);
    const end = inBranch(run, branch, () => runBody(body, run));
    if (end === 'goes-on') left.push({ state: run.state, branch });
  }
  const joined = joinStates(left, run);
  run.state = joined ?? before;
  return joined ? 'goes-on' : 'left';
}

function runTry(
  { body, handlers, otherwise, final }: Omit<Extract<Statement, { kind: 'try' }>, 'kind' | 'at'>,
  run: Run,
): End {
  const left: State[] = [];
  let open: readonly Expression[] = [];
  const somewhere = stoppedIn(run, () => {
    if (runBody([...body, ...otherwise], run) !== 'goes-on') return;
    left.push(run.state);
    const assigned = handlers.flat().flatMap((one) => (one.kind === 'assign' ? one.targets : []));
    open = assigned.filter((one) => one.kind === 'name' && mayBeAbsent(evaluate(one, run)));
  });
  for (const handler of handlers) {
    run.state = copyOf(somewhere);
    const handled = inBranch(run, branchIn(run), () => runBody(handler, run));
    if (handled === 'goes-on') left.push(run.state);
  }
  const joined = joinAll(left, run);
  run.state = joined ?? somewhere;
  for (const one of open) settle(one, run);
  const last = runBody(final, run);
  return joined ? last : 'left';
}

function runWith({ at, items, body }: Extract<Statement, { kind: 'with' }>, run: Run): End {
  const opened = items.map(({ value, target }) => {
    const object = evaluate(value, run);
    const entered = callSpecial(object, 'enter', run, at);
    if (target) assign(target, entered, at, run);
    return object;
  });
  const catches = items.some(({ value }, index) => mayCatch(value, opened[index], run));
  const end = catches
    ? runTry({ body, handlers: [[]], otherwise: [], final: [] }, run)
    : runBody(body, run);
  for (const object of opened) callSpecial(object, 'exit', run, at);
  return end;
}

/** Whether a `with` block may go on after an exception: `suppress(OSError)`, or a result of `__exit__`. */
function mayCatch(of: Expression, object: Value | undefined, run: Run): boolean {
  if (of.kind === 'call' && /^(?:suppress|raises|assertRaises\w*)$/.test(nameOf(of.callee))) {
    return true;
  }
  return optionsOf(object ?? UNKNOWN_VALUE).some((own) => {
    let catches = false;
    visitStatements(specialOf(own, 'exit', run)?.definition.body ?? [], (body) => {
      if (body.some((one) => one.kind === 'return' && mayBeTrue(one.value))) catches = true;
    });
    return catches;
  });
}

function mayBeTrue(value: Expression | undefined): boolean {
  return value !== undefined && (value.kind !== 'constant' || value.value === true);
}

/** `__enter__` or `__exit__` */
function callSpecial(object: Value, name: string, run: Run, at: Span): Value {
  return mapOptions(object, (self) => {
    const method = specialOf(self, name, run);
    return method ? run.callMethod({ ...method, self }, run, at) : UNKNOWN_VALUE;
  });
}

type Loop = Extract<Statement, { kind: 'loop' }>;

/** Runs known items round by round, else any number. */
function runLoop(loop: Loop, run: Run): End {
  const { target, over, otherwise } = loop;
  const value = over ? evaluate(over, run) : UNKNOWN_VALUE;
  const items = target && itemsThrough(run, value);
  const ends: State[] = [];
  const isExact = items?.every(({ many }) => !many) === true;
  if (items && isExact && items.length <= LIMITS.steps) {
    for (const item of items) {
      const round = runRoundOf(loop, item, ends, run);
      if (round === undefined) return endOfLoop(ends, run);
      run.state = round;
    }
  } else runOpen(loop, ends, run);
  if (run.runBody(otherwise, run) === 'goes-on') ends.push(run.state);
  return endOfLoop(ends, run);
}

/** Undefined if the item's round leaves the loop. */
function runRoundOf(
  loop: Loop,
  { value, branch }: Item,
  ends: State[],
  run: Run,
): State | undefined {
  if (branch === undefined) return runRound(loop, value, ends, run);
  const before = run.state;
  run.state = copyOf(before);
  const state = inBranch(run, branch, () => runRound(loop, value, ends, run));
  return state
    ? joinStates(
        [
          { state, branch },
          { state: before, branch: {} },
        ],
        run,
      )
    : before;
}

/** Undefined if the round leaves the loop. */
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
  return joinAll([...(end === 'goes-on' ? [run.state] : []), ...rounds], run);
}

/** Any number of rounds; the second stands for all after the first. */
function runOpen(loop: Loop, ends: State[], run: Run): void {
  const before = run.state;
  const branch: Branch = { condition: undefined, looped: true };
  const runOnce = (state: State): State | undefined => {
    run.state = copyOf(state);
    return inBranch(run, branch, () => runRound(loop, UNKNOWN_VALUE, ends, run));
  };
  const first = runOnce(before);
  run.state = before;
  if (first === undefined) return;
  const changed = [...changesSince(first.variables, before.variables)].flatMap(([name, value]) => {
    const own = before.variables.get(name);
    const isSame = own === undefined || (own.kind !== 'text' && sameValue(own, value));
    return isSame ? [] : [[name, either(own, value, UNKNOWN_VALUE)] as const];
  });
  const depth = run.branches.filter(({ looped }) => looped).length;
  let left: State | undefined;
  if (depth < LIMITS.pythonAgain && step(run, loop.at)) {
    // Lists that the first round borrowed are borrowed anew.
    const { members } = run.frame;
    for (const [path, { id }] of members) if (!before.cells.get(id)) members.delete(path);
    const rest: Value = { kind: 'unknown' };
    const start = copyOf(before);
    for (const [name, value] of changed) start.variables.set(name, value);
    for (const [id] of changesSince(first.cells, before.cells)) {
      const [own, cell] = [before.cells.get(id), first.cells.get(id)];
      if (own?.kind === 'list') {
        const many = { value: rest, at: loop.at, many: true };
        start.cells.set(id, { ...own, items: [...own.items, many] });
      } else if (own && cell && cell.kind !== 'list') {
        const entries = [...cell.entries].map(([key, value]) => {
          const old = own.entries.get(key) ?? value;
          return [key, old === value ? old : either(old, value, UNKNOWN_VALUE)] as const;
        });
        start.cells.set(id, { ...cell, entries: new Map(entries) });
      }
    }
    const again = runOnce(start);
    left = again && without(rest, again, before);
  } else {
    left = copyOf(first);
    for (const [name, value] of changed) left.variables.set(name, value);
  }
  const none = { state: before, branch: {} };
  run.state = joinStates(left ? [{ state: left, branch }, none] : [none], run) ?? before;
}

function without(rest: Value, state: State, before: State): State {
  const known = copyOf(state);
  for (const [id, cell] of changesSince(state.cells, before.cells)) {
    if (cell.kind !== 'list' || !cell.items.some(({ value }) => value === rest)) continue;
    known.cells.set(id, { ...cell, items: cell.items.filter(({ value }) => value !== rest) });
  }
  return known;
}

function endOfLoop(ends: readonly State[], run: Run): End {
  const joined = joinAll(ends, run);
  if (joined === undefined) return 'left';
  run.state = joined;
  return 'goes-on';
}
