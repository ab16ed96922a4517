/** What an expression of a Python file may be, as far as it can become words of a command line. */
import type { ClassDefinition, FunctionDefinition } from '../../syntax/python/tree.ts';
import {
  type Branch,
  type MappedText,
  throughUse,
  type Use,
  withMarks,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type Store, storeOn } from './store.ts';

/** An `if`, or an `a if c else b`, each time that it is run. */
export type Choice = Readonly<Record<never, never>>;

/** One of the ways through a choice. */
export interface Arm extends Branch {
  readonly choice: Choice;
}

/** Whether a branch is one of several ways. */
export function isArm(branch: Branch | undefined): branch is Arm {
  return branch !== undefined && 'choice' in branch;
}

/** Which arms lead to a value, the outermost first. */
export type Path = readonly Arm[];

/** Where names are looked up. */
export interface Scope {
  readonly id: number;
  readonly kind: 'module' | 'function' | 'class';
  readonly parent: Scope | undefined;
  /** Names that belong to the module, or to a function around. */
  readonly outside: Set<string>;
}

/** What is held in a cell, so that all who have it see it change. */
export interface Held<Kind extends Cell['kind']> {
  readonly kind: Kind;
  readonly id: number;
  /** The names through which it came, the nearest to its use first. */
  readonly through: readonly Use[];
}

/** What an expression may be. */
export type Value =
  | { readonly kind: 'text'; readonly text: MappedText }
  /** A number with its digits; they are known, or it would be no number. */
  | { readonly kind: 'number'; readonly text: MappedText }
  /** `True`, `False`, and `None` without a value. */
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
  /** Something of a library by its name, such as `subprocess.run`, or a method of what is known here. */
  | { readonly kind: 'library'; readonly path: string; readonly self?: Value }
  /** In the place of an entry or attribute that is not there on one of the ways. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'either'; readonly options: readonly Option[] }
  | { readonly kind: 'unknown' };

/** A value that is in a cell, which all who have it change. */
export type Reference = Extract<Value, { kind: 'list' | 'dictionary' | 'object' }>;

/** One of the values of an expression, with the way there. */
export interface Option {
  readonly value: Exclude<Value, { kind: 'either' }>;
  readonly path: Path;
}

/** What is in a list at one place. */
export interface Item {
  readonly value: Value;
  /** Where it is written: the element with its quotes. */
  readonly at: Span;
  /** Whether nobody knows how many there are. */
  readonly many: boolean;
  /** The branch that puts it there, where it may be missing. */
  readonly branch?: Branch | undefined;
}

/** Whether an item is there in any case, and is one. */
export function isSure({ many, branch }: Item): boolean {
  return !many && branch === undefined;
}

/** What lists, dictionaries and objects hold at the moment. */
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
      readonly of: Extract<Value, { kind: 'class' }>;
      readonly entries: ReadonlyMap<string, Value>;
    };

/** All that changes while a file is run. */
export interface State {
  readonly variables: Store<string, Value>;
  readonly cells: Store<number, Cell>;
}

/** What nobody knows. */
export const UNKNOWN_VALUE = { kind: 'unknown' } as const satisfies Value;
/** What is too long to be known, which is told of where it is made. */
export const TOO_LONG = { kind: 'unknown' } as const satisfies Value;
/** What an entry is where it is not there. */
export const MISSING = { kind: 'missing' } as const satisfies Value;
/** `None`. */
export const NONE = { kind: 'constant', value: undefined } as const satisfies Value;

/** How many values of one expression are followed. */
export const MAX_OPTIONS = 16;
/** How many arms a way remembers, of those that were met last. Forgetting one only means that less is excluded. */
const MAX_ARMS = 24;
/** Through how many names a value may come. */
const MAX_TRAVEL = 32;

/** A state to go on from one that does not change any more. */
export function copyOf({ variables, cells }: State): State {
  return { variables: storeOn(variables), cells: storeOn(cells) };
}

/** The values that one may be, with the ways there. */
export function optionsOf(value: Value): readonly Option[] {
  return value.kind === 'either' ? value.options : [{ value, path: [] }];
}

/** One value of several; what is the same stays one. */
export function either(options: readonly Option[]): Value {
  const kept: Option[] = [];
  for (const option of options) {
    const index = kept.findIndex(({ value }) => sameValue(value, option.value));
    const same = kept[index];
    if (same === undefined) kept.push(remembered(option));
    // A value of several ways comes by what these have in common.
    else if (!same.path.every((arm) => option.path.includes(arm))) {
      const path = same.path.filter((arm) => option.path.includes(arm));
      kept[index] = { value: same.value, path };
    }
  }
  const [first] = kept;
  if (first === undefined) return UNKNOWN_VALUE;
  if (kept.length === 1) return first.value;
  if (kept.length <= MAX_OPTIONS) return { kind: 'either', options: kept };
  const some = kept.slice(0, MAX_OPTIONS - 1);
  return { kind: 'either', options: [...some, { value: UNKNOWN_VALUE, path: [] }] };
}

/** An option with as much of its way as is remembered. */
function remembered(option: Option): Option {
  const { value, path } = option;
  return path.length > MAX_ARMS ? { value, path: path.slice(-MAX_ARMS) } : option;
}

/** Whether two ways can be gone at once. */
export function agree(one: Path, other: Path): boolean {
  return one.every((arm) => other.every((two) => arm.choice !== two.choice || arm === two));
}

/** What `make` gives for each of the values that one may be. */
export function mapOptions(value: Value, make: (value: Option['value']) => Value): Value {
  if (value.kind !== 'either') return make(value);
  return either(
    value.options.flatMap(({ value: own, path }) => {
      return optionsOf(make(own))
        .filter((made) => agree(path, made.path))
        .map((made) => ({ value: made.value, path: [...path, ...made.path] }));
    }),
  );
}

/** What a value is where it is there, and `otherwise` where it is missing; without that nobody gets to see it there. */
export function present(value: Value = MISSING, otherwise: Value = MISSING): Value {
  if (otherwise.kind !== 'missing') {
    return mapOptions(value, (own) => (own.kind === 'missing' ? otherwise : own));
  }
  return either(optionsOf(value).filter((option) => option.value.kind !== 'missing'));
}

/** Whether two values say the same and are written in the same places. */
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
        one.options.every(({ value }, index) => {
          const second = other.options[index];
          return second !== undefined && sameValue(value, second.value);
        })
      );
    case 'unknown':
    case 'missing':
      return other.kind === one.kind;
  }
}

/** Whether two texts have the same characters, written in the same places. */
export function sameText(one: MappedText, other: MappedText): boolean {
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

/** How many uses through which a piece came are copied in the time of the piece. */
const USES_PER_PIECE = 2;

/** Of how many pieces the texts of a value are. One that came a long way counts for several. */
export function piecesIn(value: Value): number {
  let sum = 0;
  for (const { value: own } of optionsOf(value)) {
    if (!('text' in own)) continue;
    for (const { through } of own.text.pieces) sum += 1 + through.length / USES_PER_PIECE;
  }
  return sum;
}

/** A value as it is seen where its name stands. */
export function seenThrough(value: Value, use: Use): Value {
  return changeEach(value, (own) => {
    if ('text' in own) return { ...own, text: textThrough(own.text, use) };
    if (!('through' in own) || own.through.length >= MAX_TRAVEL) return own;
    return { ...own, through: [use, ...own.through] };
  });
}

/** A value with something else said about its texts. */
export function mapTexts(value: Value, change: (text: MappedText) => MappedText): Value {
  return changeEach(value, (own) => ('text' in own ? { ...own, text: change(own.text) } : own));
}

/** A value, or each of several, with something else said about it. */
function changeEach(value: Value, change: (own: Option['value']) => Option['value']): Value {
  if (value.kind !== 'either') return change(value);
  const options = value.options.map((option) => ({ ...option, value: change(option.value) }));
  return { kind: 'either', options };
}

/** A text as it is seen where its name stands. */
export function textThrough(text: MappedText, use: Use): MappedText {
  const [first] = text.pieces;
  return first && first.through.length >= MAX_TRAVEL ? text : throughUse(text, use);
}

/** A text that is written in an assignment or an element, and used elsewhere. */
export function definedIn(text: MappedText, definition: Span): MappedText {
  return withMarks(text, (piece) => {
    // Asked of each piece of long texts again and again, so that nothing is taken apart that stays.
    const use = piece.through[0];
    if (use === undefined) return piece.definition ? piece : { ...piece, definition };
    // What stands in the assignment is the name that the piece came through.
    return use.definition
      ? piece
      : { ...piece, through: [{ ...use, definition }, ...piece.through.slice(1)] };
  });
}

/** The same for whatever is assigned. */
export function valueDefinedIn(value: Value, definition: Span): Value {
  return mapTexts(value, (text) => definedIn(text, definition));
}
