/** Lists files that are not checked: with QEMU in an unread language, or incomplete. */
import type { StoppedFile, Unread } from '../../service/analysis/unread-file.ts';
import { LIMITS } from '../../text/limits.ts';
import { isBelowAny } from '../files/file-paths.ts';

export interface UnreadFiles {
  /** With a monitor option in an unread language; at most 200. */
  readonly paths: readonly string[];
  readonly more: number;
  /** Incomplete files, sorted by path; at most 200. */
  readonly unfollowed: readonly StoppedFile[];
  /** How many documents have a monitor option. */
  readonly documentation: number;
  readonly programs: number;
}

/** A file that is brought in is read with its user. */
export function unreadMemory(isBroughtIn: (path: string) => boolean) {
  const known = new Map<string, Unread>();
  let files: UnreadFiles | undefined;

  function pathsOf(wanted: Unread): readonly string[] {
    return [...known].flatMap(([path, unread]) => {
      return unread === wanted && !isBroughtIn(path) ? [path] : [];
    });
  }

  function stoppedFiles(): readonly StoppedFile[] {
    const all = [...known].flatMap(([path, line]) =>
      typeof line === 'number' ? [{ path, line }] : [],
    );
    return all.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  function listFiles(): UnreadFiles {
    const all = pathsOf('monitor');
    return {
      paths: all.toSorted().slice(0, LIMITS.definitions),
      unfollowed: stoppedFiles().slice(0, LIMITS.definitions),
      more: Math.max(0, all.length - LIMITS.definitions),
      documentation: pathsOf('documentation').length,
      programs: pathsOf('program').length,
    };
  }

  return {
    /** Records why a file is not read; undefined if it is. True if that changed. */
    put: (path: string, unread: Unread | undefined) => {
      if (known.get(path) === unread) return false;
      if (unread === undefined) known.delete(path);
      else known.set(path, unread);
      files = undefined;
      return true;
    },
    /** Lists a file again, since its users may have changed. */
    reconsider: (path: string) => {
      if (known.has(path)) files = undefined;
    },
    /** Paths, all or at and below `at`. */
    paths: (at?: ReadonlySet<string>) =>
      [...known.keys()].filter((path) => at === undefined || isBelowAny(at, path)),
    /** The same object until something changes. */
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
