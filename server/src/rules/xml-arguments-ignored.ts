/** QEMU arguments in a domain that libvirt does not pass on. */
import { reviewFix } from './common-finding.ts';
import type { Rule } from './rule.ts';

const TITLES = {
  namespace: "Declare libvirt's QEMU namespace",
  place: 'Move the block to where libvirt looks for it',
} as const;

const RISK = 'QEMU is given what it was never given before, monitors among it';

export const xmlArgumentsIgnored: Rule = {
  id: 'xml-arguments-ignored',
  severity: 'information',
  summary: 'libvirt passes these arguments of a domain to no QEMU, without a word.',
  *check(machine) {
    for (const ignored of machine.ignoredArguments ?? []) {
      const { at, reason } = ignored;
      const why = {
        namespace:
          'it is not in the namespace http://libvirt.org/schemas/domain/qemu/1.0; declare that on <domain>',
        place:
          'only <qemu:arg> in a <qemu:commandline> directly inside <domain> counts; move it there',
      }[reason];
      yield {
        at,
        message: `libvirt passes this to no QEMU, since ${why}`,
        related: [],
        certainty: 'certain',
        fixes: reviewFix({ title: TITLES[reason], risk: RISK, preferred: false }, [
          { kind: 'pass-on', ignored },
        ]),
      };
    }
  },
};
