/**
 * Makes a vector of a random case on which QEMU and our model disagree. Of a command line that QEMU accepts
 * the vector has what our model says, to be corrected by hand.
 */
import { keepVector, loadVectors, RANDOM } from '../data/vectors.ts';
import type { Verdict } from '../judge/verdict.ts';
import { describeChardevs, describeMonitors } from '../model.ts';
import { type FuzzCase, machineOf } from './case.ts';
import { errorOf } from './compare.ts';

/** Adds a vector. */
export function keepCase(fuzzCase: FuzzCase, verdict: Verdict): void {
  const count = loadVectors().filter(({ topic }) => topic === RANDOM).length;
  const common = {
    id: `${RANDOM}-${count + 1}`,
    topic: RANDOM,
    ...fuzzCase,
    requires: undefined,
    differs: {},
    note: '',
  };
  if (!verdict.accepted) {
    keepVector({ ...common, accepted: false, error: messageIn(errorOf(verdict), fuzzCase.args) });
    return;
  }
  const machine = machineOf(fuzzCase);
  const monitors = describeMonitors(machine).map((monitor) => ({ ...monitor, focus: true }));
  keepVector({ ...common, accepted: true, monitors, chardevs: describeChardevs(machine) });
}

/** A message without the option that it is about, and without the error number, which may be an older one. */
function messageIn(error: string, args: readonly string[]): string {
  const about = args.map((word) => `${word}: `).findLast((words) => error.includes(words)) ?? ': ';
  const [message = ''] = error.slice(error.indexOf(about) + about.length).split('\n');
  const end = message.lastIndexOf(': ');
  return end > 0 ? message.slice(0, end) : message;
}
