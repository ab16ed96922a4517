import { addTo, once } from '../../text/lookup.ts';
import type { Option } from '../options/options.ts';
import type { Machine } from './machine.ts';

const optionsByName = once(({ options }: Machine): ReadonlyMap<string, readonly Option[]> => {
  const byName = new Map<string, Option[]>();
  for (const option of options) {
    addTo(byName, option.name, option);
  }
  return byName;
});

/** The options of a name, in order. */
export function optionsNamed(machine: Machine, name: string): readonly Option[] {
  return optionsByName(machine).get(name) ?? [];
}
