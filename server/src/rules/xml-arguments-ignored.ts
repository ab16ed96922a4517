/** QEMU arguments in a domain that libvirt does not pass on. */
import type { Rule } from './rule.ts';

export const xmlArgumentsIgnored: Rule = {
  id: 'xml-arguments-ignored',
  severity: 'information',
  summary: 'libvirt passes these arguments of a domain to no QEMU, without a word.',
  *check(machine) {
    for (const { at, reason } of machine.ignoredArguments ?? []) {
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
        fixes: [],
      };
    }
  },
};
