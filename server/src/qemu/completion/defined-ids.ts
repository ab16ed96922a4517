import { isKnown } from '../../text/mapped-text.ts';
import { leafChardevs, type Machine } from '../machine/machine.ts';
import { targetOf } from '../token/id-target.ts';

/** Prefixes of the types that a key accepts; other keys accept any object. */
const WANTED_TYPES: ReadonlyMap<string, string> = new Map([
  ['tls-creds', 'tls-creds-'],
  ['tls-authz', 'authz-'],
  ['sasl-authz', 'authz-'],
  ['password-secret', 'secret'],
  ['passwordid', 'secret'],
  ['keyid', 'secret'],
]);

/** The ids that a key can name, in the machines' order. */
export function idsFor(
  machines: readonly Machine[],
  group: string,
  key: string,
): readonly string[] {
  const target = targetOf(group, key);
  if (target === 'chardev') return chardevIds(machines);
  return target === 'object' ? objectIds(machines, WANTED_TYPES.get(key) ?? '') : [];
}

/** The written ids of chardevs. */
export function chardevIds(machines: readonly Machine[]): readonly string[] {
  const ids = new Set<string>();
  for (const machine of machines) {
    for (const { id } of machine.chardevs.values()) {
      if (id && isKnown(id) && id.decoded !== '') ids.add(id.decoded);
    }
  }
  return [...ids];
}

function objectIds(machines: readonly Machine[], type: string): readonly string[] {
  const ids = new Set<string>();
  for (const { objects } of machines) {
    for (const { id, type: own } of objects) {
      const fits = own === undefined || own.startsWith(type);
      if (fits && id && isKnown(id) && id.decoded !== '') ids.add(id.decoded);
    }
  }
  return [...ids];
}

/** The mode of the monitor on a chardev; HMP without one, QMP in the storage daemon. */
export function modeOn(machines: readonly Machine[], id: string | undefined): 'hmp' | 'qmp' {
  for (const machine of machines) {
    if (machine.program === 'storage-daemon') return 'qmp';
    for (const { mode, chardev } of machine.monitors) {
      if (mode !== 'qmp' || chardev === undefined) continue;
      const leaves = leafChardevs(machine.chardevs, chardev);
      if (leaves.some((leaf) => leaf.id !== undefined && leaf.id.decoded === id)) return 'qmp';
    }
  }
  return 'hmp';
}
