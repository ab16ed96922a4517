/** QEMU arguments that libvirt does not pass on. */
import * as l10n from '@vscode/l10n';
import type { Machine } from '../qemu/machine/machine.ts';
import { reviewFix } from './findings/common-finding.ts';
import type { Fix, Rule } from './rule.ts';

export const xmlArgumentsIgnored: Rule = {
  id: 'xml-arguments-ignored',
  severity: 'information',
  summary: 'libvirt silently ignores these QEMU arguments of a domain.',
  *check(machine) {
    for (const ignored of machine.ignoredArguments ?? []) {
      const { at, reason } = ignored;
      const { message, id, title } = wordsOf(reason);
      const risk = l10n.t('QEMU then gets arguments that it never got before, monitors among them');
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

function wordsOf(
  reason: NonNullable<Machine['ignoredArguments']>[number]['reason'],
): Pick<Fix, 'id' | 'title'> & { readonly message: string } {
  switch (reason) {
    case 'namespace':
      return {
        message: l10n.t(
          'libvirt ignores this: it is not in the namespace {0}',
          'http://libvirt.org/schemas/domain/qemu/1.0',
        ),
        id: 'declare-namespace',
        title: l10n.t("Declare libvirt's QEMU namespace"),
      };
    case 'place':
      return {
        message: l10n.t(
          'libvirt ignores this: <qemu:commandline> must be directly inside <domain>',
        ),
        id: 'move-arguments',
        title: l10n.t('Move it directly inside <domain>'),
      };
  }
}
