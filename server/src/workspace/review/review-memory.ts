/** Outlines of files, and which files they depend on. */
import { addToSet } from '../../text/lookup.ts';
import { isBelowAny } from '../files/file-paths.ts';
import type { Outline } from './file-summary.ts';

export function reviewMemory<M>() {
  const outlines = new Map<string, Outline<M>>();
  const askers = new Map<string, Set<string>>();

  function link(path: string, outline: Outline<M>): void {
    for (const other of dependenciesOf(outline)) {
      addToSet(askers, other, path);
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
    get: (path: string) => outlines.get(path),
    /** Keeps an outline, or removes it if undefined; returns the affected files. */
    put: (path: string, outline: Outline<M> | undefined) => {
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
    usersOf: (path: string) =>
      [...(askers.get(path) ?? [])].toSorted().flatMap((asker) => {
        const outline = asker === path ? undefined : outlines.get(asker);
        return outline?.used.has(path) ? [outline] : [];
      }),
    /** Files that asked for one of these paths, or for one below. */
    dependents: (paths: ReadonlySet<string>) =>
      [...askers].flatMap(([asked, by]) => (isBelowAny(paths, asked) ? [...by] : [])),
    below: (paths: ReadonlySet<string>) =>
      [...outlines.keys()].filter((path) => isBelowAny(paths, path)),
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
