/** `-sandbox on,spawn=deny` forbids programs (`migrate "exec:…"`), not files. */

import { once } from '../../text/lookup.ts';
import type { Machine } from '../machine/machine.ts';
import { sectionProperties } from '../machine/machine-draft.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, parsePropertyList, propertyFact } from '../options/keyval.ts';

/** What forbids programs: `-sandbox on,spawn=deny`, which is libvirt's default. */
export const spawnDeniedBy = once((machine: Machine): '-sandbox' | 'libvirt' | undefined => {
  const lists = machine.options.flatMap(({ name, value }) => {
    return name === 'sandbox' && value ? [parsePropertyList(value, 0, 'enable').properties] : [];
  });
  const sections = machine.sections.filter(({ group }) => group.decoded === 'sandbox');
  const denied = [...lists, ...sections.map(sectionProperties)].some((properties) => {
    const enabled = knownValue(booleanFact(properties, 'enable')) === true;
    return enabled && knownValue(propertyFact(properties, 'spawn')) === 'deny';
  });
  if (denied) return '-sandbox';
  return machine.begunByLibvirt ? 'libvirt' : undefined;
});
