/** `virsh qemu-monitor-command`, and `virt-install --qemu-commandline=…`, split by `shlex.split` (virtinst/cli.py). */

import { shlexWords } from '../../../syntax/shlex/reader.ts';
import { LIMITS } from '../../../text/limits.ts';
import { knownText, mappedText, slice } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { ArgvInvocation, SentText, Word } from '../../invocation.ts';
import { joinWords } from '../expand/fields.ts';
import { alike, type Program } from './program.ts';

const OPTION = '--qemu-commandline';

function passedToLibvirt(words: readonly Word[]): readonly ArgvInvocation[] {
  const passed: Word[] = [];
  let programAt = words[0]?.at;
  let name: string | undefined;
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    const { decoded = '' } = word?.value ?? {};
    if (word === undefined) break;
    if (decoded === '--remove-device') return [];
    const next = words[index + 1];
    if (decoded === '--name' || decoded === '-n') name = next && knownText(next.value);
    else if (decoded.startsWith('--name=')) name = knownText(slice(word.value, '--name='.length));
    const value =
      decoded === OPTION
        ? next?.value
        : decoded.startsWith(`${OPTION}=`)
          ? slice(word.value, OPTION.length + 1)
          : undefined;
    if (value === undefined || value.decoded.startsWith('env=')) continue;
    if (passed.length === 0) programAt = word.at;
    passed.push(...shlexWords(value.decoded.startsWith('args=') ? slice(value, 5) : value));
  }
  if (passed.length === 0 || programAt === undefined) return [];
  return [{ kind: 'argv', program: 'system', programAt, words: passed, partial: 'libvirt', name }];
}

/** `virsh -c URI qemu-monitor-command DOMAIN --hmp 'info status'` */
function monitorCommand(words: readonly Word[], at: Span): readonly SentText[] {
  const start = words
    .slice(0, LIMITS.several)
    .findIndex(({ value }) => value.decoded === 'qemu-monitor-command');
  if (start === -1) return [];
  const sent: Word[] = [];
  let hmp = false;
  let named = false;
  let ended = false;
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index];
    const text = word?.value.decoded ?? '';
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

export const LIBVIRT: readonly Program[] = [
  { names: ['virsh'], sends: monitorCommand },
  alike('virt-install virt-xml', { configures: passedToLibvirt }),
];
