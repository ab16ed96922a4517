/**
 * `-sandbox on,spawn=deny`: the seccomp filter that keeps QEMU from starting programs, and so a monitor
 * from running commands on the host. It is no answer to who may connect, and files stay within reach.
 * Why: docs/decisions/a-fix-may-leave-its-finding-if-its-title-says-so.md
 */

import { oncePer } from '../../text/lookup.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { optionsNamed } from '../machine/named-options.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, parsePropertyList } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { type Change, replace, text } from './change.ts';

/**
 * The changes that have QEMU deny itself to start programs. Undefined where not all of the command line is
 * in sight, where it has said something else about that already, and where it starts programs itself: what
 * QEMU 10.0 refused then was tried (-daemonize even ends without a word).
 */
export function denySpawn(machine: Machine, { option }: Monitor): readonly Change[] | undefined {
  const { program, complete, options, sections } = machine;
  if (program !== 'system' || !complete || option === undefined) return undefined;
  if (sections.some(({ group }) => group.decoded !== 'chardev' && group.decoded !== 'mon'))
    return undefined;
  if (programs(machine).start) return undefined;
  const [sandbox, ...more] = optionsNamed(machine, 'sandbox');
  if (sandbox === undefined) {
    // A place in the command itself is nobody else's.
    const place = isInPlace(option) ? option : (options.find(isInPlace) ?? option);
    const after = place.words.at(-1);
    const words = ['-sandbox', 'on,spawn=deny'];
    return after && [{ kind: 'add-words', after, words, alone: true }];
  }
  const { value } = sandbox;
  if (value === undefined || more.length > 0) return undefined;
  const { properties, openEnded } = parsePropertyList(value, 0, 'enable');
  const enabled = knownValue(booleanFact(properties, 'enable')) === true;
  if (!enabled || openEnded || findProperty(properties, 'spawn')) return undefined;
  const last = properties.at(-1)?.origin;
  if (last?.kind !== 'item') return undefined;
  const written = value.decoded.slice(last.start, last.end);
  return [replace(value, [text(`${written},spawn=deny`)], last.start, last.end)];
}

/** Whether a machine starts programs, or may do so. */
const programs = oncePer(({ options }: Machine) => ({ start: options.some(startsPrograms) }));

/** Whether an option is written where QEMU is started, and comes through no variable. */
function isInPlace({ words }: Option): boolean {
  return words.every(({ value: { pieces } }) =>
    pieces.every(({ through }) => through.length === 0),
  );
}

/** Whether an option has QEMU start a program, or may have it do so. */
function startsPrograms({ name, value }: Option): boolean {
  const list = value?.decoded ?? '';
  switch (name) {
    case 'daemonize':
      return true;
    case 'netdev':
    case 'nic':
    case 'net':
      return startsHelper(list);
    case 'incoming':
      return !/^(?:tcp|unix|fd|defer|rdma|file)\b/.test(list);
    case 'display':
      return list.startsWith('spice-app');
    // What they bring in is out of sight.
    case 'set':
    case 'plugin':
      return true;
    default:
      return false;
  }
}

/** Network backends that start nothing, whatever else their list says. */
const QUIET_NETWORKS =
  /^(?:none|nic|dgram|stream|socket|vhost-user|vhost-vdpa|hubport|l2tpv3|vde)\b/;

/** `tap` runs scripts, `bridge` and `passt` are helpers, `user` has `smb` and `guestfwd=…-cmd:`. */
function startsHelper(list: string): boolean {
  if (QUIET_NETWORKS.test(list)) return false;
  if (/^user\b/.test(list)) return /,smb=|-cmd:/.test(list);
  const scripts = list.includes(',script=no') && list.includes(',downscript=no');
  return !(/^tap\b/.test(list) && (scripts || /,fds?=/.test(list)));
}
