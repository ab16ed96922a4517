/** Completes QEMU's words, encoded for the place, best first. Why: docs/decisions/hover-and-completion.md */

import type { ConfigEntry } from '../../invocation/invocation.ts';
import { mayConcernQemu } from '../../invocation/program.ts';
import { languageAt, languageInside } from '../../languages/embedded.ts';
import { INCLUDED } from '../../languages/index.ts';
import { freeId } from '../../qemu/change/new-object.ts';
import type { Proposal, Proposals } from '../../qemu/completion/proposal.ts';
import {
  type EntryProposal,
  entryProposals,
  entryValueProposals,
  groupProposals,
} from '../../qemu/completion/section-proposals.ts';
import { proposeInWord } from '../../qemu/completion/word-proposals.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { plain, spell } from '../../syntax/spell.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import type { Encodings } from '../../text/encoding.ts';
import { type MappedText, runs, slice } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { hasStrictFirstLine } from '../fixes/sockets/socket-words.ts';
import { type CompletionItem, type CompletionQuery, proposalItem } from './completion-item.ts';
import {
  type Writing,
  type WrittenPlace,
  type WrittenText,
  writeParts,
} from './completion-text.ts';
import { type Cursor, findCursor, followsForeignWord, type Standing } from './cursor.ts';
import { completeMonitors, monitorItems } from './monitor-items.ts';

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

type EntryStanding = Extract<Standing, { kind: 'entry' }>;
type SectionStanding = Extract<Standing, { kind: 'section' }>;

interface ConfigPlace {
  readonly at: Span;
  readonly from: Encodings;
  readonly to: Encodings;
  /** Whether whole lines can be written. */
  readonly isFile: boolean;
}

function configPlaceOf(
  { host }: CompletionQuery,
  cursor: Cursor,
  text: MappedText,
): ConfigPlace | undefined {
  const anchor = anchorOf(text);
  const at = anchor && cursor.inDocument(anchor.at);
  if (anchor === undefined || at === undefined) return undefined;
  const { from, to } = anchor;
  const inside = languageInside(from);
  const isFile = inside === undefined && host.edit.sections !== undefined;
  return inside || isFile ? { at, from, to, isFile } : undefined;
}

function placeOfDropped(
  { host }: CompletionQuery,
  cursor: Cursor,
  { dropped }: ConfigEntry,
): ConfigPlace | undefined {
  const at = dropped && cursor.inDocument(dropped.at);
  if (!dropped || !at || host.edit.sections === undefined || /\s/.test(dropped.text))
    return undefined;
  return { at, from: dropped.encodings, to: dropped.encodings, isFile: true };
}

function completeHeader(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, part }: SectionStanding,
): readonly CompletionItem[] {
  const place = configPlaceOf(query, cursor, section.group);
  if (part !== 'group' || place === undefined || query.trigger === ' ') return [];
  const [machine] = machines;
  const isAlone = section.id === undefined && place.isFile;
  return groupProposals(machine.version).map((proposal) => {
    const { label, idStem } = proposal;
    const id = isAlone && idStem ? freeId(machine, idStem) : undefined;
    const head = id === undefined ? label : `${label} "`;
    const text = id === undefined ? head : `${head}${id}"`;
    const stops = id === undefined ? [] : [{ start: head.length, end: head.length + id.length }];
    const closed = cursor.isRepaired && isAlone ? `${text}]` : text;
    return itemOf(query, machine, place.at, proposal, { text: closed, stops, plain: closed });
  });
}

function completeEntry(
  query: CompletionQuery,
  cursor: Cursor,
  standing: EntryStanding,
): readonly CompletionItem[] {
  if (standing.part !== 'key') return completeValue(query, cursor, standing);
  return query.trigger === ' ' ? [] : completeKey(query, cursor, standing);
}

function completeKey(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, entry }: EntryStanding,
): readonly CompletionItem[] {
  const place = configPlaceOf(query, cursor, entry.key);
  if (place === undefined || /["=]/.test(entry.key.decoded)) return [];
  const behind = query.source.text.slice(place.at.end, place.at.end + 2);
  const keyOnly = !place.isFile || /^[ \t]*[="]/.test(behind);
  const items = entryProposals(machines, section, entry).flatMap((proposal) => {
    const key = spell(plain(proposal.key), place.from, place.to);
    if (key === undefined) return [];
    const written = keyOnly ? { text: key, stops: [], plain: key } : wholeLine(proposal);
    return [itemOf(query, machines[0], place.at, proposal, written)];
  });
  return keyOnly ? items : [...items, ...completeMonitors(query)];
}

/** `server = "on"` with a choice, or `path = ""` with the cursor inside. */
function wholeLine({ key, words }: EntryProposal): WrittenText {
  const [value = ''] = words;
  const start = `${key} = "`.length;
  const choices = words.length > 0 ? { choices: words } : {};
  const text = `${key} = "${value}"`;
  return { text, plain: text, stops: [{ start, end: start + value.length, ...choices }] };
}

function completeValue(
  query: CompletionQuery,
  cursor: Cursor,
  { machines, section, entry, part }: EntryStanding,
): readonly CompletionItem[] {
  const isDropped = part === 'dropped';
  const place = isDropped
    ? placeOfDropped(query, cursor, entry)
    : configPlaceOf(query, cursor, entry.value);
  if (place === undefined) return [];
  const { settings, source } = query;
  const [{ name }] = cursor.standing.machines;
  const { text, path } = source;
  const writing: Writing = { host: INCLUDED.config, settings, text, path, name };
  const closing = cursor.isRepaired && place.isFile && !isDropped ? '"' : '';
  return entryValueProposals(machines, section, entry).flatMap((proposal) => {
    const written = writeParts(writing, proposal.parts, place.from, place.to);
    if (written === undefined) return [];
    const closed = { ...written, text: written.text + closing };
    return [itemOf(query, machines[0], place.at, proposal, closed)];
  });
}

function itemOf(
  query: CompletionQuery,
  machine: Machine,
  at: Span,
  proposal: Proposal,
  written: WrittenText,
): CompletionItem {
  const item = proposalItem(query, machine, at, proposal, written);
  const { source, offset } = query;
  const begun = source.text.slice(at.start, Math.max(at.start, Math.min(offset, at.end)));
  if (!/^['"]/.test(begun)) return item;
  return { ...item, filter: begun.charAt(0) + (item.filter ?? item.label) };
}
