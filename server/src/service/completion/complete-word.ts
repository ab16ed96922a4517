/** Completes a word of a command line: an option, a piece of a value, a monitor as a whole. */

import { languageAt, languageInside } from '../../languages/embedded.ts';
import type { Proposals } from '../../qemu/completion/proposal.ts';
import { proposeInWord } from '../../qemu/completion/word-proposals.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { runs, slice } from '../../text/mapped-text.ts';
import { hasStrictFirstLine } from '../fixes/sockets/socket-words.ts';
import { proposalItem } from './completion-documentation.ts';
import type { CompletionItem, CompletionQuery } from './completion-item.ts';
import { type Writing, type WrittenPlace, writeParts } from './completion-text.ts';
import type { Cursor, Standing } from './cursor.ts';
import { monitorItems } from './monitor-items.ts';

/** The items for a cursor in a word. */
export function completeWord(
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
 * Where a stretch is written in the document. Undefined where it is put together from several places, goes
 * over a line ending, or stands in another file.
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
  if (/[\r\n]/.test(source.text.slice(at.start, at.end))) return undefined;
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
