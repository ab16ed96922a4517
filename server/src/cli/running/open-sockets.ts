/** Listening sockets of a process's network namespace, from `/proc/PID/net`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../workspace/front-end.ts';

/** `host` is numeric: `0.0.0.0`, `127.0.0.1`, `::`, `::1`. */
export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
  readonly inode: string;
}

/** A path, or an abstract name after `@`. */
interface ListeningPath {
  readonly path: string;
  readonly inode: string;
}

/** Listening sockets of a namespace. */
export interface OpenSockets {
  readonly tcp: readonly ListeningAddress[];
  readonly udp: readonly ListeningAddress[];
  readonly unix: readonly ListeningPath[];
}

/** States of a listening TCP and an unconnected UDP socket. */
const LISTENS = '0A';
const RECEIVES = '07';
/** Flag of a listening UNIX socket (`__SO_ACCEPTCON`). */
const ACCEPTS = 0x10000;

/** Undefined if a list is unreadable; kernels without IPv6 lack some. */
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

function linesOf(net: string, name: string): readonly string[] | undefined {
  return attempt(() => readFileSync(join(net, name), 'utf8').split('\n').slice(1));
}

function listeningAddress(line: string, wanted: string): readonly ListeningAddress[] {
  const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
  const [host = '', port = ''] = local.split(':');
  return state === wanted ? [{ host: hostOf(host), port: Number.parseInt(port, 16), inode }] : [];
}

/** The kernel prints four bytes as a number in host byte order (little-endian). */
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
  // Num: RefCount Protocol Flags Type St Inode Path; the path may contain blanks.
  const match = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\S+) (.+)$/.exec(line);
  const [, flags = '', inode = '', path = ''] = match ?? [];
  return (Number.parseInt(flags, 16) & ACCEPTS) !== 0 ? [{ path, inode }] : [];
}
