/** Builds a machine from a command line, in QEMU's order. */
import type { ArgvInvocation } from '../../invocation/invocation.ts';
import { DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { isKnown, type MappedText, slice } from '../../text/mapped-text.ts';
import { standingFor } from '../../text/operations.ts';
import { type Chardev, withProperties } from '../chardev/chardev.ts';
import { readLegacyDevice } from '../chardev/legacy-device.ts';
import { addedProperty, type Property, parsePropertyList } from '../options/keyval.ts';
import { type Option, splitOptions } from '../options/options.ts';
import { refusal } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import { addDefaultMonitor } from './default-monitor.ts';
import type { Machine } from './machine.ts';
import { addConfig } from './machine-config.ts';
import {
  addChardev,
  addChardevOption,
  addMonitor,
  addMonOption,
  addObjectOption,
  applySet,
  count,
  emptyDraft,
  type MachineDraft,
  machineName,
} from './machine-draft.ts';
import { MUXABLE_OPTIONS } from './monitor.ts';
import { checkDaemonOrder, resolveMachine } from './resolve-machine.ts';

export function buildFromArgv(invocation: ArgvInvocation, version: QemuVersion): Machine {
  const { options, complete, refusals, unseen } = splitOptions(invocation);
  const draft = emptyDraft(invocation.program, version, complete && !invocation.partial);
  draft.name = invocation.name;
  draft.refusals.push(...refusals);
  for (const option of options) {
    if (option.value === undefined) continue;
    if (invocation.program === 'system') addSystemOption(draft, invocation, option, option.value);
    else if (invocation.program === 'storage-daemon') {
      addDaemonOption(draft, option, option.value);
    } else if (option.name === 'object') addObjectOption(draft, option, option.value);
  }
  const { programAt, hasNoDefault } = invocation;
  if (invocation.program === 'system' && !hasNoDefault) {
    addDefaultMonitor(draft, options, programAt);
  }
  const machine = resolveMachine(draft, { options, programAt });
  return unseen ? { ...machine, unseen } : machine;
}

function addSystemOption(
  draft: MachineDraft,
  invocation: ArgvInvocation,
  option: Option,
  value: MappedText,
): void {
  const mode = DEVICE_MONITORS.get(option.name);
  if (mode !== undefined) {
    addMonitorOption(draft, option, value, mode);
  } else if (MUXABLE_OPTIONS.has(option.name)) {
    addMuxable(draft, option, value);
  } else {
    switch (option.name) {
      case 'chardev':
        addChardevOption(draft, option, value);
        break;
      case 'mon':
        addMonOption(draft, option, value);
        break;
      case 'object':
        addObjectOption(draft, option, value);
        break;
      case 'set':
        applySet(draft, option, value);
        break;
      case 'name':
        draft.name = machineName(value) ?? draft.name;
        break;
      case 'netdev':
      case 'nic':
      case 'net':
        addGuestForwards(draft, option, value);
        break;
      case 'readconfig':
        addConfigFile(draft, invocation, value);
        break;
    }
  }
}

/** Adds an option of qemu-storage-daemon, which reads options in order. */
function addDaemonOption(draft: MachineDraft, option: Option, value: MappedText): void {
  switch (option.name) {
    case 'chardev':
      addChardevOption(draft, option, value);
      break;
    case 'object':
      addObjectOption(draft, option, value);
      break;
    case 'monitor':
      addMonOption(draft, option, value);
      break;
    default:
      return;
  }
  checkDaemonOrder(draft);
}

/** Adds a config file; without its text the machine is incomplete. */
function addConfigFile(draft: MachineDraft, invocation: ArgvInvocation, value: MappedText): void {
  const config = invocation.configs?.get(value.decoded);
  if (config) addConfig(draft, config);
  else draft.complete = false;
}

/** Adds a monitor, or none for a value that begins with `none`. */
function addMonitorOption(
  draft: MachineDraft,
  option: Option,
  value: MappedText,
  mode: 'hmp' | 'qmp',
): void {
  if (option.name === 'monitor' && value.decoded.startsWith('none')) return;
  const at = option.word.at;
  const device = readLegacyDevice(value, { option, version: draft.version });
  const number = count(draft, 'monitor');
  if (device.kind === 'reference') {
    const { id } = device;
    const properties: readonly Property[] = [];
    addMonitor(draft, { mode, at, chardevId: id, id, properties, option, refusal: undefined });
    return;
  }
  const chardev = addChardev(draft, device.chardev, 'list', `compat_monitor${number}`);
  draft.monitors.push({ mode, at, option, chardev, made: 'asked', sharedWithGuest: false });
}

/** Adds `-serial` and the like, which are monitors only with `mon:` or `mux=on`. */
function addMuxable(draft: MachineDraft, option: Option, value: MappedText): void {
  const { name } = option;
  if (value.decoded === 'none' && name !== 'debugcon') {
    // `none` takes a -serial number since 9.0, and in the last 7.2 releases.
    if (name === 'serial' && draft.version >= 702) count(draft, name);
    return;
  }
  const numbered = name === 'serial' || name === 'parallel';
  const id = numbered ? `${name}${count(draft, name)}` : name;
  const device = readLegacyDevice(value, { option, version: draft.version });
  if (device.kind === 'reference') {
    const own = name !== 'debugcon' || device.id.decoded === name || !isKnown(device.id);
    if (own) draft.deviceReferences.push(device.id);
    else
      draft.refusals.push(refusal(device.id, "Property 'isa-debugcon.chardev' can't find value"));
    return;
  }
  const listens = name === 'gdb' && value.decoded.startsWith('tcp:');
  const chardev = listens ? gdbChardev(draft, device.chardev, value) : device.chardev;
  addHiddenMonitor(draft, option, chardev, device.monPrefix, id);
}

/** The device of gdb, which always listens and never waits (`gdbserver_start`). */
function gdbChardev(draft: MachineDraft, device: Chardev, value: MappedText): Chardev {
  const added = ['server', 'wait', 'nodelay'].map((key): Property => {
    return addedProperty(key, standingFor(value, key === 'wait' ? 'off' : 'on'));
  });
  return withProperties(device, added, draft.version);
}

function addHiddenMonitor(
  draft: MachineDraft,
  option: Option,
  device: Chardev,
  monPrefix: boolean,
  id: string,
): void {
  const chardev = addChardev(draft, device, 'device', id);
  if (!device.mux) return;
  const made = monPrefix ? 'asked' : 'hidden';
  const at = option.word.at;
  draft.monitors.push({ mode: 'hmp', at, option, chardev, made, sharedWithGuest: true });
}

function addGuestForwards(draft: MachineDraft, option: Option, value: MappedText): void {
  for (const { port, device: text, at } of guestForwards(value)) {
    const device = readLegacyDevice(text, { option, version: draft.version, nested: true });
    if (device.kind === 'reference') {
      draft.deviceReferences.push(device.id);
      continue;
    }
    const id = `guestfwd.tcp.${port}`;
    if (device.chardev.backend.kind === 'refused') {
      draft.refusals.push(refusal(at, `Could not open guest forwarding device '${id}'`));
    }
    addHiddenMonitor(draft, option, device.chardev, device.monPrefix, id);
  }
}

interface GuestForward {
  readonly port: string;
  /** `mon:tcp::4444,server` of `tcp:10.0.2.100:23-mon:tcp::4444,server`. */
  readonly device: MappedText;
  readonly at: MappedText;
}

/** The forwards of `-netdev`, `-nic` or `-net` with `user` (`slirp_guestfwd` in net/slirp.c). */
function guestForwards(value: MappedText): readonly GuestForward[] {
  if (!value.decoded.includes('guestfwd=')) return [];
  const { properties } = parsePropertyList(value, 0, 'type');
  return properties.flatMap(({ key, value }) => {
    // `[tcp]:[IP]:PORT-DEVICE`; `cmd:` is a program.
    const match =
      key === 'guestfwd' ? /^(?:tcp)?:[^:]*:([^-]+)-(?!cmd:)/.exec(value.decoded) : null;
    if (match === null) return [];
    const device = slice(value, match[0].length);
    return device.decoded === '' ? [] : [{ port: match[1] ?? '', device, at: value }];
  });
}
