/**
 * Adds `-sandbox on,spawn=deny`, after which QEMU and its monitors start no programs; connections and files stay
 * possible. Undefined if the command line is incomplete, forbids programs already, or needs them (tried with QEMU
 * 10.0). Why: docs/decisions/fix-safety.md
 */

import { once } from '../../text/lookup.ts';
import type { Machine, Monitor } from '../machine/machine.ts';
import { optionsNamed } from '../machine/named-options.ts';
import { knownValue } from '../options/fact.ts';
import { booleanFact, findProperty, parsePropertyList } from '../options/keyval.ts';
import type { Option } from '../options/options.ts';
import { type Change, replace, text } from './change.ts';

export function denySpawn(machine: Machine, { option }: Monitor): readonly Change[] | undefined {
  const { program, complete, options, sections } = machine;
  if (program !== 'system' || !complete || option === undefined) return undefined;
  if (sections.some(({ group }) => group.decoded !== 'chardev' && group.decoded !== 'mon'))
    return undefined;
  if (programs(machine).start) return undefined;
  const [sandbox, ...more] = optionsNamed(machine, 'sandbox');
  if (sandbox === undefined) {
    // Only a place in the command itself.
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

const programs = once(({ options }: Machine) => ({ start: options.some(startsPrograms) }));

function isInPlace({ words }: Option): boolean {
  return words.every(({ value: { pieces } }) =>
    pieces.every(({ through }) => through.length === 0),
  );
}

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
    case 'set':
    case 'plugin':
      return true;
    default:
      return false;
  }
}

const QUIET_NETWORKS =
  /^(?:none|nic|dgram|stream|socket|vhost-user|vhost-vdpa|hubport|l2tpv3|vde)\b/;

/** Whether a network starts programs: `tap` by scripts, `bridge` and `passt`, `user` by `smb` and `guestfwd=…-cmd:`. */
function startsHelper(list: string): boolean {
  if (QUIET_NETWORKS.test(list)) return false;
  if (/^user\b/.test(list)) return /,smb=|-cmd:/.test(list);
  const scripts = list.includes(',script=no') && list.includes(',downscript=no');
  return !(/^tap\b/.test(list) && (scripts || /,fds?=/.test(list)));
}
