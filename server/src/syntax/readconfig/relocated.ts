/** A config file in another numbering of the same places, as where it lies behind other files in one text. */
import { type Relocation, relocatedSpan, relocatedText } from '../../text/relocated.ts';
import type { ConfigDocument, ConfigTreeEntry, ConfigTreeSection } from './tree.ts';

export function relocatedConfig(document: ConfigDocument, to: Relocation): ConfigDocument {
  return {
    sections: document.sections.map((section) => relocatedSection(section, to)),
    orphans: document.orphans.map((entry) => relocatedEntry(entry, to)),
    comments: document.comments.map(({ at, textAt }) => ({
      at: relocatedSpan(at, to),
      textAt: relocatedSpan(textAt, to),
    })),
    problems: document.problems.map((one) => ({ ...one, at: relocatedSpan(one.at, to) })),
  };
}

/** A section of a text that lies somewhere else now. */
export function relocatedSection(
  { group, id, at, entries }: ConfigTreeSection,
  to: Relocation,
): ConfigTreeSection {
  return {
    group: relocatedText(group, to),
    id: id && relocatedText(id, to),
    at: relocatedSpan(at, to),
    entries: entries.map((entry) => relocatedEntry(entry, to)),
  };
}

function relocatedEntry(
  { key, value, dropped, at }: ConfigTreeEntry,
  to: Relocation,
): ConfigTreeEntry {
  return {
    key: relocatedText(key, to),
    value: relocatedText(value, to),
    dropped: dropped && { ...dropped, at: relocatedSpan(dropped.at, to) },
    at: relocatedSpan(at, to),
  };
}
