import type { ClassDefinition, FunctionDefinition } from '../../syntax/python/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  type Branch,
  definedAt,
  type MappedText,
  throughUse,
  type Use,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { mayOpenMonitor } from '../monitor-options.ts';
import { type Store, storeOn } from './store.ts';

/** A scope of names. */
export interface Scope {
  readonly id: number;
  readonly kind: 'module' | 'function' | 'class';
  readonly parent: Scope | undefined;
  /** Declared `global` or `nonlocal`. */
  readonly outside: Set<string>;
}

/** A reference to a mutable cell. */
export interface Held<Kind extends Cell['kind']> {
  readonly kind: Kind;
  readonly id: number;
  /** Nearest to its use first. */
  readonly through: readonly Use[];
}

/** A value. */
export type Value =
  /** With its key in a dictionary. */
  | { readonly kind: 'text'; readonly text: MappedText; readonly key?: MappedText }
  | { readonly kind: 'number'; readonly text: MappedText }
  /** `True`, `False`, or undefined for `None`. */
  | { readonly kind: 'constant'; readonly value: boolean | undefined }
  | Held<'list'>
  | Held<'dictionary'>
  | Held<'object'>
  | {
      readonly kind: 'function';
      readonly definition: FunctionDefinition;
      readonly scope: Scope;
      readonly self?: Value;
    }
  | { readonly kind: 'class'; readonly definition: ClassDefinition; readonly scope: Scope }
  /** A library function such as `subprocess.run`, or a method of a known value. */
  | { readonly kind: 'library'; readonly path: string; readonly self?: Value }
  /** Absent on a path. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'either'; readonly options: readonly Option[] }
  /** What unknown code makes of a command line begins with its `program`. */
  | { readonly kind: 'unknown'; readonly program?: Item };

/** A reference value. */
export type Reference = Extract<Value, { kind: 'list' | 'dictionary' | 'object' }>;

/** A value without alternatives. */
export type Option = Exclude<Value, { kind: 'either' }>;

/** A list item. */
export interface Item {
  readonly value: Value;
  /** With quotes. */
  readonly at: Span;
  /** Whether it may be any number of items. */
  readonly many: boolean;
  readonly branch?: Branch | undefined;
}

/** Whether it is exactly one, unconditional item. */
export function isSure({ many, branch }: Item): boolean {
  return !many && branch === undefined;
}

/** The content of lists, dictionaries and objects. */
export type Cell =
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly isTuple: boolean }
  | {
      readonly kind: 'dictionary';
      readonly entries: ReadonlyMap<string, Value>;
      /** Whether it may have other entries. */
      readonly isOpen: boolean;
    }
  | {
      readonly kind: 'object';
      /** Undefined for a namespace: parsed options, `SimpleNamespace`. */
      readonly of: Extract<Value, { kind: 'class' }> | undefined;
      readonly entries: ReadonlyMap<string, Value>;
      /** Whether constants of the class may be replaced. */
      readonly isOpen: boolean;
    };

/** An object without a class of this file. */
export const NAMESPACE = {
  kind: 'object',
  of: undefined,
  entries: new Map(),
  isOpen: true,
} as const;

/** The entries of a dictionary, or an object's attributes. */
export function entriesOf(cell: Cell | undefined): ReadonlyMap<string, Value> | undefined {
  return cell && cell.kind !== 'list' ? cell.entries : undefined;
}

/** The mutable state. */
export interface State {
  readonly variables: Store<string, Value>;
  readonly cells: Store<number, Cell>;
}

/** An unknown value. */
export const UNKNOWN_VALUE: Extract<Value, { kind: 'unknown' }> = { kind: 'unknown' };
/** Over the limit; reported where created. */
export const TOO_LONG = { kind: 'unknown' } as const satisfies Value;
/** An absent entry. */
export const MISSING = { kind: 'missing' } as const satisfies Value;
/** `None` */
export const NONE = { kind: 'constant', value: undefined } as const satisfies Value;

/** A new layer on an immutable state. */
export function copyOf({ variables, cells }: State): State {
  return { variables: storeOn(variables), cells: storeOn(cells) };
}

/** A value's alternatives. */
export function optionsOf(value: Value): readonly Option[] {
  return value.kind === 'either' ? value.options : [value];
}

/** Merges alternatives. Beyond the limit, those that may open a monitor stay, and unknown. */
export function either(...values: readonly Value[]): Value {
  const kept: Option[] = [];
  for (const option of values.flatMap(optionsOf)) {
    if (!kept.some((own) => sameValue(own, option))) kept.push(option);
  }
  const [first = UNKNOWN_VALUE] = kept;
  if (kept.length <= 1) return first;
  if (kept.length <= LIMITS.several) return { kind: 'either', options: kept };
  const opening = kept.filter(mayOpen).slice(0, LIMITS.combinations);
  const others = kept.filter((option) => option.kind !== 'unknown' && !mayOpen(option));
  const room = Math.max(0, LIMITS.several - 1 - opening.length);
  return { kind: 'either', options: [...opening, ...others.slice(0, room), UNKNOWN_VALUE] };
}

function mayOpen(value: Option): boolean {
  return value.kind === 'text' && mayOpenMonitor(value.text.decoded);
}

/** Maps each alternative. */
export function mapOptions(value: Value, make: (value: Option) => Value): Value {
  return value.kind === 'either' ? either(...value.options.map(make)) : make(value);
}

/** Replaces or drops absent alternatives. */
export function present(value: Value = MISSING, otherwise: Value = MISSING): Value {
  if (otherwise.kind !== 'missing') {
    return mapOptions(value, (own) => (own.kind === 'missing' ? otherwise : own));
  }
  return either(...optionsOf(value).filter(({ kind }) => kind !== 'missing'));
}

/** Adds an unknown alternative. */
export function perhaps(value: Value = UNKNOWN_VALUE): Value {
  return either(value, UNKNOWN_VALUE);
}

/** Whether no alternative is absent. */
export function isPresent(value: Value): boolean {
  return optionsOf(value).every(({ kind }) => kind !== 'missing');
}

/** Whether values and places are equal. */
export function sameValue(one: Value, other: Value): boolean {
  if (one === other) return true;
  switch (one.kind) {
    case 'text':
    case 'number':
      return other.kind === one.kind && sameText(one.text, other.text);
    case 'constant':
      return other.kind === 'constant' && one.value === other.value;
    case 'list':
    case 'dictionary':
    case 'object':
      return other.kind === one.kind && one.id === other.id;
    case 'function':
    case 'class':
      return other.kind === one.kind && one.definition === other.definition;
    case 'library':
      return other.kind === 'library' && one.path === other.path && !one.self && !other.self;
    case 'either':
      return (
        other.kind === 'either' &&
        one.options.length === other.options.length &&
        one.options.every((option, index) => {
          const second = other.options[index];
          return second !== undefined && sameValue(option, second);
        })
      );
    case 'unknown':
      return other.kind === 'unknown' && one.program === other.program;
    case 'missing':
      return other.kind === 'missing';
  }
}

function sameText(one: MappedText, other: MappedText): boolean {
  if (one === other) return true;
  return (
    one.decoded === other.decoded &&
    one.pieces.length === other.pieces.length &&
    one.pieces.every(({ at }, index) => {
      const piece = other.pieces[index];
      return piece?.at.start === at.start && piece.at.end === at.end;
    })
  );
}

const USES_PER_PIECE = 2;

/** Pieces of a value's texts, weighted by uses. */
export function piecesIn(value: Value): number {
  let sum = 0;
  for (const own of optionsOf(value)) {
    if (!('text' in own)) continue;
    for (const { through } of own.text.pieces) sum += 1 + through.length / USES_PER_PIECE;
  }
  return sum;
}

/** A value seen through a name. */
export function seenThrough(value: Value, use: Use): Value {
  return changeEach(value, (own) => {
    if ('text' in own) return { ...own, text: textThrough(own.text, use) };
    if (!('through' in own) || own.through.length >= LIMITS.steps) return own;
    return { ...own, through: [use, ...own.through] };
  });
}

/** Maps texts. */
export function mapTexts(value: Value, change: (text: MappedText) => MappedText): Value {
  return changeEach(value, (own) => ('text' in own ? { ...own, text: change(own.text) } : own));
}

/** Marks a value with its key: `args["-qmp"] = "tcp:…"`. */
export function keyedBy(value: Value, key: Value): Value {
  if (key.kind !== 'text') return value;
  return changeEach(value, (own) => (own.kind === 'text' ? { ...own, key: key.text } : own));
}

function changeEach(value: Value, change: (own: Option) => Option): Value {
  if (value.kind !== 'either') return change(value);
  return { kind: 'either', options: value.options.map(change) };
}

/** A text seen through a name. */
export function textThrough(text: MappedText, use: Use): MappedText {
  const [first] = text.pieces;
  return first && first.through.length >= LIMITS.steps ? text : throughUse(text, use);
}

/** Marks an assigned value's definition. */
export function valueDefinedIn(value: Value, definition: Span): Value {
  return mapTexts(value, (text) => definedAt(text, definition));
}
