/** Answers that hold for a whole machine and are asked for each of its monitors. */
import type { Machine } from './machine.ts';

/**
 * A function that computes its answer once for each machine. A command line may have thousands of
 * monitors, and each of them asks which ids are taken.
 */
export function oncePerMachine<T extends object>(
  compute: (machine: Machine) => T,
): (machine: Machine) => T {
  const answers = new WeakMap<Machine, T>();
  return (machine) => {
    const known = answers.get(machine);
    if (known !== undefined) return known;
    const answer = compute(machine);
    answers.set(machine, answer);
    return answer;
  };
}
