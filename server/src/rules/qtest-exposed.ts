/** The qtest server on the network. */
import * as l10n from '@vscode/l10n';
import { type EndpointWords, MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const qtestExposed: Rule = {
  id: 'qtest-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: "The qtest server, which controls the guest's memory and devices, uses a TCP port.",
  check(machine) {
    return openEndpoints(machine, 'qtest', wordsOf);
  },
};

const wordsOf: EndpointWords = (who, where) => {
  switch (who) {
    case 'network':
    case 'host':
      return l10n.t(
        "qtest server listens {0} without authentication, and whoever connects reads and writes the guest's memory and devices",
        where,
      );
    case 'peer':
      return l10n.t(
        "qtest server connects out ({0}) without authentication, and whoever answers reads and writes the guest's memory and devices",
        where,
      );
    case 'datagrams':
      return l10n.t(
        "qtest server takes datagrams ({0}) without authentication, and whoever forges the sender reads and writes the guest's memory and devices",
        where,
      );
  }
};
