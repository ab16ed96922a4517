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
  name: () => l10n.t('Incoming migration'),
  network: (subject) =>
    l10n.t("{0}: anyone on the network can supply this VM's memory and devices", subject),
  reachable: (subject) =>
    l10n.t("{0}: anyone who reaches it can supply this VM's memory and devices", subject),
  host: (subject, machine) =>
    hostSentence(machine, "{0}: any local user can supply this VM's memory and devices", subject),
};
