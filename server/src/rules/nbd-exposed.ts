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
  network: (port) =>
    l10n.t('Anyone on the network can access the exported disks: NBD server ({0})', port),
  reachable: (port) =>
    l10n.t('Whoever reaches this address can access the exported disks: NBD server ({0})', port),
  host: (port, machine) =>
    hostSentence(
      machine,
      'Any user of this host can access the exported disks: NBD server ({0})',
      port,
    ),
};
