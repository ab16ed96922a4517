/** Who talks through a chardev besides monitors, as far as options and sections say so. */
import { knownText, type MappedText, slice } from '../../text/mapped-text.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { idKey } from '../options/fact.ts';
import { findProperty } from '../options/keyval.ts';
import { guestChardevs } from './guest-devices.ts';
import type { Machine } from './machine.ts';
import { sectionProperties } from './machine-draft.ts';
import { MONITOR_OPTIONS } from './monitor.ts';

/** A device of the guest, such as a serial line or what a `guestfwd` leads to, or a debugger. */
export type ChardevUser = 'guest' | 'gdb';

/** The users of each chardev that has some. One that is used by what we do not know is not in it. */
export function chardevUsers(machine: Machine): ReadonlyMap<Chardev, readonly ChardevUser[]> {
  const found = new Map<Chardev, Set<ChardevUser>>();
  const add = (chardev: Chardev | undefined, user: ChardevUser): void => {
    if (chardev === undefined) return;
    const known = found.get(chardev);
    if (known) known.add(user);
    else found.set(chardev, new Set([user]));
  };
  const { chardevs, monitors, options, sections } = machine;
  for (const [id, chardev] of chardevs) {
    const { origin } = chardev;
    if (origin.kind === 'legacy' && !MONITOR_OPTIONS.has(origin.option.name)) {
      add(chardev, origin.option.name === 'gdb' ? 'gdb' : 'guest');
    }
    // What -nographic puts on the terminal is the guest's first serial line.
    if (origin.kind === 'default' && id === 'serial0') add(chardev, 'guest');
  }
  for (const { chardev, sharedWithGuest } of monitors) if (sharedWithGuest) add(chardev, 'guest');
  for (const id of guestChardevs(options)) add(chardevs.get(id), 'guest');
  for (const { name, value } of options) {
    const id = name === 'gdb' && value ? gdbReference(value) : undefined;
    if (id) add(chardevs.get(idKey(id)), 'gdb');
  }
  for (const section of sections) {
    if (knownText(section.group) !== 'device') continue;
    const id = findProperty(sectionProperties(section), 'chardev')?.value;
    if (id) add(chardevs.get(idKey(id)), 'guest');
  }
  return new Map([...found].map(([chardev, users]) => [chardev, [...users]]));
}

const REFERENCE = 'chardev:';

/** The id of `-gdb chardev:ID`; undefined for a device string. */
function gdbReference(value: MappedText): MappedText | undefined {
  return value.text.startsWith(REFERENCE) ? slice(value, REFERENCE.length) : undefined;
}
