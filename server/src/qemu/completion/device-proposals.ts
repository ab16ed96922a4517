/** What may be written in a device string: its beginning, its path or chardev, the properties behind it. */
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { text } from '../change/change.ts';
import type { Machine } from '../machine/machine.ts';
import { MONITOR_OPTIONS, MUXABLE_OPTIONS } from '../machine/monitor.ts';
import { findProperty } from '../options/keyval.ts';
import { isIn, type QemuVersion } from '../options/version.ts';
import { exposureOfScheme } from './exposure.ts';
import { chardevProposals, proposeInList } from './list-proposals.ts';
import { chardevKeys, type ListSchema } from './list-schemas.ts';
import { literalProposal, type Proposal, type Proposals } from './proposal.ts';

interface SchemeRow {
  readonly name: string;
  readonly since?: QemuVersion;
  /** Whether it stands alone; otherwise a colon and an address or a path follow. */
  readonly alone?: true;
  /** The options that it makes sense for; all where it does not say. */
  readonly only?: 'monitor' | 'line';
}

/** The beginnings of device strings (`qemu_chr_parse_compat` in chardev/char.c), the safe ones first. */
const SCHEMES: readonly SchemeRow[] = [
  { name: 'unix' },
  { name: 'stdio', alone: true },
  { name: 'mon', only: 'line' },
  { name: 'none', alone: true },
  { name: 'null', alone: true },
  { name: 'vc', alone: true },
  { name: 'pty', alone: true },
  { name: 'file' },
  { name: 'pipe' },
  { name: 'tcp' },
  { name: 'telnet' },
  { name: 'websocket', since: 301 },
  { name: 'tn3270', since: 210 },
  { name: 'udp' },
  { name: 'msmouse', alone: true, only: 'line' },
  { name: 'wctablet', alone: true, only: 'line', since: 209 },
  { name: 'braille', alone: true, only: 'line' },
];

/** Schemes whose properties are read, and the backend that they stand for. */
const WITH_PROPERTIES = /^(?:unix|tcp|telnet|websocket|tn3270):/;

/** What may be written at the character `index` of a device string that is the value of an option. */
export function proposeInDevice(
  machines: readonly [Machine, ...Machine[]],
  option: string,
  value: MappedText,
  index: number,
): Proposals | undefined {
  const prefixed = MUXABLE_OPTIONS.has(option) && value.decoded.startsWith('mon:') && index >= 4;
  const start = prefixed ? 'mon:'.length : 0;
  const before = value.decoded.slice(start, index);
  const isMonitor = MONITOR_OPTIONS.has(option) || prefixed;
  if (!/[:,]/.test(before)) return schemes(machines, option, value, { start, index, isMonitor });
  if (/^chardev:[^,]*$/.test(before) && !prefixed) {
    const at = { start: start + 'chardev:'.length, end: value.decoded.length };
    return { whole: value, ...at, items: chardevProposals(machines, '') };
  }
  if (!WITH_PROPERTIES.test(before)) return undefined;
  const addressStart = start + before.indexOf(':') + 1;
  const isUnix = before.startsWith('unix:');
  if (!before.includes(',')) {
    return isUnix && isMonitor ? path(option, value, addressStart) : undefined;
  }
  // Nobody looks at properties of an address that cannot be read, such as `tcp:4444,`.
  if (!isUnix && !before.includes(':', addressStart - start)) return undefined;
  const comma = value.decoded.indexOf(',', addressStart);
  const schema = socketSchema(isUnix);
  return proposeInList({ machines, group: 'chardev', schema }, value, comma + 1, index);
}

/** The socket of a device string, whose address stands in front of the list. */
function socketSchema(isUnix: boolean): ListSchema {
  const address = isUnix ? ['path', 'host', 'port', 'fd', 'to', 'ipv4', 'ipv6', 'nodelay'] : [];
  const without = isUnix
    ? [...address, 'tls-creds', 'tls-authz']
    : ['host', 'port', 'path', 'abstract', 'tight', 'fd'];
  const keys: ListSchema['keys'] = (properties, version) => {
    const rows = chardevKeys('socket', properties, version);
    const own = rows.filter(({ key }) => !without.includes(key));
    // A path that is written as a property is one all the same.
    return findProperty(properties, 'path') ? own.filter(({ key }) => key !== 'to') : own;
  };
  return { impliedKey: undefined, keyedFirst: true, keys };
}

interface SchemePlace {
  readonly start: number;
  readonly index: number;
  readonly isMonitor: boolean;
}

function schemes(
  machines: readonly [Machine, ...Machine[]],
  option: string,
  value: MappedText,
  { start, index, isMonitor }: SchemePlace,
): Proposals {
  const rest = /^[^:,]*:?/.exec(value.decoded.slice(index))?.[0].length ?? 0;
  const end = index + rest;
  const isAll = end === value.decoded.length;
  const [{ version }] = machines;
  const items: Proposal[] = [];
  const prefixed = start > 0;
  if (isMonitor && isAll) items.push(whole(option));
  for (const row of SCHEMES) {
    const { name, alone, only } = row;
    if (!isIn(row, version) || !fits(row, option, prefixed)) continue;
    if (only && only !== (MONITOR_OPTIONS.has(option) ? 'monitor' : 'line')) continue;
    // What stands alone has nothing behind it.
    if (alone && !isAll) continue;
    const label = alone ? name : `${name}:`;
    const exposes = exposureOfScheme(prefixed ? 'monitor' : option, name);
    items.push({ ...literalProposal(label, { kind: 'scheme', name }), exposes });
  }
  const ids = isAll && !prefixed ? chardevProposals(machines, 'chardev:') : [];
  return { whole: value, start, end, items: [...items, ...ids] };
}

/** Whether an option takes a beginning of a device string. */
function fits({ name }: SchemeRow, option: string, prefixed: boolean): boolean {
  if (name === 'mon') return MUXABLE_OPTIONS.has(option) && !prefixed;
  // `-qmp none` is an error: only these look at the word before the string is read.
  if (name === 'none')
    return ['monitor', 'serial', 'parallel', 'gdb'].includes(option) && !prefixed;
  return true;
}

/** All of a string for a UNIX socket that nobody else can open. */
function whole(option: string): Proposal {
  return {
    label: '',
    subject: { kind: 'scheme', name: 'unix' },
    parts: [text('unix:'), ...privateSocket(option)],
  };
}

/** The same behind `unix:`, where nothing is written yet. */
function path(option: string, value: MappedText, start: number): Proposals {
  const end = value.decoded.length;
  const subject = { kind: 'property', group: 'chardev', type: 'socket', key: 'path' } as const;
  const items = [{ label: '', subject, parts: privateSocket(option) }];
  return { whole: slice(value, 0), start, end, items };
}

function privateSocket(option: string): Proposal['parts'] {
  const mode = MONITOR_OPTIONS.get(option) ?? 'hmp';
  return [
    { kind: 'socket-path', mode, port: undefined, inList: true },
    text(','),
    { kind: 'server-flags' },
  ];
}
