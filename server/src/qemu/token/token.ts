/** Classifies pieces of command lines and config files, invalid ones too, for colouring, hovers and navigation. */
import type { ConfigSection } from '../../invocation/invocation.ts';
import { DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { wordSet } from '../../text/split-words.ts';
import { readLegacyDevice } from '../chardev/legacy-device.ts';
import { findChardev, type Machine } from '../machine/machine.ts';
import { MUXABLE_OPTIONS } from '../machine/monitor.ts';
import {
  addedProperty,
  entryProperty,
  listOrJsonProperties,
  type Property,
  parsePropertyList,
} from '../options/keyval.ts';
import { takesJson } from '../options/option-table.ts';
import type { Option } from '../options/options.ts';
import { type IdTarget, targetOf } from './id-target.ts';

export interface Owner {
  /** `chardev`, `mon`, `object`, `monitor`, `device`. */
  readonly group: string;
  /** The backend, type or driver: `socket`, `tls-creds-x509`. */
  readonly type: MappedText | undefined;
}

/** A classified piece. */
export type Token =
  /** `-monitor`, with its dashes. */
  | { readonly kind: 'option'; readonly text: MappedText; readonly option: Option }
  /** `chardev` of `[chardev "mon0"]`. */
  | { readonly kind: 'section'; readonly text: MappedText; readonly section: ConfigSection }
  /** `socket` of `-chardev socket,…`, `tcp` of `tcp:0.0.0.0:4444`, an object's type, a device's driver. */
  | { readonly kind: 'type'; readonly text: MappedText; readonly owner: Owner }
  /** `mon:`, without the colon. */
  | { readonly kind: 'prefix'; readonly text: MappedText; readonly owner: Owner }
  /** `server` of `server=on` or a flag; `nowait` as written. */
  | {
      readonly kind: 'property';
      readonly text: MappedText;
      readonly property: Property;
      readonly owner: Owner;
    }
  /** `on` of `server=on`. */
  | {
      readonly kind: 'value';
      readonly text: MappedText;
      readonly property: Property;
      readonly owner: Owner;
    }
  /** A part of an address in any form: `0.0.0.0`, `4444`, `/run/m.sock`. */
  | {
      readonly kind: 'address';
      readonly text: MappedText;
      readonly part: 'host' | 'port' | 'path';
      readonly property: Property;
      readonly owner: Owner;
    }
  /** `mon0` of `id=mon0` or `chardev=mon0`. */
  | {
      readonly kind: 'id';
      readonly text: MappedText;
      readonly role: 'definition' | 'reference';
      readonly target: IdTarget;
      readonly owner: Owner;
      /** Whether it is in `-set`, which limits its length. */
      readonly isSet?: true;
    }
  /** A value that is not parsed: `1G` of `-m 1G`. */
  | { readonly kind: 'argument'; readonly text: MappedText; readonly option: Option }
  | { readonly kind: 'file'; readonly text: MappedText; readonly option: Option };

/** Options in order, then sections. Never throws. */
export function* machineTokens(machine: Machine): Generator<Token> {
  for (const option of machine.options) yield* optionTokens(machine, option);
  for (const section of machine.sections) yield* sectionTokens(section);
}

const DEVICE_STRINGS: ReadonlySet<string> = new Set([
  ...DEVICE_MONITORS.keys(),
  ...MUXABLE_OPTIONS,
  'qtest',
]);

/** Options with a list, and their implied first key. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['chardev', 'backend'],
  ['mon', 'chardev'],
  ['object', 'qom-type'],
  ['device', 'driver'],
  ['netdev', 'type'],
  ['nic', 'type'],
  ['net', 'type'],
  ['vnc', 'vnc'],
  ['spice', ''],
  ['name', 'guest'],
  ['machine', 'type'],
  ['M', 'type'],
  ['drive', ''],
  ['blockdev', 'driver'],
  ['sandbox', 'enable'],
  ['audiodev', 'driver'],
  ['tpmdev', 'type'],
  ['fsdev', 'fsdriver'],
  ['numa', 'type'],
  ['semihosting-config', ''],
  ['export', 'type'],
  ['nbd-server', ''],
]);

const TYPE_KEYS = wordSet('backend qom-type driver type fsdriver');

/** The tokens of an option; `asked` limits the properties of a long list. */
export function* optionTokens(
  machine: Machine,
  option: Option,
  asked: (property: Property) => boolean = () => true,
): Generator<Token> {
  const { name, value, word } = option;
  const joined = name.length + 2 < word.value.decoded.length && word.value.decoded.includes('=');
  const end = joined ? word.value.decoded.indexOf('=') : word.value.decoded.length;
  yield { kind: 'option', text: slice(word.value, 0, end), option };
  if (value === undefined) return;
  // `--monitor` is `-mon` there.
  const group = machine.program === 'storage-daemon' && name === 'monitor' ? 'mon' : name;
  if (DEVICE_STRINGS.has(group)) yield* deviceTokens(machine, option, value, asked);
  else if (group === 'readconfig') yield { kind: 'file', text: value, option };
  else if (group === 'set') yield* setTokens(machine, option, value);
  else if (group === 'global') yield* globalTokens(option, value);
  else if (LISTS.has(group)) yield* listTokens(machine.program, group, name, value, asked);
  else yield { kind: 'argument', text: value, option };
}

/** The tokens of a device string, `mon:tcp:0.0.0.0:4444,server=on` or `chardev:ID`. */
function* deviceTokens(
  machine: Machine,
  option: Option,
  value: MappedText,
  asked: (property: Property) => boolean,
): Generator<Token> {
  const group = option.name;
  const device = readLegacyDevice(value, { option, version: machine.version });
  if (device.kind === 'reference') {
    const owner = { group, type: undefined };
    const keyword = slice(value, 0, 'chardev'.length);
    yield { kind: 'type', text: keyword, owner };
    yield { kind: 'id', text: device.id, role: 'reference', target: 'chardev', owner };
    return;
  }
  const { properties, origin } = device.chardev;
  if (origin.kind !== 'legacy') return;
  const scheme = /^[a-z0-9]+/.exec(origin.device.decoded)?.[0] ?? '';
  const type = slice(origin.device, 0, scheme.length);
  const owner = { group, type };
  if (device.monPrefix) yield { kind: 'prefix', text: slice(value, 0, 'mon'.length), owner };
  if (scheme !== '') yield { kind: 'type', text: type, owner };
  for (const property of properties.filter(asked)) {
    // An implied property has no text.
    const isWritten = property.keyText !== undefined || ADDRESSES.has(property.key);
    if (isWritten) yield* propertyTokens(property, owner);
  }
}

const ADDRESSES: ReadonlyMap<string, 'host' | 'port' | 'path'> = new Map([
  ['host', 'host'],
  ['port', 'port'],
  ['path', 'path'],
  ['localaddr', 'host'],
  ['localport', 'port'],
  ['addr', 'host'],
  ['addr.host', 'host'],
  ['addr.port', 'port'],
  ['addr.path', 'path'],
]);

function* listTokens(
  program: Machine['program'],
  group: string,
  name: string,
  value: MappedText,
  asked: (property: Property) => boolean,
): Generator<Token> {
  const implied = LISTS.get(group) || undefined;
  const isJson = takesJson(program, name) && value.decoded.startsWith('{');
  const properties = isJson
    ? listOrJsonProperties(value, implied)
    : parsePropertyList(value, 0, implied).properties;
  const type = typeOf(properties);
  const owner = { group, type };
  const ids = properties.filter(({ key, flag }) => key === 'id' && flag === undefined);
  // QemuOpts take the first id, others the last.
  const isLast = isJson || (program === 'storage-daemon' && group !== 'chardev');
  const counted = isLast ? ids.at(-1) : ids[0];
  for (const property of properties.filter(asked)) {
    if (property.key !== 'id' || property === counted) yield* propertyTokens(property, owner);
    else yield* overruledTokens(property, owner);
  }
}

/** The tokens of an id that names nothing, since another overrides it. */
function* overruledTokens(property: Property, owner: Owner): Generator<Token> {
  const { keyText, value, flag } = property;
  if (keyText) yield { kind: 'property', text: keyText, property, owner };
  if (flag === undefined) yield { kind: 'value', text: value, property, owner };
}

function typeOf(properties: readonly Property[]): MappedText | undefined {
  return properties.find(({ key, flag }) => TYPE_KEYS.has(key) && flag === undefined)?.value;
}

function* propertyTokens(property: Property, owner: Owner): Generator<Token> {
  const { key, keyText, value, flag } = property;
  if (keyText) yield { kind: 'property', text: keyText, property, owner };
  if (flag !== undefined) return;
  const forward = key === 'guestfwd' ? forwardedId(value) : undefined;
  if (forward === undefined) yield valueToken(key, value, property, owner);
  else {
    const { before, id } = forward;
    yield { kind: 'value', text: before, property, owner };
    yield { kind: 'id', text: id, role: 'reference', target: 'chardev', owner };
  }
}

/** The id in a forward: `m` of `tcp:10.0.2.100:23-chardev:m`. */
function forwardedId(
  value: MappedText,
): { readonly before: MappedText; readonly id: MappedText } | undefined {
  const start = /^(?:tcp)?:[^:]*:[^-]+-chardev:/.exec(value.decoded)?.[0].length;
  if (start === undefined) return undefined;
  return { before: slice(value, 0, start), id: slice(value, start) };
}

function valueToken(key: string, text: MappedText, property: Property, owner: Owner): Token {
  if (key === 'id') return { kind: 'id', text, role: 'definition', target: owner.group, owner };
  if (TYPE_KEYS.has(key) && text === owner.type) return { kind: 'type', text, owner };
  const target = targetOf(owner.group, key);
  if (target) return { kind: 'id', text, role: 'reference', target, owner };
  const part = ADDRESSES.get(key);
  if (part && isAddressed(owner)) return { kind: 'address', text, part, property, owner };
  return { kind: 'value', text, property, owner };
}

const ADDRESSED = wordSet('chardev vnc spice export nbd-server');

/** Whether hosts and paths are addresses; a device's `addr` is a bus address. */
function isAddressed({ group }: Owner): boolean {
  return ADDRESSED.has(group) || DEVICE_STRINGS.has(group);
}

/** `-set chardev.mon0.host=127.0.0.1`. */
function* setTokens(machine: Machine, option: Option, value: MappedText): Generator<Token> {
  const match = /^([^.=]+)\.([^.=]+)\.([^=]+)=/.exec(value.decoded);
  if (match === null) {
    yield { kind: 'argument', text: value, option };
    return;
  }
  const [whole, group = '', id = '', key = ''] = match;
  const idStart = group.length + 1;
  const keyStart = idStart + id.length + 1;
  const idText = slice(value, idStart, idStart + id.length);
  const chardev = group === 'chardev' ? findChardev(machine.chardevs, idText) : undefined;
  const owner = { group, type: chardev && typeOf(chardev.properties) };
  yield { kind: 'type', text: slice(value, 0, group.length), owner };
  yield { kind: 'id', text: idText, role: 'reference', target: group, owner, isSet: true };
  const keyText = slice(value, keyStart, keyStart + key.length);
  yield* propertyTokens({ ...addedProperty(key, slice(value, whole.length)), keyText }, owner);
}

/** The tokens of `-global DRIVER.KEY=VALUE`, whose longer form is a list. */
function* globalTokens(option: Option, value: MappedText): Generator<Token> {
  const match = /^([^.=,]+)\.([^=,]+)=/.exec(value.decoded);
  if (match === null) {
    yield* globalListTokens(option, value);
    return;
  }
  const [whole, driver = '', key = ''] = match;
  const type = slice(value, 0, driver.length);
  const owner = { group: 'device', type };
  yield { kind: 'type', text: type, owner };
  const keyText = slice(value, driver.length + 1, whole.length - 1);
  yield* propertyTokens({ ...addedProperty(key, slice(value, whole.length)), keyText }, owner);
}

function* globalListTokens(option: Option, value: MappedText): Generator<Token> {
  const { properties } = parsePropertyList(value, 0, undefined);
  const find = (wanted: string) => properties.find(({ key }) => key === wanted);
  const [driver, property, given] = ['driver', 'property', 'value'].map(find);
  if (driver === undefined || property === undefined || given === undefined) {
    yield { kind: 'argument', text: value, option };
    return;
  }
  const owner = { group: 'device', type: driver.value };
  for (const one of properties) {
    if (one.keyText) yield { kind: 'property', text: one.keyText, property: one, owner };
    if (one === driver) yield { kind: 'type', text: one.value, owner };
    else if (one === given) yield valueToken(property.value.decoded, one.value, one, owner);
    else yield { kind: 'value', text: one.value, property: one, owner };
  }
}

/** The tokens of a section. */
export function* sectionTokens(section: ConfigSection): Generator<Token> {
  const { group: text, id: whole, entries } = section;
  const group = text.decoded;
  const properties = entries.map(entryProperty);
  const owner = { group, type: typeOf(properties) };
  yield { kind: 'section', text, section };
  // A line `id = "m"` overrides the header.
  const id = entries.some(({ value }) => value === whole) ? undefined : whole;
  if (id) yield { kind: 'id', text: id, role: 'definition', target: group, owner };
  for (const property of properties) {
    const { keyText } = property;
    const isDropped = property.origin.kind === 'entry' && property.origin.entry.dropped;
    // QEMU drops this value.
    if (isDropped && keyText) yield { kind: 'property', text: keyText, property, owner };
    else yield* propertyTokens(property, owner);
  }
}
