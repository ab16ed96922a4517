/** Excuses findings before folding, so that the next rule shows. Why: docs/decisions/suppression.md */

import type { FileSet } from '../../text/file-set.ts';
import { addToSet, oncePer } from '../../text/lookup.ts';
import { contains, firstFrom, movedSpan, type Span } from '../../text/span.ts';
import type { RatedFinding } from '../analysis/rated-findings.ts';
import { matchesGlob, pathInFolder } from '../settings/glob.ts';
import type { Settings } from '../settings/settings.ts';
import { MARKER } from './directive.ts';
import type { FileComments } from './file-comments.ts';

interface Silenceable {
  readonly rule: string;
  readonly at: Span;
}

export interface Excused<T> {
  readonly finding: T;
  readonly reason: string;
  readonly by: 'comment' | 'settings';
}

interface Silenced<T> {
  readonly kept: readonly T[];
  readonly excused: readonly Excused<T>[];
  /** Offsets of ids that silenced something, by file. */
  readonly used: ReadonlyMap<string, ReadonlySet<number>>;
}

interface Placed<T> {
  readonly finding: T;
  readonly at: Span;
}

/** Applies the comments of files with a marker. */
export function silence<T extends Silenceable>(
  found: readonly T[],
  files: FileSet,
  commentsOf: (path: string) => FileComments | undefined,
): Silenced<T> {
  const used = new Map<string, ReadonlySet<number>>();
  const gone = new Map<T, string>();
  for (const { path, text, start } of files.files) {
    if (!text.includes(MARKER)) continue;
    const comments = commentsOf(path);
    if (comments === undefined || comments.suppressions.length === 0) continue;
    const inFile = found
      .flatMap((finding): readonly Placed<T>[] => {
        const { at } = finding;
        if (at.start < start || at.end > start + text.length) return [];
        return [{ finding, at: comments.all.anchor(movedSpan(at, -start)) }];
      })
      .toSorted((a, b) => a.at.start - b.at.start);
    used.set(path, silenceIn(comments, inFile, gone));
  }
  return {
    kept: gone.size === 0 ? found : found.filter((one) => !gone.has(one)),
    excused: [...gone].map(([finding, reason]) => ({ finding, reason, by: 'comment' })),
    used,
  };
}

function silenceIn<T extends Silenceable>(
  { suppressions }: FileComments,
  sorted: readonly Placed<T>[],
  gone: Map<T, string>,
): ReadonlySet<number> {
  const used = new Set<number>();
  for (const { covers, directive } of suppressions) {
    if (covers === undefined) continue;
    for (let index = firstFrom(sorted, covers.start, ({ at }) => at.start); ; index++) {
      const placed = sorted[index];
      if (placed === undefined || placed.at.start > covers.end) break;
      if (!contains(covers, placed.at)) continue;
      for (const id of directive.ids) {
        if (id.text !== placed.finding.rule) continue;
        gone.set(placed.finding, directive.reason.text);
        used.add(id.at.start);
      }
    }
  }
  return used;
}

type Acceptable = Pick<RatedFinding, 'at' | 'rule' | 'address'>;

interface Accepted<T> {
  readonly kept: readonly T[];
  readonly excused: readonly Excused<T>[];
  /** Rules that an entry of `Settings.accept` accepted, by its index. */
  readonly used: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Excuses what entries of the settings accept. */
export function accept<T extends Acceptable>(
  found: readonly T[],
  files: FileSet,
  { accept: entries, root }: Settings,
): Accepted<T> {
  const used = new Map<number, Set<string>>();
  if (entries.length === 0 || found.length === 0) return { kept: found, excused: [], used };
  const entriesFor = oncePer((path: string) => {
    const inFolder = pathInFolder(root, path);
    return [...entries.entries()]
      .filter(([, entry]) => inFolder !== undefined && matchesGlob(entry.path, inFolder))
      .map(([number]) => number);
  });
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
      addToSet(used, number, rule);
    }
    return !isAccepted;
  });
  return { kept, excused, used };
}
