/** `-monitor none` removes only the default monitor, so it misleads beside another HMP monitor. */

import type { Machine, Monitor } from '../machine/machine.ts';
import type { Option } from '../options/options.ts';
import { areTogether } from '../options/together.ts';
import { monitorReach } from './reach.ts';

export function misleadingNone(
  machine: Machine,
): { readonly option: Option; readonly monitor: Monitor } | undefined {
  const option = machine.options.find(({ name, value }) => {
    // `${MONITOR:-none}` is a choice.
    const literal = value?.pieces.every(({ defaultOf }) => defaultOf === undefined);
    return name === 'monitor' && value?.decoded.startsWith('none') && literal;
  });
  const monitor = machine.monitors.find((candidate) => {
    const word = candidate.option?.word.value;
    if (word && option && !areTogether(word, option.word.value)) return false;
    if (candidate.mode !== 'hmp' || candidate.made === 'default' || isNull(candidate)) return false;
    return candidate.option?.name === 'monitor' || isOverNetwork(machine, candidate);
  });
  return option && monitor ? { option, monitor } : undefined;
}

function isOverNetwork(machine: Machine, monitor: Monitor): boolean {
  return monitorReach(machine, monitor).some(({ who }) => {
    return who === 'network' || who === 'host' || who === 'peer' || who === 'datagrams';
  });
}

/** `-monitor null` does nothing either. */
function isNull({ chardev }: Monitor): boolean {
  return chardev?.backend.kind === 'other' && chardev.backend.name === 'null';
}
