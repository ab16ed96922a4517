/** A run's budget, shared data, results. */
import type { ShellNode, SimpleCommand } from '../../syntax/shell/tree.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { FoundCommand } from '../domain/blocks.ts';
import type { FileKey, FunctionKey, TrapKey } from '../domain/keys.ts';
import type { Budget } from '../domain/limits.ts';
import type { State } from '../domain/state.ts';
import type { ShellFunction } from '../domain/values.ts';
import type { IncludedScript, Inclusions } from '../inclusions.ts';
import type { ArgvInvocation, ConfigInvocation, SentText, Word } from '../invocation.ts';
import type { FoundClient, FoundTool } from './connect/connections.ts';
import type { Context } from './context.ts';
import type { IdleFunction } from './execute/idle-calls.ts';
import type { WrittenFile } from './files.ts';
import type { ProgramStart } from './launch/find-program.ts';
import type { Runner } from './view.ts';

export interface NameFacts {
  readonly key: FunctionKey;
  /** When the command's words matter; `if-read`: if its output is read. */
  readonly followed: 'always' | 'if-read' | 'never';
}

/** State of a script's run. */
export interface Interpreter extends Runner {
  readonly run: (nodes: readonly ShellNode[], context: Context) => void;
  readonly budget: Budget;
  readonly inclusions: Inclusions | undefined;
  /** Included files by path; each adds budget. */
  readonly broughtIn: Map<string, IncludedScript>;
  readonly written: Map<FileKey, WrittenFile>;
  /** Files removed or overwritten unused. */
  readonly givenUp: WrittenFile[];
  readonly found: Found[];
  readonly named: Map<string, NameFacts>;
  readonly visited: Set<SimpleCommand>;
  /** Trees of short strings. */
  readonly texts: Map<string, readonly ShellNode[]>;
  /** Offsets of strings read in place. */
  readonly readPlaces: Set<number>;
  /** The document's functions by offset. */
  readonly defined: Map<number, { readonly definition: ShellFunction; readonly context: Context }>;
  /** Exports of strings that start no QEMU. */
  readonly environments: State[];
  readonly called: Set<number>;
  /** Functions without effect, by offset. */
  readonly idle: Map<number, IdleFunction>;
  readonly launched: Set<number>;
  /** Signals with a trap. */
  readonly trapped: Set<TrapKey>;
  /** Offsets of running functions. */
  readonly running: Set<number>;
  readonly readConfig: (text: MappedText) => ConfigInvocation;
  /** Makes a name that no script can write. */
  readonly freshName: () => string;
}

/** What a run finds. */
export type Found =
  /** A QEMU start with its whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Run by another user or machine, with its own umask. */
      readonly isolated: boolean;
      readonly execution: ExecutionContext;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
      /** Umasks that may be in effect; undefined for an inherited one. */
      readonly umasks: readonly (MappedText | undefined)[];
    }
  /** QEMU's arguments passed by another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
  /** Options in the arguments of an unfollowed command. */
  | { readonly kind: 'handed'; readonly invocation: ArgvInvocation }
  /** Options in a variable that an unfollowed command may use. */
  | {
      readonly kind: 'held';
      readonly invocation: ArgvInvocation;
      readonly isExported: boolean;
    }
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
  /** Another language's program. */
  | { readonly kind: 'unread'; readonly at: Span }
  | { readonly kind: 'client'; readonly client: FoundClient }
  | { readonly kind: 'tool'; readonly tool: FoundTool };
