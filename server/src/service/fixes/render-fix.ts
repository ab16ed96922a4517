/** Renders changes in QEMU's terms as edits: finds places, chooses sockets, and lets the language spell the text. */

import * as l10n from '@vscode/l10n';
import type { Word } from '../../invocation/invocation.ts';
import { languageAt, valueEncodingsBeside } from '../../languages/embedded.ts';
import { editWithPlaceholders } from '../../languages/placeholders.ts';
import type { EditPlace, SectionSupport } from '../../languages/support.ts';
import { fixTrees } from '../../languages/trees.ts';
import { type Change, type NewWord, text, type ValuePart } from '../../qemu/change/change.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import type { Fix } from '../../rules/rule.ts';
import { READCONFIG } from '../../syntax/readconfig/encodings.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import { type Edit, editsOverlap } from '../../text/edit.ts';
import { anchorAfter, anchorOf, type EditAnchor, endsUnwritten } from '../../text/edit-anchor.ts';
import { type Encodings, isOpenAt } from '../../text/encoding.ts';
import { addToSet, once } from '../../text/lookup.ts';
import { spanOf, written } from '../../text/mapped-text.ts';
import { contains, spanKey } from '../../text/span.ts';
import type { Analysis, ShownFinding } from '../analysis/analyze.ts';
import { companionsOf } from '../analysis/connections.ts';
import type { FileEdit } from '../analysis/file-findings.ts';
import type { Settings } from '../settings/settings.ts';
import { joinedInWords, restOfWord } from './bare-words.ts';
import { NO_PROJECT, type PortPlace, type Project } from './clients/project.ts';
import { isDivided } from './divided-expansions.ts';
import { keepWhole } from './divided-words.ts';
import { type EditTarget, targetAt, targetInside } from './edit-target.ts';
import type { FixContext, RenderContext, WritingPlace } from './fix-context.ts';
import { closesQuote } from './open-quotes.ts';
import {
  belongOnlyTo,
  distinguishingHosts,
  isOnOneLine,
  isWrongForOthers,
  readersOf,
} from './readers.ts';
import { fixesInContainer } from './sockets/container-fixes.ts';
import { followed } from './sockets/followed-clients.ts';
import { withOtherUses } from './sockets/moved-path.ts';
import {
  keptNames,
  type PrivateDirectories,
  privateDirectories,
} from './sockets/private-directory.ts';
import { type Switch, switchesAt } from './sockets/shared-monitors.ts';
import {
  alternativeNames,
  type MovedSocket,
  type SocketNames,
  socketNames,
} from './sockets/socket-names.ts';
import { movedDirectory, socketPath } from './sockets/socket-path.ts';
import { endsAtUnset, fixesFor, serverFlags } from './sockets/socket-words.ts';
import { breaksOtherUses } from './variables.ts';

export interface RenderedFix extends Pick<Fix, 'id' | 'title' | 'safety' | 'risk' | 'preferred'> {
  /** The fix in QEMU's terms, whose title and safety may differ. */
  readonly of: Fix;
  readonly edits: readonly Edit[];
  readonly elsewhere?: readonly FileEdit[];
  /** The port whose socket several scripts share. */
  readonly address?: string | undefined;
  /** Keys of clients that follow: `/w/stop.sh 12-29`. */
  readonly updated?: readonly string[];
  /** Sorted places that keep the old address. */
  readonly clients?: readonly PortPlace[];
}

/** Fixes by finding. */
export type RenderedFixes = Pick<ReadonlyMap<ShownFinding, readonly RenderedFix[]>, 'get'>;

/** Renders what the language can express, with socket names outside `taken`; `safe`: what may be safe. */
export function renderFixes(
  analysis: Analysis,
  settings: Settings,
  taken: Iterable<string> = [],
  wanted: 'all' | 'safe' = 'all',
  project: Project = NO_PROJECT,
): ReadonlyMap<ShownFinding, readonly RenderedFix[]> {
  const fixes = fixesAsAsked(analysis, settings, taken, wanted, project);
  return new Map(analysis.findings.map((finding) => [finding, fixes.get(finding) ?? []]));
}

/** The same, rendered on request. */
export function fixesAsAsked(
  analysis: Analysis,
  settings: Settings,
  taken: Iterable<string> = [],
  wanted: 'all' | 'safe' = 'all',
  project: Project = NO_PROJECT,
): RenderedFixes {
  const rendered = new Map<ShownFinding, readonly RenderedFix[]>();
  const { host } = analysis;
  if (!host || host.isReadOnly) return rendered;
  const all = analysis.files.text();
  const trees = fixTrees(analysis.source.text, analysis.trees.get);
  const context: RenderContext = {
    analysis,
    text: all,
    settings,
    project,
    trees,
    names: socketNames(all, taken),
    sameAddress: new Map(),
    nounset: endsAtUnset(analysis),
    server: serverFlags(settings, all),
    ownDirectory: privateDirectories(analysis, trees),
    kept: keptNames(analysis.connections.machines, all),
    readers: readersOf(analysis.connections.machines),
    tellsApart: distinguishingHosts(analysis.connections.machines),
  };
  const render = (finding: ShownFinding): readonly RenderedFix[] => {
    const names = alternativeNames(context.names);
    const offered = wanted === 'all' ? finding.fixes() : finding.fixes().filter(canBecomeSafe);
    const fixes = offered.flatMap((fix) => renderBest(context, names, finding, fix) ?? []);
    const useful = fixes.filter((fix) => !closesQuote(analysis, fix.edits));
    const { start, end } = finding.machine.programAt ?? { start: 0, end: 0 };
    const ordered = fixesInContainer(context, finding, useful);
    return fixesFor(host, settings, all.slice(start, end), ordered);
  };
  const left = analysis.findings.values();
  return {
    get: (wantedOf) => {
      while (!rendered.has(wantedOf)) {
        const { value } = left.next();
        if (value === undefined) break;
        rendered.set(value, render(value));
      }
      return rendered.get(wantedOf);
    },
  };
}

/** Whether a fix is safe, or is so once other users of the socket are known. */
function canBecomeSafe({ safety, releasesAddress, relocatesSocket }: Fix): boolean {
  return safety === 'safe' || releasesAddress !== undefined || relocatesSocket !== undefined;
}

/** Renders a fix with a private directory, or the usual one if a client cannot name that. */
function renderBest(
  context: RenderContext,
  names: () => SocketNames,
  finding: ShownFinding,
  fix: Fix,
): RenderedFix | undefined {
  let isOwn = false;
  const ownDirectory: PrivateDirectories = (place) => {
    const directory = context.ownDirectory(place);
    isOwn ||= directory !== undefined;
    return directory;
  };
  const best = renderFix({ ...context, names: names(), ownDirectory }, finding, fix);
  const chosen = context.settings.socketDirectory;
  if (best === undefined && chosen !== undefined) {
    const settings = { ...context.settings, socketDirectory: undefined };
    const other = renderFix({ ...context, names: names(), settings }, finding, fix);
    const risk = l10n.t('{0} cannot be written here, so the socket lies elsewhere', chosen);
    return other?.risk === riskOfBlanks() ? other : other && { ...other, safety: 'review', risk };
  }
  if (!isOwn || best?.safety === 'safe') return best;
  const none: PrivateDirectories = () => undefined;
  const usual = renderFix({ ...context, names: names(), ownDirectory: none }, finding, fix);
  return usual?.safety === 'safe' ? usual : (best ?? usual);
}

function renderFix(
  general: RenderContext,
  finding: ShownFinding,
  fix: Fix,
): RenderedFix | undefined {
  const context: FixContext = { ...general, socket: undefined, blanks: 'none' };
  const edits = editsOf(context, { finding, fix });
  if (edits === undefined || editsOverlap(edits)) return undefined;
  const { id, title, safety, risk, preferred } = fix;
  const rendered = withFollowersOf(context, finding, {
    of: fix,
    address: context.socket?.address,
    id,
    title,
    safety,
    risk,
    preferred,
    edits,
  });
  if (context.blanks === 'none' || rendered === undefined) return rendered;
  return { ...rendered, safety: 'review', risk: riskOfBlanks() };
}

function riskOfBlanks(): string {
  return l10n.t('A blank in the directory would divide the path');
}

/** Adds other monitors on the port, clients, and other uses of a moved socket. */
function withFollowersOf(
  context: FixContext,
  finding: ShownFinding,
  rendered: RenderedFix,
): RenderedFix | undefined {
  const { socket, analysis, text, project } = context;
  const { of: fix } = rendered;
  const { releasesAddress, relocatesSocket } = fix;
  if (relocatesSocket) return withOtherUses(context, rendered, relocatesSocket);
  if (socket === undefined || releasesAddress === undefined) return rendered;
  const isEditable = (at: Edit['at']) => targetAt(context, at) !== undefined;
  const companions = companionsOf(fix, analysis.connections);
  const together = companions.length > 0 && renderTogether(context, rendered, socket, companions);
  if (together) {
    const around = { analysis, text, socket, companions, isEditable, project };
    const all = followed(around, finding, together);
    // One monitor moves alone if a client is cut off anyway.
    if (all.preferred) return { ...all, safety: 'review', risk: together.risk };
  }
  return followed({ analysis, text, socket, isEditable, project }, finding, rendered);
}

function editsOf(
  context: FixContext,
  { finding, fix: given }: Switch,
): readonly Edit[] | undefined {
  const fix = { ...given, changes: joinedInWords(given) };
  const edits: Edit[] = [];
  for (const change of fix.changes) {
    if (change.kind === 'replace' && isWrongForOthers(context.readers, fix, change))
      return undefined;
    const added = renderChange(context, { finding, fix }, change);
    if (added === undefined) return undefined;
    edits.push(...added);
    if (change.kind !== 'replace') continue;
    if (fix.relocatesSocket && breaksOtherUses(context.text, change.whole, added)) return undefined;
  }
  const { quotes, isDivided: divides } = keepWhole(edits, context.analysis.connections.machines);
  const mayHaveBlanks = context.blanks !== 'none' || edits.some(({ text }) => text.includes('$'));
  if (!divides) context.blanks = 'none';
  if (context.blanks === 'surely') return undefined;
  return mayHaveBlanks ? [...edits, ...quotes] : edits;
}

/** Adds the fixes that move other monitors to the socket; undefined if one cannot. */
function renderTogether(
  general: RenderContext,
  rendered: RenderedFix,
  socket: MovedSocket,
  places: readonly string[],
): RenderedFix | undefined {
  const switches = socket.carries ? undefined : switchesAt(general.analysis, places);
  if (switches === undefined) return undefined;
  const edits = [...rendered.edits];
  for (const other of switches) {
    const context: FixContext = { ...general, socket: undefined, blanks: 'none', shared: socket };
    const added = editsOf(context, other);
    if (added === undefined || context.socket === undefined) return undefined;
    if (context.blanks !== 'none') return undefined;
    edits.push(...added);
  }
  if (editsOverlap(edits)) return undefined;
  const port = findProperty(rendered.of.releasesAddress?.properties ?? [], 'port')?.value;
  const title =
    places.length === 1
      ? l10n.t('Switch both monitors on port {0} to a UNIX socket', port ? written(port) : '')
      : l10n.t(
          'Switch the {0} monitors on port {1} to a UNIX socket',
          ...[places.length + 1, port ? written(port) : ''],
        );
  const risk = l10n.t('If several of these machines run, the one started last takes the socket');
  return { ...rendered, title, risk, edits };
}

function renderChange(
  context: FixContext,
  one: Switch,
  change: Change,
): readonly Edit[] | undefined {
  const { finding } = one;
  switch (change.kind) {
    case 'replace':
      return replaceText(context, one, change);
    case 'set-value':
      return setValue(context, finding, change);
    case 'remove-entry':
      return [{ at: change.entry.at, text: '' }];
    case 'rewrite-entry': {
      const { entry, key, value } = change;
      const { start, end } = spanOf(entry.key);
      const spelled = spell(plain(value), READCONFIG.quoted, READCONFIG.quoted);
      if (spelled === undefined || !targetAt(context, entry.at)) return undefined;
      const at = { start, end: Math.max(end, entry.dropped?.at.end ?? end) };
      return [{ at, text: `${key} = "${spelled}"` }];
    }
    case 'add-entry': {
      const added = sectionsAt(context, change.after.at)?.addEntry(context.text, change);
      return added && [added];
    }
    case 'add-sections': {
      const added = sectionsAt(context, change.after.at)?.addSections(context.text, change);
      return added && [added];
    }
    case 'add-options':
      return addOptions(context, finding, change);
    case 'split-word': {
      const { word, start, end } = change;
      if (!context.readers.isInOneWord(word, start, end)) return undefined;
      const target = targetAt(context, word.at);
      const split = target?.host.edit.splitWord?.(context.text, word, start, end);
      return split && [split];
    }
    case 'add-words':
      return addWords(context, finding, change);
    case 'remove-words': {
      const { options, instead } = change;
      const [word] = options[0]?.words ?? [];
      if (isHeadless(context, finding)) return undefined;
      const target = word && targetAt(context, word.at);
      if (!target || !belongOnlyTo(options, context.analysis.connections.machines))
        return undefined;
      return target.host.edit.removeWords?.(editPlace(context), options, instead);
    }
    case 'remove-section': {
      // A here-document may nest two languages.
      const sections = sectionsAt(context, change.section.at);
      return sections && [sections.remove(context.text, change.section)];
    }
    case 'pass-on': {
      const target = targetAt(context, change.ignored.at);
      return target?.host.edit.passOn?.(editPlace(context), change.ignored);
    }
  }
}

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

function replaceText(
  context: FixContext,
  { finding, fix }: Switch,
  change: ChangeOf<'replace'>,
): readonly Edit[] | undefined {
  const { whole, start, end } = change;
  const anchor = start === end ? anchorAfter(whole, end) : anchorOf(whole, start, end);
  if (endsUnwritten(whole, start, end)) return undefined;
  if (anchor === undefined || isDivided(context.analysis, anchor.at)) return undefined;
  const around = restOfWord(context.text, finding, fix, change, anchor.at);
  return edit(context, finding, change.parts, { ...anchor, anchor, around });
}

function setValue(
  context: FixContext,
  finding: ShownFinding,
  { entry: { key, value, dropped }, parts }: ChangeOf<'set-value'>,
): readonly Edit[] | undefined {
  const anchor = anchorOf(value);
  if (dropped) {
    const { at, encodings: from } = dropped;
    return edit(context, finding, parts, { anchor, from, to: from, at });
  }
  const from = anchor?.from ?? valueEncodingsBeside(anchorOf(key)?.from);
  const place = { anchor, from, to: anchor?.to ?? from, at: spanOf(value) };
  return edit(context, finding, parts, place);
}

function addOptions(
  context: FixContext,
  finding: ShownFinding,
  { before, options }: ChangeOf<'add-options'>,
): readonly Edit[] | undefined {
  const [word] = before;
  if (isHeadless(context, finding) || before.some(isHalfTyped)) return undefined;
  const target = word && targetAt(context, word.at);
  const added = target?.host.edit.addOptions?.(editPlace(context), before, options);
  const isOnce = added && before.every((one) => !comesTwice(finding, one, added));
  return isOnce ? [added] : undefined;
}

function addWords(
  context: FixContext,
  finding: ShownFinding,
  { after, alone, words }: ChangeOf<'add-words'>,
): readonly Edit[] | undefined {
  if (alone && !isOnOneLine(after, context.analysis.connections.machines)) return undefined;
  if (isHalfTyped(after)) return undefined;
  const target = targetAt(context, after.at);
  const spelled = target && newWords(context, target, finding, words, after);
  if (target === undefined || spelled === undefined) return undefined;
  const added = target.host.edit.addWords?.(editPlace(context), after, spelled);
  return added && !comesTwice(finding, after, added) ? [added] : undefined;
}

/** Whether a half-typed word would swallow added text: `'tcp::1,server`, `${NAME`. */
function isHalfTyped({ value }: Word): boolean {
  const last = value.pieces.at(-1);
  return last !== undefined && [last, ...last.through].some(({ encodings }) => isOpenAt(encodings));
}

function sectionsAt(context: FixContext, at: Edit['at']): SectionSupport | undefined {
  return targetAt(context, at)?.host.edit.sections;
}

function editPlace({ analysis, text, trees }: FixContext): EditPlace {
  return { source: text, files: analysis.files, trees };
}

/** Whether a command starts with an option, so that a word before it would become the program. */
function isHeadless({ text }: FixContext, { machine }: ShownFinding): boolean {
  const { programAt, isHeldForOthers } = machine;
  return programAt !== undefined && !isHeldForOthers && text[programAt.start] === '-';
}

/** Whether a command would get added text twice, since another word has the same value. */
function comesTwice({ machine }: ShownFinding, { value }: Word, { at }: Edit): boolean {
  return value.pieces.some(({ through: [use], definition }) => {
    if (use === undefined || definition === undefined || !contains(definition, at)) return false;
    const uses = usesByDefinition(machine).get(spanKey(definition));
    // The word may belong to another command.
    return uses !== undefined && uses.size > 1 && uses.has(spanKey(use.at));
  });
}

const usesByDefinition = once(({ options }: Machine) => {
  const uses = new Map<string, Set<string>>();
  for (const { value } of options.flatMap(({ words }) => words)) {
    for (const { definition, through } of value.pieces) {
      const [use] = through;
      if (definition === undefined || use === undefined) continue;
      const key = spanKey(definition);
      addToSet(uses, key, spanKey(use.at));
    }
  }
  return uses;
});

function newWords(
  context: FixContext,
  target: EditTarget,
  finding: ShownFinding,
  words: readonly NewWord[],
  after: Word,
): readonly Template[] | undefined {
  // A port's expansion is copied from the word before.
  const anchor = anchorOf(after.value);
  const host = anchor
    ? languageAt(target.host, anchor.from, context.trees.document, after.at)
    : target.host;
  const place = { target: { ...target, host }, anchor, at: after.at, from: anchor?.from };
  const templates = words.map((word) => {
    const parts = typeof word === 'string' ? [text(word)] : word;
    const template = parts.map((part) => partTemplate(context, place, finding, part));
    return template.every((part) => part !== undefined) ? template.flat() : undefined;
  });
  return templates.every((template) => template !== undefined) ? templates : undefined;
}

interface Replaced {
  readonly at: Edit['at'];
  readonly from: Encodings;
  readonly to: Encodings;
  readonly anchor: EditAnchor | undefined;
  /** The rest of a bare word, which gets quotes too. */
  readonly around?: readonly [before: string, after: string] | undefined;
}

function edit(
  context: FixContext,
  finding: ShownFinding,
  parts: readonly ValuePart[],
  { at, from, to, anchor, around = ['', ''] }: Replaced,
): readonly Edit[] | undefined {
  const outer = targetAt(context, at);
  const target = outer && targetInside(outer, from, context.trees, at);
  if (target === undefined) return undefined;
  const template = parts.map((part) =>
    partTemplate(context, { target, anchor, at, from }, finding, part),
  );
  if (!template.every((part) => part !== undefined)) return undefined;
  const spelled = spell(template.flat(), from, to);
  if (spelled === undefined) return undefined;
  const [before, after] = around;
  const word = spell([...plain(before), ...template.flat(), ...plain(after)], from, to);
  if (word === undefined || word === before + spelled + after) {
    return [editWithPlaceholders(at, spelled, parts)];
  }
  const ofWord = { start: at.start - before.length, end: at.end + after.length };
  return [editWithPlaceholders(ofWord, word, parts)];
}

function partTemplate(
  context: FixContext,
  place: WritingPlace,
  finding: ShownFinding,
  part: ValuePart,
): Template | undefined {
  switch (part.kind) {
    case 'text':
    case 'placeholder':
      return plain(part.text);
    case 'server-flags':
      return plain(context.server);
    case 'socket-directory':
      return movedDirectory(context, place, finding, part);
    case 'socket-path':
      return socketPath(context, place, finding, part);
  }
}
