/** The options that decide who can reach a machine, for where an option may stand. */

import { splitWords, wordSet } from '../../text/split-words.ts';
import type { Machine } from '../machine/machine.ts';
import { isIn, type Versioned } from '../options/version.ts';
import { exposureOfOption } from './exposure.ts';
import { literalProposal, type Proposal } from './proposal.ts';

interface OptionRow extends Versioned {
  readonly name: string;
}

/**
 * Options of qemu-system (qemu-options.hx of QEMU 10.0), those of monitors first. Those of one letter are here so
 * that who types `-S` and Enter gets `-S` and no longer option with an s in it.
 */
const SYSTEM_OPTIONS: readonly OptionRow[] = splitWords(`
  monitor qmp chardev mon object serial sandbox name readconfig nographic display vnc spice
  qmp-pretty set parallel debugcon nodefaults no-user-config daemonize pidfile incoming gdb
  qtest s S h
`).map((name) => ({ name }));

/** Those of the storage daemon, in all of its versions. */
const DAEMON_OPTIONS: readonly OptionRow[] = splitWords(
  'monitor chardev object nbd-server blockdev export daemonize pidfile',
).map((name) => ({ name }));

/** Options that a line has once at most. */
const ONCE = wordSet(
  'name nographic nodefaults no-user-config daemonize pidfile sandbox incoming qtest s S',
);

/**
 * The options of a machine's program that may be added, with one dash or two as it is begun to be written.
 * Those that a line has once and already has are left out, unless it is the word at hand.
 */
export function optionProposals(machine: Machine, dashes: string): readonly Proposal[] {
  const daemon = machine.program === 'storage-daemon';
  const rows = daemon ? DAEMON_OPTIONS : SYSTEM_OPTIONS;
  const present = new Set(machine.options.map(({ name }) => name));
  const prefix = daemon ? '--' : dashes;
  return rows
    .filter((row) => isIn(row, machine.version) && !(ONCE.has(row.name) && present.has(row.name)))
    .map(({ name }) => ({
      ...literalProposal(`${prefix}${name}`, { kind: 'option', name }),
      exposes: exposureOfOption(name),
    }));
}
