/** Values for the keys: hosts, ports, paths, ids and numbers, the usual ones and the odd. */
import { PKI_DIRECTORY, PSK_DIRECTORY, RUN_DIRECTORY } from '../judge/verdict.ts';
import type { Draw } from './draw.ts';

/** Addresses at which the judge listens for QEMU's clients. */
export const PEER_PORT = 7001;
export const PEER_PATH = `${RUN_DIRECTORY}/peer.sock`;
/** The base of a pair of FIFOs that exists. */
export const PIPE = `${RUN_DIRECTORY}/fifo`;

/** Names that a resolver could know, and the one of this namespace does not. */
export const ABSENT_NAMES: readonly [string, ...string[]] = [
  'example.org',
  'vm-host',
  'a_b',
  'x.lan.',
];
/** Names that /etc/services could hold, and does not. */
export const ABSENT_SERVICES: readonly [string, ...string[]] = [
  'no-such-service',
  '4444x',
  '0x115c',
  '1e3',
  'x',
  'q',
];
/** Addresses that no interface here has, so that nothing can listen there. */
const FOREIGN: readonly [string, ...string[]] = [
  '192.0.2.1',
  '10.0.0.1',
  '2001:db8::1',
  '::127.0.0.1',
];

const ANY = [
  '',
  '0.0.0.0',
  '0',
  '::',
  '0.0',
  '0x0',
  '00',
  '0::0',
  '::0',
  '0:0:0:0:0:0:0:0',
] as const;
const LOOPBACK = [
  ...['127.0.0.1', 'localhost', '127.1', '127.0.1', '0x7f.1', '0x7f000001', '2130706433'],
  ...['017700000001', '0177.0.0.1', '127.0.0.2', '127.255.255.254', '0X7F.0.0.1', 'LOCALHOST'],
  ...['::1', '0:0:0:0:0:0:0:1', '::0001', '0::1', '::0.0.0.1'],
] as const;
const MAPPED = ['::ffff:127.0.0.1', '::FFFF:7f00:1', '::ffff:0.0.0.0', '::ffff:0:0'] as const;
/** What inet_aton refuses and a resolver could know. */
export const NUMERIC_NAMES = [
  ...['256.1.1.1', '1.2.3.4.5', '127.0.0.08', '4294967296', '127.0.0.1.', '0x'],
] as const;
const NO_HOST = [
  ...NUMERIC_NAMES,
  ...['[::1]', '[127.0.0.1]', '127.0.0.1 ', ' 127.0.0.1'],
  ...['127..1', ':::', '1::2::3', '12345::', '::1::', '127.0.0.1:80', '.', 'a..b', '-x', '!'],
  ...['::g', '1:2:3:4:5:6:7:8:9', '::127.0.0.256', "'127.0.0.1'", '*'],
] as const;

/** A host to listen at. */
export function listenHost(draw: Draw): string {
  if (draw.odd(0.06)) return draw.pick(NO_HOST);
  if (draw.odd(0.015)) return draw.pick(ABSENT_NAMES);
  if (draw.odd(0.015)) return draw.pick(FOREIGN);
  return draw.choose<string>([
    [5, () => draw.pick(['127.0.0.1', '', 'localhost', '0.0.0.0', '::1', '::'])],
    [3, () => draw.pick(LOOPBACK)],
    [2, () => draw.pick(ANY)],
    [0.5, () => draw.pick(MAPPED)],
  ]);
}

/** A host at which the judge listens. */
export function connectHost(draw: Draw): string {
  if (draw.odd(0.05)) return draw.pick(NO_HOST);
  if (draw.odd(0.03)) return draw.pick(['', '0.0.0.0', '::1', ...FOREIGN, ...ABSENT_NAMES]);
  return draw.pick(['127.0.0.1', 'localhost', '127.1', '0x7f000001', 'LOCALHOST']);
}

/** A port to listen at. */
export function listenPort(draw: Draw): string {
  if (draw.odd(0.02)) return draw.pick(ABSENT_SERVICES);
  if (draw.odd(0.04)) {
    return draw.pick([
      '-1',
      '4 4',
      '-2',
      '-65000',
      'a/b',
      '99999999999999999999',
      '4294967295',
      '!',
      '-',
      'é',
      '+',
    ]);
  }
  return draw.choose<string>([
    [12, () => draw.freePort()],
    [1, () => draw.pick(['0', ''])],
    [1, () => String(65536 + Number(draw.freePort()))],
    [0.7, () => draw.pick([' ', '+', '0', '00']) + draw.freePort()],
    [0.3, () => draw.pick(['65536', '4294967296', '65535', '131072'])],
  ]);
}

/** A path for a UNIX socket. Multi-byte characters count as their bytes. */
export function socketPath(draw: Draw): string {
  const stretch = (length: number): string => {
    const start = draw.pick(['./', `${RUN_DIRECTORY}/`, 'ä']);
    return start + 'p'.repeat(length - Buffer.byteLength(start));
  };
  return draw.choose<string>([
    [8, () => draw.pick(['mon', `${RUN_DIRECTORY}/m`, './q', 'x.']) + draw.int(1000)],
    [1, () => draw.pick(['@at', 'with blank', 'a,b', 'a,,b', 'ünï', '#hash', 'server', 'nowait'])],
    [0.5, () => draw.pick(['k=v', 'a=b,c', '=', 'path=x'])],
    [0.6, () => ''],
    [0.8, () => stretch(draw.pick([106, 107, 108, 109]))],
    [draw.odd(0.3) ? 1 : 0, () => draw.pick(['none/x', '/', '.', `${'d/'.repeat(60)}s`])],
  ]);
}

const ID_HEADS = ['m', 'chr', 'c-1', 'x.y', 'S_0', 'a', 'mon0', 'Z9'] as const;

/** A new id; sometimes a used one, or one that QEMU refuses. */
export function freshId(draw: Draw, taken: readonly string[]): string {
  if (draw.odd(0.03)) {
    const odd = ['1a', 'a b', 'ä', '', 'a/b', '_a', '-a', '#chr0', 'a:b', 'a,b', 'compat_monitor0'];
    return draw.pick(['serial0', 'm-base', 'x'.repeat(64), 'm=', 'on', ...odd]);
  }
  const [first] = taken;
  if (first !== undefined && draw.odd(0.04)) return first;
  return draw.pick(ID_HEADS) + draw.int(1000);
}

/** An id that is there, or now and then one that is not. */
export function referTo(draw: Draw, ids: readonly string[]): string {
  const [first, ...rest] = ids;
  if (first === undefined || draw.odd(0.05)) return draw.pick(['nobody', '', 'x-base', 'serial0']);
  // The newest id is not in use yet.
  return draw.chance(0.6) ? (ids.at(-1) ?? first) : draw.pick([first, ...rest]);
}

const ON = ['on', 'on', 'on', 'yes', 'true', 'y'] as const;
const OFF = ['off', 'off', 'off', 'no', 'false', 'n'] as const;

/** How a boolean may be written as a value. */
export function booleanText(draw: Draw, value: boolean): string {
  if (draw.odd(0.03))
    return draw.pick(['1', '0', 'ON', 'On', '', "'on'", 'on ', 'yes!', 'TRUE', 'o']);
  return draw.pick(value ? ON : OFF);
}

/** A number, as strtoull takes it or not. */
export function numberText(draw: Draw): string {
  if (draw.odd(0.08)) {
    return draw.pick([
      '',
      'x',
      '1x',
      '1.5',
      '-',
      '0x',
      '08',
      '99999999999999999999',
      '1 ',
      'on',
      '1k',
    ]);
  }
  return draw.pick(['0', '1', '8', '80', '0x10', '017', ' 5', '+3', '25']);
}

/** A size, as qemu_strtosz takes it or not. */
export function sizeText(draw: Draw): string {
  if (draw.odd(0.2)) {
    return draw.pick([
      '',
      'x',
      '-1',
      '1kk',
      '0x10k',
      '3',
      '1.5',
      '1e3',
      '64 K',
      '16E',
      '0.3K',
      '-0',
    ]);
  }
  return draw.pick([
    '4096',
    '64K',
    '1k',
    '1M',
    '0x1000',
    '0.5K',
    '128b',
    '1.5K',
    ' 8',
    '+16',
    '2.M',
    '.5M',
  ]);
}

/** A directory for credentials. */
export function credentialsDirectory(draw: Draw, type: string): string {
  if (draw.odd(0.03)) return draw.pick(['/run/none', '', '.']);
  return type === 'tls-creds-psk' ? PSK_DIRECTORY : PKI_DIRECTORY;
}
