import { DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { text } from '../change/change.ts';
import type { Machine } from '../machine/machine.ts';
import { MUXABLE_OPTIONS } from '../machine/monitor.ts';
import { findProperty } from '../options/keyval.ts';
import { isIn, type QemuVersion } from '../options/version.ts';
import { exposureOfScheme } from './exposure.ts';
import { chardevProposals, proposeInList } from './list-proposals.ts';
import { chardevKeys, type ListSchema } from './list-schemas.ts';
import { literalProposal, type Proposal, type Proposals } from './proposal.ts';

interface SchemeRow {
  readonly name: string;
  readonly since?: QemuVersion;
  /** Whether the name is complete; else a colon and an address follow. */
  readonly alone?: true;
  readonly only?: 'monitor' | 'line';
}

/** Prefixes and names (`qemu_chr_parse_compat` in chardev/char.c), safe ones first. */
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

const WITH_PROPERTIES = /^(?:unix|tcp|telnet|websocket|tn3270):/;

/** Proposals at the character `index` of a device string. */
export function proposeInDevice(
  machines: readonly [Machine, ...Machine[]],
  option: string,
  value: MappedText,
  index: number,
): Proposals | undefined {
  const prefixed = MUXABLE_OPTIONS.has(option) && value.decoded.startsWith('mon:') && index >= 4;
  const start = prefixed ? 'mon:'.length : 0;
  const before = value.decoded.slice(start, index);
  const isMonitor = DEVICE_MONITORS.has(option) || prefixed;
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
  // Nothing counts after an unreadable address: `tcp:4444,`.
  if (!isUnix && !before.includes(':', addressStart - start)) return undefined;
  const comma = value.decoded.indexOf(',', addressStart);
  const schema = socketSchema(isUnix);
  return proposeInList({ machines, group: 'chardev', schema }, value, comma + 1, index);
}

/** The keys behind a socket's address, which is positional. */
function socketSchema(isUnix: boolean): ListSchema {
  const address = isUnix ? ['path', 'host', 'port', 'fd', 'to', 'ipv4', 'ipv6', 'nodelay'] : [];
  const without = isUnix
    ? [...address, 'tls-creds', 'tls-authz']
    : ['host', 'port', 'path', 'abstract', 'tight', 'fd'];
  const keys: ListSchema['keys'] = (properties, version) => {
    const rows = chardevKeys('socket', properties, version);
    const own = rows.filter(({ key }) => !without.includes(key));
    // `path` may be a property.
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
    if (only && only !== (DEVICE_MONITORS.has(option) ? 'monitor' : 'line')) continue;
    if (alone && !isAll) continue;
    const label = alone ? name : `${name}:`;
    const exposes = exposureOfScheme(prefixed ? 'monitor' : option, name);
    items.push({ ...literalProposal(label, { kind: 'scheme', name }), exposes });
  }
  const ids = isAll && !prefixed ? chardevProposals(machines, 'chardev:') : [];
  return { whole: value, start, end, items: [...items, ...ids] };
}

function fits({ name }: SchemeRow, option: string, prefixed: boolean): boolean {
  if (name === 'mon') return MUXABLE_OPTIONS.has(option) && !prefixed;
  // Only these options accept `none`.
  if (name === 'none')
    return ['monitor', 'serial', 'parallel', 'gdb'].includes(option) && !prefixed;
  return true;
}

function whole(option: string): Proposal {
  return {
    label: '',
    subject: { kind: 'scheme', name: 'unix' },
    parts: [text('unix:'), ...privateSocket(option)],
  };
}

function path(option: string, value: MappedText, start: number): Proposals {
  const end = value.decoded.length;
  const subject = { kind: 'property', group: 'chardev', type: 'socket', key: 'path' } as const;
  const items = [{ label: '', subject, parts: privateSocket(option) }];
  return { whole: slice(value, 0), start, end, items };
}

function privateSocket(option: string): Proposal['parts'] {
  const mode = DEVICE_MONITORS.get(option) ?? 'hmp';
  return [
    { kind: 'socket-path', mode, port: undefined, inList: true },
    text(','),
    { kind: 'server-flags' },
  ];
}
