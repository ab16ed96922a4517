/** Chardevs as `qemu_chr_new_from_opts` and `parse` in chardev/ of QEMU 10.0 make them. */
import type { ConfigSection } from '../../invocation/invocation.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import { slice } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { type Fact, knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, type Property, propertyFact } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { checkProperties, isOpenEnded, sizeOf } from '../options/property-check.ts';
import {
  closest,
  isTemplate,
  lack,
  type Refusal,
  refusal,
  withRepair,
} from '../options/refusal.ts';
import { isIn, type QemuVersion, versionText } from '../options/version.ts';
import { BACKENDS, CHARDEV_KEYS } from './chardev-table.ts';
import { type SocketBackend, socketBackend, type UdpBackend, udpBackend } from './socket.ts';

export type ChardevOrigin =
  /** `mon:tcp::4444,server` of `-monitor`, `-serial` … */
  | {
      readonly kind: 'legacy';
      readonly option: Option;
      /** Without `mon:`. */
      readonly device: MappedText;
      /** `[0, addressEnd)` of `device` is the address: `tcp::4444`. */
      readonly addressEnd: number;
      /** Whether it is an item of another list (`guestfwd=`), with doubled commas. */
      readonly nested: boolean;
    }
  | { readonly kind: 'option'; readonly option: Option; readonly list: MappedText }
  | { readonly kind: 'section'; readonly section: ConfigSection }
  /** `at`: the program; `cause`: a `-nographic` that puts it on the terminal. */
  | { readonly kind: 'default'; readonly at: Span; readonly cause?: MappedText | undefined };

/** What is behind a chardev. */
export type Backend =
  | SocketBackend
  | UdpBackend
  /** The ids of the chardevs behind it; a mux has one. */
  | { readonly kind: 'mux' | 'hub'; readonly members: readonly MappedText[] }
  /** `stdio`, `vc`, `pty`, `file` … */
  | { readonly kind: 'other'; readonly name: string; readonly path: Fact<string> }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A chardev with all options applied. */
export interface Chardev {
  /** As written; undefined if generated or missing. */
  readonly id: MappedText | undefined;
  readonly backend: Backend;
  /** Why QEMU refuses a key, a value, or the backend in this version. */
  readonly listRefusal: Refusal | undefined;
  readonly properties: readonly Property[];
  readonly openEnded: boolean;
  /** `mux=on` or `mon:`. */
  readonly mux: boolean;
  readonly parseRefusal: Refusal | undefined;
  readonly origin: ChardevOrigin;
}

interface ChardevSource {
  readonly properties: readonly Property[];
  readonly openEnded: boolean;
  readonly id: MappedText | undefined;
  readonly origin: ChardevOrigin;
  /** Whether `mon:` precedes the properties, so that `mux` is on. */
  readonly monPrefix?: boolean;
  readonly parseRefusal?: Refusal | undefined;
}

/** Builds a chardev from `-chardev`, `[chardev]` or a device string. */
export function buildChardev(source: ChardevSource, version: QemuVersion): Chardev {
  const { properties, openEnded, id, origin, parseRefusal } = source;
  const written = booleanFact(properties, 'mux');
  const mux = written.kind === 'absent' ? source.monPrefix === true : knownValue(written) === true;
  const listRefusal = checkProperties(properties, CHARDEV_KEYS, version);
  const name = backendName(source, version);
  const common = { id, properties, openEnded, mux, parseRefusal, origin };
  const listed = listRefusal ?? (name.refusal?.kind === 'version' ? name.refusal : undefined);
  const grave = parseRefusal ?? (name.refusal === listed ? undefined : name.refusal);
  if (grave) return refusedChardev(common, listRefusal ?? grave);
  const built = buildBackend(properties, name.name, version);
  if (built.kind === 'refused') {
    if (built.refusal.lacks && isOpenEnded(source)) {
      return { ...common, backend: { kind: 'unknown' }, listRefusal: listed };
    }
    return refusedChardev(common, refusedAsWell(listRefusal, built.refusal));
  }
  // A refused key may be half-typed, but the address counts.
  const open = openEnded || listed?.kind === 'other';
  return { ...common, openEnded: open, backend: built, listRefusal: listed };
}

/** The list's refusal; if only newer versions refuse the list, with that of older ones. */
function refusedAsWell(list: Refusal | undefined, backend: Refusal): Refusal {
  if (list === undefined) return backend;
  const isOlder = list.kind === 'version' && backend.kind !== 'version';
  return isOlder ? { ...list, older: backend.message } : list;
}

function refusedChardev(common: Omit<Chardev, 'backend' | 'listRefusal'>, found: Refusal): Chardev {
  return { ...common, backend: { kind: 'refused', refusal: found }, listRefusal: undefined };
}

/** Applies `-set chardev.ID.key=value`. */
export function withProperties(
  chardev: Chardev,
  added: readonly Property[],
  version: QemuVersion,
): Chardev {
  const properties = [...chardev.properties, ...added];
  return buildChardev({ ...chardev, properties, monPrefix: chardev.mux }, version);
}

/** Prefixes of device strings that are no backends of `-chardev`, although QEMU's manual has an example. */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['tcp', 'socket'],
  ['unix', 'socket'],
]);

/** A backend's name, with aliases resolved; undefined if unknown. */
function backendName(
  { properties, openEnded, origin, id }: ChardevSource,
  version: QemuVersion,
): { readonly name: string | undefined; readonly refusal?: Refusal } {
  const property = findProperty(properties, 'backend');
  const fact = propertyFact(properties, 'backend');
  if (fact.kind === 'unknown' || isTemplate(knownValue(fact) ?? '')) return { name: undefined };
  if (property === undefined) {
    if (isOpenEnded({ properties, openEnded })) return { name: undefined };
    const place = originText(origin) ?? id;
    const message = `chardev: "${id?.decoded ?? ''}" missing backend`;
    return { name: undefined, ...(place ? { refusal: refusal(place, message) } : {}) };
  }
  const name = knownValue(fact) ?? '';
  const row = BACKENDS.find((candidate) => candidate.name === name);
  const message = `'${name}' is not a valid char driver name`;
  if (row === undefined) {
    const found = refusal(property.value, message);
    const names = BACKENDS.map((backend) => backend.name);
    const instead = SCHEMES.get(name) ?? closest(name, names);
    return { name, refusal: withRepair(found, property.value, instead) };
  }
  if (isIn(row, version)) return { name: row.aliasOf ?? name };
  const [verb, at] =
    row.until !== undefined && version >= row.until
      ? ['removed', row.until]
      : ['brought', row.since ?? 0];
  const words = `${message}: QEMU ${versionText(at)} ${verb} it`;
  const found = refusal(property.value, words, 'version');
  return { name: row.aliasOf ?? name, refusal: withRepair(found, property.value, row.aliasOf) };
}

function originText(origin: ChardevOrigin): MappedText | undefined {
  switch (origin.kind) {
    case 'legacy':
      return origin.device;
    case 'option':
      return origin.list;
    case 'section':
      return origin.section.group;
    case 'default':
      return undefined;
  }
}

const NEEDS_PATH: ReadonlyMap<string, string> = new Map([
  ['file', 'chardev: file: no filename given'],
  ['pipe', 'chardev: pipe: no device path given'],
  ['serial', 'chardev: serial/tty: no device path given'],
  ['parallel', 'chardev: parallel: no device path given'],
]);

function buildBackend(
  properties: readonly Property[],
  name: string | undefined,
  version: QemuVersion,
): Backend {
  const nameText = findProperty(properties, 'backend')?.value;
  const refused = (message: string): Backend =>
    nameText ? { kind: 'refused', refusal: lack(nameText, message) } : { kind: 'unknown' };
  switch (name) {
    case undefined:
      return { kind: 'unknown' };
    case 'socket':
      return socketBackend(properties, version);
    case 'udp':
      return udpBackend(properties);
    case 'mux': {
      const base = findProperty(properties, 'chardev');
      return base
        ? { kind: 'mux', members: [base.value] }
        : refused('chardev: mux: no chardev given');
    }
    case 'hub': {
      const members = hubMembers(properties);
      return members.length > 0
        ? { kind: 'hub', members }
        : refused("hub: 'chardevs' list is not defined");
    }
    case 'ringbuf':
    case 'memory': {
      const size = propertyFact(properties, 'size');
      const bytes = size.kind === 'known' ? sizeOf(size.value) : undefined;
      const odd = bytes !== undefined && !Number.isInteger(Math.log2(Math.max(1, bytes)));
      if (odd) return refused('size of ringbuf chardev must be power of two');
      return { kind: 'other', name, path: propertyFact(properties, 'path') };
    }
    default: {
      const path = propertyFact(properties, 'path');
      const message = path.kind === 'absent' ? NEEDS_PATH.get(name) : undefined;
      return message === undefined ? { kind: 'other', name, path } : refused(message);
    }
  }
}

/** `chardevs.0` and so on, without gaps. */
function hubMembers(properties: readonly Property[]): readonly MappedText[] {
  const members: MappedText[] = [];
  for (let index = 0; index < 4; index++) {
    const member = findProperty(properties, `chardevs.${index}`);
    if (member === undefined) break;
    members.push(member.value);
  }
  return members;
}

/** The property with the host. */
export function hostProperty(chardev: Chardev): Property | undefined {
  return findProperty(chardev.properties, 'host');
}

/** A positional property of a device string. */
export function positional(text: MappedText, key: string, start: number, end: number): Property {
  return {
    key,
    keyText: undefined,
    value: slice(text, start, end),
    flag: undefined,
    origin: { kind: 'item', list: text, start, end },
  };
}
