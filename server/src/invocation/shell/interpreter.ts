/** The state of a script's run: budget, shared data and results. */
import type { ShellNode } from '../../syntax/shell/tree.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { IncludedScript, Inclusions } from '../inclusions.ts';
import type { ArgvInvocation, ConfigInvocation, SentText, Word } from '../invocation.ts';
import type { FoundClient, FoundTool } from './connect/connections.ts';
import type { Context } from './context.ts';
import type { FoundCommand } from './domain/blocks.ts';
import type { FileKey, FunctionKey, TrapKey } from './domain/keys.ts';
import type { Budget } from './domain/limits.ts';
import type { State } from './domain/state.ts';
import type { Aliases } from './execute/aliases.ts';
import type { WrittenFile } from './files.ts';
import type { ProgramStart } from './launch/find-program.ts';
import type { KnownLines } from './launch/known-lines.ts';
import type { Called, Defined, Recorder } from './reuse/recorder.ts';
import type { Runner } from './view.ts';
import type { Visited } from './visited.ts';

/** What a command's name says. */
export interface NameFacts {
  readonly key: FunctionKey;
  /** When its words matter: a filter's if its output is read, a client's if it says so. */
  readonly followed: 'always' | 'if-told' | 'if-read' | 'never';
}

/** Shared by everything that runs a script. */
export interface Interpreter extends Runner {
  /** Stops at the first unreachable command. */
  readonly run: (nodes: readonly ShellNode[], context: Context) => void;
  readonly budget: Budget;
  readonly inclusions: Inclusions | undefined;
  /** By path; each adds to the budget once. */
  readonly broughtIn: Map<string, IncludedScript>;
  /** Written files and their writers; the state has their content. */
  readonly written: Map<FileKey, WrittenFile>;
  /** Files removed or overwritten unused. */
  readonly givenUp: WrittenFile[];
  /** In execution order. */
  readonly found: Found[];
  /** Scripts repeat a few names. */
  readonly named: Map<string, NameFacts>;
  readonly visited: Visited;
  /** Commands of short strings. */
  readonly texts: Map<string, readonly ShellNode[]>;
  /** Start offsets of strings read in place. */
  readonly readPlaces: Set<number>;
  /** The document's functions by offset, ordered by first definition. */
  readonly defined: Map<number, Defined>;
  /** Exports of scripts in strings that start no QEMU. */
  readonly environments: State[];
  readonly called: Called;
  readonly lines: KnownLines;
  /** Places of QEMU names that start. */
  readonly launched: Set<number>;
  /** Records dependencies and effects for other scripts. */
  readonly recorder: Recorder;
  /** Signals that ever had a trap. */
  readonly trapped: Set<TrapKey>;
  /** The call stack: offsets of functions. */
  readonly running: Set<number>;
  readonly aliases: Aliases;
  /** Reads a -readconfig file. */
  readonly readConfig: (text: MappedText) => ConfigInvocation;
  /** A variable name no script can have. */
  readonly freshName: () => string;
}

/** A result of a run. */
export type Found =
  /** A QEMU start: `words` are the whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Whether another user or machine runs it, with its own umask. */
      readonly isolated: boolean;
      readonly execution: ExecutionContext;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
      /** Undefined for one the script does not set. */
      readonly umasks: readonly (MappedText | undefined)[];
    }
  /** Arguments that reach QEMU through another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
  /** Options in the arguments of a command that is not followed. */
  | { readonly kind: 'handed'; readonly invocation: ArgvInvocation }
  /** Options in a variable that such a command, or an unread file, may use. */
  | {
      readonly kind: 'held';
      readonly invocation: ArgvInvocation;
      readonly isExported: boolean;
    }
  /** `words` from the name on. */
  | {
      readonly kind: 'permission';
      readonly found: FoundCommand;
      readonly name: string;
      readonly words: readonly Word[];
      readonly umasks: readonly (MappedText | undefined)[];
    }
  | { readonly kind: 'sent'; readonly text: SentText }
  /** `set -u`: an unset variable is an error from here on. */
  | { readonly kind: 'nounset' }
  /** Another language's program that may start a machine: `python3 -c '…'`. */
  | { readonly kind: 'unread'; readonly at: Span }
  /** A command that connects to a port or asks who listens. */
  | { readonly kind: 'client'; readonly client: FoundClient }
  /** A program that talks to ports. */
  | { readonly kind: 'tool'; readonly tool: FoundTool };
