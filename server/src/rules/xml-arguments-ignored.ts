/** QEMU arguments in a domain that libvirt does not pass on. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../qemu/machine/machine.ts';
import { reviewFix } from './common-finding.ts';
import type { Fix, Rule } from './rule.ts';

/** Why libvirt does not pass arguments on. */
type IgnoredReason = NonNullable<Machine['ignoredArguments']>[number]['reason'];

export const xmlArgumentsIgnored: Rule = {
  id: 'xml-arguments-ignored',
  severity: 'information',
  summary: 'libvirt passes these arguments of a domain to no QEMU, without a word.',
  *check(machine) {
    for (const ignored of machine.ignoredArguments ?? []) {
      const { at, reason } = ignored;
      const { message, id, title } = wordsOf(reason);
      const risk = l10n.t('QEMU is given what it was never given before, monitors among it');
      yield {
        at,
        message,
        related: [],
        certainty: 'certain',
        fixes: () =>
          reviewFix({ id, title, risk, preferred: false }, [{ kind: 'pass-on', ignored }]),
      };
    }
  },
};

function wordsOf(reason: IgnoredReason): Pick<Fix, 'id' | 'title'> & { readonly message: string } {
  switch (reason) {
    case 'namespace':
      return {
        message: l10n.t(
          'libvirt passes this to no QEMU, since it is not in the namespace {0}; declare that on <domain>',
          'http://libvirt.org/schemas/domain/qemu/1.0',
        ),
        id: 'declare-namespace',
        title: l10n.t("Declare libvirt's QEMU namespace"),
      };
    case 'place':
      return {
        message: l10n.t(
          'libvirt passes this to no QEMU, since only <qemu:arg> in a <qemu:commandline> directly inside <domain> counts; move it there',
        ),
        id: 'move-arguments',
        title: l10n.t('Move the block to where libvirt looks for it'),
      };
  }
}
