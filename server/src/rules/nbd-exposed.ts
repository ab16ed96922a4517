/** Disks that qemu-storage-daemon exports without authentication. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { type EndpointWords, MILDER_HERE, openEndpoints } from './findings/neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const nbdExposed: Rule = {
  id: 'nbd-exposed',
  severity: 'warning',
  rating: 7.5,
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'The NBD server of qemu-storage-daemon listens on a TCP port without verified TLS.',
  check(machine) {
    return openEndpoints(machine, 'nbd', WORDS);
  },
};

const WORDS: EndpointWords = {
  name: () => l10n.t('NBD server'),
  network: (subject) => l10n.t('{0}: anyone on the network can access the exported disks', subject),
  reachable: (subject) =>
    l10n.t('{0}: anyone who reaches it can access the exported disks', subject),
  host: (subject, machine) =>
    hostSentence(machine, '{0}: any local user can access the exported disks', subject),
};
