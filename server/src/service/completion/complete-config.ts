/** Completes a config file: the group of a header, a key, what a key may be. */

import { languageInside } from '../../languages/embedded.ts';
import { INCLUDED } from '../../languages/index.ts';
import { freeId } from '../../qemu/change/new-object.ts';
import type { Proposal } from '../../qemu/completion/proposal.ts';
import {
  type EntryProposal,
  entryProposals,
  entryValueProposals,
  groupProposals,
} from '../../qemu/completion/section-proposals.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { plain, spell } from '../../syntax/spell.ts';
import { anchorOf, type EditAnchor } from '../../text/edit-anchor.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { proposalItem } from './completion-documentation.ts';
import type { CompletionItem, CompletionQuery } from './completion-item.ts';
import { type Writing, type WrittenText, writeParts } from './completion-text.ts';
import type { Cursor, Standing } from './cursor.ts';
import { completeMonitors } from './monitor-items.ts';

type EntryStanding = Extract<Standing, { kind: 'entry' }>;
type SectionStanding = Extract<Standing, { kind: 'section' }>;

/** Text of a config file where it is written; in a here-document it is spelled for the shells around too. */
interface ConfigPlace {
  readonly at: Span;
  readonly anchor: EditAnchor;
  /** Whether it stands in a file of its own, so that lines may be written as a whole. */
  readonly isFile: boolean;
}

function placeOf(
  query: CompletionQuery,
  cursor: Cursor,
  text: MappedText,
): ConfigPlace | undefined {
  const anchor = anchorOf(text);
  const at = anchor && cursor.inDocument(anchor.at);
  if (anchor === undefined || at === undefined) return undefined;
  if (/[\r\n]/.test(query.source.text.slice(at.start, at.end))) return undefined;
  const inside = languageInside(anchor.from);
  const isFile = inside === undefined && query.host.edit.sections !== undefined;
  return inside || isFile ? { at, anchor, isFile } : undefined;
}

/** The groups that a section may have, with an id where one is needed and none stands there. */
export function completeHeader(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, part }: SectionStanding,
): readonly CompletionItem[] {
  const place = placeOf(query, cursor, section.group);
  if (part !== 'group' || place === undefined || query.trigger === ' ') return [];
  const [machine] = machines;
  const isAlone = section.id === undefined && place.isFile;
  return groupProposals(machine.version).map((proposal) => {
    const { label, idStem } = proposal;
    const id = isAlone && idStem ? freeId(machine, idStem) : undefined;
    const head = id === undefined ? label : `${label} "`;
    const text = id === undefined ? head : `${head}${id}"`;
    const stops = id === undefined ? [] : [{ start: head.length, end: head.length + id.length }];
    const closing = cursor.isRepaired && isAlone ? ']' : '';
    return itemOf(query, machines[0], place.at, proposal, { text: text + closing, stops });
  });
}

/** What a line may become: another key, a value of its key. */
export function completeEntry(
  query: CompletionQuery,
  cursor: Cursor,
  standing: EntryStanding,
): readonly CompletionItem[] {
  switch (standing.part) {
    case 'key':
      return query.trigger === ' ' ? [] : completeKey(query, cursor, standing);
    case 'value':
      return completeValue(query, cursor, standing);
    case 'dropped':
      return completeDropped(query, cursor, standing);
  }
}

function completeKey(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, entry }: EntryStanding,
): readonly CompletionItem[] {
  const place = placeOf(query, cursor, entry.key);
  // `path="/run/m"` is a key as a whole, and one does not see where it should end.
  if (place === undefined || /["=]/.test(entry.key.decoded)) return [];
  const behind = query.source.text.slice(place.at.end, place.at.end + 2);
  const keyOnly = !place.isFile || /^[ \t]*[="]/.test(behind);
  const items = entryProposals(machines, section, entry).flatMap((proposal) => {
    const { key } = proposal;
    if (keyOnly) {
      const text = spell(plain(key), place.anchor.from, place.anchor.to);
      return text === undefined
        ? []
        : [itemOf(query, machines[0], place.at, proposal, { text, stops: [] })];
    }
    return [itemOf(query, machines[0], place.at, proposal, wholeLine(proposal))];
  });
  return keyOnly ? items : [...items, ...completeMonitors(query)];
}

/** `server = "on"`, where one may choose; `path = ""`, where one goes on between the quotes. */
function wholeLine({ key, words }: EntryProposal): Pick<Written, 'text' | 'stops'> {
  const [value = ''] = words;
  const start = `${key} = "`.length;
  const choices = words.length > 0 ? { choices: words } : {};
  return {
    text: `${key} = "${value}"`,
    stops: [{ start, end: start + value.length, ...choices }],
  };
}

function completeValue(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, entry }: EntryStanding,
): readonly CompletionItem[] {
  const place = placeOf(query, cursor, entry.value);
  if (place === undefined) return [];
  const { at, anchor, isFile } = place;
  // Nothing follows a value, so that the quote that is missing can be written too.
  const closing = cursor.isRepaired && isFile ? '"' : '';
  return entryValueProposals(machines, section, entry).flatMap((proposal) => {
    const writing = writingFor(query, cursor);
    const written = writeParts(writing, proposal.parts, anchor.from, anchor.to);
    if (written === undefined) return [];
    const { text } = written;
    return [itemOf(query, machines[0], at, proposal, { ...written, text: text + closing })];
  });
}

/** A value without quotes gets them. */
function completeDropped(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, entry }: EntryStanding,
): readonly CompletionItem[] {
  const { dropped } = entry;
  const at = dropped && cursor.inDocument(dropped.at);
  if (!dropped || !at || query.host.edit.sections === undefined) return [];
  if (/\s/.test(dropped.text)) return [];
  return entryValueProposals(machines, section, entry).flatMap((proposal) => {
    const writing = writingFor(query, cursor);
    const { encodings } = dropped;
    const written = writeParts(writing, proposal.parts, encodings, encodings);
    if (written === undefined) return [];
    return [itemOf(query, machines[0], at, proposal, written)];
  });
}

function writingFor({ settings, source }: CompletionQuery, { standing }: Cursor): Writing {
  const [{ name }] = standing.machines;
  return { host: INCLUDED.config, settings, text: source.text, path: source.path, name };
}

/** The item for a text that may have no quote yet, which the text begins with. */
function itemOf(
  query: CompletionQuery,
  machine: Machine,
  at: Span,
  proposal: Proposal,
  { text, stops, plain: called = text }: Written,
): CompletionItem {
  const item = proposalItem(query, machine, at, proposal, { text, stops, plain: called });
  const { source, offset } = query;
  const begun = source.text.slice(at.start, Math.max(at.start, Math.min(offset, at.end)));
  if (!/^['"]/.test(begun)) return item;
  return { ...item, filter: begun.charAt(0) + (item.filter ?? item.label) };
}

/** What is written; an item without a label is called by it, or by how it would be `plain`. */
type Written = Omit<WrittenText, 'plain'> & Partial<Pick<WrittenText, 'plain'>>;
