/**
 * What a script sends to programs that run already: what is piped, or given as a here-document or
 * here-string, to `socat`, `nc`, `telnet` and their like, and the arguments of libvirt's
 * `virsh qemu-monitor-command`. Whether a QEMU listens there is not known here.
 */
import type { Span } from '../../../text/span.ts';
import type { SentText, Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { inputText } from '../nested/nested.ts';
import { programAt } from '../programs/table.ts';

/** Whether a command of this name may send something. */
export function writesToSocket(name: string): boolean {
  return programAt(name)?.sends !== undefined;
}

/** What a command sends: `words` from its name on, `at` the command. */
export function sentBy(
  name: string,
  words: readonly Word[],
  at: Span,
  context: Context,
): readonly SentText[] {
  const sends = programAt(name)?.sends;
  if (sends === undefined) return [];
  if (sends !== 'its-input') return sends(words, at);
  if (context.piped) {
    return context.piped.map(({ text, at: place }) => ({ text, language: undefined, at: place }));
  }
  const input = inputText(context);
  return input ? [{ text: input, language: undefined, at }] : [];
}
