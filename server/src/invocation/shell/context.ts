import type { Dialect } from '../../syntax/shell/dialect.ts';
import type { Placement } from '../../syntax/shell/placement.ts';

import type { Branch, MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { Block, Scope } from '../domain/blocks.ts';
import type { BranchExit, State } from '../domain/state.ts';
import type { AbstractValue } from '../domain/values.ts';

/** A target of `return`, `exit` or `break`, with its exits. */
export interface Frame {
  readonly base: State;
  readonly exits: BranchExit[];
  /** Last values of variables that exits over the limit change. */
  lost: Map<string, AbstractValue> | undefined;
  readonly block: Block | undefined;
  /** Whether `base` is the shell's own state. */
  readonly own: boolean;
}

interface Frames {
  /** Left by `return`. */
  readonly call: Frame | undefined;
  /** Left by `exit`. */
  readonly shell: Frame | undefined;
  readonly loop: Frame | undefined;
  /** Left by `break`, if not `loop`. */
  readonly end?: Frame | undefined;
  /** Outside the loop, for `break 2`. */
  readonly outer?: Frames | undefined;
}

/** Collects output of commands. */
export interface Sink {
  readonly variable: string;
  readonly prints: {
    readonly text: MappedText;
    readonly at: Span;
    /** `printf` decodes escapes. */
    readonly escaped: boolean;
  }[];
  readonly every: boolean;
  opaque: boolean;
}

/** A function's local variable. */
export interface Local {
  /** Outside the function. */
  readonly before: AbstractValue | undefined;
  /** Whether all branches declare it. */
  readonly surely: boolean;
}

/** Local variables of a shell and of those around it. A subshell's own hide inherited ones. */
interface Locals {
  own: Map<string, Local> | undefined;
  readonly outer: Locals | undefined;
  /** Those of the function that called this one. */
  readonly caller?: Locals | undefined;
}

/** Where a function's variable is kept; with `called` also a variable of its callers. */
export function localsWith(name: string, locals: Locals, called = false): Locals | undefined {
  for (let some: Locals | undefined = locals; some; ) {
    if (some.own?.has(name)) return some;
    some = some.outer ?? (called ? some.caller : undefined);
  }
  return undefined;
}

/** Declares a local variable. */
export function addLocal(name: string, local: Local, locals: Locals): void {
  locals.own ??= new Map();
  locals.own.set(name, local);
}

/** What a command depends on: shell, state, place. */
export interface Context {
  readonly dialect: Dialect;
  readonly state: State;
  readonly scope: Scope;
  readonly placement: Placement;
  readonly frames: Frames;
  /** Undefined if no command reads the output. */
  readonly output: Sink | undefined;
  /** Printed by the pipeline's previous command. */
  readonly piped: Sink['prints'] | undefined;
  /** The variable with the standard input; undefined if unknown. */
  readonly input: string | undefined;
  readonly path: string | undefined;
  readonly locals: Locals | undefined;
  /** Rounds of enclosing loops that run word by word, multiplied. */
  readonly rounds: number;
  readonly calls: number;
  readonly files: readonly string[];
  /** The branch that gives a called function its name. */
  readonly calledIf: Branch | undefined;
  readonly nesting: number;
  /** Whether one command, or the whole shell, lacks the variables: another user or machine runs it. */
  readonly isolated: false | 'command' | 'shell';
  readonly execution: ExecutionContext;
}

/** Enters a block with its own state. */
export function inBlock(context: Context, block: Block, state: State): Context {
  return { ...context, state, scope: { ...context.scope, block } };
}
