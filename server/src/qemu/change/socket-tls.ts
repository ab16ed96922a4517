/**
 * Adds `tls-creds` and `tls-authz` to a plain TCP chardev; undefined unless it is written in one place that can be
 * changed. A monitor's device string becomes `-chardev` and `-mon`, for which the manual documents them. It stays a
 * string if a guest device shares it, a variable may hold any device string, or generated names are in use (QEMU 5.2
 * to 11.1 accept them there, too).
 */

import { AS_LIST, DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { anchorOf, isWrittenHere } from '../../text/edit-anchor.ts';
import { once } from '../../text/lookup.ts';
import type { Use } from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import type { Chardev, ChardevOrigin } from '../chardev/chardev.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { doubleCommas, findProperty, type Property } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { type Change, replace, text } from './change.ts';
import { MON_DEPRECATED } from './monitor-object.ts';
import { freeId } from './new-object.ts';
import { addProperty, allOf, lastWritten, removeProperty } from './property-change.ts';

interface TlsIds {
  readonly creds: string;
  /** The authorization object's id; undefined for a client, which only verifies the server. */
  readonly authz: string | undefined;
}

type LegacyOrigin = Extract<ChardevOrigin, { kind: 'legacy' }>;

const PROTOCOLS = new Set(['telnet', 'tn3270', 'websocket']);

export function protectSocket(
  machine: Machine,
  monitor: Monitor,
  chardev: Chardev,
  ids: TlsIds,
): readonly Change[] | undefined {
  const { origin, properties, listRefusal } = chardev;
  if (listRefusal?.kind === 'other') return undefined;
  if (properties.some((property) => property.origin.kind === 'set' && decides(property))) {
    return undefined;
  }
  switch (origin.kind) {
    case 'legacy':
      if (!isWrittenWithOption(properties, origin.option)) return undefined;
      // QEMU ignores what follows a port that is too long.
      if (!/^,?$/.test(origin.device.decoded.charAt(origin.addressEnd))) return undefined;
      return becomesChardev(machine, monitor, chardev, origin)
        ? toChardev(machine, monitor, chardev, origin, ids)
        : extendDevice(chardev, origin, ids);
    case 'option':
      return isWrittenWithOption(properties, origin.option)
        ? extendList(properties, ids)
        : undefined;
    case 'section':
      return extendList(properties, ids);
    case 'default':
      return undefined;
  }
}

const DECIDING = new Set([
  ...['backend', 'server', 'path', 'fd', 'tls-creds', 'tls-authz'],
  ...PROTOCOLS,
]);

function decides({ key }: Property): boolean {
  return DECIDING.has(key);
}

/** Whether text and option occur in the same runs: QEMU loads certificates even of unused objects. */
function isWrittenWithOption(properties: readonly Property[], { word }: Option): boolean {
  const branch = word.value.pieces[0]?.branch;
  return properties.filter(decides).every(({ value: { pieces } }) => {
    return pieces.every((piece) => piece.branch === branch && piece.defaultOf === undefined);
  });
}

/** Whether a device string can become `-chardev`: written at its option, its generated name unused. */
function becomesChardev(
  machine: Machine,
  { option }: Monitor,
  { properties }: Chardev,
  { device, option: own, addressEnd }: LegacyOrigin,
): boolean {
  if (option !== own || !DEVICE_MONITORS.has(own.name)) return false;
  // The device is a part of the value, as in `mon:tcp:…`: a mux.
  if (own.value?.decoded !== device.decoded) return false;
  // Another generated chardev would take its number.
  if (namesInUse(machine).length > 0) return false;
  const word = own.word.value.pieces[0];
  const depth = anchorOf(device)?.level.depth;
  const host = positions(properties);
  if (host === undefined || depth === undefined || depth !== word?.through.length) return false;
  const beside = device.pieces.every(({ through }) => {
    return word.through.every((use, index) => isUse(use, through[index]));
  });
  const address = [findProperty(properties, 'host'), findProperty(properties, 'port')];
  const plain = address.every((property) => property && !property.value.decoded.includes(','));
  const here = [
    [0, host.start] as const,
    [host.end, host.end + 1] as const,
    ...flagsBehind(properties, addressEnd).map(({ start, end }) => [start, end] as const),
  ].every(([start, end]) => isWrittenHere(device, start, end));
  return beside && plain && here;
}

const namesInUse = once(({ options }: Machine) => {
  return options.filter(({ value }) => value?.decoded.includes('compat_monitor'));
});

function isUse(use: Use, other: Use | undefined): boolean {
  return other !== undefined && sameSpan(use.at, other.at);
}

function positions(properties: readonly Property[]): { start: number; end: number } | undefined {
  const host = properties.find(({ key, keyText }) => key === 'host' && keyText === undefined);
  const port = properties.find(({ key, keyText }) => key === 'port' && keyText === undefined);
  if (host?.origin.kind !== 'item' || port?.origin.kind !== 'item') return undefined;
  const { start, end } = host.origin;
  // No known host precedes the port.
  return port.origin.start === end + 1 ? { start, end } : undefined;
}

/** `tcp:HOST:PORT,server,nowait` becomes `socket,id=…,host=HOST,port=PORT,server=on,wait=off,tls-creds=…`. */
function toChardev(
  machine: Machine,
  monitor: Monitor,
  { properties }: Chardev,
  { device: whole, addressEnd, option }: LegacyOrigin,
  ids: TlsIds,
): readonly Change[] | undefined {
  const host = positions(properties);
  const last = option.words.at(-1);
  if (host === undefined || last === undefined) return undefined;
  const id = freeId(machine, 'mon');
  const { value: name } = option.word;
  const dashes = name.decoded.startsWith('--') ? '--' : '-';
  const flags = flagsBehind(properties, addressEnd).map(({ start, end, written }) => {
    return replace(whole, [text(written)], start, end);
  });
  return allOf([
    replace(name, [text(`${dashes}chardev`)]),
    replace(whole, [text(`socket,id=${id},host=`)], 0, host.start),
    replace(whole, [text(',port=')], host.end, host.end + 1),
    ...flags,
    ...withoutProtocols(properties, addressEnd),
    replace(whole, [text(tlsItems(ids))], ...endOfList(properties, addressEnd)),
    { kind: 'add-words', after: last, words: monitorWords(machine, monitor, id, dashes) },
  ]);
}

/** Flags are deprecated in `-chardev`, so they get a value. */
function flagsBehind(properties: readonly Property[], addressEnd: number) {
  return properties.flatMap(({ key, flag, origin }) => {
    if (origin.kind !== 'item' || origin.start <= addressEnd) return [];
    if (flag === undefined || PROTOCOLS.has(key)) return [];
    const { start, end } = origin;
    return [{ start, end, written: `${key}=${flag}` }];
  });
}

/** The monitor's words; since QEMU 11.1, which deprecates `-mon`, `-qmp chardev:mon0`. */
function monitorWords(
  { version, versionIsChosen }: Machine,
  { option, mode }: Monitor,
  id: string,
  dashes: string,
): readonly string[] {
  if (version >= MON_DEPRECATED && versionIsChosen) {
    return [`${dashes}${option?.name ?? 'monitor'}`, `chardev:${id}`];
  }
  const flags = AS_LIST.get(option?.name ?? mode) ?? '';
  return [`${dashes}mon`, `chardev=${id}${flags}`];
}

/** `telnet:HOST:PORT,server` becomes `tcp:HOST:PORT,server,tls-creds=…`. */
function extendDevice(
  { properties }: Chardev,
  { device: whole, addressEnd, nested }: LegacyOrigin,
  ids: TlsIds,
): readonly Change[] | undefined {
  const scheme = /^(?:telnet|tn3270|websocket)(?=:)/.exec(whole.decoded)?.[0].length ?? 0;
  // Another option may use the same text as telnet.
  if (scheme > 0 && !isWrittenHere(whole, 0, scheme)) return undefined;
  const items = tlsItems(ids);
  const parts = [text(nested ? doubleCommas(items) : items)];
  return allOf([
    ...(scheme > 0 ? [replace(whole, [text('tcp')], 0, scheme)] : []),
    ...withoutProtocols(properties, addressEnd),
    replace(whole, parts, ...endOfList(properties, addressEnd)),
  ]);
}

function endOfList(
  properties: readonly Property[],
  addressEnd: number,
): [start: number, end: number] {
  const ends = properties.flatMap(({ origin }) => (origin.kind === 'item' ? [origin.end] : []));
  const end = Math.max(addressEnd, ...ends);
  return [end, end];
}

function tlsItems({ creds, authz }: TlsIds): string {
  return `,tls-creds=${creds}${authz === undefined ? '' : `,tls-authz=${authz}`}`;
}

function withoutProtocols(
  properties: readonly Property[],
  addressEnd: number,
): readonly (Change | undefined)[] {
  return properties.flatMap((property) => {
    const { origin, key } = property;
    const listed = origin.kind === 'entry' || (origin.kind === 'item' && origin.start > addressEnd);
    return listed && PROTOCOLS.has(key) ? [removeProperty(property)] : [];
  });
}

function extendList(
  properties: readonly Property[],
  { creds, authz }: TlsIds,
): readonly Change[] | undefined {
  const last = lastWritten(properties.filter(({ key }) => !PROTOCOLS.has(key)));
  if (last === undefined) return undefined;
  return allOf([
    ...withoutProtocols(properties, 0),
    addProperty(last, 'tls-creds', [text(creds)]),
    ...(authz === undefined ? [] : [addProperty(last, 'tls-authz', [text(authz)])]),
  ]);
}
