/**
 * A machine while it is read: what options and sections have defined so far, in the order in which QEMU
 * takes note of it. Local to one build.
 */
import type { ConfigSection } from '../invocation/invocation.ts';
import { isKnown, knownText, type MappedText, mappedText, slice } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { buildChardev, type Chardev, withProperty } from './chardev.ts';
import { idKey } from './fact.ts';
import { findProperty, type Property, type PropertyList, parsePropertyList } from './keyval.ts';
import type { MonitorMode } from './machine.ts';
import { draftMonitor, MONITOR_OBJECTS, type MonitorDraft } from './monitor.ts';
import { objectRefusal, type QemuObject, readObject } from './object.ts';
import type { Option } from './options.ts';
import { mayHoldMore } from './property-check.ts';
import { isTemplate, type Refusal, refusal } from './refusal.ts';
import type { QemuVersion } from './version.ts';

/** A chardev and the id it goes by, written or made up by QEMU. */
export interface DraftChardev {
  readonly chardev: Chardev;
  /** `idKey` of its id; undefined where it has none. */
  readonly key: string | undefined;
  /** When QEMU makes it: with all others of its list, or with the device that it belongs to. */
  readonly phase: 'list' | 'device';
}

/** A monitor on a chardev that is known by its place rather than by an id. */
export interface DirectMonitor {
  readonly mode: MonitorMode;
  readonly at: Span;
  readonly option: Option | undefined;
  readonly chardev: number;
  readonly made: 'asked' | 'hidden' | 'default';
  readonly sharedWithGuest: boolean;
}

export interface MachineDraft {
  readonly version: QemuVersion;
  readonly program: 'system' | 'storage-daemon' | 'config';
  readonly chardevs: DraftChardev[];
  readonly monitors: (MonitorDraft | DirectMonitor)[];
  readonly objects: QemuObject[];
  readonly sections: ConfigSection[];
  readonly refusals: Refusal[];
  /** How many of each kind of numbered thing there are: `compat_monitor`, `serial`. */
  readonly counters: Map<string, number>;
  name: string | undefined;
  complete: boolean;
}

/** Nothing yet. */
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
    sections: [],
    refusals: [],
    counters: new Map(),
    name: undefined,
    complete,
  };
}

/** The next number of a kind, from 0. */
export function count(draft: MachineDraft, name: string): number {
  const next = draft.counters.get(name) ?? 0;
  draft.counters.set(name, next + 1);
  return next;
}

/** Adds a chardev and answers its index. */
export function addChardev(
  draft: MachineDraft,
  chardev: Chardev,
  phase: DraftChardev['phase'],
  generatedId?: string,
): number {
  const key = chardev.id ? idKey(chardev.id) : generatedId;
  return draft.chardevs.push({ chardev, key, phase }) - 1;
}

/** `-chardev LIST`. */
export function addChardevOption(draft: MachineDraft, option: Option, value: MappedText): void {
  const { properties, openEnded } = parsePropertyList(value, 0, 'backend');
  const id = findProperty(properties, 'id');
  if (openEnded || (id === undefined && !isKnown(value))) draft.complete = false;
  const origin = { kind: 'option', option, list: value } as const;
  const source = { properties, openEnded, id: id?.value, origin };
  const chardev = buildChardev(source, draft.version);
  addChardev(draft, chardev, 'list');
  checkId(draft, id?.value);
  if (id === undefined && !mayHoldMore({ properties, openEnded })) {
    draft.refusals.push(refusal(value, 'chardev: no id specified'));
  }
}

/** An id must begin with a letter and hold letters, digits and `-._` only (`id_wellformed`). */
function checkId(draft: MachineDraft, id: MappedText | undefined): void {
  if (id === undefined || !isKnown(id) || isTemplate(id.text)) return;
  if (/^[A-Za-z][\w.-]*$/.test(id.text)) return;
  draft.refusals.push(refusal(id, "Parameter 'id' expects an identifier"));
}

/** `-mon LIST` of qemu-system and `--monitor LIST` of the storage daemon. */
export function addMonOption(draft: MachineDraft, option: Option, value: MappedText): void {
  const daemon = draft.program === 'storage-daemon';
  const list = readMonList(draft, value);
  const id = findProperty(list.properties, 'id')?.value;
  const source = {
    ...list,
    at: option.word.at,
    id,
    option,
    form: daemon ? 'keyval' : 'options',
    whole: value,
  } as const;
  draft.monitors.push(draftMonitor(source, draft.version));
  if (!daemon) checkId(draft, id);
}

function readMonList(draft: MachineDraft, value: MappedText): PropertyList {
  if (draft.program === 'storage-daemon' && value.text.startsWith('{')) {
    return jsonList(value);
  }
  return parsePropertyList(value, 0, 'chardev');
}

function jsonList(value: MappedText): PropertyList {
  // The object's reader knows QEMU's JSON; a monitor in JSON has the same shape.
  const { properties, complete } = readObject(value, value.place, 'keyval');
  return { properties, openEnded: !complete };
}

/** `-object` and `--object`; monitor objects of QEMU 11.1 are monitors as well. */
export function addObjectOption(draft: MachineDraft, option: Option, value: MappedText): void {
  const form = draft.program === 'storage-daemon' ? 'keyval' : 'options';
  addObject(draft, readObject(value, option.word.at, form), option);
}

/** Adds an object, whatever it was written as. */
export function addObject(
  draft: MachineDraft,
  object: QemuObject,
  option: Option | undefined,
): void {
  draft.objects.push(object);
  const found = objectRefusal(object, draft.version);
  if (found) draft.refusals.push(found);
  checkId(draft, object.id);
  const mode = object.type === undefined ? undefined : MONITOR_OBJECTS.get(object.type);
  const chardevId = findProperty(object.properties, 'chardev')?.value;
  if (mode === undefined || chardevId === undefined) return;
  const { at, properties } = object;
  const id = undefined;
  draft.monitors.push({ mode, at, chardevId, id, properties, option, refusal: undefined });
}

/** The properties of a section. */
export function sectionProperties(section: ConfigSection): readonly Property[] {
  return section.entries.map((entry) => ({
    key: entry.key.text,
    keyText: entry.key,
    value: entry.value,
    flag: undefined,
    origin: { kind: 'entry', entry },
  }));
}

/** The literal name of `-name NAME` or `-name guest=NAME,…`. */
export function machineName(value: MappedText): string | undefined {
  const { properties } = parsePropertyList(value, 0, 'guest');
  const guest = findProperty(properties, 'guest');
  return guest && knownText(guest.value);
}

/** Groups of options that `-set` does not change. */
const NO_QEMU_OPTS = new Set(['object', 'audiodev', 'machine', 'smp-opts', 'boot-opts']);

/**
 * `-set group.id.key=value` changes a chardev or monitor that stands before it (`qemu_set_option` in
 * system/vl.c). A device string's chardev is in the list if the device is a monitor.
 */
export function applySet(draft: MachineDraft, value: MappedText): void {
  const match = /^([^.]{1,63})\.([^.]{1,63})\.([^=]{1,63})=/.exec(value.text);
  if (match === null) {
    if (isKnown(value)) draft.refusals.push(refusal(value, `can't parse: "${value.text}"`));
    return;
  }
  const [whole, group = '', id = '', key = ''] = match;
  const idStart = group.length + 1;
  const idText = slice(value, idStart, idStart + id.length);
  if (NO_QEMU_OPTS.has(group)) {
    draft.refusals.push(refusal(value, `-set is not supported with ${group}`));
  }
  if (group !== 'chardev' && group !== 'mon') return;
  const property: Property = {
    key,
    keyText: slice(value, idStart + id.length + 1, whole.length - 1),
    value: slice(value, whole.length),
    flag: undefined,
    origin: { kind: 'set' },
  };
  const found =
    group === 'chardev'
      ? setChardev(draft, idKey(idText), property)
      : setMonitor(draft, idKey(idText), property);
  if (!found && draft.complete && isKnown(idText)) {
    draft.refusals.push(refusal(idText, `there is no ${group} "${id}" defined`));
  }
}

function setChardev(draft: MachineDraft, key: string, property: Property): boolean {
  const index = draft.chardevs.findIndex((it) => it.key === key && it.phase === 'list');
  const entry = draft.chardevs[index];
  if (entry === undefined) return false;
  const chardev = withProperty(entry.chardev, property, draft.version);
  draft.chardevs[index] = { ...entry, chardev };
  return true;
}

function setMonitor(draft: MachineDraft, key: string, property: Property): boolean {
  const index = draft.monitors.findIndex(
    (monitor) => 'chardevId' in monitor && monitor.id !== undefined && idKey(monitor.id) === key,
  );
  const monitor = draft.monitors[index];
  if (monitor === undefined || !('chardevId' in monitor)) return false;
  const { at, id, option } = monitor;
  const properties = [...monitor.properties, property];
  const whole = monitor.chardevId ?? mappedText([]);
  const source = { properties, at, id, option, form: 'options', openEnded: false, whole } as const;
  draft.monitors[index] = draftMonitor(source, draft.version);
  return true;
}
