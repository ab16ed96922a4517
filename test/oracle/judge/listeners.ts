/**
 * The sockets of this network namespace, from /proc/self/net. Whose they are is not asked: the namespace
 * belongs to one QEMU at a time, and what the judge itself opens it leaves out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SocketAddress } from 'node:net';
import type { Listener } from './verdict.ts';

const TCP_LISTEN = '0A';
const UNIX_ACCEPTS = 0x10000;

/** All sockets that receive: TCP, UDP, then UNIX. */
export function seeListeners(): readonly Listener[] {
  const seen: Listener[] = [];
  for (const kind of ['tcp', 'tcp6', 'udp', 'udp6'] as const) {
    for (const [, local = '', remote = '', state] of rowsOf(kind, 4)) {
      const { address, port } = readAddress(local);
      if (kind === 'udp' || kind === 'udp6') {
        seen.push({ kind: 'udp', address, port, peer: readAddress(remote) });
      } else if (state === TCP_LISTEN) {
        seen.push({ kind: 'tcp', address, port });
      }
    }
  }
  for (const row of rowsOf('unix', 7)) {
    const [, , , flags = ''] = row;
    if ((Number.parseInt(flags, 16) & UNIX_ACCEPTS) === 0) continue;
    const name = row[7] ?? '';
    seen.push(
      isAbstract(name) ? { kind: 'abstract', name: name.slice(1) } : { kind: 'unix', path: name },
    );
  }
  return seen;
}

/**
 * The kernel writes an abstract name with `@` for the NUL, which looks like the file of `unix:@name`. That
 * file exists, in the working directory.
 */
function isAbstract(name: string): boolean {
  return name.startsWith('@') && !existsSync(name);
}

function rowsOf(table: string, columns: number): readonly (readonly string[])[] {
  const lines = readFileSync(`/proc/self/net/${table}`, 'utf8').split('\n');
  return lines
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => splitRow(line, columns));
}

/** The columns, which blanks fill up. The last, a path, keeps its own. */
function splitRow(line: string, columns: number): readonly string[] {
  const words: string[] = [];
  let rest = line;
  while (words.length < columns && rest !== '') {
    rest = rest.trimStart();
    const end = rest.indexOf(' ');
    words.push(end < 0 ? rest : rest.slice(0, end));
    rest = end < 0 ? '' : rest.slice(end);
  }
  return rest === '' ? words : [...words, rest.slice(1)];
}

/** `0100007F:115C` is 127.0.0.1 and 4444: words of 32 bits in the machine's order. */
function readAddress(text: string): { address: string; port: number } {
  const [hex = '', port = ''] = text.split(':');
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    for (let at = word + 6; at >= word; at -= 2) {
      bytes.push(Number.parseInt(hex.slice(at, at + 2), 16));
    }
  }
  if (bytes.length === 4) return { address: bytes.join('.'), port: Number.parseInt(port, 16) };
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 2) {
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  }
  const { address } = new SocketAddress({ address: groups.join(':'), family: 'ipv6' });
  return { address, port: Number.parseInt(port, 16) };
}
