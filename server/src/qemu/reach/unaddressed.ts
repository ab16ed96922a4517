/** Sockets without an address. QEMU 7.0 and later start with one, listen nowhere, and say nothing. */
import type { Chardev } from '../chardev/chardev.ts';
import { knownValue } from '../options/fact.ts';
import { findProperty } from '../options/keyval.ts';
import { type Place, placeOf } from '../options/place.ts';
import { originPlace } from './reach.ts';

/**
 * Where a listening socket that has neither host nor path nor descriptor is written: its port, which
 * QEMU ignores, or the whole. Undefined for every other chardev.
 */
export function unaddressedPlace(chardev: Chardev): Place | undefined {
  const { backend, openEnded, properties } = chardev;
  if (backend.kind !== 'socket' || openEnded) return undefined;
  const { host, path, fd, server } = backend;
  if ([host, path, fd].some(({ kind }) => kind !== 'absent')) return undefined;
  if (knownValue(server) !== true) return undefined;
  const port = findProperty(properties, 'port');
  return port && port.value.decoded !== '' ? placeOf(port.value) : originPlace(chardev);
}
