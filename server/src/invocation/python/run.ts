/** What a Python file is run with: the budget, the state that changes, and what was found. */
import type { Body, Expression, FunctionDefinition, Statement } from '../../syntax/python/tree.ts';
import type { Branch, MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Client } from '../client.ts';
import type { Word } from '../invocation.ts';
import type { KnownTexts } from './texts.ts';
import {
  type Arm,
  type Cell,
  type Held,
  type Item,
  type Scope,
  type State,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** How deep functions may call each other. What is called from there is unknown. */
export const MAX_CALLS = 12;
/** How often one function is run. Further calls of it are unknown. */
export const MAX_RUNS = 24;
/** How many rounds of a loop are gone through one by one. Of others one stands for all. */
export const MAX_ROUNDS = 32;
/** How many ways out of a function are told apart. What it returns on others is unknown, and nothing else is known of them. */
export const MAX_RETURNS = 64;
/** How many items a list may have. */
export const MAX_ITEMS = 2_000;

/** A command line that a program is started with, or a text for a shell. */
type Started =
  | {
      readonly kind: 'words';
      readonly words: readonly Word[];
      readonly condition?: Span | undefined;
    }
  | { readonly kind: 'shell'; readonly text: MappedText; readonly branch: Arm | undefined };

/** Words that may be a part of a command line. */
export interface Handed {
  readonly words: readonly Word[];
  /** The text that they are the words of, where they are. */
  readonly text: MappedText | undefined;
  /** Whether something of this file uses them, though nobody knows for what. */
  readonly isUsed: boolean;
  readonly condition: Span | undefined;
  readonly branch: Arm | undefined;
}

/** A function that was defined, with all that it sees. */
export interface Defined {
  readonly definition: FunctionDefinition;
  readonly scope: Scope;
  readonly of: Extract<Value, { kind: 'class' }> | undefined;
}

/** The call of a function while it runs. */
export interface Frame {
  readonly scope: Scope;
  readonly depth: number;
  /** What it returns, with the state in which it does. */
  readonly returns: {
    readonly value: Value;
    readonly state: State;
    readonly arm: Arm | undefined;
  }[];
  /** Where rounds of the innermost loop ended early. */
  readonly loop: { readonly ends: State[]; readonly rounds: State[] } | undefined;
  /** Lists of which somebody else has the beginning; they get what is added here. And objects that somebody else may start. */
  readonly borrowed: (Held<'list'> | Held<'object'>)[];
  /** Those of them that are attributes of something that nobody knows, as they are written: `vm.args`. */
  readonly members: Map<string, Held<'list'>>;
  /** Parameters with the values that literals give them, in a function that only this file can call. */
  readonly settled: Map<string, Value>;
  /** The class around, where its body is run. */
  readonly of: Defined['of'];
}

/** Whether what follows is run too. */
export type End = 'goes-on' | 'left';

/** What runs the parts of a file that stand in each other. */
interface Runner {
  readonly evaluate: (expression: Expression, run: Run) => Value;
  readonly callOf: (expression: Extract<Expression, { kind: 'call' }>, run: Run) => Value;
  /** Reads a property, which is a call that has no parentheses. */
  readonly callMethod: (method: Extract<Value, { kind: 'function' }>, run: Run, at: Span) => Value;
  readonly runBody: (body: Body, run: Run) => End;
  readonly assign: (target: Expression, value: Value, at: Span, run: Run) => void;
}

/** One run of a file: what it holds at the moment, and what was found so far. */
export interface Run extends Runner {
  readonly source: string;
  readonly budget: { steps: number; stopped: Span | undefined };
  state: State;
  /** The call that is being run. */
  frame: Frame;
  /** The arms around what is run, the outermost first. */
  arms: readonly Arm[];
  readonly started: Started[];
  /** The statements that were run. */
  readonly ran: Set<Statement>;
  /** Words that something else is given which is not known here, and those that a module or an object holds. */
  readonly handed: Handed[];
  /** The texts among them, those that something uses and those that nothing does. */
  readonly handedTexts: Readonly<Record<'used' | 'unused', KnownTexts>>;
  /** Calls that connect to a port, perhaps that of a monitor. */
  readonly clients: Client[];
  readonly defined: Defined[];
  /** How often each function was run. */
  readonly called: Map<FunctionDefinition, number>;
  readonly running: Set<FunctionDefinition>;
  /** Whether what is handed on now is used in this file. */
  usesHanded: boolean;
  /** What options of the program are where nobody gives them, by their names as attributes. */
  readonly options: Map<string, Value>;
  /** How many cells, scopes and choices there are. */
  count: number;
}

/** Takes a step; false where nothing is followed any more. */
export function step({ budget }: Run, at: Span, cost = 1): boolean {
  budget.steps -= cost;
  if (budget.steps >= 0) return true;
  budget.stopped ??= at;
  return false;
}

/** Takes from the budget what it costs to make a dictionary, or what an object has, anew. */
export function spendOnEntries({ budget }: Run, { size }: ReadonlyMap<string, Value>): void {
  budget.steps -= size >> 3;
}

/** The same for the values that one may be, each of which is compared with the others. */
export function spendOnOptions(
  { budget }: Run,
  { options }: Extract<Value, { kind: 'either' }>,
): void {
  budget.steps -= (options.length ** 2) >> 2;
}

/** A call that begins. */
export function newFrame(scope: Scope, depth: number): Frame {
  return {
    scope,
    depth,
    returns: [],
    loop: undefined,
    borrowed: [],
    members: new Map(),
    settled: new Map(),
    of: undefined,
  };
}

/** A scope whose names nobody has assigned yet. */
export function newScope(run: Run, kind: Scope['kind'], parent: Scope): Scope {
  return { id: ++run.count, kind, parent, outside: new Set() };
}

/** A new cell, and the reference to it. */
export function held<Kind extends Cell['kind']>(
  run: Run,
  cell: Cell & { readonly kind: Kind },
): Held<Kind> {
  const id = ++run.count;
  run.state.cells.set(id, cell);
  return { kind: cell.kind, id, through: [] };
}

/** How many items cost no more than what they come from; of more, each takes a step. */
const USUAL_ITEMS = 64;

/** A new list; one of too many items is unknown, which is said. */
export function listOf(run: Run, items: readonly Item[], isTuple = false): Value {
  const { budget } = run;
  if (items.length > USUAL_ITEMS) budget.steps -= items.length;
  if (items.length <= MAX_ITEMS) return held(run, { kind: 'list', items, isTuple });
  budget.stopped ??= items[MAX_ITEMS]?.at;
  return UNKNOWN_VALUE;
}

/** The items of a list; undefined for anything else. */
export function itemsIn(run: Run, value: Value): readonly Item[] | undefined {
  if (value.kind !== 'list') return undefined;
  const cell = run.state.cells.get(value.id);
  return cell?.kind === 'list' ? cell.items : undefined;
}

/** The innermost branch that a condition decides. */
export function conditionalArm({ arms }: Run): Arm | undefined {
  return arms.findLast(({ condition }) => condition);
}

/** Runs something as an arm of a branch. */
export function inArm<T>(run: Run, arm: Arm, work: () => T): T {
  const before = run.arms;
  run.arms = [...before, arm];
  try {
    return work();
  } finally {
    run.arms = before;
  }
}

/** Runs something as a part of a call. */
export function inFrame<T>(run: Run, frame: Frame, work: () => T): T {
  const before = run.frame;
  run.frame = frame;
  try {
    return work();
  } finally {
    run.frame = before;
  }
}

/** A way through a choice where something is run: in a loop it may be gone again and again. */
export function armIn(run: Run, choice: object, condition?: Span): Arm {
  return armOf(
    choice,
    condition,
    run.arms.some(({ looped }) => looped),
  );
}

/** A way through a choice, whatever stands around it. */
export function armOf(choice: object, condition: Span | undefined, looped = false): Arm {
  const branch: Branch = looped ? { condition, looped } : { condition };
  return { ...branch, choice };
}
