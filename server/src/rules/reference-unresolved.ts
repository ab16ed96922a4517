/** TLS credentials or an authorization object that is not there. */

import { placeOf } from '../qemu/options/place.ts';
import { danglingAuthorizations } from '../qemu/reach/dangling-reference.ts';
import { meantWords, respelling, respellingFix, usesOf } from './refusal-finding.ts';
import type { Rule } from './rule.ts';
import { definitionFix } from './tls-finding.ts';

const RISK = 'QEMU turned every client away before; now it admits those that the object admits';

export const referenceUnresolved: Rule = {
  id: 'reference-unresolved',
  severity: 'warning',
  summary: 'A TLS socket names credentials or an authorization object that does not exist.',
  *check(machine) {
    for (const { id, instead } of danglingAuthorizations(machine)) {
      const what = `No authorization object has the id '${id.text}'`;
      const effect = 'QEMU starts and turns every client away';
      const place = placeOf(id);
      yield {
        at: place.at,
        message: `${what}: ${effect}${meantWords(instead)}`,
        related: usesOf(place, machine),
        certainty: 'certain',
        fixes:
          instead === undefined
            ? definitionFix(machine, place.at)
            : [{ ...respelling(id, instead), safety: 'review', risk: RISK }],
      };
    }
    for (const refusal of machine.refusals) {
      if (refusal.kind !== 'object') continue;
      yield {
        at: refusal.place.at,
        message: `QEMU does not start: ${refusal.message}${meantWords(refusal.repair?.instead)}`,
        related: usesOf(refusal.place, machine),
        certainty: 'certain',
        fixes: refusal.repair ? respellingFix(refusal) : definitionFix(machine, refusal.place.at),
      };
    }
  },
};
