/**
 * Holds the arguments that QEMU got after the fix against those before it: the same words, but for the
 * addresses, which became paths, and for what means nothing beside a path. It reads QEMU's lists by itself,
 * so that a mistake of the model cannot hide.
 */
import { wordSet } from '../../../server/src/text/split-words.ts';

/** What a network address brings along; a path leaves it behind. */
const NETWORK_KEYS = wordSet(`
  host port to ipv4 ipv6 delay nodelay telnet tn3270 websocket localaddr localport tls-creds
  tls-authz
`);

/** What becomes another place: the network, and a directory of everybody. */
const TRANSPORT = /^(?:(?:tcp|telnet|tn3270|websocket|udp):|unix:\/tmp\/)/;

/** The words in which two command lines differ in another way; empty if all is well. */
export function otherDifferences(
  original: readonly string[],
  after: readonly string[],
): readonly string[] {
  // What it says about the network has nothing to change any more.
  const gone = (word: string) => NETWORK_KEYS.has(/^chardev\.\w+\.(\w+)=/.exec(word)?.[1] ?? '');
  const before = original.filter((word, index) => {
    return !gone(word) && !(word === '-set' && gone(original[index + 1] ?? ''));
  });
  if (before.length !== after.length) {
    return [`${before.length} words became ${after.length}: ${after.join(' ')}`];
  }
  return before.flatMap((word, index) => {
    const now = after[index] ?? '';
    return word === now || isSwitched(word, now) ? [] : [`${word} became ${now}`];
  });
}

/** The paths of UNIX sockets in a command line. */
export function socketPaths(argv: readonly string[]): readonly string[] {
  return argv.flatMap((word) => {
    const [, device = ''] = divideDevice(word);
    if (device.startsWith('unix:')) return [(split(device)[0] ?? '').slice('unix:'.length)];
    if (!device.startsWith('socket,')) return [];
    const path = split(device).find((item) => item.startsWith('path='));
    return path === undefined ? [] : [path.slice('path='.length)];
  });
}

function isSwitched(before: string, after: string): boolean {
  const [prefix, device] = divideDevice(before);
  const [prefixNow, deviceNow] = divideDevice(after);
  if (prefix !== prefixNow) return false;
  const items = split(device);
  const now = split(deviceNow);
  const kept = items
    .filter((item, index) => index > 0 || item.includes('='))
    .filter((item) => !NETWORK_KEYS.has(keyOf(item)));
  if (TRANSPORT.test(device)) {
    const flags = device.startsWith('udp:') ? serverFlags(now.slice(1)) : kept;
    return /^unix:./.test(now[0] ?? '') && same(now.slice(1), flags);
  }
  const backend = (items.find((item) => item.startsWith('backend=')) ?? items[0])?.replace(
    /^backend=/,
    '',
  );
  if (backend !== 'socket' && backend !== 'udp') return false;
  const paths = now.filter((item) => /^path=./.test(item));
  const others = now
    .filter((item, index) => index > 0 || item.includes('='))
    .filter((item) => !item.startsWith('path='));
  const added = backend === 'udp' ? serverFlags(others.filter((item) => !kept.includes(item))) : [];
  const sorted = (list: readonly string[]) => [...list].sort();
  return paths.length === 1 && same(sorted(others), sorted([...kept, ...added]));
}

/** Datagrams have no server; the socket in their place gets one, in one of two spellings. */
function serverFlags(now: readonly string[]): readonly string[] {
  return now.includes('nowait') ? ['server', 'nowait'] : ['server=on', 'wait=off'];
}

/** What stands in front of a device in its word, and the device: `mon:` and `tcp::1`. */
function divideDevice(word: string): readonly [prefix: string, device: string] {
  const forward = /^(.*guestfwd=tcp:[\d.]+:\d+-)(.*)$/.exec(word);
  if (forward) {
    const [, front = '', nested = ''] = forward;
    const [prefix, device] = divideDevice(nested.replaceAll(',,', ','));
    return [front + prefix, device];
  }
  return word.startsWith('mon:') ? ['mon:', word.slice('mon:'.length)] : ['', word];
}

/** The items of a list, in which a comma that belongs to one is written twice. */
function split(list: string): readonly string[] {
  return list
    .replaceAll(',,', '\0')
    .split(',')
    .map((item) => item.replaceAll('\0', ','));
}

function keyOf(item: string): string {
  return item.replace(/=.*$/s, '');
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
