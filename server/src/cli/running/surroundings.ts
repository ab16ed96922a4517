/**
 * What a process has around it, as far as the caller may see: where its paths lead, which sockets it has, and what is
 * listened on in its network namespace.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenSockets, readOpenSockets } from './open-sockets.ts';
import type { RunningProcess } from './processes.ts';

/** Undefined members are those that the caller may not see. */
export interface Surroundings {
  /** What a path of the process has in front for us: `/proc/7/root`, or nothing if both have the same mounts. */
  readonly root: string | undefined;
  /** The folder from which its relative paths count, as the process sees it. */
  readonly folder: string | undefined;
  readonly sockets: OpenSockets | undefined;
  /** The user who runs it. */
  readonly uid: number;
  /** The number of the socket behind a descriptor; undefined for what is no socket, too. */
  readonly socketOf: (descriptor: string) => string | undefined;
}

/** The sockets are those of the process itself if the caller may see its descriptors, and all of its namespace if not. */
export function surroundingsOf(proc: string, running: RunningProcess): Surroundings {
  const { pid, words, uid } = running;
  const own = join(proc, `${pid}`);
  const all = readOpenSockets(join(own, 'net'));
  const numbers = socketsOf(own);
  const isOwn = ({ inode }: { readonly inode: string }): boolean => numbers?.has(inode) ?? true;
  return {
    root: rootOf(proc, own),
    // A daemon goes to / when all is open.
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
  try {
    statSync(`${root}/.`);
    return root;
  } catch {
    // Mounts of another namespace have other numbers.
    const [mine, its] = [join(proc, 'self'), own].map(firstMount);
    return its !== undefined && its === mine ? '' : undefined;
  }
}

function firstMount(process: string): string | undefined {
  try {
    return readFileSync(join(process, 'mountinfo'), 'utf8').split('\n')[0];
  } catch {
    return undefined;
  }
}

function socketsOf(own: string): ReadonlySet<string> | undefined {
  try {
    const names = readdirSync(join(own, 'fd'));
    return new Set(names.flatMap((name) => socketNumber(linkOf(join(own, 'fd', name))) ?? []));
  } catch {
    return undefined;
  }
}

function socketNumber(target: string | undefined): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(target ?? '')?.[1];
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** The folders on the way to a file, the outermost first, and the file. */
interface Way {
  readonly folders: readonly Stats[];
  /** Undefined if a folder above is closed to the asking user. */
  readonly file: Stats | undefined;
}

/** As many links may follow each other in a path, as in Linux. */
const MAX_LINKS = 40;

/** Goes to an absolute path of a process as the process would; undefined if it is not there. */
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
