/** Which chardevs the guest's devices talk through, where an option names them by id. */
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { idKey } from '../options/fact.ts';
import { findProperty, listOrJsonProperties } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { MUXABLE_OPTIONS } from './monitor.ts';

const REFERENCE = 'chardev:';

/**
 * `idKey` of the chardevs of `-serial chardev:ID`, `-parallel`, `-debugcon` and `-device …,chardev=ID`.
 * gdb's port is no device.
 */
export function guestChardevs(options: readonly Option[]): ReadonlySet<string> {
  const ids = options.flatMap(({ name, value }) => (value ? (chardevOf(name, value) ?? []) : []));
  return new Set(ids.map(idKey));
}

function chardevOf(name: string, value: MappedText): MappedText | undefined {
  if (name === 'device') {
    // Of most devices nobody need know more; what is JSON may have letters that are escaped.
    if (!/^\{|chardev/.test(value.decoded)) return undefined;
    return findProperty(listOrJsonProperties(value, 'driver'), 'chardev')?.value;
  }
  const isDevice = MUXABLE_OPTIONS.has(name) && name !== 'gdb';
  return isDevice && value.decoded.startsWith(REFERENCE)
    ? slice(value, REFERENCE.length)
    : undefined;
}
