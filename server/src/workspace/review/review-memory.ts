/**
 * What a review knows of each file, and which files depend on which. What there is to show about a file comes
 * from its own outline and from those of the scripts that bring it in.
 */
import { isBelowAny } from '../files/file-paths.ts';
import type { Outline } from './file-summary.ts';

interface ReviewMemory<M> {
  /** The outline of a file that was looked at; undefined where there is nothing to be said of it. */
  readonly get: (path: string) => Outline<M> | undefined;
  /**
   * Keeps the outline of a file, or forgets the file. Gives the paths of all files of which something else
   * may have to be shown now.
   */
  readonly put: (path: string, outline: Outline<M> | undefined) => ReadonlySet<string>;
  /** The outlines of files that brought a file in, in the order of their paths. */
  readonly usersOf: (path: string) => readonly Outline<M>[];
  /** The files that asked for what lies at or below some paths, whether there was something or not. */
  readonly dependents: (paths: ReadonlySet<string>) => readonly string[];
  /** The files at or below some paths of which there is something to be said. */
  readonly below: (paths: ReadonlySet<string>) => readonly string[];
  readonly paths: () => readonly string[];
  readonly clear: () => void;
}

export function reviewMemory<M>(): ReviewMemory<M> {
  const outlines = new Map<string, Outline<M>>();
  /** Who asked for a path. */
  const askers = new Map<string, Set<string>>();

  function link(path: string, outline: Outline<M>): void {
    for (const other of dependenciesOf(outline)) {
      askers.set(other, (askers.get(other) ?? new Set()).add(path));
    }
  }

  function unlink(path: string, outline: Outline<M>): void {
    for (const other of dependenciesOf(outline)) {
      const all = askers.get(other);
      all?.delete(path);
      if (all?.size === 0) askers.delete(other);
    }
  }

  return {
    get: (path) => outlines.get(path),
    put: (path, outline) => {
      const before = outlines.get(path);
      if (before) unlink(path, before);
      if (outline) {
        outlines.set(path, outline);
        link(path, outline);
      } else outlines.delete(path);
      const affected = new Set([path]);
      for (const one of [before, outline]) {
        for (const used of one?.used ?? []) affected.add(used);
      }
      return affected;
    },
    usersOf: (path) =>
      [...(askers.get(path) ?? [])].toSorted().flatMap((asker) => {
        const outline = asker === path ? undefined : outlines.get(asker);
        return outline?.used.has(path) ? [outline] : [];
      }),
    dependents: (paths) =>
      [...askers].flatMap(([asked, by]) => (isBelowAny(paths, asked) ? [...by] : [])),
    below: (paths) => [...outlines.keys()].filter((path) => isBelowAny(paths, path)),
    paths: () => [...outlines.keys()],
    clear: () => {
      outlines.clear();
      askers.clear();
    },
  };
}

function dependenciesOf<M>({ asked, used }: Outline<M>): Iterable<string> {
  return used.size === 0 ? asked : new Set([...asked, ...used]);
}
