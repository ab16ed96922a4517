/** What people call a machine: the name that it is given, wherever that is written. */
import type { Machine } from '../../qemu/machine/machine.ts';
import { guestName } from '../../qemu/machine/machine-draft.ts';
import { written } from '../../text/mapped-text.ts';

/** The name of a machine with its unknown parts as they are written: `vm-$1`. Undefined for one without a name. */
export function machineTitle({ name, options }: Machine): string | undefined {
  if (name !== undefined) return name.trim() || undefined;
  const given = options.findLast((option) => option.name === 'name')?.value;
  const guest = given && guestName(given);
  return guest && (written(guest).trim() || undefined);
}
