/** State of a run: budget, shared data, results. */
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

/** By a command's name. */
export interface NameFacts {
  readonly key: FunctionKey;
  /** When its words matter: `if-read` if its output is read, `if-told` if they show a connection. */
  readonly followed: 'always' | 'if-told' | 'if-read' | 'never';
}

/** Shared by everything that runs a script. */
export interface Interpreter extends Runner {
  /** Stops at the first unreachable command. */
  readonly run: (nodes: readonly ShellNode[], context: Context) => void;
  readonly budget: Budget;
  readonly inclusions: Inclusions | undefined;
  /** By path; each extends the budget once. */
  readonly broughtIn: Map<string, IncludedScript>;
  /** Writers; the state has the content. */
  readonly written: Map<FileKey, WrittenFile>;
  /** Removed or overwritten unused. */
  readonly givenUp: WrittenFile[];
  /** In order of execution. */
  readonly found: Found[];
  /** Scripts repeat few names. */
  readonly named: Map<string, NameFacts>;
  readonly visited: Visited;
  /** Trees of short strings. */
  readonly texts: Map<string, readonly ShellNode[]>;
  /** Start offsets of strings read in place. */
  readonly readPlaces: Set<number>;
  /** The document's functions by offset, in order of definition. */
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
  /** Offsets of the functions on the call stack. */
  readonly running: Set<number>;
  readonly aliases: Aliases;
  /** Parses a -readconfig file. */
  readonly readConfig: (text: MappedText) => ConfigInvocation;
  /** No script can write this name. */
  readonly freshName: () => string;
}

/** Found by a run. */
export type Found =
  /** A QEMU start; `words` are the whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Another user or machine runs it with its own umask. */
      readonly isolated: boolean;
      readonly execution: ExecutionContext;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
      /** Undefined for one the script does not set. */
      readonly umasks: readonly (MappedText | undefined)[];
    }
  /** Passed to QEMU by another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
  /** Options in an unfollowed command's arguments. */
  | { readonly kind: 'handed'; readonly invocation: ArgvInvocation }
  /** Options in a variable that an unfollowed command or unread file may use. */
  | {
      readonly kind: 'held';
      readonly invocation: ArgvInvocation;
      readonly isExported: boolean;
    }
  /** `words` begin with the name. */
  | {
      readonly kind: 'permission';
      readonly found: FoundCommand;
      readonly name: string;
      readonly words: readonly Word[];
      readonly umasks: readonly (MappedText | undefined)[];
    }
  | { readonly kind: 'sent'; readonly text: SentText }
  /** `set -u` from here on. */
  | { readonly kind: 'nounset' }
  /** `python3 -c '…'` that may start a machine. */
  | { readonly kind: 'unread'; readonly at: Span }
  /** Connects to a port or queries its listener. */
  | { readonly kind: 'client'; readonly client: FoundClient }
  /** Connects to ports. */
  | { readonly kind: 'tool'; readonly tool: FoundTool };
