/**
 * What a monitor cannot do although QEMU could: `-sandbox on,spawn=deny` keeps QEMU from starting programs
 * (`migrate "exec:…"`). Files stay within reach, so that it makes nothing harmless.
 */
import { isKnown } from '../text/mapped-text.ts';
import { booleanOf, findProperty, parsePropertyList } from './keyval.ts';
import type { Machine } from './machine.ts';

export type Confinement = '-sandbox' | 'libvirt';

/**
 * Who keeps QEMU from starting programs: its own option, or libvirt, which starts every QEMU with
 * `-sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny`. Undefined where
 * nobody is seen to.
 */
export function spawnDeniedBy(machine: Machine): Confinement | undefined {
  const known = denied.get(machine);
  if (known) return known.by;
  const by = findConfinement(machine);
  denied.set(machine, { by });
  return by;
}

/** What was found for a machine, since each of its findings asks the same. */
const denied = new WeakMap<Machine, { readonly by: Confinement | undefined }>();

function findConfinement(machine: Machine): Confinement | undefined {
  const value = machine.options.findLast(({ name }) => name === 'sandbox')?.value;
  if (value !== undefined && isKnown(value)) {
    const { properties } = parsePropertyList(value, 0, 'enable');
    const enable = findProperty(properties, 'enable')?.value.text;
    const spawn = findProperty(properties, 'spawn');
    const denies = spawn?.flag === undefined && spawn?.value.text === 'deny';
    if (enable !== undefined && booleanOf(enable) === true && denies) return '-sandbox';
  }
  return machine.begunByLibvirt ? 'libvirt' : undefined;
}
