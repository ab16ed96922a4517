import { DEVICE_MONITORS } from '../../invocation/monitor-options.ts';
import { addToSet } from '../../text/lookup.ts';
import { knownText, type MappedText, slice } from '../../text/mapped-text.ts';
import { wordSet } from '../../text/split-words.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { idKey } from '../options/fact.ts';
import { findProperty, listOrJsonProperties, type Property } from '../options/keyval.ts';
import { guestChardevs } from './guest-devices.ts';
import type { Machine } from './machine.ts';
import { sectionProperties } from './machine-draft.ts';

/** A guest device or `guestfwd`, a debugger, `vhost-user`, a TPM emulator, an object such as `rng-egd`. */
export type ChardevUser = 'guest' | 'gdb' | 'netdev' | 'tpm' | 'object';

const USERS: ReadonlyMap<string, { readonly user: ChardevUser; readonly impliedKey: string }> =
  new Map([
    ['netdev', { user: 'netdev', impliedKey: 'type' }],
    ['tpmdev', { user: 'tpm', impliedKey: 'type' }],
    ['object', { user: 'object', impliedKey: 'qom-type' }],
  ]);

/** Chardevs of `filter-mirror`, `filter-redirector`, `colo-compare` (qapi/qom.json of QEMU 10.0). */
export const FILTER_CHARDEVS = wordSet('indev outdev primary_in secondary_in notify_dev');

/** The known users of each chardev. */
export function chardevUsers(machine: Machine): ReadonlyMap<Chardev, readonly ChardevUser[]> {
  const found = new Map<Chardev, Set<ChardevUser>>();
  const add = (chardev: Chardev | undefined, user: ChardevUser): void => {
    if (chardev === undefined) return;
    addToSet(found, chardev, user);
  };
  const { chardevs, monitors, options, sections } = machine;
  for (const [id, chardev] of chardevs) {
    const { origin } = chardev;
    if (origin.kind === 'legacy' && !DEVICE_MONITORS.has(origin.option.name)) {
      add(chardev, origin.option.name === 'gdb' ? 'gdb' : 'guest');
    }
    // -nographic puts the guest's first serial port on the terminal.
    if (origin.kind === 'default' && id === 'serial0') add(chardev, 'guest');
  }
  for (const { chardev, sharedWithGuest } of monitors) if (sharedWithGuest) add(chardev, 'guest');
  for (const id of guestChardevs(options)) add(chardevs.get(id), 'guest');
  const addNamed = (group: string, properties: readonly Property[]): void => {
    const user = USERS.get(group)?.user;
    for (const { key, value } of properties) {
      const isReference = key === 'chardev' || (group === 'object' && FILTER_CHARDEVS.has(key));
      if (user && isReference) add(chardevs.get(idKey(value)), user);
    }
  };
  for (const { name, value } of options) {
    const { impliedKey } = USERS.get(name) ?? {};
    if (value && impliedKey !== undefined) addNamed(name, listOrJsonProperties(value, impliedKey));
    const id = name === 'gdb' && value ? gdbReference(value) : undefined;
    if (id) add(chardevs.get(idKey(id)), 'gdb');
  }
  for (const section of sections) {
    const group = knownText(section.group);
    const properties = sectionProperties(section);
    if (group !== undefined) addNamed(group, properties);
    const id = group === 'device' ? findProperty(properties, 'chardev')?.value : undefined;
    if (id) add(chardevs.get(idKey(id)), 'guest');
  }
  return new Map([...found].map(([chardev, users]) => [chardev, [...users]]));
}

const REFERENCE = 'chardev:';

function gdbReference(value: MappedText): MappedText | undefined {
  return value.decoded.startsWith(REFERENCE) ? slice(value, REFERENCE.length) : undefined;
}
