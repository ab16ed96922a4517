/**
 * Reads files with as little ado as Node allows, since of very many small ones most turn out not to matter: numbers
 * instead of handles, one buffer for file after file, and no text before it is wanted.
 */
import { constants, fstatSync, type Stats } from 'node:fs';
import * as l10n from '@vscode/l10n';
import type { ReadResult, VisitResult } from '../files/file-access.ts';
import type { Calls } from './calls.ts';
import { isOpenInside, type Place } from './open-inside.ts';

/** Not through a link, and without waiting: between looking and opening the file may have been exchanged. */
export const OPEN_FLAGS =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** As long as nearly all scripts are, and how much is looked at of longer files, which get a buffer of their own. */
const BUFFER_BYTES = 64 * 1024;
/** How many buffers wait for the next file. */
const MAX_IDLE = 64;

const idle: Buffer[] = [];
const UTF_8 = new TextDecoder();

type IsWanted = (beginning: string, isAll: boolean) => boolean;
type Found =
  | Omit<Extract<ReadResult, { kind: 'text' }>, 'path'>
  | Exclude<VisitResult, { kind: 'text' }>;

/**
 * The text of a regular file, if `isWanted` says so of its first 64 KiB and then of all of it. One that is wanted
 * and has more than `maxBytes` is refused. Never rejects.
 */
export async function readFile(
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
    if (!isWanted(buffer.toString('latin1', 0, length), isAll)) return { kind: 'unwanted' };
    if (size > maxBytes) return tooLong(size, maxBytes);
    if (!isAll) {
      buffer = Buffer.alloc(size);
      shared.copy(buffer, 0, 0, length);
      await fill(size);
      if (!isWanted(buffer.toString('latin1', 0, length), true)) return { kind: 'unwanted' };
    }
    // As editors do, this takes a byte order mark away and replaces what is not UTF-8.
    const text = UTF_8.decode(buffer.subarray(0, length));
    return { kind: 'text', text, stamp: stampOf(stats) };
  } finally {
    if (idle.length < MAX_IDLE) idle.push(shared);
  }
}

/** Another text where a file has changed. */
export function stampOf({ mtimeMs, size, ino }: Pick<Stats, 'mtimeMs' | 'size' | 'ino'>): string {
  return `${mtimeMs} ${size} ${ino}`;
}

/** What is said of a file that is too long to be read. */
function tooLong(size: number, limit: number): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it has {0} bytes, more than {1}', size, limit) };
}

/** What is said of a device, a FIFO or a socket. */
export function notRegular(): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it is no regular file') };
}

/** What is said of a file outside of the workspace to which a path in it leads. */
export function outsideOf(): ReadResultOf<'refused'> {
  return { kind: 'refused', reason: l10n.t('it leads out of the workspace') };
}

type ReadResultOf<K extends VisitResult['kind']> = Extract<VisitResult, { kind: K }>;

/** What an error of the file system says of a file: that there is none, or why it is not read. */
export function failed(error: unknown): ReadResultOf<'absent' | 'refused'> {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const missing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL'];
  if (missing.includes(`${code}`)) return { kind: 'absent' };
  return { kind: 'refused', reason: l10n.t('it cannot be read ({0})', code ?? String(error)) };
}
