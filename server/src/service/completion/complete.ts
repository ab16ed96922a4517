/**
 * What an editor offers where the cursor stands: texts that QEMU understands there, spelled for the place.
 * Why: docs/decisions/completion-offers-what-it-knows-safe-forms-first.md
 */

import { mayConcernQemu } from '../../invocation/program.ts';
import { languageAt, languageInside } from '../../languages/embedded.ts';
import type { Proposals } from '../../qemu/completion/proposal.ts';
import { proposeInWord } from '../../qemu/completion/word-proposals.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { runs, slice } from '../../text/mapped-text.ts';
import { hasStrictFirstLine } from '../fixes/sockets/socket-words.ts';
import { completeEntry, completeHeader } from './complete-config.ts';
import type { CompletionItem, CompletionQuery } from './completion-item.ts';
import { proposalItem } from './completion-item.ts';
import { type Writing, type WrittenPlace, writeParts } from './completion-text.ts';
import { type Cursor, findCursor, followsForeignWord, type Standing } from './cursor.ts';
import { completeMonitors, monitorItems } from './monitor-items.ts';

/**
 * The items for a cursor, the best first; none where it stands in nothing of QEMU's. Whoever types a blank
 * gets the values of an option and nothing else: where any option could follow, most people go on to the next
 * line.
 */
export function complete(query: CompletionQuery): readonly CompletionItem[] {
  const { host, source, offset, trigger } = query;
  if (host.isReadOnly || offset > source.text.length) return [];
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

/** The items for a cursor in a word. */
function completeWord(
  query: CompletionQuery,
  cursor: Cursor,
  standing: Extract<Standing, { kind: 'word' }>,
): readonly CompletionItem[] {
  const { machines, word, index } = standing;
  if (query.host.complete.isInVariable?.(query.source.text, query.offset)) return [];
  const found = proposeInWord(machines, word, index);
  if (found === undefined || (found.isOption && query.trigger === ' ')) return [];
  const place = placeOf(query, cursor, found, standing);
  if (place === undefined) return [];
  const { at, anchor, writing } = place;
  const items = found.items.flatMap((proposal) => {
    const written = writeParts(writing, proposal.parts, anchor.from, anchor.to);
    return written ? [proposalItem(query, machines[0], at, proposal, written)] : [];
  });
  const wholes = found.isOption ? monitorItems(query, cursor, place, machines[0], word) : [];
  return [...items, ...wholes];
}

/**
 * Where a stretch is written in the document. Undefined where it is put together from several places, and where the
 * cursor's document does not have it in one line.
 */
function placeOf(
  { host, source, settings }: CompletionQuery,
  cursor: Cursor,
  { whole, start, end }: Proposals,
  { word: { value }, machines, nounset }: Extract<Standing, { kind: 'word' }>,
): WrittenPlace | undefined {
  const own = slice(whole, start, end);
  const anchor = runs(own).length === 1 ? anchorOf(whole, start, end) : undefined;
  const at = anchor && cursor.inDocument(anchor.at);
  if (anchor === undefined || at === undefined) return undefined;
  const inside = host.withoutShell ? undefined : languageInside(anchor.from);
  if (value.pieces.length === 0) return undefined;
  const of = inside?.language ?? languageAt(host, anchor.from, source.text, at);
  const writing: Writing = {
    host: of,
    settings,
    text: source.text,
    path: source.path,
    name: machines[0].name,
    nounset: nounset || hasStrictFirstLine(source.text),
  };
  return { at, anchor, writing };
}
