/**
 * Reads very many small files, most of which turn out not to matter, with as little ado as Node allows:
 * callbacks instead of promises and handles, one buffer for file after file, and no text before it is wanted.
 */
import { close, constants, fstatSync, open, read, type Stats } from 'node:fs';
import * as l10n from '@vscode/l10n';
import type { VisitResult } from '../files/file-access.ts';
import { isOpenInside, type Place } from './open-inside.ts';

/** Not through a link, and without waiting: between looking and opening the file may have been exchanged. */
export const OPEN_FLAGS =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** As long as nearly all scripts are, and how much is looked at of longer files, which get a buffer of their own. */
const BUFFER_BYTES = 64 * 1024;
/** How many buffers wait for the next file. */
const MAX_IDLE = 64;

const idle: Buffer[] = [];

/**
 * The text of a regular file, which its folder has just listed as one, if `isWanted` says so of its first 64 KiB
 * and then of all of it. One that is wanted and has more than `maxBytes` is refused. Never rejects.
 */
export function readBytes(
  place: Place,
  maxBytes: number,
  isWanted: (beginning: string, isAll: boolean) => boolean,
): Promise<VisitResult> {
  return new Promise((resolve) => {
    open(place.real, OPEN_FLAGS, (failure, descriptor) => {
      if (failure) {
        resolve(failed(failure));
        return;
      }
      const end = (result: VisitResult): void => {
        close(descriptor, () => {});
        resolve(result);
      };
      const stats = statsOf(descriptor);
      if (!stats?.isFile()) end(notRegular());
      else if (!isOpenInside(descriptor, stats, place)) end(outsideOf());
      else readAll(descriptor, stats.size, maxBytes, isWanted, end);
    });
  });
}

/** What is open already has its size at hand, so asking waits for nobody. */
function statsOf(descriptor: number): Stats | undefined {
  try {
    return fstatSync(descriptor);
  } catch {
    return undefined;
  }
}

function readAll(
  descriptor: number,
  size: number,
  maxBytes: number,
  isWanted: (beginning: string, isAll: boolean) => boolean,
  end: (result: VisitResult) => void,
): void {
  const shared = idle.pop() ?? Buffer.alloc(BUFFER_BYTES);
  let buffer = shared;
  const finish = (result: VisitResult): void => {
    if (idle.length < MAX_IDLE) idle.push(shared);
    end(result);
  };
  let length = 0;
  const next = (wanted: number): void => {
    read(descriptor, buffer, length, wanted - length, length, (failure, count) => {
      if (failure) {
        finish(failed(failure));
        return;
      }
      length += count;
      const isAll = count === 0 || length >= size;
      if (!isAll && length < wanted) next(wanted);
      else if (!isWanted(buffer.toString('latin1', 0, length), isAll)) {
        finish({ kind: 'unwanted' });
      } else if (size > maxBytes) finish(tooLong(size, maxBytes));
      else if (!isAll) {
        buffer = Buffer.alloc(size);
        shared.copy(buffer, 0, 0, length);
        next(size);
      } else {
        // As editors do, this takes a byte order mark away and replaces what is not UTF-8.
        finish({ kind: 'text', text: new TextDecoder().decode(buffer.subarray(0, length)) });
      }
    });
  };
  next(Math.min(size, BUFFER_BYTES));
}

/** What is said of a file that is too long to be read. */
export function tooLong(size: number, limit: number): ReadResultOf<'refused'> {
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
