/**
 * The one door to the disk. It reads regular files inside the workspace's folders and nothing else: a
 * symbolic link is followed to its end before that is decided, a device or FIFO is not even opened, what was
 * opened is asked where it lies before a byte of it is used, and nothing is read that is longer than asked for.
 * Tests, and a server in a browser, hand in another door.
 * Why: docs/decisions/only-the-workspace-is-read.md
 */
import { constants } from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import type { FileAccess, FolderEntry, FolderVisit, ReadResult } from '../files/file-access.ts';
import { isBelow } from '../files/file-paths.ts';
import { isOpenInside, openPath, type Place, pathOfOpen, withSlashes } from './open-inside.ts';
import { failed, notRegular, OPEN_FLAGS, outsideOf, readBytes, tooLong } from './read-bytes.ts';

interface Resolved extends Place {
  /** What is opened, as it is called below the folder that the workspace names. */
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
      return { real, root: realFolder, path: folder === '/' ? rest : folder + rest };
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
    stamp: async (path) => {
      try {
        const resolved = await resolve(path);
        const stats = resolved && (await lstat(resolved.real));
        return stats?.isFile() ? stampOf(stats) : undefined;
      } catch {
        return undefined;
      }
    },
    visit: async (folder) => {
      try {
        const resolved = await resolve(folder);
        if (resolved === undefined) return NOTHING;
        return await visitFolder(resolved);
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

async function visitFolder(folder: Place): Promise<FolderVisit> {
  const { real, root } = folder;
  const placeOf = (name: string): Place => ({
    real: real === '/' ? `/${name}` : `${real}/${name}`,
    root,
  });
  return {
    entries: await listFolder(folder),
    enter: (name) => visitFolder(placeOf(name)).catch(() => NOTHING),
    read: (name, maxBytes, isWanted) => readBytes(placeOf(name), maxBytes, isWanted),
  };
}

/** In pieces, since making a hundred thousand entries at once would keep everybody waiting. */
async function listFolder(folder: Place): Promise<readonly FolderEntry[]> {
  const handle = await openFolder(folder);
  try {
    if (handle && !isOpenInside(handle.fd, await handle.stat(), folder)) return [];
    const kinds = new Map<string, FolderEntry['kind']>();
    // What is open is listed, if the system has a path for that.
    const isPinned = handle !== undefined && pathOfOpen(handle.fd) !== undefined;
    const path = isPinned ? openPath(handle.fd) : folder.real;
    for await (const entry of await opendir(path, { bufferSize: ENTRIES_AT_ONCE })) {
      if (entry.isFile()) kinds.set(entry.name, 'file');
      else if (entry.isDirectory()) kinds.set(entry.name, 'folder');
    }
    // Without a function of ours to compare them names are sorted several times as fast.
    return [...kinds.keys()].toSorted().map((name) => ({ name, kind: kinds.get(name) ?? 'file' }));
  } finally {
    await handle?.close();
  }
}

/** Undefined where folders cannot be opened as files are. */
async function openFolder({ real }: Place) {
  if (constants.O_DIRECTORY === undefined) return undefined;
  return await open(real, OPEN_FLAGS | constants.O_DIRECTORY);
}

/** How many entries of a folder are made at once. */
const ENTRIES_AT_ONCE = 256;

async function readRegular(resolved: Resolved, maxBytes: number): Promise<ReadResult> {
  const handle = await open(resolved.real, OPEN_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return notRegular();
    if (!isOpenInside(handle.fd, stats, resolved)) return outsideOf();
    if (stats.size > maxBytes) return tooLong(stats.size, maxBytes);
    const buffer = Buffer.alloc(stats.size);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    // As editors do, this takes a byte order mark away and replaces what is not UTF-8.
    const text = new TextDecoder().decode(buffer.subarray(0, length));
    return { kind: 'text', path: resolved.path, text, stamp: stampOf(stats) };
  } finally {
    await handle.close();
  }
}

function stampOf(stats: { readonly mtimeMs: number; readonly size: number; readonly ino: number }) {
  return `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}

/** A path that leaves the workspace by its name is none of ours; one that does by a link is worth a word. */
function outside(path: string, folders: readonly string[]): ReadResult {
  return folders.some((folder) => isBelow(folder, path)) ? outsideOf() : { kind: 'absent' };
}
