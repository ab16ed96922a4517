/** Classifies addresses by who can reach them, with IPv4 as inet_aton(3), which getaddrinfo(3) accepts. */
import { isKnown, type MappedText, UNKNOWN } from '../../text/mapped-text.ts';
import { isTemplate } from '../options/refusal.ts';

/** `any`: every interface. `loopback`: this machine. `other`: one address or name. */
type HostKind = 'any' | 'loopback' | 'other' | 'unknown';

/** No host to glibc's getaddrinfo(3). */
const ANY_NAME = '*';

/** Classifies a host to listen on, by its known beginning. */
export function hostKind(text: MappedText): HostKind {
  const host = text.decoded.toLowerCase();
  if (!isKnown(text)) return partlyKnownKind(host);
  // A zone does not matter: `%eth0` of `fe80::1%eth0`.
  if (isTemplate(host.replace(/^([\da-f:]+)%.*$/, '$1'))) return 'unknown';
  if (host === '' || host === ANY_NAME) return 'any';
  if (host === 'localhost') return 'loopback';
  const v4 = parseInetAton(host);
  if (v4 !== undefined) return v4Kind(v4);
  if (host.includes(':')) return v6Kind(host);
  return 'other';
}

interface Families {
  readonly ipv4: boolean | undefined;
  readonly ipv6: boolean | undefined;
}

/** Why QEMU refuses a host; undefined for an address or what may be a name. */
export function hostRefusal(host: string, client: boolean, families: Families): string | undefined {
  if (host === '') return client ? 'Name or service not known' : undefined;
  if (host === ANY_NAME) return client ? 'Bad value for ai_flags' : undefined;
  const v6 = host.includes(':');
  const readable = isTemplate(host)
    ? true
    : v6
      ? host.includes('%') || parseV6(host.toLowerCase()) !== undefined
      : /^(?!-)[\w-]+(?:\.[\w-]+)*\.?$/.test(host) || /[^\0-\x7f]/.test(host);
  if (!readable) return 'Name or service not known';
  const only6 = families.ipv4 === false || (families.ipv6 === true && families.ipv4 !== true);
  const only4 = families.ipv6 === false || (families.ipv4 === true && families.ipv6 !== true);
  // Without a requested family a server accepts it.
  if (only6 && !client && isMapped(host.toLowerCase())) return 'Invalid argument';
  // A mapped IPv4 address is in both families; a client maps others.
  const isV4 = () => parseInetAton(host.toLowerCase()) !== undefined;
  const wrongFamily =
    (v6 && only4 && !isMapped(host.toLowerCase())) || (only6 && !client && isV4());
  return wrongFamily ? 'Address family for hostname not supported' : undefined;
}

/** The family of a numeric address; undefined for names. */
export function literalFamily(host: string): '4' | '6' | undefined {
  const text = host.toLowerCase();
  if (parseInetAton(text) !== undefined) return '4';
  return text.includes(':') && parseV6(text) !== undefined ? '6' : undefined;
}

/** `127.0.0.$N` is loopback, `192.168.1.$N` is not, for any `$N`. */
function partlyKnownKind(host: string): HostKind {
  const known = host.slice(0, host.indexOf(UNKNOWN));
  if (/^127\.\d*\.?\d*\.?/.test(known)) return 'loopback';
  return known === '' ? 'unknown' : 'other';
}

function v4Kind(address: number): HostKind {
  if (address === 0) return 'any';
  return address >>> 24 === 127 ? 'loopback' : 'other';
}

/** `127.0.0.1`, `127.1`, `0x7f000001`, `2130706433`; octal with a leading 0. Undefined for names. */
function parseInetAton(host: string): number | undefined {
  if (!/^\d[\dxa-f.]*$/.test(host)) return undefined;
  const parts = host.split('.');
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) => {
    if (/^0x[0-9a-f]+$/.test(part)) return Number.parseInt(part, 16);
    if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
    return /^[1-9]\d*$/.test(part) ? Number.parseInt(part, 10) : Number.NaN;
  });
  const last = numbers.pop();
  if (last === undefined || Number.isNaN(last) || last >= 256 ** (5 - parts.length)) {
    return undefined;
  }
  if (!numbers.every((number) => number < 256)) return undefined;
  return numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last) >>> 0;
}

/** The kind of an IPv6 address; `::1` and mapped 127/8 are this machine. */
function v6Kind(host: string): HostKind {
  const groups = parseV6(host.replace(/%.*/s, ''));
  if (groups === undefined) return 'other';
  const head = groups.slice(0, 5).every((group) => group === 0);
  const [high = 0, low = 0] = groups.slice(6);
  if (head && groups[5] === 0xffff) return v4Kind(high * 65536 + low);
  const zeros = head && groups[5] === 0 && high === 0;
  if (zeros && low === 0) return 'any';
  return zeros && low === 1 ? 'loopback' : 'other';
}

function isMapped(host: string): boolean {
  const groups = parseV6(host);
  return groups?.slice(0, 5).every((group) => group === 0) === true && groups[5] === 0xffff;
}

function parseV6(host: string): readonly number[] | undefined {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  let text = host;
  if (dotted) {
    const bytes = dotted.slice(2);
    if (bytes.some((byte) => Number(byte) > 255 || /^0\d/.test(byte))) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
    text = `${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  const numbers = groups.map((group) =>
    /^[0-9a-f]{1,4}$/.test(group) ? Number.parseInt(group, 16) : Number.NaN,
  );
  return numbers.some(Number.isNaN) ? undefined : numbers;
}
