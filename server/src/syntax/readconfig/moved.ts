/** A config file as it is counted where it lies behind other files in one text. */
import { movedSpan, movedText } from '../../text/moved.ts';
import type { ConfigDocument, ConfigTreeEntry } from './tree.ts';

/** The same tree, `by` code units further on. */
export function movedConfig(document: ConfigDocument, by: number): ConfigDocument {
  return {
    sections: document.sections.map(({ group, id, at, entries }) => ({
      group: movedText(group, by),
      id: id && movedText(id, by),
      at: movedSpan(at, by),
      entries: entries.map((entry) => movedEntry(entry, by)),
    })),
    orphans: document.orphans.map((entry) => movedEntry(entry, by)),
    comments: document.comments.map(({ at, textAt }) => ({
      at: movedSpan(at, by),
      textAt: movedSpan(textAt, by),
    })),
    problems: document.problems.map((problem) => ({ ...problem, at: movedSpan(problem.at, by) })),
  };
}

function movedEntry({ key, value, dropped, at }: ConfigTreeEntry, by: number): ConfigTreeEntry {
  return {
    key: movedText(key, by),
    value: movedText(value, by),
    dropped: dropped && { ...dropped, at: movedSpan(dropped.at, by) },
    at: movedSpan(at, by),
  };
}
