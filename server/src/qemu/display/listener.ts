/** A listening address of a display, migration or export. */

import { anchorOf } from '../../text/edit-anchor.ts';
import { isKnown, type MappedText, slice, spanOf } from '../../text/mapped-text.ts';
import { type Change, replace, text } from '../change/change.ts';
import { hostRange, LOOPBACK, loopbackChange } from '../change/loopback.ts';
import { hostKind } from '../chardev/address.ts';
import { isShared } from '../machine/shared-directory.ts';
import type { Property } from '../options/keyval.ts';
import { type Place, placeOf } from '../options/place.ts';

export interface Listener extends Place {
  /** Who can connect: other machines, local users, users of a shared directory, or the owner. */
  readonly who: 'network' | 'host' | 'directory' | 'user';
  /** Every interface, one address, or unknown. */
  readonly address: 'any' | 'one' | 'unknown';
  /** A host, or a UNIX socket's path. */
  readonly host: MappedText;
  /** `5900` for `-vnc :0`. */
  readonly port: string | undefined;
  readonly toLoopback: Change | undefined;
}

interface AddressRange {
  /** The start of the address with its scheme: of `tcp::4444`. */
  readonly start: number;
  readonly hostStart: number;
  /** With the brackets of IPv6. */
  readonly hostEnd: number;
  readonly end: number;
}

/** The listener of an address; an empty host is every interface. */
export function addressListener(
  whole: MappedText,
  range: AddressRange,
  port: string | undefined,
): Listener {
  const { start, hostStart, hostEnd, end } = range;
  const written = slice(whole, hostStart, hostEnd);
  const bracketed = /^\[.*\]$/s.test(written.decoded);
  const host = bracketed ? slice(written, 1, written.decoded.length - 1) : written;
  const address = slice(whole, start, end);
  const { through } = placeOf(address);
  const place =
    host.decoded === '' ? { at: anchorOf(address)?.at ?? spanOf(address), through } : placeOf(host);
  const toLoopback: Change = { kind: 'replace', whole, ...hostRange(hostStart, hostEnd) };
  return { ...place, ...whoReaches(host), host, port, toLoopback };
}

/** The listener of `addr=0.0.0.0`. */
export function hostListener(host: Property, port: string | undefined): Listener {
  const { value } = host;
  const toLoopback = loopbackChange(host);
  return { ...propertyPlace(host), ...whoReaches(value), host: value, port, toLoopback };
}

/** The listener of a port without a host, on every interface. */
export function hostlessListener(port: Property, hostKey: string): Listener {
  const { value } = port;
  const at = propertyPlace(port, true);
  const number = isKnown(value) ? value.decoded : undefined;
  const toLoopback = addHost(port, hostKey);
  return {
    ...at,
    who: 'network',
    address: 'any',
    host: slice(value, 0, 0),
    port: number,
    toLoopback,
  };
}

/** The listener of `websocket=5700`. */
export function portListener(property: Property, port: string | undefined): Listener {
  const { value, origin, flag } = property;
  const parts = port === undefined ? undefined : [text(`${LOOPBACK}:${port}`)];
  const isPlain = value.decoded !== '' && flag === undefined && origin.kind !== 'json';
  const toLoopback = parts && isPlain ? replace(value, parts) : undefined;
  const at = propertyPlace(property);
  return { ...at, who: 'network', address: 'any', host: slice(value, 0, 0), port, toLoopback };
}

/** The listener of a UNIX socket; QEMU replaces an empty path by one in /tmp. */
export function unixListener(path: MappedText, place: Place = placeOf(path)): Listener {
  const who = isShared(path) ? 'directory' : 'user';
  return { ...place, who, address: 'one', host: path, port: undefined, toLoopback: undefined };
}

function whoReaches(host: MappedText): Pick<Listener, 'who' | 'address'> {
  const kind = hostKind(host);
  if (kind === 'loopback') return { who: 'host', address: 'one' };
  return { who: 'network', address: kind === 'other' ? 'one' : kind };
}

/** The place of a value; of the whole item, `addr=`, if the value is empty or if `whole`. */
export function propertyPlace({ value, origin, keyText }: Property, whole = false): Place {
  if (origin.kind === 'entry') {
    const { dropped, key } = origin.entry;
    if (dropped && dropped.text !== '') return { at: dropped.at, through: [] };
    return placeOf(value.decoded === '' ? key : value);
  }
  if (value.decoded !== '' && !whole) return placeOf(value);
  if (origin.kind !== 'item') return placeOf(keyText ?? value);
  return placeOf(slice(origin.list, origin.start, origin.end));
}

function addHost({ key, keyText, origin }: Property, hostKey: string): Change | undefined {
  if (origin.kind === 'entry') {
    return { kind: 'add-entry', after: origin.entry, key: hostKey, value: LOOPBACK };
  }
  if (origin.kind !== 'item' || keyText?.decoded !== key) return undefined;
  const { list, start } = origin;
  return replace(list, [text(`${hostKey}=${LOOPBACK},${key}`)], start, start + key.length);
}

/** Audiences, most to fewest. */
export const LISTENER_ORDER = ['network', 'host', 'directory', 'user'] as const;

/** The listener that most can reach. */
export function widest(listeners: readonly Listener[]): Listener | undefined {
  return listeners.toSorted(
    (a, b) => LISTENER_ORDER.indexOf(a.who) - LISTENER_ORDER.indexOf(b.who),
  )[0];
}
