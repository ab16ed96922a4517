/** The options of a machine by their names: each of its monitors asks whether one of them is there. */
import type { Option } from '../options/options.ts';
import type { Machine } from './machine.ts';
import { oncePerMachine } from './once-per-machine.ts';

const optionsByName = oncePerMachine(({ options }): ReadonlyMap<string, readonly Option[]> => {
  const byName = new Map<string, Option[]>();
  for (const option of options) {
    const known = byName.get(option.name);
    if (known) known.push(option);
    else byName.set(option.name, [option]);
  }
  return byName;
});

/** The options of a name, in the order of the command line. */
export function optionsNamed(machine: Machine, name: string): readonly Option[] {
  return optionsByName(machine).get(name) ?? [];
}
