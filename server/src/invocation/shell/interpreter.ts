/** What a script is run with: the budget, what is shared by all its parts, and what was found. */
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
import type { DefinedFunctions } from './reuse/defined-functions.ts';
import type { Called, Recorder } from './reuse/recorder.ts';
import type { Runner } from './view.ts';
import type { Visited } from './visited.ts';

/** What the name of a command tells. */
export interface NameFacts {
  /** Under what a function of the name is held. */
  readonly key: FunctionKey;
  /** Whether its words matter: a filter's only where it is read, a client's if it says so. */
  readonly followed: 'always' | 'if-told' | 'if-read' | 'never';
}

/** What is shared by all that runs a script. */
export interface Interpreter extends Runner {
  /** Runs commands one after the other, until none is reached any more. */
  readonly run: (nodes: readonly ShellNode[], context: Context) => void;
  readonly budget: Budget;
  readonly inclusions: Inclusions | undefined;
  /** The files that were brought in, by path; each adds to the budget once. */
  readonly broughtIn: Map<string, IncludedScript>;
  /** The files that were written, and by whom; what is in them the state says. */
  readonly written: Map<FileKey, WrittenFile>;
  /** The files that are gone, or were written anew, with what was in them: nobody here has used them. */
  readonly givenUp: WrittenFile[];
  /** What was found, in the order of execution. */
  readonly found: Found[];
  /** What the names of commands tell, as they are written: scripts use the same few again and again. */
  readonly named: Map<string, NameFacts>;
  /** The commands that were run at least once. */
  readonly visited: Visited;
  /** The commands of short strings that were read, by their text. */
  readonly texts: Map<string, readonly ShellNode[]>;
  /** Where the strings begin that were read where they stand. */
  readonly readPlaces: Set<number>;
  /** All functions that were defined, also those that nobody calls. */
  readonly defined: DefinedFunctions;
  /** What scripts in strings that start no QEMU export, for what they run. */
  readonly environments: State[];
  /** The functions that were called at least once, by the offset of their definition. */
  readonly called: Called;
  /** The command lines of QEMUs that were found. */
  readonly lines: KnownLines;
  /** Where the QEMUs are named that were started at least once. */
  readonly launched: Set<number>;
  /** Takes note of what pieces of a script see and do, for those who want to do it once for many scripts. */
  readonly recorder: Recorder;
  /** The signals for which something was ever left to do. */
  readonly trapped: Set<TrapKey>;
  /** The functions that are running, by the offset of their definition. */
  readonly running: Set<number>;
  readonly aliases: Aliases;
  /** Reads a text of the script as the -readconfig file that it becomes. */
  readonly readConfig: (text: MappedText) => ConfigInvocation;
  /** A name for a variable that no script can have. */
  readonly freshName: () => string;
}

/** What is found while a script is run, in the order in which it happens. */
export type Found =
  /** A QEMU is started: `words` are those of the whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Whether another user or machine runs it, with a umask that no command here has set. */
      readonly isolated: boolean;
      readonly execution: ExecutionContext;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
      /** The umasks under which it may start; undefined for one that the script does not say. */
      readonly umasks: readonly (MappedText | undefined)[];
    }
  /** Arguments that reach QEMU through another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
  /** Options in words of a command that is not followed. */
  | { readonly kind: 'handed'; readonly invocation: ArgvInvocation }
  /** Options in a variable that such a command finds in its environment, or a file that nobody has read in its shell. */
  | {
      readonly kind: 'held';
      readonly invocation: ArgvInvocation;
      readonly isExported: boolean;
    }
  /** A command that says something about permissions: `words` from its name on. */
  | {
      readonly kind: 'permission';
      readonly found: FoundCommand;
      readonly name: string;
      readonly words: readonly Word[];
      readonly umasks: readonly (MappedText | undefined)[];
    }
  | { readonly kind: 'sent'; readonly text: SentText }
  /** From here on a variable that is not set is an error: `set -u`. */
  | { readonly kind: 'nounset' }
  /** A program in another language that may start a machine, which is not followed: `python3 -c '…'`. */
  | { readonly kind: 'unread'; readonly at: Span }
  /** A command that connects to a port, or asks who listens there. */
  | { readonly kind: 'client'; readonly client: FoundClient }
  /** A program that the script has for talking to ports. */
  | { readonly kind: 'tool'; readonly tool: FoundTool };
