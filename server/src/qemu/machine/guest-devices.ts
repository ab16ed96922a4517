import { GUEST_OPTIONS } from '../../invocation/monitor-options.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { idKey } from '../options/fact.ts';
import { findProperty, listOrJsonProperties } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';

const REFERENCE = 'chardev:';

/** `idKey`s of the chardevs in `-serial chardev:ID`, `-parallel`, `-debugcon` and `-device …,chardev=ID`. */
export function guestChardevs(options: readonly Option[]): ReadonlySet<string> {
  const ids = options.flatMap(({ name, value }) => (value ? (chardevOf(name, value) ?? []) : []));
  return new Set(ids.map(idKey));
}

function chardevOf(name: string, value: MappedText): MappedText | undefined {
  if (name === 'device') {
    // Most devices name no chardev; JSON may escape the letters.
    if (!/^\{|chardev/.test(value.decoded)) return undefined;
    return findProperty(listOrJsonProperties(value, 'driver'), 'chardev')?.value;
  }
  const isDevice = GUEST_OPTIONS.includes(name);
  return isDevice && value.decoded.startsWith(REFERENCE)
    ? slice(value, REFERENCE.length)
    : undefined;
}
