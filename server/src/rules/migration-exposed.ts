/** An incoming migration without authentication. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { type EndpointWords, MILDER_HERE, openEndpoints } from './findings/neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const migrationExposed: Rule = {
  id: 'migration-exposed',
  severity: 'warning',
  rating: 7.5,
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'QEMU waits on a TCP port for a migration and takes the state of a machine from anyone.',
  check(machine) {
    return openEndpoints(machine, 'migration', WORDS);
  },
};

const WORDS: EndpointWords = {
  network: (port) =>
    l10n.t(
      "Anyone on the network can supply this VM's memory and devices: incoming migration ({0})",
      port,
    ),
  reachable: (port) =>
    l10n.t(
      "Whoever reaches this address can supply this VM's memory and devices: incoming migration ({0})",
      port,
    ),
  host: (port, machine) =>
    hostSentence(
      machine,
      "Any user of this host can supply this VM's memory and devices: incoming migration ({0})",
      port,
    ),
};
