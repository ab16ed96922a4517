/**
 * What a script sends to programs that run already: what is piped, or given as a here-document or
 * here-string, to `socat`, `nc`, `telnet` and their like, and the arguments of libvirt's
 * `virsh qemu-monitor-command`. Whether a QEMU listens there is not known here.
 */
import { mappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { SentText, Word } from '../invocation.ts';
import type { Context } from './context.ts';
import { joinWords } from './fields.ts';
import { inputText } from './nested.ts';

/** Programs that pass their input on to a socket. */
const SENDERS: ReadonlySet<string> = new Set([
  ...['socat', 'nc', 'ncat', 'netcat', 'nc.openbsd', 'nc.traditional', 'telnet'],
]);

/** Whether a command of this name may send something. */
export function maySend(name: string): boolean {
  return name === 'virsh' || SENDERS.has(name);
}

/** What a command sends: `words` from its name on, `at` the command. */
export function sentBy(
  name: string,
  words: readonly Word[],
  at: Span,
  context: Context,
): readonly SentText[] {
  if (name === 'virsh') return monitorCommand(words, at);
  if (!SENDERS.has(name)) return [];
  if (context.piped) {
    return context.piped.map(({ text, at: place }) => ({ text, language: undefined, at: place }));
  }
  const input = inputText(context);
  return input ? [{ text: input, language: undefined, at }] : [];
}

/** How many of its own options virsh may have before the name of its command. */
const MAX_VIRSH_OPTIONS = 16;

/** `virsh -c URI qemu-monitor-command DOMAIN --hmp 'info status'`: all further words are one text. */
function monitorCommand(words: readonly Word[], at: Span): readonly SentText[] {
  const start = words
    .slice(0, MAX_VIRSH_OPTIONS)
    .findIndex(({ text }) => text.text === 'qemu-monitor-command');
  if (start === -1) return [];
  const sent: Word[] = [];
  let hmp = false;
  let named = false;
  let ended = false;
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index];
    const text = word?.text.text ?? '';
    if (!ended && text === '--') ended = true;
    else if (!ended && text === '--hmp') hmp = true;
    else if (!ended && text === '--domain') {
      named = true;
      index++;
    } else if (!ended && text === '--pass-fds') index++;
    else if (!ended && text.startsWith('--domain=')) named = true;
    else if (!ended && text.startsWith('--')) continue;
    else if (!named) named = true;
    else if (word) sent.push(word);
  }
  const text = mappedText(joinWords(sent));
  return [{ text, language: hmp ? 'hmp' : 'qmp', at }];
}
