/** Calls: the file's own functions and classes run; others receive their arguments. */

import type { Expression } from '../../syntax/python/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';
import { type Given, handArguments, itemOf, nameOf } from './given.ts';
import { hand, handBorrowed } from './handed.ts';
import { joinStates, stoppedIn } from './join.ts';
import { callLibrary, optionOf } from './library.ts';
import { extendList, madeOf, setEntry, setItems, spreadItems, textItems } from './lists.ts';
import { findMember, keyIn, lookUp, RETURNED, useOf } from './names.ts';
import {
  branchIn,
  held,
  inBranch,
  inFrame,
  itemsIn,
  listOf,
  newFrame,
  newScope,
  type Run,
  step,
} from './run.ts';
import { asTemplate, asText, divided } from './texts.ts';
import {
  copyOf,
  either,
  type Held,
  type Item,
  isPresent,
  isSure,
  NONE,
  optionsOf,
  perhaps,
  seenThrough,
  UNKNOWN_VALUE,
  type Value,
  valueDefinedIn,
} from './values.ts';
import { itemsThrough } from './words.ts';

type FunctionValue = Extract<Value, { kind: 'function' }>;

export function callOf(expression: Extract<Expression, { kind: 'call' }>, run: Run): Value {
  const callee = borrowedMethod(expression.callee, run) ?? run.evaluate(expression.callee, run);
  const given = argumentsOf(expression, run);
  const options = optionsOf(callee);
  if (options.length === 1) {
    const result = callOne(callee, expression, given, run);
    return isInPlace(callee) ? result : seenThrough(result, useOf(expression, run));
  }
  // Only one of them is called, possibly through another name of a list.
  const before = run.state;
  const ways = options.map((option) => {
    const branch = branchIn(run);
    run.state = copyOf(before);
    const result = inBranch(run, branch, () => callOne(option, expression, given, run));
    return { result, state: run.state, branch };
  });
  run.state = joinStates(ways, run) ?? before;
  return either(...ways.map(({ result }) => result));
}

function argumentsOf({ args }: Extract<Expression, { kind: 'call' }>, run: Run): readonly Given[] {
  return args.flatMap(({ name, stars, value: of, at }) => {
    return unpacked({ name, stars, value: run.evaluate(of, run), at, of }, run);
  });
}

/** The arguments in `*words` and `**options`, if known. */
function unpacked(given: Given, run: Run): readonly Given[] {
  const { stars, value } = given;
  const items = stars === 1 ? itemsThrough(run, value) : undefined;
  if (items?.every(isSure)) {
    return items.map((item) => ({ ...item, name: undefined, stars: 0, of: item }));
  }
  const cell = stars === 2 && value.kind === 'dictionary' && run.state.cells.get(value.id);
  if (!cell || cell.kind === 'list' || cell.isOpen) return [given];
  const entries = [...cell.entries].filter((entry) => isPresent(entry[1]));
  if (entries.length < cell.entries.size) return [given];
  return entries.map(([key, own]) => {
    return { ...given, name: key, stars: 0, value: own };
  });
}

/** Whether a call keeps its text's places: `"tcp::{}".format(port)`. */
function isInPlace(callee: Value): boolean {
  if (callee.kind !== 'library') return false;
  if (callee.path.startsWith('shlex.')) return true;
  const { self } = callee;
  if (self?.kind === 'list' || self?.kind === 'dictionary') return true;
  return self?.kind === 'text' && self.text.pieces.every(({ through }) => through.length === 0);
}

/** A method that appends to a list whose start is unknown. */
function borrowedMethod(callee: Expression, run: Run): Value | undefined {
  if (callee.kind !== 'attribute' || !['append', 'extend', 'insert'].includes(callee.name)) {
    return undefined;
  }
  const self = borrow(callee.object, run);
  return self && { kind: 'library', path: `.${callee.name}`, self };
}

/** The list of an unknown name; undefined if known. */
export function borrow(of: Expression, run: Run): Held<'list'> | undefined {
  const isMember = of.kind === 'attribute';
  // A call would run again.
  if (!isPath(of)) return undefined;
  const before = isMember ? run.evaluate(of, run) : lookUp(of.name, run);
  if (before.kind !== 'unknown') return undefined;
  const path = isMember ? run.source.slice(of.at.start, of.at.end) : '';
  const known = run.frame.members.get(path);
  if (known) return known;
  const list = held(run, {
    kind: 'list',
    items: [{ value: UNKNOWN_VALUE, at: of.at, many: true }],
    isTuple: false,
  });
  // Unknown objects keep no attributes.
  if (isMember && run.evaluate(of.object, run).kind !== 'object') run.frame.members.set(path, list);
  else run.assign(of, list, of.at, run);
  run.frame.borrowed.push(list);
  return list;
}

function isPath(of: Expression): of is Extract<Expression, { kind: 'name' | 'attribute' }> {
  return of.kind === 'name' || (of.kind === 'attribute' && isPath(of.object));
}

function callOne(
  callee: Value,
  expression: Extract<Expression, { kind: 'call' }>,
  given: readonly Given[],
  run: Run,
): Value {
  switch (callee.kind) {
    case 'function':
      return callFunction(callee, given, run, expression.at);
    case 'class':
      return lent(instantiate(callee, given, run, expression.at), run);
    case 'library':
      return callLibrary({ callee, expression, given }, run);
    default: {
      const special = specialOf(callee, 'call', run);
      if (special) return callFunction({ ...special, self: callee }, given, run, expression.at);
      const { callee: name } = expression;
      const isGet = name.kind === 'attribute' && name.name === 'get' && given.length === 2;
      const otherwise = isGet ? given[1]?.value : undefined;
      if (otherwise && asText(otherwise)) return otherwise;
      if (gatherHalf(expression.callee, given, run)) return UNKNOWN_VALUE;
      const made = handArguments(nameOf(expression.callee), given, run);
      return callee.kind === 'unknown' && callee.program ? callee : made;
    }
  }
}

/** An object's method of Python's own: for `enter` its `__enter__` or `__aenter__`; undefined without one. */
export function specialOf(self: Value, name: string, run: Run) {
  const cell = self.kind === 'object' ? run.state.cells.get(self.id) : undefined;
  if (cell?.kind !== 'object' || !cell.of) return undefined;
  const method =
    findMember(cell.of, `__${name}__`, run) ?? findMember(cell.of, `__a${name}__`, run);
  return method?.kind === 'function' ? method : undefined;
}

/** Joins a monitor passed in two calls: `vm.add_args('-chardev', …)`, `vm.add_args('-mon chardev=…')`; else false. */
function gatherHalf(callee: Expression, given: readonly Given[], run: Run): boolean {
  const [first] = given;
  const text = first && asText(first.value);
  const isOne = text && given.length === 1;
  const items = isOne ? textItems(divided(asTemplate(text)), first.of.at) : given.map(itemOf);
  const half = items[0] && asText(items[0].value)?.decoded;
  const isHalf = half === '-chardev' || half === '-mon';
  const arePlain = given.every(({ name, stars }) => name === undefined && stars === 0);
  if (!isHalf || !arePlain || callee.kind !== 'attribute') return false;
  const known = run.evaluate(callee, run);
  const isHeld = known.kind === 'list' && run.frame.borrowed.some(({ id }) => id === known.id);
  const list = isHeld ? known : isPath(callee.object) && borrow(callee, run);
  if (!list) return false;
  const held = itemsIn(run, list) ?? [];
  if (half === '-chardev' && held.some(({ value }) => asText(value)?.decoded === '-mon')) {
    // Recorded before it is emptied, since the list may belong to another machine.
    hand(run, list, callee.at);
    setItems(list, [], run);
  }
  extendList(list, items, run);
  return true;
}

const HARMLESS =
  /^(?:(?:abc|functools|pytest|typer|typing|unittest)\.|(?:staticmethod|classmethod|lru_cache|cache|wraps|cached_property|property|abstractmethod)$)|(?:^|\.)(?:setter|\w*override|command|group|option|argument)$/;

/** A function after its decorators: those of this file run, options give defaults. */
export function decorated(callee: FunctionValue, run: Run): Value {
  let made: Value = callee;
  const { decorators, parameters } = callee.definition;
  for (const { path, value } of decorators.toReversed()) {
    if (value.kind === 'call' && /(?:^|\.)option$/.test(path)) {
      const option = optionOf(argumentsOf(value, run), run);
      const parameter = parameters.find(({ name }) => name === option?.name);
      if (parameter && option) run.defaults.set(parameter, option.value);
    }
    const maker = HARMLESS.test(path)
      ? UNKNOWN_VALUE
      : run.evaluate(value.kind === 'call' ? value.callee : value, run);
    if (maker.kind !== 'function') continue;
    const by = value.kind === 'call' ? run.evaluate(value, run) : maker;
    const { at } = value;
    const given: Given = { name: undefined, stars: 0, value: made, at, of: value };
    const result: Value = by.kind === 'function' ? callFunction(by, [given], run, at) : by;
    if (result.kind === 'function') made = result;
  }
  return made;
}

/** Reads a property. */
export function callMethod(method: FunctionValue, run: Run, at: Span): Value {
  return callFunction(method, [], run, at);
}

/** A call by unknown code, which may give any arguments. */
export function callUnknown(method: FunctionValue, run: Run, at: Span): Value {
  const any: Given = { name: undefined, stars: 2, value: UNKNOWN_VALUE, at, of: { at } };
  return callFunction(method, [any], run, at);
}

/** Without arguments, parameters are unknown or default ones. */
function callFunction(
  callee: FunctionValue,
  given: readonly Given[] | undefined,
  run: Run,
  at: Span,
): Value {
  const { definition, scope: outer } = callee;
  const runs = run.called.get(definition) ?? 0;
  const isTooDeep =
    run.frame.depth >= LIMITS.depth || runs >= LIMITS.steps || run.running.has(definition);
  if (isTooDeep || !step(run, at, 4)) {
    run.again.add(definition);
    return handArguments('', given ?? [], run);
  }
  run.called.set(definition, runs + 1);
  const inner = newFrame(newScope(run, 'function', outer), run.frame.depth + 1);
  const isPlain = definition.decorators.every(({ path }) => HARMLESS.test(path));
  // A decorator may change the arguments.
  if (!isPlain) run.again.add(definition);
  const work = () => {
    bind(callee, given, run);
    run.running.add(definition);
    const end = run.runBody(definition.body, run);
    run.running.delete(definition);
    const returned = joinReturns(end === 'goes-on', run);
    handBorrowed(run);
    return returned;
  };
  if (definition.isGenerator) {
    run.state = stoppedIn(run, () => inFrame(run, inner, work));
    return madeOf(inner.yielded, run);
  }
  const value = inFrame(run, inner, work);
  return isPlain ? value : madeOf([value], run);
}

/** Continues after a function, with the values of all returns. */
function joinReturns(goesOn: boolean, run: Run): Value {
  const { returns, scope } = run.frame;
  const key = keyIn(scope, RETURNED);
  if (goesOn) {
    run.state.variables.set(key, NONE);
    returns.push({ state: run.state, branch: branchIn(run) });
  }
  run.state = joinStates(returns, run) ?? run.state;
  return run.state.variables.get(key) ?? UNKNOWN_VALUE;
}

function bind(callee: FunctionValue, given: readonly Given[] | undefined, run: Run): void {
  const { scope } = run.frame;
  const { definition, self } = callee;
  const { parameters } = definition;
  const set = (name: string, value: Value) => {
    run.state.variables.set(keyIn(scope, name), value);
  };
  const positional: Item[] = [];
  const named = new Map<string, Value>();
  let isOpen = false;
  if (self) positional.push({ value: self, at: { start: 0, end: 0 }, many: false });
  for (const { name, stars, value, of } of given ?? []) {
    const own = valueDefinedIn(value, of.at);
    if (name !== undefined) named.set(name, own);
    else if (stars === 0) positional.push({ value: own, at: of.at, many: false });
    else if (stars === 1) positional.push(...spreadItems(own, of.at, run));
    else isOpen = true;
  }
  const openAt = positional.findIndex((item) => !isSure(item));
  const exact = openAt === -1 ? positional : positional.slice(0, openAt);
  const rest = parameters.findIndex(({ kind }) => kind === 'rest');
  let next = 0;
  for (const parameter of parameters) {
    const { name, kind, byName, otherwise } = parameter;
    if (kind === 'rest') {
      set(name, listOf(run, positional.slice(rest), true));
      next = positional.length;
    } else if (kind === 'keywords') {
      set(name, held(run, { kind: 'dictionary', entries: new Map(named), isOpen }));
    } else if (!byName && next < exact.length) {
      set(name, exact[next]?.value ?? UNKNOWN_VALUE);
      next++;
    } else {
      const value = named.get(name);
      named.delete(name);
      const isUnknown = isOpen || (openAt !== -1 && !byName);
      if (value) set(name, value);
      else {
        const made = run.defaults.get(parameter) ?? UNKNOWN_VALUE;
        const own = valueDefinedIn(made, (otherwise ?? definition).at);
        set(name, isUnknown ? perhaps(own) : own);
      }
    }
  }
}

/** Creates an object of the file's class. */
export function instantiate(
  of: Extract<Value, { kind: 'class' }>,
  given: readonly Given[],
  run: Run,
  at: Span,
): Value {
  const maker = findMember(of, '__init__', run);
  const hasHook = findMember(of, '__getattribute__', run) !== undefined;
  const isOpen = hasHook || (maker?.kind !== 'function' && given.length > 0);
  const object = held(run, { kind: 'object', of, entries: new Map(), isOpen });
  if (maker?.kind === 'function') {
    callFunction({ ...maker, self: object }, given, run, at);
  } else {
    // A base or a decorator sets the attributes: `@dataclass`.
    handArguments(of.definition.name, given, run);
    for (const { name, value } of given) if (name) setEntry(object, name, value, run);
  }
  return object;
}

/** Another file's function may start the object: `vm.launch()`. */
function lent(object: Value, run: Run): Value {
  if (object.kind === 'object') run.frame.borrowed.push(object);
  return object;
}

/** Runs an uncalled function with unknown values. */
export function runUncalled(callee: FunctionValue, run: Run): void {
  const before = run.state;
  run.state = copyOf(before);
  const { at } = callee.definition;
  run.called.delete(callee.definition);
  const isAgain = run.again.has(callee.definition);
  const value = isAgain ? callUnknown(callee, run, at) : callFunction(callee, undefined, run, at);
  hand(run, value, callee.definition.at);
  if (callee.self) hand(run, callee.self, callee.definition.at);
  run.state = before;
}
