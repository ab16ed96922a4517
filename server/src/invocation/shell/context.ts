/** What a piece of a script sees while it is run. */

import type { Dialect } from '../../syntax/shell/dialect.ts';
import type { Placement } from '../../syntax/shell/placement.ts';

import type { Branch, MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { Block, Scope } from './domain/blocks.ts';
import type { BranchExit, State } from './domain/state.ts';
import type { AbstractValue } from './domain/values.ts';

/** Where `return`, `exit` or `break` lead, with the exits that were found on the way there. */
export interface Frame {
  readonly base: State;
  readonly exits: BranchExit[];
  /** The variables that further exits changed, when there were too many of them. */
  lost: Set<string> | undefined;
  /** The block of the shell whose end this is. */
  readonly block: Block | undefined;
  /** Whether the base is the very state of that shell. */
  readonly own: boolean;
}

/** The frames around a command, each the innermost of its kind; undefined where there is none. */
interface Frames {
  /** Of a function or a file that was brought in: where `return` leads. */
  readonly call: Frame | undefined;
  /** Of a subshell: where `exit` leads. */
  readonly shell: Frame | undefined;
  readonly loop: Frame | undefined;
  /** Where `break` leads, if it is somewhere else than `continue`. */
  readonly end?: Frame | undefined;
  /** Those around the loop, for `break 2`. */
  readonly outer?: Frames | undefined;
}

/** What takes the output of commands. */
export interface Sink {
  /** The variable that the output is collected in. */
  readonly variable: string;
  /** What the commands print one by one, in whatever branch. */
  readonly prints: {
    readonly text: MappedText;
    readonly at: Span;
    /** Whether what is printed was written with escapes of its own, as for `printf`. */
    readonly escaped: boolean;
  }[];
  /** Whether every combination of what is printed is wanted. */
  readonly every: boolean;
  /** Whether a command prints something that nobody knows. */
  opaque: boolean;
}

/** A variable of a function. */
export interface Local {
  /** What the function assigned to the one outside of the same name before. */
  readonly before: AbstractValue | undefined;
  /** Whether it is its own on all ways, and not only where a branch says `local`. */
  readonly surely: boolean;
}

/** The variables of a function by name: in a subshell those that it adds, in front of those that it began with. */
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

/** From here on a function has a variable of its own. */
export function addLocal(name: string, local: Local, locals: Locals): void {
  locals.own ??= new Map();
  locals.own.set(name, local);
}

/** What a command runs with: its shell, its state, and where it stands. */
export interface Context {
  /** The shell that runs the script. */
  readonly dialect: Dialect;
  readonly state: State;
  readonly scope: Scope;
  readonly placement: Placement;
  readonly frames: Frames;
  /** What takes what is printed; undefined where nobody reads it. */
  readonly output: Sink | undefined;
  /** What the command before in a pipeline prints, print by print. */
  readonly piped: Sink['prints'] | undefined;
  /** The variable that holds what is left on the standard input; undefined where nobody knows it. */
  readonly input: string | undefined;
  /** The file that the script is written in. */
  readonly path: string | undefined;
  /** The variables of the function that is being called; undefined outside of functions. */
  readonly locals: Locals | undefined;
  /** How many rounds the loops around it have together that are run word by word. */
  readonly rounds: number;
  /** How many functions are being called. */
  readonly calls: number;
  /** The files that are being brought in, the document first. */
  readonly files: readonly string[];
  /** The branch without which the function is not called, where its name came from one. */
  readonly calledIf: Branch | undefined;
  /** How many strings the script is inside of. */
  readonly nesting: number;
  /** Whether another user or machine runs it, or one that knows none of the variables here: one command, or a shell there. */
  readonly isolated: false | 'command' | 'shell';
  /** Who runs its commands, and where. */
  readonly execution: ExecutionContext;
}

/** The same, on a state of its own inside a block. */
export function inBlock(context: Context, block: Block, state: State): Context {
  return { ...context, state, scope: { ...context.scope, block } };
}
