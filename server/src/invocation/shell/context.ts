/** What surrounds a running command. */

import type { Dialect } from '../../syntax/shell/dialect.ts';
import type { Placement } from '../../syntax/shell/placement.ts';

import type { Branch, MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { Block, Scope } from './domain/blocks.ts';
import type { BranchExit, State } from './domain/state.ts';
import type { AbstractValue } from './domain/values.ts';

/** Target of `return`, `exit` or `break`, with the exits that reach it. */
export interface Frame {
  readonly base: State;
  readonly exits: BranchExit[];
  /** Changed by exits over the limit. */
  lost: Set<string> | undefined;
  /** Of the shell that ends. */
  readonly block: Block | undefined;
  /** The base is that shell's own state. */
  readonly own: boolean;
}

/** Innermost frames. */
interface Frames {
  /** `return` from a function or included file. */
  readonly call: Frame | undefined;
  /** `exit` from a subshell. */
  readonly shell: Frame | undefined;
  readonly loop: Frame | undefined;
  /** `break`, if it differs from `continue`. */
  readonly end?: Frame | undefined;
  /** Around the loop: `break 2`. */
  readonly outer?: Frames | undefined;
}

/** Collects output. */
export interface Sink {
  /** The variable with the output. */
  readonly variable: string;
  /** From all branches. */
  readonly prints: {
    readonly text: MappedText;
    readonly at: Span;
    /** `printf` has escapes of its own. */
    readonly escaped: boolean;
  }[];
  /** All combinations of prints are wanted. */
  readonly every: boolean;
  /** Some output is unknown. */
  opaque: boolean;
}

/** A function's variable. */
export interface Local {
  /** The outer variable, as assigned in the function before. */
  readonly before: AbstractValue | undefined;
  /** False after `local` in a branch. */
  readonly surely: boolean;
}

/** A function's variables. A subshell's precede those it inherits. */
interface Locals {
  own: Map<string, Local> | undefined;
  readonly outer: Locals | undefined;
}

/** Of the running function. */
export function isLocal(name: string, locals: Locals): boolean {
  for (let some: Locals | undefined = locals; some; some = some.outer) {
    if (some.own?.has(name)) return true;
  }
  return false;
}

/** From here on. */
export function addLocal(name: string, local: Local, locals: Locals): void {
  locals.own ??= new Map();
  locals.own.set(name, local);
}

/** Shell, state and place of a command. */
export interface Context {
  readonly dialect: Dialect;
  readonly state: State;
  readonly scope: Scope;
  readonly placement: Placement;
  readonly frames: Frames;
  /** Undefined if output is not read. */
  readonly output: Sink | undefined;
  /** Of the previous command in a pipeline. */
  readonly piped: Sink['prints'] | undefined;
  /** The variable with the unread standard input; undefined if unknown. */
  readonly input: string | undefined;
  readonly path: string | undefined;
  /** Undefined outside of functions. */
  readonly locals: Locals | undefined;
  /** Product of the rounds of enclosing loops that run word by word. */
  readonly rounds: number;
  readonly calls: number;
  /** Files being included, the document first. */
  readonly files: readonly string[];
  /** The branch that gives the called function's name. */
  readonly calledIf: Branch | undefined;
  readonly nesting: number;
  /** Run by another user, machine or shell without these variables: one command, or a whole shell. */
  readonly isolated: false | 'command' | 'shell';
  readonly execution: ExecutionContext;
}

/** The context inside a block, on another state. */
export function inBlock(context: Context, block: Block, state: State): Context {
  return { ...context, state, scope: { ...context.scope, block } };
}
