import type { Machine } from '../../qemu/machine/machine.ts';
import { guestName } from '../../qemu/machine/machine-draft.ts';
import { written } from '../../text/mapped-text.ts';

/** The machine's name: `vm-$1`. */
export function machineTitle({ name, options }: Machine): string | undefined {
  if (name !== undefined) return name.trim() || undefined;
  const given = options.findLast((option) => option.name === 'name')?.value;
  const guest = given && guestName(given);
  return guest && (written(guest).trim() || undefined);
}
