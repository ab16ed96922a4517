/** A monitor, mux or hub with a dangling chardev id. */
import { refusalFinding, respellingFix } from './findings/refusal-finding.ts';
import type { Rule } from './rule.ts';

export const chardevReferenceUnresolved: Rule = {
  id: 'chardev-reference-unresolved',
  severity: 'warning',
  summary: 'A monitor names a chardev that does not exist, so QEMU does not start.',
  *check(machine) {
    for (const refusal of machine.refusals) {
      if (refusal.kind !== 'chardev') continue;
      yield refusalFinding(refusal, machine, () => respellingFix(refusal));
    }
  },
};
