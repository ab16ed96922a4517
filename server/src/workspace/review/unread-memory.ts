/**
 * Files that mention QEMU in a language that is not read, or were not followed to their end: listed, so that they are not
 * taken for checked.
 */
import type { Unread } from '../../service/analysis/unread-file.ts';
import { LIMITS } from '../../text/limits.ts';
import { isBelowAny } from '../files/file-paths.ts';

export interface UnreadFiles {
  /** Files with an option of a monitor, sorted; at most 200. */
  readonly paths: readonly string[];
  /** The number of further ones. */
  readonly more: number;
  /** Scripts that were not followed to their end, sorted; at most 200. */
  readonly unfollowed: readonly string[];
  /** The number of documentation files with such an option. */
  readonly documentation: number;
  /** The number of files that only name a program of QEMU. */
  readonly programs: number;
}

/** A file that a script brings in is read with it. */
export function unreadMemory(isBroughtIn: (path: string) => boolean) {
  const known = new Map<string, Unread>();
  let files: UnreadFiles | undefined;

  function pathsOf(wanted: Unread): readonly string[] {
    return [...known].flatMap(([path, unread]) => {
      return unread === wanted && (wanted === 'unfollowed' || !isBroughtIn(path)) ? [path] : [];
    });
  }

  function listFiles(): UnreadFiles {
    const all = pathsOf('monitor');
    return {
      paths: all.toSorted().slice(0, LIMITS.listed),
      unfollowed: pathsOf('unfollowed').toSorted().slice(0, LIMITS.listed),
      more: Math.max(0, all.length - LIMITS.listed),
      documentation: pathsOf('documentation').length,
      programs: pathsOf('program').length,
    };
  }

  return {
    /** Records what a file says; true if that has changed. */
    put: (path: string, unread: Unread | undefined) => {
      if (known.get(path) === unread) return false;
      if (unread === undefined) known.delete(path);
      else known.set(path, unread);
      files = undefined;
      return true;
    },
    /** A file's users have changed. */
    reconsider: (path: string) => {
      if (known.has(path)) files = undefined;
    },
    /** The recorded files; all, or those at or below some paths. */
    paths: (at?: ReadonlySet<string>) =>
      [...known.keys()].filter((path) => at === undefined || isBelowAny(at, path)),
    /** The same object until it changes. */
    files: () => {
      files ??= listFiles();
      return files;
    },
    clear: () => {
      known.clear();
      files = undefined;
    },
  };
}
