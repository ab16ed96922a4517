/**
 * Keeps what listens to this machine: the host becomes 127.0.0.1, and nothing else changes.
 * Why: docs/decisions/loopback-is-never-preferred-and-not-offered-for-datagrams.md
 */
import { hostRefusal } from '../chardev/address.ts';
import { type Chardev, hostProperty } from '../chardev/chardev.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, type Property } from '../options/keyval.ts';
import { type Change, replace, text } from './change.ts';
import { setProperty } from './property-change.ts';

/** The host that fixes write. */
export const LOOPBACK = '127.0.0.1';

/**
 * The changes that have a listening socket take connections of this machine alone: `tcp::4444` becomes
 * `tcp:127.0.0.1:4444`, and where a later `host=` counts, that one is changed. Undefined where host and port
 * are one text, where the host is in no place of its own, and where the socket is one of IPv6 alone, for
 * which QEMU refuses this address.
 */
export function listenOnLoopback(chardev: Chardev): readonly Change[] | undefined {
  const { properties } = chardev;
  const host = hostProperty(chardev);
  const port = findProperty(properties, 'port');
  if (host === undefined || port === undefined) return undefined;
  if (areOne(host, port)) return undefined;
  // The quotes that it lacks are a fix of their own.
  if (host.origin.kind === 'entry' && host.origin.entry.dropped?.text === LOOPBACK)
    return undefined;
  const [ipv4, ipv6] = ['ipv4', 'ipv6'].map((key) => knownValue(booleanFact(properties, key)));
  if (hostRefusal(LOOPBACK, false, { ipv4, ipv6 }) !== undefined) return undefined;
  const change = loopbackChange(host);
  return change && [change];
}

/** Whether host and port are written in one stretch, as in `tcp:$ADDRESS`. */
function areOne({ origin: host }: Property, { origin: port }: Property): boolean {
  return host.kind === 'item' && port.kind === 'item' && host.start === port.start;
}

/** What makes a host property 127.0.0.1 where it is written; undefined where that is no simple change. */
export function loopbackChange(host: Property): Change | undefined {
  const { keyText, origin, value } = host;
  const parts = [text(LOOPBACK)];
  if (origin.kind === 'set') {
    return keyText === undefined || value.decoded === '' ? undefined : replace(value, parts);
  }
  if (origin.kind !== 'item' || keyText) return setProperty(host, parts);
  return { kind: 'replace', whole: origin.list, ...hostRange(origin.start, origin.end) };
}

/** A host that is followed by a colon. Nothing can be written into an empty stretch, so that goes along. */
export function hostRange(start: number, end: number) {
  return end > start
    ? { start, end, parts: [text(LOOPBACK)] }
    : { start, end: end + 1, parts: [text(`${LOOPBACK}:`)] };
}
