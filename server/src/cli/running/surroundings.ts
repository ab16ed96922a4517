/** A process's folder, descriptors and the sockets of its network namespace, as far as readable. */
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../workspace/front-end.ts';
import { type OpenSockets, readOpenSockets } from './open-sockets.ts';
import type { RunningProcess } from './processes.ts';

/** Undefined: not readable. */
export interface Surroundings {
  /** The prefix of its paths: `/proc/7/root`, or empty if it shares our mounts. */
  readonly root: string | undefined;
  /** Base of its relative paths, as it sees them. */
  readonly folder: string | undefined;
  readonly sockets: OpenSockets | undefined;
  readonly uid: number;
  /** A socket's inode; undefined for other descriptors. */
  readonly socketOf: (descriptor: string) => string | undefined;
}

/** The process's own sockets if its descriptors are readable, else all of its namespace. */
export function surroundingsOf(proc: string, running: RunningProcess): Surroundings {
  const { pid, words, uid } = running;
  const own = join(proc, `${pid}`);
  const all = readOpenSockets(join(own, 'net'));
  const numbers = socketsOf(own);
  const isOwn = ({ inode }: { readonly inode: string }): boolean => numbers?.has(inode) ?? true;
  return {
    root: rootOf(proc, own),
    // A daemon changes to / after opening its sockets.
    folder: words.some((word) => /^--?daemonize$/.test(word))
      ? undefined
      : linkOf(join(own, 'cwd')),
    sockets: all && {
      tcp: all.tcp.filter(isOwn),
      udp: all.udp.filter(isOwn),
      unix: all.unix.filter(isOwn),
    },
    uid,
    socketOf: (descriptor) => socketNumber(linkOf(join(own, 'fd', descriptor))),
  };
}

function rootOf(proc: string, own: string): string | undefined {
  const root = join(own, 'root');
  if (attempt(() => statSync(`${root}/.`))) return root;
  // Device numbers differ by mount namespace.
  const [mine, its] = [join(proc, 'self'), own].map(firstMount);
  return its !== undefined && its === mine ? '' : undefined;
}

function firstMount(process: string): string | undefined {
  return attempt(() => readFileSync(join(process, 'mountinfo'), 'utf8').split('\n')[0]);
}

function socketsOf(own: string): ReadonlySet<string> | undefined {
  const names = attempt(() => readdirSync(join(own, 'fd')));
  return (
    names && new Set(names.flatMap((name) => socketNumber(linkOf(join(own, 'fd', name))) ?? []))
  );
}

function socketNumber(target: string | undefined): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1];
}

function linkOf(path: string): string | undefined {
  return attempt(() => readlinkSync(path));
}

/** A path's folders, outermost first, and its file. */
interface Way {
  readonly folders: readonly Stats[];
  /** Undefined below an unreadable folder. */
  readonly file: Stats | undefined;
}

/** Linux's own limit. */
const MAX_LINKS = 40;

/** Resolves an absolute path as the process would; undefined if absent. */
export function wayTo(root: string, path: string): Way | undefined {
  const folders: Stats[] = [];
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  const passed: string[] = [];
  try {
    folders.push(statSync(`${root}/`));
    for (let links = 0; ; ) {
      const name = names.shift();
      if (name === undefined) return undefined;
      if (name === '..') {
        if (passed.pop() !== undefined) folders.pop();
        continue;
      }
      const here = `${root}/${[...passed, name].join('/')}`;
      const stats = lstatSync(here);
      if (stats.isSymbolicLink()) {
        if (++links > MAX_LINKS) return undefined;
        const target = readlinkSync(here);
        if (target.startsWith('/')) {
          passed.length = 0;
          folders.length = 1;
        }
        names.unshift(...target.split('/').filter((one) => one !== '' && one !== '.'));
        continue;
      }
      if (names.length === 0) return { folders, file: stats };
      passed.push(name);
      folders.push(stats);
    }
  } catch (error) {
    const isBarred = (error as NodeJS.ErrnoException).code === 'EACCES' && folders.length > 0;
    return isBarred ? { folders, file: undefined } : undefined;
  }
}
