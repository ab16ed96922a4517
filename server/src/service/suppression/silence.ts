/**
 * Takes the findings away that comments silence, before findings of one place are folded into one: whoever
 * silences the worst of a place is told of the next. What was silenced is kept, to know which comments are
 * of use.
 * Why: docs/decisions/silenced-before-folded.md
 */
import type { FileSet } from '../../text/file-set.ts';
import { contains, firstFrom, movedSpan, type Span } from '../../text/span.ts';
import { MARKER } from './directive.ts';
import type { FileComments } from './file-comments.ts';

/** What is looked at of a finding; spans count in the text of all files. */
interface Silenceable {
  readonly rule: string;
  readonly at: Span;
}

/** A finding that is not shown, since somebody said why what it is about may stay. */
export interface Excused<T> {
  readonly finding: T;
  readonly reason: string;
  /** By a comment in its file, or by the file of settings. */
  readonly by: 'comment' | 'settings';
}

interface Silenced<T> {
  /** The findings that no comment silences, in their order. */
  readonly kept: readonly T[];
  /** The others. */
  readonly excused: readonly Excused<T>[];
  /** For each file the ids that silenced something, by where they begin in the file. */
  readonly used: ReadonlyMap<string, ReadonlySet<number>>;
}

/** A finding with the place that decides what covers it, counted in its file. */
interface Placed<T> {
  readonly finding: T;
  readonly at: Span;
}

/** Silences findings by the comments of the files that they stand in. Only files with our marker are read. */
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
