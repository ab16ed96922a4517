/** What is found while a script is run, in the order in which it happens. */
import type { ArgvInvocation, ConfigInvocation, SentText, Word } from '../invocation.ts';
import type { FoundCommand } from './blocks.ts';
import type { ProgramStart } from './programs.ts';

export type Found =
  /** A QEMU is started: `words` are those of the whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Whether another user or machine runs it. */
      readonly foreign: boolean;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
    }
  /** Arguments that reach QEMU through another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
  /** A command that says something about permissions: `words` from its name on. */
  | {
      readonly kind: 'permission';
      readonly found: FoundCommand;
      readonly name: string;
      readonly words: readonly Word[];
    }
  | { readonly kind: 'sent'; readonly text: SentText };
