/**
 * The one door to the disk. It reads regular files inside the workspace's folders and nothing else: a
 * symbolic link is followed to its end before that is decided, a device or FIFO is not even opened, and
 * nothing is read that is longer than asked for. Tests, and a server in a browser, hand in another door.
 */
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { isBelow } from './file-paths.ts';
import { failed, notRegular, OPEN_FLAGS, readBytes, tooLong } from './read-bytes.ts';

export type ReadResult =
  /** `path` is the file's own one, which differs from the asked one behind a symbolic link. */
  | { readonly kind: 'text'; readonly path: string; readonly text: string; readonly stamp: string }
  | { readonly kind: 'absent' }
  /** Something is there that is not read; the reason is for people: `it is a FIFO`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** An entry of a folder. Links are neither: what they lead to has an entry of its own, or is outside. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

export interface FileAccess {
  /** The folders that may be read, absolute, with `/` and none at the end. */
  readonly folders: () => readonly string[];
  /** The text of a file of at most so many bytes. Never rejects. */
  readonly read: (path: string, maxBytes: number) => Promise<ReadResult>;
  /** The first line of a file, as far as 128 bytes go; undefined where there is none. Never rejects. */
  readonly firstLine: (path: string) => Promise<string | undefined>;
  /** Changes when the file does; undefined where there is none to read. Never rejects. */
  readonly stamp: (path: string) => Promise<string | undefined>;
  /** What is in a folder, in the order of names; nothing where it cannot be read. Never rejects. */
  readonly list: (folder: string) => Promise<readonly FolderEntry[]>;
  /** The same, and the way to the contents of its files, for whoever looks at very many. Never rejects. */
  readonly visit: (folder: string) => Promise<FolderVisit>;
}

/** A folder that is gone through: where it leads was decided once for all that is in it. */
export interface FolderVisit {
  readonly entries: readonly FolderEntry[];
  /** Goes into a folder of the folder. Never rejects. */
  readonly enter: (name: string) => Promise<FolderVisit>;
  /**
   * The text of a file of the folder, if `isWanted` says so of its beginning and of all of it: its bytes, each
   * taken as a character, which costs less than reading it as UTF-8. Never rejects.
   */
  readonly read: (
    name: string,
    maxBytes: number,
    isWanted: (beginning: string, isAll: boolean) => boolean,
  ) => Promise<VisitResult>;
}

export type VisitResult =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unwanted' }
  | Exclude<ReadResult, { kind: 'text' }>;

interface Resolved {
  /** What is opened. */
  readonly real: string;
  /** The same, as it is called below the folder that the workspace names. */
  readonly path: string;
}

/** Access to the disk below folders, which may come and go. */
export function diskAccess(folders: () => readonly string[]): FileAccess {
  /** Where a path leads, if that is inside the folders. The path itself has to be there already. */
  async function resolve(path: string): Promise<Resolved | undefined> {
    if (path.includes('\0') || !folders().some((folder) => isBelow(folder, path))) return undefined;
    const real = withSlashes(await realpath(path));
    for (const folder of folders()) {
      const realFolder = await realpath(folder).then(withSlashes, () => undefined);
      if (realFolder === undefined || !isBelow(realFolder, real)) continue;
      const rest = real.slice(realFolder === '/' ? 0 : realFolder.length);
      return { real, path: folder === '/' ? rest : folder + rest };
    }
    return undefined;
  }

  return {
    folders,
    read: async (path, maxBytes) => {
      try {
        const resolved = await resolve(path);
        if (resolved === undefined) return outside(path, folders());
        // Opening a device can do things to it, so this comes first.
        const before = await lstat(resolved.real);
        if (before.isDirectory()) return { kind: 'absent' };
        if (!before.isFile()) return notRegular();
        if (before.size > maxBytes) return tooLong(before.size, maxBytes);
        return await readRegular(resolved, maxBytes);
      } catch (error) {
        return failed(error);
      }
    },
    firstLine: async (path) => {
      try {
        const resolved = await resolve(path);
        const regular = resolved && (await lstat(resolved.real)).isFile();
        if (!regular) return undefined;
        const { text } = await readFile(resolved.real, FIRST_LINE_BYTES);
        return text?.split(/\r?\n/, 1)[0];
      } catch {
        return undefined;
      }
    },
    stamp: async (path) => {
      try {
        const resolved = await resolve(path);
        const stats = resolved && (await lstat(resolved.real));
        return stats?.isFile() ? stampOf(stats) : undefined;
      } catch {
        return undefined;
      }
    },
    list: async (folder) => {
      try {
        const resolved = await resolve(folder);
        return resolved ? await listFolder(resolved.real) : [];
      } catch {
        return [];
      }
    },
    visit: async (folder) => {
      try {
        const resolved = await resolve(folder);
        if (resolved === undefined) return NOTHING;
        return await visitFolder(resolved.real);
      } catch {
        return NOTHING;
      }
    },
  };
}

/** A folder that is not there. */
const NOTHING: FolderVisit = {
  entries: [],
  enter: async () => NOTHING,
  read: async () => ({ kind: 'absent' }),
};

async function visitFolder(real: string): Promise<FolderVisit> {
  const pathOf = (name: string): string => (real === '/' ? `/${name}` : `${real}/${name}`);
  return {
    entries: await listFolder(real),
    enter: (name) => visitFolder(pathOf(name)).catch(() => NOTHING),
    read: (name, maxBytes, isWanted) => readBytes(pathOf(name), maxBytes, isWanted),
  };
}

/** In pieces, since making a hundred thousand entries at once would keep everybody waiting. */
async function listFolder(real: string): Promise<readonly FolderEntry[]> {
  const kinds = new Map<string, FolderEntry['kind']>();
  for await (const entry of await opendir(real, { bufferSize: ENTRIES_AT_ONCE })) {
    if (entry.isFile()) kinds.set(entry.name, 'file');
    else if (entry.isDirectory()) kinds.set(entry.name, 'folder');
  }
  // Without a function of ours to compare them names are sorted several times as fast.
  return [...kinds.keys()].toSorted().map((name) => ({ name, kind: kinds.get(name) ?? 'file' }));
}

/** How many entries of a folder are made at once. */
const ENTRIES_AT_ONCE = 256;

const FIRST_LINE_BYTES = 128;

async function readRegular({ real, path }: Resolved, maxBytes: number): Promise<ReadResult> {
  const { text, stats } = await readFile(real, maxBytes);
  if (text === undefined) return notRegular();
  if (stats.size > maxBytes) return tooLong(stats.size, maxBytes);
  return { kind: 'text', path, text, stamp: stampOf(stats) };
}

/** The beginning of a file, at most so many bytes; no text where it is no regular file. */
async function readFile(path: string, maxBytes: number) {
  const handle = await open(path, OPEN_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { text: undefined, stats };
    const buffer = Buffer.alloc(Math.min(stats.size, maxBytes));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    // As editors do, this takes a byte order mark away and replaces what is not UTF-8.
    return { text: new TextDecoder().decode(buffer.subarray(0, length)), stats };
  } finally {
    await handle.close();
  }
}

function stampOf(stats: { readonly mtimeMs: number; readonly size: number; readonly ino: number }) {
  return `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}

/** A path that leaves the workspace by its name is none of ours; one that does by a link is worth a word. */
function outside(path: string, folders: readonly string[]): ReadResult {
  return folders.some((folder) => isBelow(folder, path))
    ? { kind: 'refused', reason: l10n.t('it leads out of the workspace') }
    : { kind: 'absent' };
}

function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
