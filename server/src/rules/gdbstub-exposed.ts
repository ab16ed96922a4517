/** The gdb stub on the network: `-s`, `-gdb tcp::1234`. */
import * as l10n from '@vscode/l10n';
import { hostSentence } from '../qemu/reach/host-sentence.ts';
import { type EndpointWords, MILDER_HERE, openEndpoints } from './findings/neighbour-finding.ts';
import type { Rule } from './rule.ts';

export const gdbstubExposed: Rule = {
  id: 'gdbstub-exposed',
  severity: 'warning',
  rating: 9.8,
  milder: MILDER_HERE,
  neighbour: true,
  summary: 'The gdb stub, which also runs monitor commands, listens on a TCP port.',
  check(machine) {
    return openEndpoints(machine, 'gdb', WORDS);
  },
};

const WORDS: EndpointWords = {
  name: () => l10n.t('gdb stub'),
  network: (subject) => l10n.t('{0}: anyone on the network can run monitor commands', subject),
  reachable: (subject) => l10n.t('{0}: anyone who reaches it can run monitor commands', subject),
  host: (subject, machine) =>
    hostSentence(machine, '{0}: any local user can run monitor commands', subject),
  peer: (subject) => l10n.t('{0}: any host that answers can run monitor commands', subject),
  datagrams: (subject) =>
    l10n.t('{0}: anyone who forges the sender can run monitor commands', subject),
};
