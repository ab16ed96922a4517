/** The state of running a script: budget, data shared by its parts, and results. */
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

/** Facts about a command's name. */
export interface NameFacts {
  /** The key of a function of that name. */
  readonly key: FunctionKey;
  /** When its words matter: a filter's only if its output is read, a client's if it says so. */
  readonly followed: 'always' | 'if-told' | 'if-read' | 'never';
}

/** Shared by everything that runs a script. */
export interface Interpreter extends Runner {
  /** Runs commands in order, up to the first that is unreachable. */
  readonly run: (nodes: readonly ShellNode[], context: Context) => void;
  readonly budget: Budget;
  readonly inclusions: Inclusions | undefined;
  /** Included files by path; each adds to the budget once. */
  readonly broughtIn: Map<string, IncludedScript>;
  /** Written files and their writers; the state has their content. */
  readonly written: Map<FileKey, WrittenFile>;
  /** Files removed or overwritten without being used, with their content. */
  readonly givenUp: WrittenFile[];
  /** Results in execution order. */
  readonly found: Found[];
  /** Facts by name: scripts use the same few names repeatedly. */
  readonly named: Map<string, NameFacts>;
  /** The commands run at least once. */
  readonly visited: Visited;
  /** The commands of short strings, by text. */
  readonly texts: Map<string, readonly ShellNode[]>;
  /** Start offsets of strings read in place. */
  readonly readPlaces: Set<number>;
  /** The functions of the document by the offset of their definition, ordered by their first one. */
  readonly defined: Map<number, Defined>;
  /** Exports of scripts in strings that start no QEMU. */
  readonly environments: State[];
  /** The functions called at least once, by the offset of their definition. */
  readonly called: Called;
  /** The QEMU command lines found. */
  readonly lines: KnownLines;
  /** Places of the QEMU names started at least once. */
  readonly launched: Set<number>;
  /** Records what pieces of a script read and change, to reuse results in other scripts. */
  readonly recorder: Recorder;
  /** The signals that ever had a trap. */
  readonly trapped: Set<TrapKey>;
  /** The functions on the call stack, by the offset of their definition. */
  readonly running: Set<number>;
  readonly aliases: Aliases;
  /** Reads a text of the script as a -readconfig file. */
  readonly readConfig: (text: MappedText) => ConfigInvocation;
  /** A variable name that no script can have. */
  readonly freshName: () => string;
}

/** A result of running a script, in execution order. */
export type Found =
  /** A QEMU start: `words` are the whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Whether another user or machine runs it, with a umask not set here. */
      readonly isolated: boolean;
      readonly execution: ExecutionContext;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
      /** The umasks at its start; undefined for one the script does not set. */
      readonly umasks: readonly (MappedText | undefined)[];
    }
  /** Arguments that reach QEMU through another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
  /** Options in the arguments of a command that is not followed. */
  | { readonly kind: 'handed'; readonly invocation: ArgvInvocation }
  /** Options in a variable that such a command, or an unread file in its shell, finds in its environment. */
  | {
      readonly kind: 'held';
      readonly invocation: ArgvInvocation;
      readonly isExported: boolean;
    }
  /** A command about permissions: `words` from its name on. */
  | {
      readonly kind: 'permission';
      readonly found: FoundCommand;
      readonly name: string;
      readonly words: readonly Word[];
      readonly umasks: readonly (MappedText | undefined)[];
    }
  | { readonly kind: 'sent'; readonly text: SentText }
  /** From here on an unset variable is an error: `set -u`. */
  | { readonly kind: 'nounset' }
  /** An unread program in another language that may start a machine: `python3 -c '…'`. */
  | { readonly kind: 'unread'; readonly at: Span }
  /** A command that connects to a port, or asks who listens there. */
  | { readonly kind: 'client'; readonly client: FoundClient }
  /** A program of the script that talks to ports. */
  | { readonly kind: 'tool'; readonly tool: FoundTool };
