/** Reads regular files in workspace folders, no devices. Why: docs/decisions/only-the-workspace-is-read.md */

import { constants, fstatSync, type Stats } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { LIMITS } from '../../text/limits.ts';
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
  /** As the workspace spells it. */
  readonly path: string;
}

/** `folders` may change; `now` is in milliseconds. */
export function diskAccess(
  folders: () => readonly string[],
  now = (): number => performance.now(),
): FileAccess {
  const nextCalls = callsByPace(now);
  const contains = (path: string): boolean => folders().some((folder) => isBelow(folder, path));

  /** The real path; undefined outside of the folders. Rejects if absent. */
  async function resolve(path: string, calls: Calls): Promise<Resolved | undefined> {
    if (path.includes('\0') || !contains(path)) return undefined;
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
    contains,
    read: async (path, maxBytes) => {
      try {
        const calls = nextCalls();
        const resolved = await resolve(path, calls);
        // A link that leads outside.
        if (resolved === undefined) return contains(path) ? outsideOf() : { kind: 'absent' };
        // Opening a device can have effects.
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

async function resolveFolder(folder: string, calls: Calls): Promise<string | undefined> {
  try {
    return withSlashes(await calls.resolve(folder));
  } catch {
    return undefined;
  }
}

const NOTHING: FolderVisit = {
  entries: [],
  enter: async () => NOTHING,
  read: async () => ({ kind: 'absent' }),
};

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
  // Windows cannot open folders.
  const { O_DIRECTORY } = constants;
  if (O_DIRECTORY === undefined)
    return await entriesAt(folder.real, Number.POSITIVE_INFINITY, calls);
  const descriptor = await calls.open(folder.real, OPEN_FLAGS | O_DIRECTORY);
  try {
    const stats = fstatSync(descriptor);
    if (!isOpenInside(descriptor, stats, folder)) return [];
    // An open folder is listed itself, if it has a path.
    const isPinned = pathOfOpen(descriptor) !== undefined;
    return await entriesAt(isPinned ? openPath(descriptor) : folder.real, stats.size, calls);
  } finally {
    await calls.close(descriptor);
  }
}

async function entriesAt(path: string, size: number, calls: Calls): Promise<FolderEntry[]> {
  const kinds = new Map<string, FolderEntry['kind']>();
  for await (const entry of await calls.list(path, size)) {
    kinds.set(entry.name, entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other');
  }
  // A comparator takes several times as long.
  return [...kinds.keys()].toSorted().map((name) => ({ name, kind: kinds.get(name) ?? 'file' }));
}

/** The file may have been replaced since the check: no links, no waiting. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Bytes of shared buffers, which nearly all scripts fit. */
const BUFFER_BYTES = 64 * 1024;

const idle: Buffer[] = [];
const UTF_8 = new TextDecoder();
const UTF_16 = new TextDecoder('utf-16le');
const UTF_16_BIG = new TextDecoder('utf-16be');

type IsWanted = (beginning: string, isAll: boolean) => boolean;
type Found =
  | Omit<Extract<ReadResult, { kind: 'text' }>, 'path'>
  | Exclude<VisitResult, { kind: 'text' }>;

/** Reads a file if `isWanted` accepts its first 64 KiB, into shared buffers. Never rejects. */
async function readFile(
  calls: Calls,
  place: Place,
  maxBytes: number,
  isWanted: IsWanted,
): Promise<Found> {
  try {
    const descriptor = await calls.open(place.real, OPEN_FLAGS);
    try {
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
    if (size > Math.max(maxBytes, LIMITS.includedBytes)) return tooLong(size, maxBytes);
    if (!isAll) {
      buffer = Buffer.alloc(size);
      shared.copy(buffer, 0, 0, length);
      await fill(size);
      if (!isWanted(bytes(), true)) return { kind: 'unwanted' };
    }
    // Like editors: no byte order mark, invalid UTF-8 replaced.
    if (size > maxBytes) return tooLong(size, maxBytes);
    const text = decoder.decode(buffer.subarray(0, length));
    return { kind: 'text', text, stamp: stampOf(stats) };
  } finally {
    if (idle.length < LIMITS.users) idle.push(shared);
  }
}

/** UTF-16 by its mark, or by an ASCII character at the start. */
function decoderOf(buffer: Buffer): typeof UTF_8 {
  const [first, second] = buffer;
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return UTF_16;
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return UTF_16_BIG;
  return UTF_8;
}

function stampOf({ mtimeMs, size, ino }: Pick<Stats, 'mtimeMs' | 'size' | 'ino'>): string {
  return `${mtimeMs} ${size} ${ino}`;
}

function tooLong(size: number, limit: number): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it has {0} bytes, more than {1}', size, limit) };
}

function notRegular(): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it is no regular file') };
}

function outsideOf(): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it leads out of the workspace') };
}

type ReadResultOf<K extends VisitResult['kind']> = Extract<VisitResult, { kind: K }>;

function failed(error: unknown): ReadResultOf<'absent' | 'refused'> {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'];
  if (missing.includes(`${code}`)) return { kind: 'absent' };
  return { kind: 'refused', reason: l10n.t('it cannot be read ({0})', code ?? String(error)) };
}
