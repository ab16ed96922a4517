/**
 * Which files of the workspace say something of QEMU in a language that is not read, or were not followed to their
 * end, so that nobody takes them for checked.
 */
import type { Unread } from '../../service/analysis/unread-file.ts';
import { isBelowAny } from '../files/file-paths.ts';

/** How many files are listed; there is no use in more for whoever reads the list. */
const MAX_LISTED = 200;

/** What there is to say of files that are not read. */
export interface UnreadFiles {
  /** The paths of files that hold an option of a monitor, in their order; at most 200. */
  readonly paths: readonly string[];
  /** How many more of them there are. */
  readonly more: number;
  /** The paths of scripts that were not followed to their end, in their order; at most 200. */
  readonly unfollowed: readonly string[];
  /** How many files for people, such as a manual, hold one. */
  readonly documentation: number;
  /** How many files only name a program of QEMU. */
  readonly programs: number;
}

/** Nothing is known of any file yet. What a script brings in is read with it, whatever it is called. */
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
      paths: all.toSorted().slice(0, MAX_LISTED),
      unfollowed: pathsOf('unfollowed').toSorted().slice(0, MAX_LISTED),
      more: Math.max(0, all.length - MAX_LISTED),
      documentation: pathsOf('documentation').length,
      programs: pathsOf('program').length,
    };
  }

  return {
    /** Takes down what a file says, or that it says nothing; tells whether that is news. */
    put: (path: string, unread: Unread | undefined) => {
      if (known.get(path) === unread) return false;
      if (unread === undefined) known.delete(path);
      else known.set(path, unread);
      files = undefined;
      return true;
    },
    /** Another script brings a file in now, or none does any more. */
    reconsider: (path: string) => {
      if (known.has(path)) files = undefined;
    },
    /** The files that say something: all, or those at or below some paths. */
    paths: (at?: ReadonlySet<string>) =>
      [...known.keys()].filter((path) => at === undefined || isBelowAny(at, path)),
    /** The same object as long as it would say the same. */
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
