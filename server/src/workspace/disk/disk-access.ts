/**
 * The one door to the disk. It reads regular files inside the workspace's folders and nothing else: a
 * symbolic link is followed to its end before that is decided, a device or FIFO is not even opened, what was
 * opened is asked where it lies before a byte of it is used, and nothing is read that is longer than asked for.
 * Tests, and a server in a browser, hand in another door.
 * Why: docs/decisions/only-the-workspace-is-read.md
 */
import { constants, fstatSync, type Stats } from 'node:fs';
import * as l10n from '@vscode/l10n';
import type {
  FileAccess,
  FolderEntry,
  FolderVisit,
  ReadResult,
  VisitResult,
} from '../files/file-access.ts';
import { isBelow } from '../files/file-paths.ts';
import { type Calls, callsByPace } from './calls.ts';
import { isOpenInside, openPath, type Place, pathOfOpen, withSlashes } from './open-inside.ts';

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
  async function resolve(path: string, calls: Calls): Promise<Resolved | undefined> {
    if (path.includes('\0') || !folders().some((folder) => isBelow(folder, path))) return undefined;
    const real = withSlashes(await calls.resolve(path));
    for (const folder of folders()) {
      const realFolder = await resolveFolder(folder, calls);
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
        const calls = nextCalls();
        const resolved = await resolve(path, calls);
        if (resolved === undefined) return outside(path, folders());
        // Opening a device can do things to it, so this comes first.
        const before = await calls.look(resolved.real);
        if (before.isDirectory()) return { kind: 'absent' };
        if (!before.isFile()) return notRegular();
        const found = await readFile(calls, resolved, maxBytes, () => true);
        if (found.kind === 'unwanted') return { kind: 'absent' };
        return found.kind === 'text' ? { ...found, path: resolved.path } : found;
      } catch (error) {
        return failed(error);
      }
    },
    stamp: async (path) => {
      try {
        const calls = nextCalls();
        const resolved = await resolve(path, calls);
        const stats = resolved && (await calls.look(resolved.real));
        return stats?.isFile() ? stampOf(stats) : undefined;
      } catch {
        return undefined;
      }
    },
    visit: async (folder) => {
      try {
        const resolved = await resolve(folder, nextCalls());
        if (resolved === undefined) return NOTHING;
        return await visitFolder(resolved, nextCalls);
      } catch (error) {
        return notListed(error);
      }
    },
  };
}

/** Where a folder of the workspace lies; undefined where there is none. */
async function resolveFolder(folder: string, calls: Calls): Promise<string | undefined> {
  try {
    return withSlashes(await calls.resolve(folder));
  } catch {
    return undefined;
  }
}

/** A folder that is not there. */
const NOTHING: FolderVisit = {
  entries: [],
  enter: async () => NOTHING,
  read: async () => ({ kind: 'absent' }),
};

/** A folder that is not there, or that cannot be listed. */
function notListed(error: unknown): FolderVisit {
  const found = failed(error);
  return found.kind === 'refused' ? { ...NOTHING, refused: found.reason } : NOTHING;
}

async function visitFolder(folder: Place, nextCalls: () => Calls): Promise<FolderVisit> {
  const { real, root } = folder;
  const placeOf = (name: string): Place => ({
    real: real === '/' ? `/${name}` : `${real}/${name}`,
    root,
  });
  return {
    entries: await listFolder(folder, nextCalls()),
    enter: (name) => visitFolder(placeOf(name), nextCalls).catch(notListed),
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

/** Not through a link, and without waiting: between looking and opening the file may have been exchanged. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** As long as nearly all scripts are, and how much is looked at of longer files, which get a buffer of their own. */
const BUFFER_BYTES = 64 * 1024;
/** The longest file that is looked into for whether it is wanted, though it may be too long to be read. */
const MAX_LOOKED = 8 * 1024 * 1024;
/** How many buffers wait for the next file. */
const MAX_IDLE = 64;

const idle: Buffer[] = [];
const UTF_8 = new TextDecoder();
const UTF_16 = new TextDecoder('utf-16le');
const UTF_16_BIG = new TextDecoder('utf-16be');

type IsWanted = (beginning: string, isAll: boolean) => boolean;
type Found =
  | Omit<Extract<ReadResult, { kind: 'text' }>, 'path'>
  | Exclude<VisitResult, { kind: 'text' }>;

/**
 * Most of very many small files turn out not to matter: so numbers instead of handles, one buffer for file after file, and
 * no text before it is wanted. The text of a regular file, if `isWanted` says so of its first 64 KiB and then of all of it. One that is wanted
 * and has more than `maxBytes` is refused. Never rejects.
 */
async function readFile(
  calls: Calls,
  place: Place,
  maxBytes: number,
  isWanted: IsWanted,
): Promise<Found> {
  try {
    const descriptor = await calls.open(place.real, OPEN_FLAGS);
    try {
      // What is open already has its size at hand, so asking waits for nobody.
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) return notRegular();
      if (!isOpenInside(descriptor, stats, place)) return outsideOf();
      return await readOpen(calls, descriptor, stats, maxBytes, isWanted);
    } finally {
      await calls.close(descriptor);
    }
  } catch (error) {
    return failed(error);
  }
}

async function readOpen(
  calls: Calls,
  descriptor: number,
  stats: Stats,
  maxBytes: number,
  isWanted: IsWanted,
): Promise<Found> {
  const { size } = stats;
  const shared = idle.pop() ?? Buffer.alloc(BUFFER_BYTES);
  let buffer = shared;
  let length = 0;
  /** Whether there is no more than that. */
  const fill = async (wanted: number): Promise<boolean> => {
    while (length < wanted) {
      const count = await calls.read(descriptor, buffer, length, wanted - length);
      if (count === 0) return true;
      length += count;
    }
    return length >= size;
  };
  try {
    const isAll = await fill(Math.min(size, BUFFER_BYTES));
    const decoder = decoderOf(buffer);
    const bytes = () => {
      const part = buffer.subarray(0, length);
      return decoder === UTF_8 ? part.toString('latin1') : decoder.decode(part);
    };
    if (!isWanted(bytes(), isAll)) return { kind: 'unwanted' };
    if (size > Math.max(maxBytes, MAX_LOOKED)) return tooLong(size, maxBytes);
    if (!isAll) {
      buffer = Buffer.alloc(size);
      shared.copy(buffer, 0, 0, length);
      await fill(size);
      if (!isWanted(bytes(), true)) return { kind: 'unwanted' };
    }
    // As editors do, this takes a byte order mark away and replaces what is not UTF-8.
    if (size > maxBytes) return tooLong(size, maxBytes);
    const text = decoder.decode(buffer.subarray(0, length));
    return { kind: 'text', text, stamp: stampOf(stats) };
  } finally {
    if (idle.length < MAX_IDLE) idle.push(shared);
  }
}

/** UTF-16 is known by its mark, or by a first character that is ASCII. */
function decoderOf(buffer: Buffer): typeof UTF_8 {
  const [first, second] = buffer;
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return UTF_16;
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return UTF_16_BIG;
  return UTF_8;
}

/** Another text where a file has changed. */
function stampOf({ mtimeMs, size, ino }: Pick<Stats, 'mtimeMs' | 'size' | 'ino'>): string {
  return `${mtimeMs} ${size} ${ino}`;
}

/** What is said of a file that is too long to be read. */
function tooLong(size: number, limit: number): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it has {0} bytes, more than {1}', size, limit) };
}

/** What is said of a device, a FIFO or a socket. */
function notRegular(): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it is no regular file') };
}

/** What is said of a file outside of the workspace to which a path in it leads. */
function outsideOf(): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it leads out of the workspace') };
}

type ReadResultOf<K extends VisitResult['kind']> = Extract<VisitResult, { kind: K }>;

/** What an error of the file system says of a file: that there is none, or why it is not read. */
function failed(error: unknown): ReadResultOf<'absent' | 'refused'> {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'];
  if (missing.includes(`${code}`)) return { kind: 'absent' };
  return { kind: 'refused', reason: l10n.t('it cannot be read ({0})', code ?? String(error)) };
}
