/** The gdb stub on the network: `-s`, `-gdb tcp::1234`. */
import * as l10n from '@vscode/l10n';
import { type EndpointWords, MILDER_HERE, openEndpoints } from './neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const gdbstubExposed: Rule = {
  id: 'gdbstub-exposed',
  severity: 'warning',
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'The gdb stub, which also runs monitor commands, listens on a TCP port.',
  check(machine) {
    return openEndpoints(machine, 'gdb', wordsOf);
  },
};

const wordsOf: EndpointWords = (who, where) => {
  switch (who) {
    case 'network':
    case 'host':
      return l10n.t(
        "gdb stub listens {0} without authentication, and whoever connects reads and writes the guest's memory and runs monitor commands",
        where,
      );
    case 'peer':
      return l10n.t(
        "gdb stub connects out ({0}) without authentication, and whoever answers reads and writes the guest's memory and runs monitor commands",
        where,
      );
    case 'datagrams':
      return l10n.t(
        "gdb stub takes datagrams ({0}) without authentication, and whoever forges the sender reads and writes the guest's memory and runs monitor commands",
        where,
      );
  }
};
