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
  network: (port) =>
    l10n.t('Anyone on the network can run monitor commands through the gdb stub ({0})', port),
  reachable: (port) =>
    l10n.t(
      'Whoever reaches this address can run monitor commands through the gdb stub ({0})',
      port,
    ),
  host: (port, machine) =>
    hostSentence(
      machine,
      'Any user of this host can run monitor commands through the gdb stub ({0})',
      port,
    ),
  peer: (port) =>
    l10n.t(
      'Whoever answers this connection can run monitor commands through the gdb stub ({0})',
      port,
    ),
  datagrams: (port) =>
    l10n.t('Whoever forges the sender can run monitor commands through the gdb stub ({0})', port),
};
