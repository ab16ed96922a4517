/** The sockets that something listens on in this network namespace, as Linux lists them in `/proc/net`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An address that is listened on; `host` as people write it: `0.0.0.0`, `127.0.0.1`, `::`, `::1`. */
export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

/** The sockets on which processes of this machine listen, by kind. */
export interface OpenSockets {
  readonly tcp: readonly ListeningAddress[];
  readonly udp: readonly ListeningAddress[];
  /** Paths, and names in the abstract namespace with `@` in front. */
  readonly unix: ReadonlySet<string>;
}

/** What the state of a TCP socket is called that listens, and of a UDP socket that only receives. */
const LISTENS = '0A';
const RECEIVES = '07';
/** The flag of a UNIX socket that accepts connections. */
const ACCEPTS = 0x10000;

/** Reads them in `/proc/net`; what cannot be read has none. `proc` is where `/proc` is. */
export function readOpenSockets(proc: string): OpenSockets {
  return {
    tcp: ['tcp', 'tcp6'].flatMap((name) => addresses(linesOf(proc, name), LISTENS)),
    udp: ['udp', 'udp6'].flatMap((name) => addresses(linesOf(proc, name), RECEIVES)),
    unix: new Set(linesOf(proc, 'unix').flatMap(unixPath)),
  };
}

/** The lines behind the headings of a list; none where there is no such list. */
function linesOf(proc: string, name: string): readonly string[] {
  try {
    return readFileSync(join(proc, 'net', name), 'utf8')
      .split('\n')
      .slice(1);
  } catch {
    return [];
  }
}

function addresses(lines: readonly string[], wanted: string): readonly ListeningAddress[] {
  return lines.flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [host = '', port = ''] = local.split(':');
    return state === wanted ? [{ host: hostOf(host), port: Number.parseInt(port, 16) }] : [];
  });
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

function unixPath(line: string): readonly string[] {
  // Num: RefCount Protocol Flags Type St Inode Path, of which the last one may have blanks in it.
  const [, flags = '', path] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +\S+ (.+)$/.exec(line) ?? [];
  return path !== undefined && (Number.parseInt(flags, 16) & ACCEPTS) !== 0 ? [path] : [];
}
