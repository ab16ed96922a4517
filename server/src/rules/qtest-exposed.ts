/** The qtest server on the network. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { type EndpointWords, MILDER_HERE, openEndpoints } from './findings/neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const qtestExposed: Rule = {
  id: 'qtest-exposed',
  severity: 'warning',
  rating: 9.8,
  milder: MILDER_HERE,
  neighbour: true,
  summary: "The qtest server, which controls the guest's memory and devices, uses a TCP port.",
  check(machine) {
    return openEndpoints(machine, 'qtest', WORDS);
  },
};

const WORDS: EndpointWords = {
  network: (port) =>
    l10n.t('Anyone on the network can read and write guest memory through qtest ({0})', port),
  reachable: (port) =>
    l10n.t(
      'Whoever reaches this address can read and write guest memory through qtest ({0})',
      port,
    ),
  host: (port, machine) =>
    hostSentence(
      machine,
      'Any user of this host can read and write guest memory through qtest ({0})',
      port,
    ),
  peer: (port) =>
    l10n.t(
      'Whoever answers this connection can read and write guest memory through qtest ({0})',
      port,
    ),
  datagrams: (port) =>
    l10n.t('Whoever forges the sender can read and write guest memory through qtest ({0})', port),
};
