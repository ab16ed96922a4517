/**
 * The one door to the disk. It reads regular files inside the workspace's folders and nothing else: a
 * symbolic link is followed to its end before that is decided, a device or FIFO is not even opened, what was
 * opened is asked where it lies before a byte of it is used, and nothing is read that is longer than asked for.
 * Tests, and a server in a browser, hand in another door.
 * Why: docs/decisions/only-the-workspace-is-read.md
 */
import { constants, fstatSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import type { FileAccess, FolderEntry, FolderVisit, ReadResult } from '../files/file-access.ts';
import { isBelow } from '../files/file-paths.ts';
import { type Calls, callsByPace } from './calls.ts';
import { isOpenInside, openPath, type Place, pathOfOpen, withSlashes } from './open-inside.ts';
import { failed, notRegular, OPEN_FLAGS, outsideOf, readFile, stampOf } from './read-file.ts';

interface Resolved extends Place {
  /** What is opened, as it is called below the folder that the workspace names. */
  readonly path: string;
}

/** Access to the disk below folders, which may come and go. `now` is a clock in milliseconds. */
export function diskAccess(
  folders: () => readonly string[],
  now = (): number => performance.now(),
): FileAccess {
  const nextCalls = callsByPace(now);

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
        const found = await readFile(nextCalls(), resolved, maxBytes, () => true);
        if (found.kind === 'unwanted') return { kind: 'absent' };
        return found.kind === 'text' ? { ...found, path: resolved.path } : found;
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
        return await visitFolder(resolved, nextCalls);
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

async function visitFolder(folder: Place, nextCalls: () => Calls): Promise<FolderVisit> {
  const { real, root } = folder;
  const placeOf = (name: string): Place => ({
    real: real === '/' ? `/${name}` : `${real}/${name}`,
    root,
  });
  return {
    entries: await listFolder(folder, nextCalls()),
    enter: (name) => visitFolder(placeOf(name), nextCalls).catch(() => NOTHING),
    read: (name, maxBytes, isWanted) => readFile(nextCalls(), placeOf(name), maxBytes, isWanted),
  };
}

async function listFolder(folder: Place, calls: Calls): Promise<readonly FolderEntry[]> {
  // Elsewhere folders cannot be opened as files are.
  const { O_DIRECTORY } = constants;
  if (O_DIRECTORY === undefined)
    return await entriesAt(folder.real, Number.POSITIVE_INFINITY, calls);
  const descriptor = await calls.open(folder.real, OPEN_FLAGS | O_DIRECTORY);
  try {
    const stats = fstatSync(descriptor);
    if (!isOpenInside(descriptor, stats, folder)) return [];
    // What is open is listed, if the system has a path for that.
    const isPinned = pathOfOpen(descriptor) !== undefined;
    return await entriesAt(isPinned ? openPath(descriptor) : folder.real, stats.size, calls);
  } finally {
    await calls.close(descriptor);
  }
}

async function entriesAt(path: string, size: number, calls: Calls): Promise<FolderEntry[]> {
  const kinds = new Map<string, FolderEntry['kind']>();
  for await (const entry of await calls.list(path, size)) {
    if (entry.isFile()) kinds.set(entry.name, 'file');
    else if (entry.isDirectory()) kinds.set(entry.name, 'folder');
  }
  // Without a function of ours to compare them names are sorted several times as fast.
  return [...kinds.keys()].toSorted().map((name) => ({ name, kind: kinds.get(name) ?? 'file' }));
}

/** A path that leaves the workspace by its name is none of ours; one that does by a link is worth a word. */
function outside(path: string, folders: readonly string[]): ReadResult {
  return folders.some((folder) => isBelow(folder, path)) ? outsideOf() : { kind: 'absent' };
}
