/**
 * `mux=on` in the device string of `-serial` and its like, which makes an HMP monitor as `mon:` does
 * (`qemu_chr_new_permit_mux_mon` in chardev/char.c). `-chardev …,mux=on` makes none.
 */

import { slice } from '../../text/mapped-text.ts';
import type { Change } from '../change/change.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { findProperty } from '../options/keyval.ts';
import { type Place, placeOf } from '../options/place.ts';

/** The `mux=on` or `mux` of a device string; undefined where it is not written there. */
export function muxPlace(chardev: Chardev): Place | undefined {
  const origin = findProperty(chardev.properties, 'mux')?.origin;
  return origin?.kind === 'item'
    ? placeOf(slice(origin.list, origin.start, origin.end))
    : undefined;
}

/** Takes all `mux` out of a device string, and so the monitor. */
export function withoutMux({ properties }: Chardev): readonly Change[] | undefined {
  const changes: Change[] = [];
  for (const { key, origin } of properties) {
    if (key !== 'mux') continue;
    if (origin.kind !== 'item' || origin.start === 0) return undefined;
    const { list, start, end } = origin;
    // With the comma in front of it.
    changes.push({ kind: 'replace', whole: list, start: start - 1, end, parts: [] });
  }
  return changes.length > 0 ? changes : undefined;
}
