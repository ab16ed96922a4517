/** The surroundings of a command while its script runs. */

import type { Dialect } from '../../syntax/shell/dialect.ts';
import type { Placement } from '../../syntax/shell/placement.ts';

import type { Branch, MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { Block, Scope } from './domain/blocks.ts';
import type { BranchExit, State } from './domain/state.ts';
import type { AbstractValue } from './domain/values.ts';

/** The target of `return`, `exit` or `break`, with the exits that reach it. */
export interface Frame {
  readonly base: State;
  readonly exits: BranchExit[];
  /** Variables changed by further exits, if too many. */
  lost: Set<string> | undefined;
  /** The block of the ending shell. */
  readonly block: Block | undefined;
  /** Whether the base is that shell's own state. */
  readonly own: boolean;
}

/** The innermost frames around a command. */
interface Frames {
  /** For `return`, from a function or included file. */
  readonly call: Frame | undefined;
  /** For `exit`, from a subshell. */
  readonly shell: Frame | undefined;
  readonly loop: Frame | undefined;
  /** For `break`, if different from `continue`. */
  readonly end?: Frame | undefined;
  /** Around the loop, for `break 2`. */
  readonly outer?: Frames | undefined;
}

/** Collects the output of commands. */
export interface Sink {
  /** The variable of the output. */
  readonly variable: string;
  /** Single prints, from all branches. */
  readonly prints: {
    readonly text: MappedText;
    readonly at: Span;
    /** Whether it has escapes of its own, as for `printf`. */
    readonly escaped: boolean;
  }[];
  /** Whether all combinations of prints are wanted. */
  readonly every: boolean;
  /** Whether some output is unknown. */
  opaque: boolean;
}

/** A variable of a function. */
export interface Local {
  /** The function's earlier assignment to the outer variable. */
  readonly before: AbstractValue | undefined;
  /** False after `local` in a branch. */
  readonly surely: boolean;
}

/** The variables of a function. A subshell's own precede those it began with. */
interface Locals {
  own: Map<string, Local> | undefined;
  readonly outer: Locals | undefined;
}

/** Whether a function has a variable of its own. */
export function isLocal(name: string, locals: Locals): boolean {
  for (let some: Locals | undefined = locals; some; some = some.outer) {
    if (some.own?.has(name)) return true;
  }
  return false;
}

/** Makes a variable the function's own from here on. */
export function addLocal(name: string, local: Local, locals: Locals): void {
  locals.own ??= new Map();
  locals.own.set(name, local);
}

/** The shell, state and place of a command. */
export interface Context {
  readonly dialect: Dialect;
  readonly state: State;
  readonly scope: Scope;
  readonly placement: Placement;
  readonly frames: Frames;
  /** Undefined if the output is not read. */
  readonly output: Sink | undefined;
  /** Prints of the previous command in a pipeline. */
  readonly piped: Sink['prints'] | undefined;
  /** The variable with the remaining standard input; undefined if unknown. */
  readonly input: string | undefined;
  readonly path: string | undefined;
  /** The running function's variables; undefined outside of functions. */
  readonly locals: Locals | undefined;
  /** The rounds of the loops around it that run word by word, multiplied. */
  readonly rounds: number;
  readonly calls: number;
  /** The files being brought in, the document first. */
  readonly files: readonly string[];
  /** The branch that gives the called function's name. */
  readonly calledIf: Branch | undefined;
  readonly nesting: number;
  /** Whether another user or machine runs it, or a shell without these variables: one command, or a whole shell. */
  readonly isolated: false | 'command' | 'shell';
  readonly execution: ExecutionContext;
}

/** The context on another state inside a block. */
export function inBlock(context: Context, block: Block, state: State): Context {
  return { ...context, state, scope: { ...context.scope, block } };
}
