/** Builds a machine from a command line. Order matters only where it does for QEMU. */
import type { ArgvInvocation } from '../invocation/invocation.ts';
import { isKnown, knownText, type MappedText, slice } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { buildChardev, type Chardev, withProperty } from './chardev.ts';
import { idKey } from './fact.ts';
import { findProperty, type Property, parsePropertyList } from './keyval.ts';
import { readLegacyDevice } from './legacy-device.ts';
import {
  type ChardevIndex,
  findChardev,
  indexChardevs,
  type Machine,
  type Monitor,
  type MonitorMode,
} from './machine.ts';
import {
  draftMonitor,
  MONITOR_OBJECTS,
  MONITOR_OPTIONS,
  type MonitorDraft,
  MUXABLE_OPTIONS,
} from './monitor.ts';
import { objectProperty, type QemuObject, readObject } from './object.ts';
import { type Option, splitOptions } from './options.ts';
import type { QemuVersion } from './version.ts';

/** A monitor on a chardev that is known by its place rather than by an id. */
interface DirectMonitor {
  readonly mode: MonitorMode;
  readonly at: Span;
  readonly chardev: number;
  readonly sharedWithGuest: boolean;
}

/** What has been read so far; local to one build. */
interface Draft {
  readonly chardevs: Chardev[];
  /** The names QEMU gives to the chardevs of device strings: `compat_monitor0`, `serial0`. */
  readonly generatedIds: Map<string, number>;
  readonly monitors: (MonitorDraft | DirectMonitor)[];
  readonly objects: QemuObject[];
  readonly counters: Map<string, number>;
  name: string | undefined;
  complete: boolean;
}

/** The machine that a command line starts. */
export function buildFromArgv(invocation: ArgvInvocation, version: QemuVersion): Machine {
  const { options, complete } = splitOptions(invocation);
  const draft: Draft = {
    chardevs: [],
    generatedIds: new Map(),
    monitors: [],
    objects: [],
    counters: new Map(),
    name: invocation.name,
    complete: complete && !invocation.partial,
  };
  for (const option of options) {
    if (option.value === undefined) continue;
    if (invocation.program === 'system') addSystemOption(draft, option, option.value);
    else addStorageDaemonOption(draft, option, option.value);
  }
  const chardevs = indexChardevs(draft.chardevs);
  return {
    monitors: draft.monitors.map((monitor) => resolveMonitor(draft, chardevs, monitor)),
    chardevs,
    objects: draft.objects,
    program: invocation.program,
    version,
    options,
    sections: [],
    programAt: invocation.programAt,
    name: draft.name,
    complete: draft.complete,
  };
}

function addSystemOption(draft: Draft, option: Option, value: MappedText): void {
  const mode = MONITOR_OPTIONS.get(option.name);
  if (mode !== undefined) {
    addMonitorOption(draft, option, value, mode);
  } else if (MUXABLE_OPTIONS.has(option.name)) {
    addMuxable(draft, option, value);
  } else {
    switch (option.name) {
      case 'chardev':
        addChardev(draft, option, value);
        break;
      case 'mon': {
        const monitor = readMon(option, value, 'hmp');
        if (monitor) draft.monitors.push(monitor);
        break;
      }
      case 'object':
        addObject(draft, option, value);
        break;
      case 'set':
        applySet(draft, value);
        break;
      case 'name':
        draft.name = machineName(value) ?? draft.name;
        break;
      case 'readconfig':
        draft.complete = false;
        break;
    }
  }
}

/** qemu-storage-daemon works left to right: a chardev must be there before its monitor. */
function addStorageDaemonOption(draft: Draft, option: Option, value: MappedText): void {
  switch (option.name) {
    case 'chardev':
      addChardev(draft, option, value);
      break;
    case 'object':
      addObject(draft, option, value);
      break;
    case 'monitor': {
      const monitor = readMon(option, value, 'qmp');
      const key = monitor && idKey(monitor.chardevId);
      const defined = draft.chardevs.some(({ id }) => id !== undefined && idKey(id) === key);
      if (monitor && defined) draft.monitors.push(monitor);
      break;
    }
  }
}

function count(draft: Draft, name: string): number {
  const next = draft.counters.get(name) ?? 0;
  draft.counters.set(name, next + 1);
  return next;
}

/** `-monitor DEV`: anything that begins with `none` is no monitor (four letters are compared). */
function addMonitorOption(
  draft: Draft,
  option: Option,
  value: MappedText,
  mode: 'hmp' | 'qmp',
): void {
  if (option.name === 'monitor' && value.text.startsWith('none')) return;
  const at = option.word.at;
  const device = readLegacyDevice(value, option);
  const number = count(draft, 'monitor');
  if (device.kind === 'reference') {
    draft.monitors.push({ mode, at, chardevId: device.id, id: device.id, properties: [] });
    return;
  }
  const chardev = draft.chardevs.push(device.chardev) - 1;
  draft.generatedIds.set(`compat_monitor${number}`, chardev);
  draft.monitors.push({ mode, at, chardev, sharedWithGuest: false });
}

/** `-serial DEV` and its like: a monitor only with `mon:` or `mux=on`. */
function addMuxable(draft: Draft, option: Option, value: MappedText): void {
  const number = count(draft, option.name);
  const device = readLegacyDevice(value, option);
  if (device.kind === 'reference') return;
  const chardev = draft.chardevs.push(device.chardev) - 1;
  const id =
    option.name === 'serial' || option.name === 'parallel' ? option.name + number : option.name;
  draft.generatedIds.set(id, chardev);
  if (device.chardev.mux) {
    draft.monitors.push({ mode: 'hmp', at: option.word.at, chardev, sharedWithGuest: true });
  }
}

function addChardev(draft: Draft, option: Option, value: MappedText): void {
  const { properties, openEnded } = parsePropertyList(value, 0, 'backend');
  const id = findProperty(properties, 'id');
  const origin = { kind: 'option', option, list: value } as const;
  if (!isKnown(value)) draft.complete &&= !openEnded && id !== undefined;
  draft.chardevs.push(buildChardev(properties, openEnded, id?.value, origin));
}

function readMon(option: Option, value: MappedText, mode: 'hmp' | 'qmp'): MonitorDraft | undefined {
  const { properties } = parsePropertyList(value, 0, 'chardev');
  return draftMonitor(properties, option.word.at, findProperty(properties, 'id')?.value, mode);
}

function addObject(draft: Draft, option: Option, value: MappedText): void {
  const object = readObject(value);
  draft.objects.push(object);
  const mode = object.type === undefined ? undefined : MONITOR_OBJECTS.get(object.type);
  if (mode === undefined) return;
  const written = findProperty(object.properties, 'chardev')?.value;
  const chardevId = written ?? jsonText(value, objectProperty(object, 'chardev'));
  if (chardevId === undefined) return;
  draft.monitors.push({ mode, at: option.word.at, chardevId, id: object.id, properties: [] });
}

/** A value out of a JSON object: its place is the object. */
function jsonText(object: MappedText, value: string | null | undefined): MappedText | undefined {
  const first = object.pieces[0];
  if (!value || first === undefined) return undefined;
  const piece = { ...first, kind: 'known', text: value, verbatim: false } as const;
  return { text: value, pieces: [piece], starts: [0], place: object.place };
}

/**
 * `-set group.id.key=value` changes a chardev or monitor that stands before it (`qemu_set_option`). Ids
 * have no dots in front of the key that could be mistaken: the first two dots divide.
 */
function applySet(draft: Draft, value: MappedText): void {
  const match = /^(chardev|mon)\.([^.]+)\.([^=]+)=/.exec(value.text);
  if (match === null) return;
  const [whole, group = '', id = '', key = ''] = match;
  const idStart = group.length + 1;
  const idText = slice(value, idStart, idStart + id.length);
  const property: Property = {
    key,
    keyText: slice(value, idStart + id.length + 1, whole.length - 1),
    value: slice(value, whole.length),
    flag: undefined,
    origin: { kind: 'set' },
  };
  if (group === 'chardev') {
    const named = draft.chardevs.findIndex(
      (chardev) => chardev.id !== undefined && idKey(chardev.id) === idKey(idText),
    );
    const index = named === -1 ? draft.generatedIds.get(id) : named;
    const chardev = index === undefined ? undefined : draft.chardevs[index];
    if (index !== undefined && chardev) draft.chardevs[index] = withProperty(chardev, property);
    return;
  }
  const index = draft.monitors.findIndex(
    (monitor) => 'chardevId' in monitor && monitor.id && idKey(monitor.id) === idKey(idText),
  );
  const monitor = draft.monitors[index];
  if (monitor === undefined || !('chardevId' in monitor)) return;
  const properties = [...monitor.properties, property];
  const changed = draftMonitor(properties, monitor.at, monitor.id, 'hmp');
  if (changed) draft.monitors[index] = changed;
}

/** The literal name of `-name NAME` or `-name guest=NAME,…`. */
function machineName(value: MappedText): string | undefined {
  const { properties } = parsePropertyList(value, 0, 'guest');
  const guest = findProperty(properties, 'guest');
  return guest && knownText(guest.value);
}

function resolveMonitor(
  draft: Draft,
  chardevs: ChardevIndex,
  monitor: MonitorDraft | DirectMonitor,
): Monitor {
  const { mode, at } = monitor;
  if (!('chardevId' in monitor)) {
    const chardev = draft.chardevs[monitor.chardev];
    return { mode, at, chardev, sharedWithGuest: monitor.sharedWithGuest, made: 'asked' };
  }
  const chardev = findChardev(chardevs, monitor.chardevId);
  return { mode, at, chardev, sharedWithGuest: false, made: 'asked' };
}
