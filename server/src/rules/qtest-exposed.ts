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
  name: () => 'qtest',
  network: (subject) =>
    l10n.t('{0}: anyone on the network can read and write guest memory', subject),
  reachable: (subject) =>
    l10n.t('{0}: anyone who reaches it can read and write guest memory', subject),
  host: (subject, machine) =>
    hostSentence(machine, '{0}: any local user can read and write guest memory', subject),
  peer: (subject) => l10n.t('{0}: any host that answers can read and write guest memory', subject),
  datagrams: (subject) =>
    l10n.t('{0}: anyone who forges the sender can read and write guest memory', subject),
};
