/** What is found while a script is run, in the order in which it happens. */
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { ExecutionContext } from '../client.ts';
import type { ArgvInvocation, ConfigInvocation, SentText, Word } from '../invocation.ts';
import type { FoundClient, FoundTool } from './connect/connections.ts';
import type { FoundCommand } from './domain/blocks.ts';
import type { ProgramStart } from './launch/find-program.ts';

export type Found =
  /** A QEMU is started: `words` are those of the whole command line. */
  | {
      readonly kind: 'launch';
      readonly found: FoundCommand;
      readonly words: readonly Word[];
      readonly start: ProgramStart;
      /** Whether another user or machine runs it. */
      readonly isolated: boolean;
      readonly execution: ExecutionContext;
      readonly configs: ReadonlyMap<string, ConfigInvocation> | undefined;
      /** The umasks under which it may start; undefined for one that the script does not say. */
      readonly umasks: readonly (MappedText | undefined)[];
    }
  /** Arguments that reach QEMU through another program. */
  | { readonly kind: 'passed'; readonly found: FoundCommand; readonly invocation: ArgvInvocation }
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
