/** Runs a Python file: its module from top to bottom, and then the functions that nothing in it has called. */
import type { PythonFile } from '../../syntax/python/tree.ts';
import { callMethod, callOf, instantiate, runUncalled } from './calls.ts';
import { evaluate } from './evaluate.ts';
import { hand, handBorrowed } from './handed.ts';
import { withMore } from './join.ts';
import { perhaps } from './lists.ts';
import { findMember } from './names.ts';
import { type Defined, type Frame, newScope, type Run } from './run.ts';
import { assign, runBody } from './statements.ts';
import { allIn, storeOn } from './store.ts';
import { knownTexts } from './texts.ts';
import { copyOf, optionsOf, type Reference, type Value } from './values.ts';

/** How many steps are taken for a file, at most: about a microsecond each. */
const MAX_STEPS = 400_000;

/** Runs a file. Never throws; what is half-typed is left out. */
export function runFile(file: PythonFile, source: string): Run {
  const steps = Math.min(MAX_STEPS, 20_000 + 2 * source.length);
  const run: Run = {
    source,
    budget: { steps, stopped: undefined },
    state: { variables: storeOn(), cells: storeOn() },
    arms: [],
    started: [],
    handed: [],
    clients: [],
    defined: [],
    count: 0,
    usesHanded: true,
    handedTexts: { used: knownTexts(), unused: knownTexts() },
    called: new Map(),
    running: new Set(),
    options: new Map(),
    evaluate,
    callOf,
    callMethod,
    runBody,
    assign,
  };
  const scope = newScope(run, 'module', undefined);
  const frame: Frame = {
    scope,
    depth: 0,
    returns: [],
    loop: undefined,
    borrowed: [],
    of: undefined,
    settled: new Map(),
  };
  runBody(file.body, run, frame);
  handBorrowed(run, frame);
  handModule(run, scope.id, source);
  runLeft(run, frame);
  return run;
}

/** What a module leaves to whoever imports it. */
function handModule(run: Run, scope: number, source: string): void {
  const prefix = `${scope} `;
  const named = namesIn(source);
  for (const [key, value] of allIn(run.state.variables)) {
    const isMember = key.startsWith('class ');
    if (!isMember && !key.startsWith(prefix)) continue;
    const name = key.slice(key.lastIndexOf(' ') + 1);
    // Named once it is assigned and no more.
    run.usesHanded = (named.get(name) ?? 0) > 1;
    for (const { value: own } of optionsOf(value)) {
      if (own.kind === 'text' || own.kind === 'list' || own.kind === 'dictionary') {
        hand(run, own, { start: 0, end: 0 });
      }
    }
  }
  run.usesHanded = true;
}

/** How often each name stands in a source. */
function namesIn(source: string): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const [name] of source.matchAll(/[\w\u0080-\uffff]+/g)) {
    named.set(name, (named.get(name) ?? 0) + 1);
  }
  return named;
}

/** Runs functions and methods that no call has come to. */
function runLeft(run: Run, frame: Frame): void {
  const classes = new Map<Defined['of'], Defined[]>();
  // Running one defines those inside of it.
  for (let index = 0; index < run.defined.length; index++) {
    const one = run.defined[index];
    if (one === undefined || run.called.has(one.definition)) continue;
    if (one.of) {
      const methods = classes.get(one.of) ?? [];
      if (methods.length === 0) classes.set(one.of, methods);
      methods.push(one);
      continue;
    }
    const { definition, scope } = one;
    runUncalled({ kind: 'function', definition, scope }, run, { ...frame, scope });
  }
  const inner = run.defined.length;
  for (const [of, methods] of classes) if (of) runMethods(of, methods, run, frame);
  for (const { definition, scope } of run.defined.slice(inner)) {
    if (run.called.has(definition)) continue;
    runUncalled({ kind: 'function', definition, scope }, run, { ...frame, scope });
  }
}

/** Runs the methods of a class on an object that nobody knows how it was made. */
function runMethods(
  of: NonNullable<Defined['of']>,
  methods: readonly Defined[],
  run: Run,
  frame: Frame,
): void {
  const before = run.state;
  run.state = copyOf(before);
  const object = instantiate(of, [], run, frame, of.definition.at);
  const maker = findMember(of, '__init__', run);
  if (maker?.kind === 'function' && object.kind === 'object') {
    hand(run, object, of.definition.at);
  }
  if (object.kind === 'object') {
    const changed = changedElsewhere(of, run);
    for (const { definition, scope } of methods) {
      if (run.called.has(definition)) continue;
      const own = run.state;
      run.state = copyOf(own);
      loosen(object, changed, definition.at, run);
      const isStatic = definition.decorators.includes('staticmethod');
      const self: Value = definition.decorators.includes('classmethod') ? of : object;
      const bound = { kind: 'function', definition, scope, self } as const;
      runUncalled(isStatic ? { kind: 'function', definition, scope } : bound, run, frame);
      run.state = own;
    }
  }
  run.state = before;
}

/** The attributes that methods besides `__init__` change, with the method where there is one alone. */
function changedElsewhere({ definition }: NonNullable<Defined['of']>, run: Run) {
  const changed = new Map<string, Set<number>>();
  for (const method of definition.body) {
    if (method.kind !== 'function' || method.name === '__init__') continue;
    const own = run.source.slice(method.at.start, method.at.end);
    const changing =
      /\bself\.(\w+)(?:\s*(?:[+\-*/|&%]?=(?!=)|\.(?:append|extend|insert|remove|pop|clear|update)\b)|\[[^\]]*\]\s*=(?!=))/g;
    for (const [, name = ''] of own.matchAll(changing)) {
      changed.set(name, (changed.get(name) ?? new Set()).add(method.at.start));
    }
  }
  return changed;
}

/** Makes attributes what they may be where nobody knows which methods were called before. */
function loosen(
  object: Reference,
  changed: ReadonlyMap<string, ReadonlySet<number>>,
  own: { readonly start: number },
  run: Run,
): void {
  const cell = run.state.cells.get(object.id);
  if (cell?.kind !== 'object') return;
  const entries = new Map(cell.entries);
  for (const [name, methods] of changed) {
    const value = entries.get(name);
    if (value === undefined || [...methods].every((start) => start === own.start)) continue;
    if (value.kind === 'list') {
      const list = run.state.cells.get(value.id);
      if (list) run.state.cells.set(value.id, withMore(list));
    } else if (value.kind !== 'object') {
      entries.set(name, perhaps(value));
    }
  }
  run.state.cells.set(object.id, { ...cell, entries });
}
