/** A monitor's socket and another one on the same path. */
import { leafChardevs } from '../qemu/machine/machine.ts';
import { placeOf } from '../qemu/options/place.ts';
import { separatePaths, sharedPaths } from '../qemu/reach/shared-path.ts';
import { monitorName } from './monitor-finding.ts';
import { usesOf } from './refusal-finding.ts';
import type { Rule } from './rule.ts';

export const socketPathShared: Rule = {
  id: 'socket-path-shared',
  severity: 'warning',
  summary: "Two sockets of one QEMU, one of them a monitor's, listen on the same path.",
  *check(machine) {
    for (const pair of sharedPaths(machine)) {
      const { first, second } = pair;
      const place = placeOf(second.path);
      const monitor = machine.monitors.find(({ chardev }) => {
        const leaves = chardev ? leafChardevs(machine.chardevs, chardev) : [];
        return leaves.includes(second.chardev) || leaves.includes(first.chardev);
      });
      const name = monitor ? monitorName(monitor) : 'Monitor';
      const changes = separatePaths(pair);
      yield {
        at: place.at,
        message: `${name} shares its path with another socket of this QEMU: the one made later takes it, and nobody reaches the other; give each its own`,
        related: [
          { at: placeOf(first.path).at, message: 'The other socket is here' },
          ...usesOf(place, machine),
        ],
        certainty: 'certain',
        fixes: changes
          ? [{ title: 'Give it a path of its own', safety: 'review', preferred: true, changes }]
          : [],
      };
    }
  },
};
