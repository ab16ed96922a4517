/**
 * What an editor offers where the cursor stands: texts that QEMU understands there, spelled for the place.
 * Why: docs/decisions/completion-offers-what-it-knows-safe-forms-first.md
 */
import { mayConcernQemu } from '../../invocation/program.ts';
import { completeEntry, completeHeader } from './complete-config.ts';
import { completeWord } from './complete-word.ts';
import type { CompletionItem, CompletionQuery } from './completion-item.ts';
import { findCursor, followsForeignWord } from './cursor.ts';
import { completeMonitors } from './monitor-items.ts';

/**
 * The items for a cursor, the best first; none where it stands in nothing of QEMU's. Whoever types a blank
 * gets the values of an option and nothing else: where any option could follow, most people go on to the next
 * line.
 */
export function complete(query: CompletionQuery): readonly CompletionItem[] {
  const { host, source, offset, trigger } = query;
  if (!host.editable || offset > source.text.length) return [];
  if (host.isScript && query.roots.length === 0 && !mayConcernQemu(source.text)) return [];
  if (trigger === ' ' && followsForeignWord(query)) return [];
  const cursor = findCursor(query);
  if (cursor === undefined) {
    if (trigger === ' ') return [];
    return completeMonitors(query);
  }
  switch (cursor.standing.kind) {
    case 'word':
      return completeWord(query, cursor, cursor.standing);
    case 'section':
      return completeHeader(query, cursor, cursor.standing);
    case 'entry':
      return completeEntry(query, cursor, cursor.standing);
  }
}
