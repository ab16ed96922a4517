/**
 * `mux=on` in the device string of `-serial` and its like, which makes an HMP monitor as `mon:` does
 * (`qemu_chr_new_permit_mux_mon` in chardev/char.c). `-chardev …,mux=on` makes none.
 */

import { slice } from '../../text/mapped-text.ts';
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
