/** A dangling TLS credentials or authorization id. */
import * as l10n from '@vscode/l10n';
import { placeOf } from '../qemu/options/place.ts';
import { danglingAuthorizations } from '../qemu/reach/dangling-reference.ts';
import {
  refusalFinding,
  respelling,
  respellingFix,
  usesOf,
  withMeant,
} from './findings/refusal-finding.ts';
import { definitionFix } from './findings/tls-finding.ts';
import type { Rule } from './rule.ts';

export const referenceUnresolved: Rule = {
  id: 'reference-unresolved',
  severity: 'warning',
  summary: 'A TLS socket names credentials or an authorization object that does not exist.',
  *check(machine) {
    for (const { id, instead } of danglingAuthorizations(machine)) {
      const place = placeOf(id);
      const message = l10n.t(
        "Nobody can connect: there is no authorization object '{0}'",
        id.decoded,
      );
      yield {
        at: place.at,
        message: withMeant(message, instead),
        related: usesOf(place, machine),
        certainty: 'certain',
        fixes: () =>
          instead === undefined
            ? definitionFix(machine, place.at)
            : [{ ...respelling(id, instead), safety: 'review', risk: admissionRisk() }],
      };
    }
    for (const refusal of machine.refusals) {
      if (refusal.kind !== 'object') continue;
      yield refusalFinding(refusal, machine, () => {
        return refusal.repair ? respellingFix(refusal) : definitionFix(machine, refusal.place.at);
      });
    }
  },
};

function admissionRisk(): string {
  return l10n.t('QEMU turned every client away; now it admits those that the object lists');
}
