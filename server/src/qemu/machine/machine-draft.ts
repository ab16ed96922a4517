import type { ConfigSection } from '../../invocation/invocation.ts';
import { addTo } from '../../text/lookup.ts';
import { isKnown, knownText, type MappedText, mappedText, slice } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { buildChardev, type Chardev, withProperties } from '../chardev/chardev.ts';
import { BACKENDS } from '../chardev/chardev-table.ts';
import { objectRefusal, type QemuObject, readObject } from '../object/object.ts';
import { idKey } from '../options/fact.ts';
import {
  entryProperty,
  findProperty,
  lastOfEachKey,
  listId,
  type Property,
  type PropertyList,
  parsePropertyList,
} from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { isOpenEnded } from '../options/property-check.ts';
import { isTemplate, type Refusal, refusal } from '../options/refusal.ts';
import type { QemuVersion } from '../options/version.ts';
import { groupRefusal } from './config-groups.ts';
import type { MonitorMode } from './machine.ts';
import { draftMonitor, MONITOR_OBJECTS, type MonitorDraft } from './monitor.ts';

/** A chardev with its id, which may be generated. */
export interface DraftChardev {
  readonly chardev: Chardev;
  readonly key: string | undefined;
  /** Whether QEMU creates it with its list or with its device. */
  readonly phase: 'list' | 'device';
}

/** A monitor with the index of its chardev. */
export interface DirectMonitor {
  readonly mode: MonitorMode;
  readonly at: Span;
  readonly option: Option | undefined;
  readonly chardev: number;
  readonly made: 'asked' | 'hidden' | 'default';
  readonly sharedWithGuest: boolean;
  readonly isPossible?: true;
}

/** A machine before ids are resolved. */
export interface MachineDraft {
  readonly version: QemuVersion;
  readonly program: 'system' | 'storage-daemon' | 'vnc-server' | 'config';
  readonly chardevs: DraftChardev[];
  readonly monitors: (MonitorDraft | DirectMonitor)[];
  readonly objects: QemuObject[];
  readonly objectsById: Map<string, QemuObject>;
  /** Indices of what `-set` can change. */
  readonly chardevsById: Map<string, number>;
  readonly monitorsById: Map<string, number>;
  /** Properties of `-set` by index, applied at the end. */
  readonly chardevSets: Map<number, Property[]>;
  readonly monitorSets: Map<number, Property[]>;
  /** Ids in `-serial chardev:ID` and the like. */
  readonly deviceReferences: MappedText[];
  readonly sections: ConfigSection[];
  readonly refusals: Refusal[];
  /** The next number of each generated name: `compat_monitor`, `serial`. */
  readonly counters: Map<string, number>;
  name: string | undefined;
  complete: boolean;
}

/** An empty draft. */
export function emptyDraft(
  program: MachineDraft['program'],
  version: QemuVersion,
  complete: boolean,
): MachineDraft {
  return {
    version,
    program,
    chardevs: [],
    monitors: [],
    objects: [],
    objectsById: new Map(),
    chardevsById: new Map(),
    monitorsById: new Map(),
    chardevSets: new Map(),
    monitorSets: new Map(),
    deviceReferences: [],
    sections: [],
    refusals: [],
    counters: new Map(),
    name: undefined,
    complete,
  };
}

/** The next number of a counter, from 0. */
export function count(draft: MachineDraft, name: string): number {
  const next = draft.counters.get(name) ?? 0;
  draft.counters.set(name, next + 1);
  return next;
}

/** Adds a chardev; returns its index. */
export function addChardev(
  draft: MachineDraft,
  chardev: Chardev,
  phase: DraftChardev['phase'],
  generatedId?: string,
): number {
  const key = chardev.id ? idKey(chardev.id) : generatedId;
  const index = draft.chardevs.push({ chardev, key, phase }) - 1;
  if (phase === 'list' && key !== undefined && !draft.chardevsById.has(key)) {
    draft.chardevsById.set(key, index);
  }
  return index;
}

/** Adds a monitor with its chardev's id. */
export function addMonitor(draft: MachineDraft, monitor: MonitorDraft): void {
  const index = draft.monitors.push(monitor) - 1;
  const key = monitor.id && idKey(monitor.id);
  if (key !== undefined && !draft.monitorsById.has(key)) draft.monitorsById.set(key, index);
}

/** Adds `-chardev LIST`. */
export function addChardevOption(draft: MachineDraft, option: Option, value: MappedText): void {
  const { properties, openEnded } = parsePropertyList(value, 0, 'backend');
  const id = listId(value);
  if (openEnded || (id === undefined && !isKnown(value))) draft.complete = false;
  const origin = { kind: 'option', option, list: value } as const;
  const source = { properties, openEnded, id, origin };
  const chardev = buildChardev(source, draft.version);
  addChardev(draft, chardev, 'list');
  checkDaemonBackend(draft, chardev);
  checkId(draft, id);
  if (id === undefined && !isOpenEnded({ properties, openEnded })) {
    draft.refusals.push(refusal(value, 'chardev: no id specified'));
  }
}

function checkDaemonBackend(draft: MachineDraft, { backend, properties }: Chardev): void {
  if (draft.program !== 'storage-daemon' || backend.kind !== 'other') return;
  const written = findProperty(properties, 'backend')?.value;
  if (
    written === undefined ||
    BACKENDS.some(({ name, daemon }) => daemon && name === backend.name)
  ) {
    return;
  }
  draft.refusals.push(refusal(written, `'${backend.name}' is not a valid char driver name`));
}

/** Refuses an id that is no letter followed by letters, digits, `-._` (`id_wellformed`). */
export function checkId(draft: MachineDraft, id: MappedText | undefined): void {
  if (id === undefined || !isKnown(id) || isTemplate(id.decoded)) return;
  if (/^[A-Za-z][\w.-]*$/.test(id.decoded)) return;
  draft.refusals.push(refusal(id, "Parameter 'id' expects an identifier"));
}

/** Adds `-mon LIST` of qemu-system or `--monitor LIST` of the storage daemon. */
export function addMonOption(draft: MachineDraft, option: Option, value: MappedText): void {
  const daemon = draft.program === 'storage-daemon';
  const list = readMonList(draft, value);
  const id = daemon ? list.properties.findLast(({ key }) => key === 'id')?.value : listId(value);
  const source = {
    ...list,
    at: option.word.at,
    id,
    option,
    form: daemon ? 'keyval' : 'options',
    whole: value,
  } as const;
  addMonitor(draft, draftMonitor(source, draft.version));
  if (!daemon) checkId(draft, id);
}

function readMonList(draft: MachineDraft, value: MappedText): PropertyList {
  if (draft.program === 'storage-daemon' && value.decoded.startsWith('{')) {
    return jsonList(draft, value);
  }
  return parsePropertyList(value, 0, 'chardev');
}

function jsonList(draft: MachineDraft, value: MappedText): PropertyList {
  const { properties, complete, parseRefusal } = readObject(value, value.place, 'keyval');
  if (parseRefusal) draft.refusals.push(parseRefusal);
  return { properties, openEnded: !complete };
}

/** Adds `-object`, including monitor objects (QEMU 11.1). */
export function addObjectOption(draft: MachineDraft, option: Option, value: MappedText): void {
  const form = draft.program === 'storage-daemon' ? 'keyval' : 'options';
  addObject(draft, readObject(value, option.word.at, form), option);
}

/** Adds an object of any form. */
export function addObject(
  draft: MachineDraft,
  object: QemuObject,
  option: Option | undefined,
): void {
  draft.objects.push(object);
  const key = object.id && idKey(object.id);
  if (key !== undefined && !draft.objectsById.has(key)) draft.objectsById.set(key, object);
  const found = objectRefusal(object, draft.version);
  if (found) draft.refusals.push(found);
  checkId(draft, object.id);
  const mode = object.type === undefined ? undefined : MONITOR_OBJECTS.get(object.type);
  const chardevId = findProperty(object.properties, 'chardev')?.value;
  if (mode === undefined || chardevId === undefined) return;
  const { at, properties } = object;
  const id = undefined;
  addMonitor(draft, { mode, at, chardevId, id, properties, option, refusal: undefined });
}

/** The properties of a section; the last of each key counts. */
export function sectionProperties(section: ConfigSection): readonly Property[] {
  return lastOfEachKey(section.entries.map(entryProperty));
}

/** The literal name of `-name`; undefined if a variable is part of it. */
export function machineName(value: MappedText): string | undefined {
  const guest = guestName(value);
  const literal = guest?.pieces.every(({ through }) => through.length === 0);
  return guest && literal ? knownText(guest) : undefined;
}

/** The name of `-name NAME` or `-name guest=NAME,…`. */
export function guestName(value: MappedText): MappedText | undefined {
  return findProperty(parsePropertyList(value, 0, 'guest').properties, 'guest')?.value;
}

/** Groups that `-set` does not support. */
const NO_QEMU_OPTS = new Set(['object', 'audiodev', 'machine', 'smp-opts', 'boot-opts']);

/** Applies `-set group.id.key=value` (`qemu_set_option` in system/vl.c), also to a monitor's device string. */
export function applySet(draft: MachineDraft, option: Option, value: MappedText): void {
  const match = /^([^.]{1,63})\.([^.]{1,63})\.([^=]{1,63})=/.exec(value.decoded);
  if (match === null) {
    if (isKnown(value)) draft.refusals.push(refusal(value, `can't parse: "${value.decoded}"`));
    return;
  }
  const [whole, group = '', id = '', key = ''] = match;
  const idStart = group.length + 1;
  const idText = slice(value, idStart, idStart + id.length);
  if (NO_QEMU_OPTS.has(group)) {
    draft.refusals.push(refusal(value, `-set is not supported with ${group}`));
  } else {
    const unknown = groupRefusal(slice(value, 0, group.length), draft.version);
    if (unknown) draft.refusals.push(unknown);
  }
  if (group !== 'chardev' && group !== 'mon') return;
  if (key === 'id') draft.refusals.push(refusal(value, "Invalid parameter 'id'"));
  const property: Property = {
    key,
    keyText: slice(value, idStart + id.length + 1, whole.length - 1),
    value: slice(value, whole.length),
    flag: undefined,
    origin: { kind: 'set', option },
  };
  const [byId, sets] =
    group === 'chardev'
      ? [draft.chardevsById, draft.chardevSets]
      : [draft.monitorsById, draft.monitorSets];
  // A generated name; not modelled.
  if (group === 'mon' && isNamedByQemu(draft, idKey(idText))) return;
  const found = byId.get(idKey(idText));
  if (found !== undefined) addTo(sets, found, property);
  if (found === undefined && draft.complete && isKnown(idText)) {
    draft.refusals.push(refusal(idText, `there is no ${group} "${id}" defined`));
  }
}

function isNamedByQemu(draft: MachineDraft, key: string): boolean {
  const index = draft.chardevsById.get(key);
  return draft.monitors.some((monitor) => 'chardev' in monitor && monitor.chardev === index);
}

/** Applies all `-set`. */
export function applySets(draft: MachineDraft): void {
  for (const [index, added] of draft.chardevSets) {
    const entry = draft.chardevs[index];
    if (entry === undefined) continue;
    const chardev = withProperties(entry.chardev, added, draft.version);
    draft.chardevs[index] = { ...entry, chardev };
  }
  for (const [index, added] of draft.monitorSets) {
    const monitor = draft.monitors[index];
    if (monitor === undefined || !('chardevId' in monitor)) continue;
    const { at, id, option } = monitor;
    const properties = [...monitor.properties, ...added];
    const whole = monitor.chardevId ?? mappedText([]);
    const form = 'options';
    const source = { properties, at, id, option, form, openEnded: false, whole } as const;
    draft.monitors[index] = draftMonitor(source, draft.version);
  }
}
