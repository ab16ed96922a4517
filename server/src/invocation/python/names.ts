import { PYTHON } from '../../syntax/python/encodings.ts';
import type { ClassDefinition, Expression, FunctionDefinition } from '../../syntax/python/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Use } from '../../text/mapped-text.ts';
import { wordSet } from '../../text/split-words.ts';
import type { Run } from './run.ts';
import {
  isPresent,
  mapOptions,
  type Option,
  perhaps,
  present,
  type Scope,
  type State,
  seenThrough,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

type ClassValue = Extract<Value, { kind: 'class' }>;

/** A value's use at an expression. */
export function useOf({ at }: Expression, { source }: Run): Use {
  return { at, source: source.slice(at.start, at.end), encodings: PYTHON.expression };
}

const BUILTINS = wordSet(`
  str list tuple dict print map super repr bytes format int len exec eval getattr setattr globals locals vars Exception
  ValueError RuntimeError
`);

/** A function's result; no variable's name. */
export const RETURNED = 'return';

/** A variable's key. */
export function keyIn(scope: Scope, name: string): string {
  return `${scope.id} ${name}`;
}

/** The scope that an assignment changes, by `nonlocal` and `global`. */
export function scopeFor(scope: Scope, name: string, { variables }: State): Scope {
  if (!scope.outside.has(name)) return scope;
  let outer = scope;
  while (outer.parent) {
    outer = outer.parent;
    const isHere = outer.kind === 'function' && variables.get(keyIn(outer, name));
    if (isHere || outer.kind === 'module') break;
  }
  return outer;
}

/** Looks in the innermost scope first, then in builtins. */
export function lookUp(name: string, run: Run): Value {
  const { frame, state } = run;
  let isOwn = true;
  for (let place: Scope | undefined = frame.scope; place; place = place.parent) {
    // Class bodies are invisible to inner scopes.
    if (isOwn || place.kind !== 'class') {
      const value = state.variables.get(keyIn(place, name));
      if (value) return value;
    }
    isOwn = false;
  }
  return BUILTINS.has(name) ? { kind: 'library', path: name } : UNKNOWN_VALUE;
}

/** A library's function or value. */
export function libraryValue(path: string, { environment }: Run, self?: Value): Value {
  if (path === 'os.environ') return environment;
  return { kind: 'library', path, ...(self && { self }) };
}

/** The dictionary of an object's attributes. */
export function attributesOf(object: Option): Value {
  return object.kind === 'object' ? { ...object, kind: 'dictionary' } : UNKNOWN_VALUE;
}

/** `object.name`: a method, class constant or assigned value. */
export function attributeOf(
  expression: Extract<Expression, { kind: 'attribute' }>,
  run: Run,
): Value {
  const object = run.evaluate(expression.object, run);
  const { name } = expression;
  return mapOptions(object, (own) => {
    switch (own.kind) {
      case 'library':
        return libraryValue(`${own.path}.${name}`, run, own.self);
      case 'text':
      case 'list':
      case 'dictionary':
        return { kind: 'library', path: `.${name}`, self: own };
      case 'object': {
        if (name === '__dict__') return attributesOf(own);
        const cell = run.state.cells.get(own.id);
        if (cell?.kind !== 'object') return UNKNOWN_VALUE;
        const value = cell.entries.get(name);
        const isSure = value && isPresent(value);
        const member =
          isSure || !cell.of ? undefined : memberOf(cell.of, name, run, expression, own);
        if (value === undefined && cell.isOpen && member?.kind !== 'function')
          return perhaps(member);
        if (value === undefined) return member ?? UNKNOWN_VALUE;
        return present(seenThrough(value, useOf(expression, run)), member);
      }
      case 'class':
        return memberOf(own, name, run, expression, undefined) ?? UNKNOWN_VALUE;
      case 'unknown':
        return own;
      default:
        return UNKNOWN_VALUE;
    }
  });
}

function memberOf(
  of: ClassValue,
  name: string,
  run: Run,
  expression: Expression,
  self: Value | undefined,
): Value | undefined {
  const found = findMember(of, name, run);
  if (found === undefined) return undefined;
  if (found.kind !== 'function') return seenThrough(found, useOf(expression, run));
  const { definition } = found;
  if (isMarked(definition, 'staticmethod')) return found;
  const isOfClass = isMarked(definition, 'classmethod');
  const bound: Value = { ...found, self: isOfClass ? of : (self ?? UNKNOWN_VALUE) };
  if (self && definition.decorators.some(({ path }) => /(?:^|[._])property$/.test(path))) {
    return run.callMethod(bound, run, expression.at);
  }
  return self === undefined && !isOfClass ? found : bound;
}

/** Whether a function has a decorator such as `staticmethod`. */
export function isMarked({ decorators }: FunctionDefinition, by: string): boolean {
  return decorators.some(({ path }) => path === by);
}

/** A member of a class or its bases, if known. */
export function findMember(of: ClassValue, name: string, run: Run): Value | undefined {
  const pending = [of];
  for (let step = 0; step < LIMITS.depth; step++) {
    const place = pending.shift();
    const value = place && run.state.variables.get(memberKey(place.definition, name));
    if (value || place === undefined) return value;
    pending.unshift(...basesOf(place, run));
  }
  return undefined;
}

function basesOf({ definition, scope }: ClassValue, run: Run): readonly ClassValue[] {
  return definition.bases.flatMap((base) => {
    if (base.kind !== 'name') return [];
    for (let place: Scope | undefined = scope; place; place = place.parent) {
      const value = run.state.variables.get(keyIn(place, base.name));
      if (value?.kind === 'class' && value.definition !== definition) return value;
    }
    return [];
  });
}

/** A class member's key. */
export function memberKey({ at }: ClassDefinition, name: string): string {
  return `class ${at.start} ${name}`;
}
