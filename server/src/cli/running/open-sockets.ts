/** The sockets on which processes listen in the network namespace of a process, as Linux lists them in `/proc/PID/net`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An address that is listened on; `host` as people write it: `0.0.0.0`, `127.0.0.1`, `::`, `::1`. */
export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
  /** The number of the socket, which descriptors name. */
  readonly inode: string;
}

/** A listening UNIX socket: its path, or its name in the abstract namespace with `@` in front. */
interface ListeningPath {
  readonly path: string;
  readonly inode: string;
}

/** The listening sockets of a namespace, by kind. */
export interface OpenSockets {
  readonly tcp: readonly ListeningAddress[];
  readonly udp: readonly ListeningAddress[];
  readonly unix: readonly ListeningPath[];
}

/** The state of a TCP socket that listens, and of a UDP socket that only receives. */
const LISTENS = '0A';
const RECEIVES = '07';
/** The flag of a UNIX socket that accepts connections. */
const ACCEPTS = 0x10000;

/** Reads the lists in the folder `net`. Undefined if one of them cannot be read; a kernel without IPv6 has no list of it. */
export function readOpenSockets(net: string): OpenSockets | undefined {
  const [tcp, udp, unix] = ['tcp', 'udp', 'unix'].map((name) => linesOf(net, name));
  if (tcp === undefined || udp === undefined || unix === undefined) return undefined;
  const [tcp6 = [], udp6 = []] = ['tcp6', 'udp6'].map((name) => linesOf(net, name));
  return {
    tcp: [...tcp, ...tcp6].flatMap((line) => listeningAddress(line, LISTENS)),
    udp: [...udp, ...udp6].flatMap((line) => listeningAddress(line, RECEIVES)),
    unix: unix.flatMap(listeningPath),
  };
}

/** The lines below the headings of a list. */
function linesOf(net: string, name: string): readonly string[] | undefined {
  try {
    return readFileSync(join(net, name), 'utf8').split('\n').slice(1);
  } catch {
    return undefined;
  }
}

function listeningAddress(line: string, wanted: string): readonly ListeningAddress[] {
  const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
  const [host = '', port = ''] = local.split(':');
  return state === wanted ? [{ host: hostOf(host), port: Number.parseInt(port, 16), inode }] : [];
}

/** The kernel writes each group of four bytes as a number of this machine, whose bytes are the other way round. */
function hostOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((group) =>
    (group.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  const isMapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
  if (isMapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => {
    return (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16);
  });
  return groups.join(':') === '0:0:0:0:0:0:0:1' ? '::1' : groups.join(':');
}

function listeningPath(line: string): readonly ListeningPath[] {
  // Num: RefCount Protocol Flags Type St Inode Path, of which the last one may have blanks in it.
  const match = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\S+) (.+)$/.exec(line);
  const [, flags = '', inode = '', path = ''] = match ?? [];
  return (Number.parseInt(flags, 16) & ACCEPTS) !== 0 ? [{ path, inode }] : [];
}
