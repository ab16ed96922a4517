import type { Word } from '../../invocation/invocation.ts';
import { ALL_MONITOR_OPTIONS, DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { splitWords, wordSet } from '../../text/split-words.ts';
import { text } from '../change/change.ts';
import type { Machine } from '../machine/machine.ts';
import { MUXABLE_OPTIONS } from '../machine/monitor.ts';
import type { Property } from '../options/keyval.ts';
import { takesJson } from '../options/option-table.ts';
import type { Option } from '../options/options.ts';
import { chardevIds } from './defined-ids.ts';
import { proposeInDevice } from './device-proposals.ts';
import { exposureOfIncoming, exposureOfOption } from './exposure.ts';
import { proposeInJson } from './json-proposals.ts';
import { keyProposals, missingKeys, proposeInList, valueProposals } from './list-proposals.ts';
import { listSchema } from './list-schemas.ts';
import { literalProposal, type Proposal, type Proposals } from './proposal.ts';

interface WordProposals extends Proposals {
  readonly isOption: boolean;
}

/** Proposals in a word of the first machine; undefined for unknown options and disk images. */
export function proposeInWord(
  machines: readonly [Machine, ...Machine[]],
  word: Word,
  index: number,
): WordProposals | undefined {
  const [machine] = machines;
  // `qemu-vnc` has no monitors.
  if (machine.program === 'vnc-server') return undefined;
  const option = machine.options.find(({ words }) => words.includes(word));
  const value = option && valueAt(option, word, index);
  if (option === undefined || value === undefined) return options(machine, word, index);
  const found = proposeInValue(machines, option, value.text, value.index);
  return found && { ...found, isOption: false };
}

function valueAt(
  { value, word: name }: Option,
  word: Word,
  index: number,
): { readonly text: MappedText; readonly index: number } | undefined {
  if (value === undefined) return undefined;
  if (word !== name) return { text: value, index };
  // The storage daemon's `--chardev=socket`.
  const start = word.value.decoded.length - value.decoded.length;
  return index < start ? undefined : { text: value, index: index - start };
}

function options(machine: Machine, { value }: Word, index: number): WordProposals | undefined {
  const dashes = /^-{0,2}/.exec(value.decoded)?.[0] ?? '';
  const isEmpty = value.decoded.length === 1;
  if (!isEmpty && (dashes === '' || index < dashes.length - 1)) return undefined;
  // `--monitor=stdio` keeps its value.
  const end = /^[^=\s]*/.exec(value.decoded)?.[0].length ?? 0;
  if (index >= end) return undefined;
  const items = optionProposals(machine, dashes === '--' ? dashes : '-');
  return { whole: value, start: 0, end, items, isOption: end === value.decoded.length };
}

/** Of qemu-options.hx (QEMU 10.0), monitors first; with single letters, so that `-S` and Enter gives `-S`. */
const SYSTEM_OPTIONS = [
  ...new Set([
    ...splitWords(
      'monitor qmp chardev mon object serial sandbox name readconfig nographic display',
    ),
    ...splitWords('vnc spice'),
    ...ALL_MONITOR_OPTIONS,
    ...splitWords('set nodefaults no-user-config daemonize pidfile incoming gdb qtest s S h'),
  ]),
];

const DAEMON_OPTIONS = splitWords(
  'monitor chardev object nbd-server blockdev export daemonize pidfile',
);

const ONCE = wordSet(
  'name nographic nodefaults no-user-config daemonize pidfile sandbox incoming qtest s S',
);

function optionProposals(machine: Machine, dashes: string): readonly Proposal[] {
  const daemon = machine.program === 'storage-daemon';
  const names = daemon ? DAEMON_OPTIONS : SYSTEM_OPTIONS;
  const present = new Set(machine.options.map(({ name }) => name));
  const prefix = daemon ? '--' : dashes;
  return names
    .filter((name) => !(ONCE.has(name) && present.has(name)))
    .map((name) => ({
      ...literalProposal(`${prefix}${name}`, { kind: 'option', name }),
      exposes: exposureOfOption(name),
    }));
}

function proposeInValue(
  machines: readonly [Machine, ...Machine[]],
  option: Option,
  value: MappedText,
  index: number,
): Proposals | undefined {
  const [machine] = machines;
  const daemon = machine.program === 'storage-daemon';
  const name = daemon && option.name === 'monitor' ? 'mon' : option.name;
  if (!daemon && (DEVICE_MONITORS.has(name) || MUXABLE_OPTIONS.has(name) || name === 'qtest')) {
    return proposeInDevice(machines, name, value, index);
  }
  if (name === 'set') return proposeInSet(machines, value, index);
  if (name === 'incoming') return atBeginning(value, index, incomingProposals());
  if (name === 'display') return atBeginning(value, index, displayProposals());
  const schema = listSchema(name);
  if (schema && value.decoded.startsWith('{') && takesJson(machine.program, option.name)) {
    return proposeInJson({ machines, group: name, schema }, value, index);
  }
  return schema && proposeInList({ machines, group: name, schema }, value, 0, index);
}

function atBeginning(
  value: MappedText,
  index: number,
  items: readonly Proposal[],
): Proposals | undefined {
  if (/[:,={]/.test(value.decoded.slice(0, index))) return undefined;
  const end = index + (/^[^:,=]*[:=]?/.exec(value.decoded.slice(index))?.[0].length ?? 0);
  return { whole: slice(value, 0), start: 0, end, items };
}

/** Of qemu-options.hx; the network last. */
function incomingProposals(): readonly Proposal[] {
  return ['defer', 'unix:', 'fd:', 'file:', 'exec:', 'tcp:', 'rdma:'].map((value) => ({
    ...literalProposal(value, valueSubject('incoming', value)),
    exposes: exposureOfIncoming(value.replace(':', '')),
  }));
}

/** `-display help` of all builds. */
function displayProposals(): readonly Proposal[] {
  const types = ['none', 'gtk', 'sdl', 'curses', 'egl-headless', 'spice-app', 'dbus', 'vnc='];
  return types.map((value) => literalProposal(value, valueSubject('display', value)));
}

function valueSubject(group: string, value: string): Proposal['subject'] {
  return { kind: 'value', group, type: undefined, key: 'type', value };
}

function proposeInSet(
  machines: readonly [Machine, ...Machine[]],
  value: MappedText,
  index: number,
): Proposals | undefined {
  const schema = listSchema('chardev');
  if (schema === undefined) return undefined;
  const before = value.decoded.slice(0, index);
  const [, id, key] = /^chardev\.([^.=]*)\.([^.=]*)(?==)/.exec(before) ?? [];
  const others = propertiesOf(machines, id ?? /^chardev\.([^.=]*)\./.exec(before)?.[1]);
  const list = { machines, group: 'chardev', schema, others };
  if (id !== undefined && key !== undefined) {
    const start = before.indexOf('=') + 1;
    const items = valueProposals({ ...list, others: withoutKey(others, key) }, key);
    return { whole: value, start, end: value.decoded.length, items };
  }
  const keyStart = /^chardev\.[^.=]*\.(?=[^.=]*$)/.exec(before)?.[0].length;
  if (keyStart !== undefined) {
    const length = /^[^=]*/.exec(value.decoded.slice(keyStart))?.[0].length ?? 0;
    const end = keyStart + length;
    // `-set` may set a key that the list has.
    const all = { ...list, others: others.filter(({ key: own }) => own === 'backend') };
    const items =
      missingKeys(all).length === 0 ? [] : keyProposals(all, value.decoded[end] === '=');
    return { whole: value, start: keyStart, end, items: items.filter(isSingle) };
  }
  if (/=|^(?!chardev\.).*\./.test(before)) return undefined;
  const end = /^[^=]*/.exec(value.decoded)?.[0].length ?? 0;
  const items = chardevIds(machines).map((chardev): Proposal => {
    const label = `chardev.${chardev}.`;
    return { label, subject: { kind: 'id', id: chardev }, parts: [text(label)] };
  });
  return { whole: slice(value, 0), start: 0, end, items };
}

function isSingle({ label }: Proposal): boolean {
  return label !== 'id' && label !== 'nowait' && !label.includes(',');
}

function propertiesOf(machines: readonly Machine[], id: string | undefined): readonly Property[] {
  for (const { chardevs } of machines) {
    const chardev = [...chardevs.values()].find((candidate) => candidate.id?.decoded === id);
    if (chardev) return chardev.properties;
  }
  return [];
}

function withoutKey(properties: readonly Property[], key: string): readonly Property[] {
  return properties.filter((property) => property.key !== key);
}
