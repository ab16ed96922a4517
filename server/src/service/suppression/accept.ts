/**
 * Takes the findings away that the folder's file accepts. What was accepted is kept, to know which entries
 * are of use.
 * Why: docs/decisions/an-entry-of-accept-accepts-only-what-it-says.md
 */

import type { FileSet } from '../../text/file-set.ts';
import type { RatedFinding } from '../analysis/known-machines.ts';
import { matchesGlob, pathInFolder } from '../settings/glob.ts';
import type { Settings } from '../settings/settings.ts';
import type { Excused } from './silence.ts';

/** What is looked at of a finding. */
type Acceptable = Pick<RatedFinding, 'at' | 'rule' | 'address'>;

interface Accepted<T> {
  /** The findings that no entry accepts, in their order. */
  readonly kept: readonly T[];
  /** The others. */
  readonly excused: readonly Excused<T>[];
  /** The rules whose findings an entry has accepted, by the entry's place in `Settings.accept`. */
  readonly used: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Accepts findings by the files that they stand in, their rules and the addresses of their monitors. */
export function accept<T extends Acceptable>(
  found: readonly T[],
  files: FileSet,
  { accept: entries, root }: Settings,
): Accepted<T> {
  const used = new Map<number, Set<string>>();
  if (entries.length === 0 || found.length === 0) return { kept: found, excused: [], used };
  const paths = new Map<string, readonly number[]>();
  /** The entries for a file, by their numbers. */
  const entriesFor = (path: string): readonly number[] => {
    const known = paths.get(path);
    if (known) return known;
    const inFolder = pathInFolder(root, path);
    const matching = [...entries.entries()]
      .filter(([, entry]) => inFolder !== undefined && matchesGlob(entry.path, inFolder))
      .map(([number]) => number);
    paths.set(path, matching);
    return matching;
  };
  const excused: Excused<T>[] = [];
  const kept = found.filter((finding) => {
    const { at, rule, address } = finding;
    const path = files.locate(at)?.path;
    if (path === undefined) return true;
    let isAccepted = false;
    for (const number of entriesFor(path)) {
      const entry = entries[number];
      if (!entry?.rules.includes(rule)) continue;
      if (entry.address !== undefined && entry.address !== address) continue;
      if (!isAccepted) excused.push({ finding, reason: entry.reason, by: 'settings' });
      isAccepted = true;
      used.set(number, (used.get(number) ?? new Set()).add(rule));
    }
    return !isAccepted;
  });
  return { kept, excused, used };
}
