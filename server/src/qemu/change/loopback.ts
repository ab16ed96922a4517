/** Restricts a listener to 127.0.0.1. Why: docs/decisions/fix-safety.md */
import { hostRefusal } from '../chardev/address.ts';
import { type Chardev, hostProperty } from '../chardev/chardev.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, type Property } from '../options/keyval.ts';
import { type Change, replace, text } from './change.ts';
import { setProperty } from './property-change.ts';

export const LOOPBACK = '127.0.0.1';

/** `tcp:127.0.0.1:1` for `tcp::1`. Undefined if host and port are one text, or the socket is IPv6-only. */
export function listenOnLoopback(chardev: Chardev): readonly Change[] | undefined {
  const { properties } = chardev;
  const host = hostProperty(chardev);
  const port = findProperty(properties, 'port');
  if (host === undefined || port === undefined) return undefined;
  if (areOne(host, port)) return undefined;
  // Missing quotes are the fault; another rule adds them.
  if (host.origin.kind === 'entry' && host.origin.entry.dropped?.text === LOOPBACK)
    return undefined;
  const [ipv4, ipv6] = ['ipv4', 'ipv6'].map((key) => knownValue(booleanFact(properties, key)));
  if (hostRefusal(LOOPBACK, false, { ipv4, ipv6 }) !== undefined) return undefined;
  const change = loopbackChange(host);
  return change && [change];
}

/** Whether host and port are one text, as in `tcp:$ADDRESS`. */
function areOne({ origin: host }: Property, { origin: port }: Property): boolean {
  return host.kind === 'item' && port.kind === 'item' && host.start === port.start;
}

/** Replaces a host by 127.0.0.1; undefined if its form does not allow it. */
export function loopbackChange(host: Property): Change | undefined {
  const { keyText, origin, value } = host;
  const parts = [text(LOOPBACK)];
  if (origin.kind === 'set') {
    return keyText === undefined || value.decoded === '' ? undefined : replace(value, parts);
  }
  if (origin.kind !== 'item' || keyText) return setProperty(host, parts);
  return { kind: 'replace', whole: origin.list, ...hostRange(origin.start, origin.end) };
}

/** The range of a host before a colon, and its new text. An empty host is replaced together with the colon. */
export function hostRange(start: number, end: number) {
  return end > start
    ? { start, end, parts: [text(LOOPBACK)] }
    : { start, end: end + 1, parts: [text(`${LOOPBACK}:`)] };
}
