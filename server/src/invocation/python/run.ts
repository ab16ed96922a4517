/** The interpreter's state: fuel, variables, results. */

import type { Body, Expression, FunctionDefinition, Parameter } from '../../syntax/python/tree.ts';
import { type Fuel, spend, stopAt } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Branch, MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from '../invocation.ts';
import type { KnownTexts } from './texts.ts';
import {
  type Cell,
  type Held,
  type Item,
  type Scope,
  type State,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

type Started =
  | {
      readonly kind: 'words';
      readonly words: readonly Word[];
      readonly condition?: Span | undefined;
    }
  | { readonly kind: 'shell'; readonly text: MappedText; readonly branch: Branch | undefined };

/** Words that may be part of a command line. */
export interface Handed {
  readonly words: readonly Word[];
  readonly text: MappedText | undefined;
  readonly isUsed: boolean;
  readonly branch: Branch | undefined;
}

/** The state after a branch. */
export interface Left {
  readonly state: State;
  readonly branch: Branch;
}

/** A function with its scope. */
export interface Defined {
  readonly definition: FunctionDefinition;
  readonly scope: Scope;
  readonly of: Extract<Value, { kind: 'class' }> | undefined;
}

/** A running call. */
export interface Frame {
  readonly scope: Scope;
  readonly depth: number;
  readonly returns: Left[];
  /** Values in comprehensions, lambdas and `yield`. */
  readonly yielded: Value[];
  /** States where rounds ended early. */
  readonly loop: { readonly ends: State[]; readonly rounds: State[] } | undefined;
  /** Lists that unknown code owns, objects that it may start. */
  readonly borrowed: (Held<'list'> | Held<'object'>)[];
  /** Lists that are attributes of unknown objects, by source: `vm.args`. */
  readonly members: Map<string, Held<'list'>>;
  readonly of: Defined['of'];
}

/** Whether the next statement runs, or the block was left. */
export type End = 'goes-on' | 'left';

interface Runner {
  readonly evaluate: (expression: Expression, run: Run) => Value;
  readonly callOf: (expression: Extract<Expression, { kind: 'call' }>, run: Run) => Value;
  readonly callMethod: (method: Extract<Value, { kind: 'function' }>, run: Run, at: Span) => Value;
  readonly callUnknown: Runner['callMethod'];
  readonly runBody: (body: Body, run: Run) => End;
  readonly assign: (target: Expression, value: Value, at: Span, run: Run) => void;
}

/** A run of a file. */
export interface Run extends Runner {
  readonly source: string;
  readonly fuel: Fuel;
  state: State;
  frame: Frame;
  branches: readonly Branch[];
  /** Values that variables had inside a `try`. */
  overwritten: Map<string, Value> | undefined;
  readonly started: Started[];
  /** Words passed to unknown code or stored outside. */
  readonly handed: Handed[];
  /** Their texts, by whether this file uses them. */
  readonly handedTexts: Readonly<Record<'used' | 'unused', KnownTexts>>;
  readonly defined: Defined[];
  readonly called: Map<FunctionDefinition, number>;
  readonly running: Set<FunctionDefinition>;
  /** Functions that also run with unknown arguments. */
  readonly again: Set<FunctionDefinition>;
  usesHanded: boolean;
  /** `os.environ` */
  readonly environment: Value;
  /** The program's parsed options, with defaults. */
  readonly options: Held<'object'>;
  /** Defaults of parameters, which all calls share. */
  readonly defaults: Map<Parameter, Value>;
  /** Counts cells, scopes and choices. */
  count: number;
}

const STEP = 2.5;

/** Pays; false if no fuel is left. */
export function step({ fuel }: Run, at: Span | undefined, count = 1): boolean {
  return spend(fuel, STEP * count, at);
}

/** Pays a share of a step for each part; a few are free. */
export function payForMany(run: Run, at: Span | undefined, parts: number, share = 1): void {
  if (parts > LIMITS.combinations) step(run, at, Math.ceil(parts * share));
}

/** Pays for copying entries. */
export function spendOnEntries(run: Run, { size }: ReadonlyMap<string, Value>): void {
  step(run, undefined, size >> 3);
}

/** Pays for comparing alternatives. */
export function spendOnOptions(run: Run, { options }: Extract<Value, { kind: 'either' }>): void {
  step(run, undefined, (options.length ** 2) >> 2);
}

/** Makes a call's frame. */
export function newFrame(scope: Scope, depth: number): Frame {
  return {
    scope,
    depth,
    returns: [],
    yielded: [],
    loop: undefined,
    borrowed: [],
    members: new Map(),
    of: undefined,
  };
}

/** Makes a scope. */
export function newScope(run: Run, kind: Scope['kind'], parent: Scope): Scope {
  return { id: ++run.count, kind, parent, outside: new Set() };
}

/** Makes a cell and its reference. */
export function held<Kind extends Cell['kind']>(
  run: Run,
  cell: Cell & { readonly kind: Kind },
): Held<Kind> {
  const id = ++run.count;
  run.state.cells.set(id, cell);
  return { kind: cell.kind, id, through: [] };
}

/** Makes a list; unknown beyond the limit, and reported. */
export function listOf(run: Run, items: readonly Item[], isTuple = false): Value {
  payForMany(run, undefined, items.length);
  if (items.length <= LIMITS.pieces) return held(run, { kind: 'list', items, isTuple });
  const cut = items[LIMITS.pieces];
  if (cut) stopAt(run.fuel, cut.at);
  return UNKNOWN_VALUE;
}

/** A list's items; else undefined. */
export function itemsIn(run: Run, value: Value): readonly Item[] | undefined {
  if (value.kind !== 'list') return undefined;
  const cell = run.state.cells.get(value.id);
  return cell?.kind === 'list' ? cell.items : undefined;
}

/** The innermost branch with a condition. */
export function conditionalBranch({ branches }: Run): Branch | undefined {
  return branches.findLast(({ condition }) => condition);
}

/** Makes a branch; it may repeat inside a loop. */
export function branchIn({ branches }: Run, condition?: Span): Branch {
  return branches.some(({ looped }) => looped) ? { condition, looped: true } : { condition };
}

/** Runs `work` in a branch. */
export function inBranch<T>(run: Run, branch: Branch, work: () => T): T {
  const before = run.branches;
  run.branches = [...before, branch];
  try {
    return work();
  } finally {
    run.branches = before;
  }
}

/** Runs `work` in a call. */
export function inFrame<T>(run: Run, frame: Frame, work: () => T): T {
  const before = run.frame;
  run.frame = frame;
  try {
    return work();
  } finally {
    run.frame = before;
  }
}
