/** Moves a chardev to a UNIX socket, or to a better path; keeps its other properties. */
import type { ConfigEntry } from '../../invocation/invocation.ts';
import { once } from '../../text/lookup.ts';
import { type MappedText, type Piece, pieceAt, slice } from '../../text/mapped-text.ts';
import { withoutSlashes } from '../../text/paths.ts';
import { type Span, sameSpan, spanKey } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import type { Chardev } from '../chardev/chardev.ts';
import type { Machine, MonitorMode } from '../machine/machine.ts';
import { directoryOf } from '../machine/permissions.ts';
import { isShared, sharedDirectory } from '../machine/shared-directory.ts';
import { findProperty, type Property } from '../options/keyval.ts';
import { type Place, placeOf } from '../options/place.ts';
import { type Change, replace, text, type ValuePart } from './change.ts';
import { allOf, removeProperty, setProperty } from './property-change.ts';

/** Keys that UNIX sockets ignore or refuse, or that make them abstract. */
const FOREIGN_KEYS = wordSet(`
  host port to ipv4 ipv6 delay nodelay telnet tn3270 websocket tls-creds tls-authz localaddr
  localport abstract tight
`);

/** Also removes `-set` of network properties. Undefined unless the address is in one changeable place. */
export function switchToUnix(chardev: Chardev, mode: MonitorMode): readonly Change[] | undefined {
  const set = withoutSets(chardev.properties);
  if (set === undefined) return undefined;
  const written = { ...chardev, properties: set.properties };
  const changes = switchWritten(written, chardev.properties, mode);
  return changes && [...changes, ...set.changes];
}

function withoutSets(
  all: readonly Property[],
): { readonly properties: readonly Property[]; readonly changes: readonly Change[] } | undefined {
  const sets = all.filter(({ origin }) => origin.kind === 'set');
  if (sets.length === 0) return { properties: all, changes: [] };
  const gone = sets.filter(({ key }) => FOREIGN_KEYS.has(key));
  const options = gone.flatMap(({ origin }) => {
    return origin.kind === 'set' && origin.option ? [origin.option] : [];
  });
  if (options.length < gone.length || sets.some(({ key }) => key === 'path')) return undefined;
  const properties = all.filter((property) => property.origin.kind !== 'set');
  return {
    properties,
    changes: options.length === 0 ? [] : [{ kind: 'remove-words', options, instead: [] }],
  };
}

/** `all` includes the address in force. */
function switchWritten(
  chardev: Chardev,
  all: readonly Property[],
  mode: MonitorMode,
): readonly Change[] | undefined {
  const { properties, origin, backend } = chardev;
  if (findProperty(properties, 'path') || findProperty(properties, 'fd')) return undefined;
  const replaced: Replaced = {
    port: findProperty(all, 'port')?.value,
    host: findProperty(all, 'host')?.value,
  };
  const datagrams = backend.kind === 'udp';
  switch (origin.kind) {
    case 'legacy':
      // A nested list would need doubled commas in the flags.
      if (origin.nested && datagrams) return undefined;
      return switchDevice(chardev, origin.device, origin.addressEnd, mode, replaced, origin.nested);
    case 'option':
      return switchList(properties, origin.list, mode, replaced, datagrams);
    case 'section':
      return switchSection(properties, entriesOf(chardev), mode, replaced, datagrams);
    case 'default':
      return undefined;
  }
}

interface Replaced {
  readonly port: MappedText | undefined;
  readonly host?: MappedText | undefined;
}

function socketPath(
  mode: MonitorMode,
  { port, host }: Replaced,
  inList: boolean,
): Extract<ValuePart, { kind: 'socket-path' }> {
  return { kind: 'socket-path', mode, port, host, inList };
}

/** `tcp:HOST:PORT,server` becomes `unix:PATH,server`; udp loses its properties. */
function switchDevice(
  chardev: Chardev,
  device: MappedText,
  addressEnd: number,
  mode: MonitorMode,
  replaced: Replaced,
  inNestedList: boolean,
): readonly Change[] {
  const flags =
    chardev.backend.kind === 'udp' ? [text(','), { kind: 'server-flags' } as const] : [];
  const path = { ...socketPath(mode, replaced, true), inNestedList };
  const removed = chardev.properties.flatMap((property) => {
    const { origin } = property;
    const isBehind = origin.kind === 'item' && origin.start > addressEnd;
    const change = FOREIGN_KEYS.has(property.key) ? removeProperty(property) : undefined;
    return isBehind && change ? change : [];
  });
  return [replace(device, [text('unix:'), path, ...flags], 0, addressEnd), ...removed];
}

/** `socket,id=m,host=H,port=P,server=on` becomes `socket,id=m,path=PATH,server=on`. */
function switchList(
  properties: readonly Property[],
  list: MappedText,
  mode: MonitorMode,
  replaced: Replaced,
  datagrams: boolean,
): readonly Change[] | undefined {
  const target = findProperty(properties, 'host') ?? findProperty(properties, 'port');
  const backend = findProperty(properties, 'backend');
  if (target?.origin.kind !== 'item') return undefined;
  const { start, end } = target.origin;
  const flags = datagrams ? [text(','), { kind: 'server-flags' } as const] : [];
  const parts = [text('path='), socketPath(mode, replaced, true), ...flags];
  const changes: (Change | undefined)[] = [replace(list, parts, start, end)];
  if (datagrams) {
    if (backend?.origin.kind !== 'item' || backend.keyText) return undefined;
    changes.push(replace(list, [text('socket')], backend.origin.start, backend.origin.end));
  }
  const gone = properties.filter((one) => one !== target && FOREIGN_KEYS.has(one.key));
  return allOf([...changes, ...gone.map(removeProperty)]);
}

/** `host = "H"` becomes `path = "PATH"`. */
function switchSection(
  properties: readonly Property[],
  entries: readonly ConfigEntry[],
  mode: MonitorMode,
  replaced: Replaced,
  datagrams: boolean,
): readonly Change[] | undefined {
  const target = entryOf(findProperty(properties, 'host') ?? findProperty(properties, 'port'));
  const backend = entryOf(findProperty(properties, 'backend'));
  if (target === undefined) return undefined;
  const changes: Change[] = [
    replace(target.key, [text('path')]),
    { kind: 'set-value', entry: target, parts: [socketPath(mode, replaced, false)] },
  ];
  if (datagrams) {
    if (backend === undefined) return undefined;
    changes.push({ kind: 'set-value', entry: backend, parts: [text('socket')] });
    changes.push({ kind: 'add-entry', after: target, key: 'server', value: 'on' });
    changes.push({ kind: 'add-entry', after: target, key: 'wait', value: 'off' });
  }
  for (const entry of entries) {
    if (entry === target || !FOREIGN_KEYS.has(entry.key.decoded)) continue;
    changes.push({ kind: 'remove-entry', entry });
  }
  return changes;
}

function entriesOf({ origin, properties }: Chardev): readonly ConfigEntry[] {
  if (origin.kind === 'section') return origin.section.entries;
  return properties.map(entryOf).filter((entry) => entry !== undefined);
}

const ABSTRACT_KEYS = new Set(['abstract', 'tight']);

/** The place of `abstract=on` in a list, or of `on` in a section. */
export function abstractPlace({ properties }: Chardev): Place | undefined {
  const property = findProperty(properties, 'abstract');
  if (property === undefined) return undefined;
  if (property.origin.kind !== 'item') return placeOf(property.value);
  const { list, start, end } = property.origin;
  return placeOf(slice(list, start, end));
}

/** Gives an abstract socket a path; undefined for `-set` or a property before the name. */
export function leaveAbstract(chardev: Chardev, mode: MonitorMode): readonly Change[] | undefined {
  const { properties } = chardev;
  const name = findProperty(properties, 'path');
  if (name === undefined) return undefined;
  const entry = entryOf(name);
  if (entry !== undefined) {
    const path = setProperty(name, [socketPath(mode, { port: name.value }, false)]);
    const gone = entriesOf(chardev).filter(({ key }) => ABSTRACT_KEYS.has(key.decoded));
    return allOf([path, ...gone.map((other) => ({ kind: 'remove-entry', entry: other }) as const)]);
  }
  if (name.origin.kind !== 'item') return undefined;
  const { list, start, end } = name.origin;
  const key = name.keyText === undefined ? [] : [text('path=')];
  const parts = [...key, socketPath(mode, { port: name.value }, true)];
  const gone = properties.filter((property) => ABSTRACT_KEYS.has(property.key));
  // The first item has no comma before it to remove.
  const isBehind = gone.every(({ origin }) => origin.kind === 'item' && origin.start > start);
  if (!isBehind && chardev.origin.kind !== 'option') return undefined;
  return allOf([replace(list, parts, start, end), ...gone.map(removeProperty)]);
}

/** The place of an empty path: a dropped value, else the key. */
export function emptyPathPlace({ properties }: Chardev): Place | undefined {
  const entry = entryOf(findProperty(properties, 'path'));
  if (entry === undefined) return undefined;
  const { dropped, key } = entry;
  return dropped && dropped.text !== '' ? { at: dropped.at, through: [] } : placeOf(key);
}

/** Moves a socket out of a shared directory; it keeps its name. Undefined for `-set` and deeper paths. */
export function leaveSharedDirectory(
  chardev: Chardev,
  mode: MonitorMode,
): readonly Change[] | undefined {
  const path = findProperty(chardev.properties, 'path');
  if (path === undefined || chardev.backend.kind !== 'socket') return undefined;
  const { value, origin, keyText } = path;
  if (origin.kind === 'set' || origin.kind === 'json') return undefined;
  const end = value.decoded.lastIndexOf('/');
  if (end > 0) {
    const between = value.decoded.slice(sharedDirectory(value).length, end + 1);
    if (!isShared(value) || !/^\/+$/.test(between)) return undefined;
    const parts = [{ kind: 'socket-directory', of: value } as const];
    return [replace(value, parts, 0, end)];
  }
  // QEMU picks a name in /tmp.
  const parts = [socketPath(mode, { port: undefined }, origin.kind === 'item')];
  if (origin.kind === 'entry' || keyText) return allOf([setProperty(path, parts)]);
  if (chardev.origin.kind !== 'legacy') return undefined;
  const { device, addressEnd } = chardev.origin;
  return [replace(device, [text('unix:'), ...parts], 0, addressEnd)];
}

function entryOf(property: Property | undefined): ConfigEntry | undefined {
  return property?.origin.kind === 'entry' ? property.origin.entry : undefined;
}

const KEPT = new Set(['id', 'mux', 'logfile', 'logappend']);

/** `unix:PATH,server=on,wait=off` for `pty`. Undefined if properties would be lost, and for sections. */
export function deviceToUnix(
  machine: Machine,
  chardev: Chardev,
  mode: MonitorMode,
): readonly Change[] | undefined {
  const { origin, properties } = chardev;
  const place = devicePlace(chardev);
  if (place === undefined || (devicesByPlace(machine).get(place) ?? 0) > 1) return undefined;
  const path = socketPath(mode, { port: undefined }, true);
  const flags = [text(','), { kind: 'server-flags' } as const];
  if (origin.kind === 'legacy') {
    const { device, nested } = origin;
    // A nested list would need doubled commas.
    if (nested) return undefined;
    return [replace(device, [text('unix:'), path, ...flags])];
  }
  if (origin.kind !== 'option') return undefined;
  const changes: Change[] = [];
  for (const { key, keyText, origin: place } of properties) {
    if (KEPT.has(key)) continue;
    if (place.kind !== 'item') return undefined;
    const { list, start, end } = place;
    if (key === 'path' && start > 0) {
      changes.push(replace(list, [], start - 1, end));
    } else if (key === 'backend' && keyText === undefined) {
      changes.push(replace(list, [text('socket,path='), path, ...flags], start, end));
    } else {
      return undefined;
    }
  }
  return changes;
}

const devicesByPlace = once(({ chardevs }: Machine) => {
  const counts = new Map<string, number>();
  for (const chardev of chardevs.values()) {
    const place = devicePlace(chardev);
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
});

function devicePlace({ origin }: Chardev): string | undefined {
  const text =
    origin.kind === 'legacy' ? origin.device : origin.kind === 'option' ? origin.list : undefined;
  const [first] = text?.pieces ?? [];
  return first && spanKey(first.at);
}

/** The first `moved` characters become the directory, each of `joints` a dash. */
interface DeepMove {
  readonly changes: readonly Change[];
  readonly moved: number;
  readonly joints: readonly Span[];
}

/** Directories of `/tmp/vm1/m.sock` become part of its name, or move along if the script makes them. */
export function leaveDeepDirectory(machine: Machine, chardev: Chardev): DeepMove | undefined {
  const path = findProperty(chardev.properties, 'path');
  if (path === undefined || chardev.backend.kind !== 'socket') return undefined;
  const { value, origin } = path;
  if (origin.kind === 'set' || origin.kind === 'json') return undefined;
  if (!isShared(value)) return undefined;
  const shared = sharedDirectory(value);
  const deeper = /^\/+([^/](?:.*[^/])?)\/+[^/]+$/s.exec(value.decoded.slice(shared.length))?.[1];
  if (!deeper) return undefined;
  const start = value.decoded.indexOf(deeper, shared.length);
  const end = value.decoded.lastIndexOf('/') + 1;
  const directory = replace(value, [{ kind: 'socket-directory' }], 0, shared.length);
  const joints = [...value.decoded.slice(start, end).matchAll(/\/+/g)].map(
    ({ 0: slashes, index }) => {
      const from = start + index;
      return { start: from, end: from + slashes.length };
    },
  );
  const moved = shared.length;
  if (isWrittenTogether(value, [{ start: 0, end: moved }, ...joints])) {
    const changes = joints.map((joint) => replace(value, [text('-')], joint.start, joint.end));
    return { changes: [directory, ...changes], moved, joints };
  }
  return isMadeAlong(machine, value, moved)
    ? { changes: [directory], moved, joints: [] }
    : undefined;
}

/** Whether all is written in one word or one variable's value. */
function isWrittenTogether(path: MappedText, places: readonly Span[]): boolean {
  const pieces = places.flatMap(({ start, end }) => slice(path, start, end).pieces);
  const [first] = pieces;
  return first !== undefined && pieces.every((piece) => haveOneOrigin(first, piece));
}

function haveOneOrigin(one: Piece, other: Piece): boolean {
  if (one.through.length !== other.through.length || one.defaultOf !== other.defaultOf)
    return false;
  return one.through.every((use, index) => {
    const second = other.through[index];
    return second !== undefined && sameSpan(use.at, second.at);
  });
}

function isMadeAlong({ permissions }: Machine, path: MappedText, length: number): boolean {
  const directory = directoryOf(path)?.decoded;
  const first = pieceAt(path, 0);
  const last = pieceAt(path, length - 1);
  return (permissions?.modeChanges ?? []).some(({ kind, paths }) => {
    if (kind !== 'make') return false;
    return paths.some((made) => {
      if (withoutSlashes(made.decoded) !== directory) return false;
      const [own, end] = [pieceAt(made, 0), pieceAt(made, length - 1)];
      return isSamePlace(first, own) && isSamePlace(last, end);
    });
  });
}

function isSamePlace(one: Piece | undefined, other: Piece | undefined): boolean {
  return one !== undefined && other !== undefined && sameSpan(one.at, other.at);
}
