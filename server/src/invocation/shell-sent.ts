/**
 * Finds what a script sends to programs that run already: what is piped, or given as a here-document or
 * here-string, to `socat`, `nc`, `telnet` and their like, and the arguments of libvirt's
 * `virsh qemu-monitor-command`. Whether a QEMU listens there is not known here.
 */
import type { ShellNode, SimpleCommand } from '../syntax/shell/tree.ts';
import { type MappedText, mappedText } from '../text/mapped-text.ts';
import type { SentText, Word } from './invocation.ts';
import { commandIndex, isRunner } from './runners.ts';
import { joinWords } from './shell-fields.ts';
import { writtenText } from './shell-output.ts';
import { type FoundPipeline, literalText, type Scope } from './shell-scan.ts';
import type { ShellValues } from './shell-values.ts';

/** Programs that pass their input on to a socket. */
const SENDERS: ReadonlySet<string> = new Set([
  ...['socat', 'nc', 'ncat', 'netcat', 'nc.openbsd', 'nc.traditional', 'telnet'],
]);

/** Whether a command of this name may send something. */
export function maySend(name: string): boolean {
  return name === 'virsh' || SENDERS.has(name);
}

/** What a single command sends: `words` from its name on. */
export function sentByCommand(
  name: string,
  words: readonly Word[],
  command: SimpleCommand,
  input: MappedText | undefined,
): readonly SentText[] {
  if (name === 'virsh') return monitorCommand(words, command);
  if (!SENDERS.has(name) || input === undefined) return [];
  return [{ text: input, language: undefined, at: command.at }];
}

/** How many of its own options virsh may have before the name of its command. */
const MAX_VIRSH_OPTIONS = 16;

/** `virsh -c URI qemu-monitor-command DOMAIN --hmp 'info status'`: all further words are one text. */
function monitorCommand(words: readonly Word[], command: SimpleCommand): readonly SentText[] {
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
  return [{ text, language: hmp ? 'hmp' : 'qmp', at: command.at }];
}

/** What the commands of a pipeline write into one of its programs that send it on. */
export function sentByPipeline(
  { nodes, scope }: FoundPipeline,
  values: ShellValues,
): readonly SentText[] {
  const sent: SentText[] = [];
  for (const [index, node] of nodes.entries()) {
    const writer = nodes[index - 1];
    if (writer === undefined || node.kind !== 'command' || !sends(node, scope, values)) continue;
    collect(writer, scope, values, sent);
  }
  return sent;
}

function sends(command: SimpleCommand, scope: Scope, values: ShellValues): boolean {
  const name = literalText(command.words[0]);
  if (name !== undefined && !isRunner(name)) return SENDERS.has(baseName(name));
  const words = expandAll(command, scope, values);
  const word = words[commandIndex(words, 0)];
  return word !== undefined && SENDERS.has(baseName(word.text.text));
}

/** `nc` of `/usr/bin/nc`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function expandAll(command: SimpleCommand, scope: Scope, values: ShellValues): readonly Word[] {
  const place = { position: command.at.start, scope };
  return command.words.flatMap((word) => values.expand(word, place));
}

/** What a here-document or here-string gives a command to read. */
export function inputOf(
  command: SimpleCommand,
  scope: Scope,
  values: ShellValues,
): MappedText | undefined {
  if (command.input === undefined) return undefined;
  const words = values.expand(command.input, { position: command.at.start, scope });
  return mappedText(joinWords(words), command.input.at);
}

/**
 * Adds what a part of a pipeline writes: one text for each command. A pipeline inside it is left out,
 * since its last program decides what comes of it.
 */
function collect(node: ShellNode, scope: Scope, values: ShellValues, sent: SentText[]): void {
  switch (node.kind) {
    case 'command': {
      const words = expandAll(node, scope, values);
      const name = words[0] && baseName(words[0].text.text);
      const text = name && writtenText(name, words, inputOf(node, scope, values));
      if (text) sent.push({ text, language: undefined, at: node.at });
      break;
    }
    case 'group':
    case 'loop':
      for (const part of node.body) collect(part, scope, values, sent);
      break;
    case 'and-or':
      for (const part of node.nodes) collect(part, scope, values, sent);
      break;
    case 'if':
      for (const part of [...node.clauses.flatMap(({ body }) => body), ...(node.otherwise ?? [])]) {
        collect(part, scope, values, sent);
      }
      break;
    case 'pipeline':
    case 'case':
    case 'function':
    case 'expression':
      break;
  }
}
