/** Moves a monitor's clients to its socket. Safe if all known ones follow. Why: docs/decisions/clients-follow.md */

import * as l10n from '@vscode/l10n';
import { type Edit, editsOverlap } from '../../../text/edit.ts';
import { addTo } from '../../../text/lookup.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { type Span, spanKey, touches } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { portOf } from '../../analysis/client-match.ts';
import { clientsOf, type MonitorClient, placeOfChange } from '../../analysis/connections.ts';
import type { FileEdit } from '../../analysis/file-findings.ts';
import { mentionsAround, mentionsHere, wordsOfMachines } from '../clients/mentions.ts';
import { isTelling, type PortPlace, spellingsOf } from '../clients/project.ts';
import type { RenderedFix } from '../render-fix.ts';
import {
  HERE,
  isHostsContainer,
  isOtherUser,
  isStartedByWrapper,
  renewsEnvironment,
  riskOutside,
} from './boundaries.ts';
import { editsOf, type FollowContext, placeOfSocket } from './client-edits.ts';
import {
  inOrder,
  NAMED_IN_RISK,
  named,
  nameOf,
  namesOf,
  shownPath,
  thenUpdate,
  withUpdates,
} from './client-names.ts';

export function followed(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): RenderedFix {
  const { analysis } = context;
  const { edits, moved, left } = moveClients(context, fix);
  const around = clientsAround(context, finding, fix);
  const clients = inOrder([
    ...left.flatMap(({ at }) => placeIn(analysis, at) ?? []),
    ...namedHere(context, fix, [...moved, ...left], edits),
    ...around.left,
  ]);
  const updated = [...moved.flatMap(({ at }) => keyIn(analysis, at)), ...around.updated];
  const title = withUpdates(fix.title, updated.length);
  const base = { ...fix, edits, elsewhere: around.edits, title, updated };
  if (clients.length > 0) return leaving(analysis, base, clients);
  const risk = riskOfMove(context, moved, around);
  if (risk !== undefined) return { ...base, safety: 'review', risk };
  return { ...base, ...safetyOfSocket(context, finding, fix) };
}

function riskOfMove(
  context: FollowContext,
  moved: readonly MonitorClient[],
  { needs }: ClientsAround,
): string | undefined {
  const { analysis, project } = context;
  if (project.unread !== undefined) {
    const name = shownPath(analysis.source.path, project.unread);
    return l10n.t('{0} could not be searched for clients', name);
  }
  if (!project.isWhole) return l10n.t('Not all files of the project were searched for clients');
  const needing = moved.find(({ ways }) => needsOf(ways) !== undefined);
  const becoming = needing ? [named(context, needing), needsOf(needing.ways) ?? ''] : needs;
  if (becoming) return l10n.t('{0} becomes {1}, which must be installed', ...becoming);
  const outside = moved.find(({ at }) => analysis.files.locate(at)?.path !== analysis.source.path);
  if (outside === undefined) return undefined;
  return l10n.t(
    "Other scripts that use {0} get this monitor's socket too",
    named(context, outside),
  );
}

/** The safety of a moved socket, by who starts QEMU and who can open it. */
function safetyOfSocket(
  { analysis, socket }: FollowContext,
  finding: ShownFinding,
  { edits, preferred }: RenderedFix,
): Partial<RenderedFix> {
  const { run: boundaries, spelled } = analysis.connections.executions.get(finding.machine) ?? HERE;
  // Any user can create a socket beside this QEMU's other files.
  if (!socket.isOwn && (boundaries.some(isOtherUser) || isStartedByWrapper(analysis, finding))) {
    const risk = l10n.t('QEMU may run as another user here, who must be able to create the socket');
    // Another user cannot enter the directory of the script's user.
    const isClosed = boundaries.some((boundary, index) => {
      return isOtherUser(boundary) && (index >= spelled.length || !renewsEnvironment(boundary));
    });
    return { safety: 'review', preferred: preferred && !isClosed, risk };
  }
  if (
    boundaries.some(({ kind, onOtherHost }) => kind === 'machine' && !onOtherHost) ||
    edits.some(({ at }) => isHostsContainer(analysis, at))
  ) {
    return {
      risk: l10n.t('Anyone who connects from outside the container must use the socket inside it'),
    };
  }
  // Unknown scripts use options that are held for others.
  if (finding.machine.isHeldForOthers) return {};
  return { safety: 'safe', risk: riskOutside(boundaries) };
}

/** Names the clients that a fix leaves behind. */
export function leaving(
  { source }: Analysis,
  fix: RenderedFix,
  clients: readonly PortPlace[],
): RenderedFix {
  const names = namesOf(source.path, clients, NAMED_IN_RISK);
  return {
    ...fix,
    clients,
    title: thenUpdate(fix.title, source.path, clients),
    safety: 'review',
    preferred: false,
    risk:
      clients.length === 1
        ? l10n.t('{0} still uses the old address', names)
        : l10n.t('{0} still use the old address', names),
  };
}

/** Mentions of the address in the analysis that are neither moved, nor QEMU's, nor of known clients. */
function namedHere(
  { analysis }: FollowContext,
  { of: { releasesAddress, changes } }: RenderedFix,
  clients: readonly MonitorClient[],
  edits: readonly Edit[],
): readonly PortPlace[] {
  const port = releasesAddress && portOf(releasesAddress);
  if (releasesAddress === undefined || port === undefined) return [];
  const own = [
    ...edits.map(({ at }) => at),
    ...clients.flatMap((client) => [
      client.at,
      ...client.ways.flatMap(({ client: { port: other } }) => placesOf(other)),
    ]),
    ...placesOf(port),
  ];
  const moved = placeOfChange(changes);
  const all = analysis.files.text();
  // A name may be expanded later in the line.
  const lines = port.pieces.map(({ at: { start, end } }) => {
    const behind = all.indexOf('\n', end);
    return { start, end: behind === -1 ? all.length : behind };
  });
  return spellingsOf(releasesAddress, all).flatMap((spelling) => {
    const isName = !/^\d/.test(spelling);
    const places = mentionsHere(analysis, spelling, isName ? [...own, ...lines] : own, moved, true);
    return places.filter(({ serves }) => !serves);
  });
}

function placesOf({ pieces }: MappedText): readonly Span[] {
  return pieces.flatMap(({ at, through, definition }) => [
    at,
    ...through.map((use) => use.at),
    ...(definition ? [definition] : []),
  ]);
}

function placeIn({ files }: Analysis, at: Span): PortPlace | undefined {
  const place = files.locate(at);
  const file = place && files.files.find(({ path }) => path === place.path);
  if (place === undefined || file === undefined) return undefined;
  return { ...place, line: file.text.slice(0, place.at.start).split('\n').length };
}

function keyIn({ files }: Analysis, at: Span): readonly string[] {
  const place = files.locate(at);
  return place ? [`${place.path} ${spanKey(place.at)}`] : [];
}

interface ClientsAround {
  readonly edits: readonly FileEdit[];
  readonly updated: readonly string[];
  readonly left: readonly PortPlace[];
  /** A client with the program that its file would newly need. */
  readonly needs: readonly [client: string, program: string] | undefined;
}

function clientsAround(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): ClientsAround {
  const { analysis, project } = context;
  const { releasesAddress } = fix.of;
  const byPath = new Map<string, PortPlace[]>();
  for (const spelling of releasesAddress ? spellingsOf(releasesAddress, context.text) : []) {
    if (!isTelling(spelling)) continue;
    for (const place of mentionsAround(analysis, project, spelling)) {
      addTo(byPath, place.path, place);
    }
  }
  const edits: FileEdit[] = [];
  const left: PortPlace[] = [];
  const updated: string[] = [];
  let needs: ClientsAround['needs'];
  // A client may belong to another QEMU with the address.
  const isShared = [...byPath.values()].some((places) => places.some(({ serves }) => serves));
  const isFixed = isSameEverywhere(context, fix);
  for (const [path, places] of byPath) {
    const other = project.analysisOf(path);
    const clients = other ? clientsIn(other, analysis, finding, fix) : [];
    const known: Span[] = other ? [...wordsOfMachines(other)] : [];
    for (const client of clients) {
      const made =
        other && isFixed && !isShared && client.kind === 'follows'
          ? editsElsewhere(context, other, client)
          : undefined;
      if (other === undefined || made === undefined) continue;
      if (editsOverlap([...edits.filter((edit) => edit.path === path), ...made])) continue;
      edits.push(...made);
      updated.push(...keyIn(other, client.at));
      needs ??= needsIn(other, client, analysis);
      known.push(client.at, ...client.ways.flatMap((way) => placesOf(way.client.port)));
    }
    left.push(
      ...places.filter(({ at, serves }) => !serves && !known.some((span) => touches(span, at))),
    );
  }
  return { edits, updated, left, needs };
}

function needsIn(
  other: Analysis,
  { tool, at, ways }: MonitorClient,
  { source }: Analysis,
): ClientsAround['needs'] {
  const program = needsOf(ways);
  const place = program === undefined ? undefined : placeIn(other, at);
  if (place === undefined || program === undefined) return undefined;
  return [l10n.t('{0} in {1}', tool, nameOf(source.path, place)), program];
}

function isSameEverywhere(context: FollowContext, { edits }: RenderedFix): boolean {
  const { socket } = context;
  if (socket.isOwn || socket.carries === 'host' || !placeOfSocket(context, edits).isFixed) {
    return false;
  }
  const sources = socket.directory.flatMap((part) => (part.kind === 'source' ? part.source : []));
  const [start] = socket.directory;
  const isAbsolute = start?.kind === 'text' && start.text.startsWith('/');
  return sources.length === 0
    ? isAbsolute
    : sources.every((source) => /^\$\{?(?:XDG_RUNTIME_DIR|HOME)\b/.test(source));
}

function clientsIn(
  other: Analysis,
  { connections }: Analysis,
  finding: ShownFinding,
  fix: RenderedFix,
): readonly MonitorClient[] {
  const machine = finding.machine;
  const started = connections.executions.get(machine);
  return [
    ...clientsOf(fix.of, {
      machines: [machine],
      executions: new Map(started ? [[machine, started]] : []),
      clients: other.connections.clients,
    }),
  ];
}

function editsElsewhere(
  { socket, project }: FollowContext,
  other: Analysis,
  client: MonitorClient,
): readonly FileEdit[] | undefined {
  if (other.host?.isReadOnly || isHostsContainer(other, client.at)) return undefined;
  const context: FollowContext = {
    analysis: other,
    text: other.files.text(),
    socket,
    project,
    // Files that it brings in may have other users.
    isEditable: (at) => other.files.locate(at)?.path === other.source.path,
  };
  const there = placeOfSocket(context, []);
  const made = editsOf(context, there, client);
  return made?.flatMap(({ at, ...edit }) => {
    const place = other.files.locate(at);
    return place ? [{ ...place, ...edit }] : [];
  });
}

function needsOf(ways: MonitorClient['ways']): string | undefined {
  return ways[0]?.client.needs;
}

interface Outcome {
  readonly edits: readonly Edit[];
  readonly moved: readonly MonitorClient[];
  /** The clients that stay or may stay. */
  readonly left: readonly MonitorClient[];
}

function moveClients(context: FollowContext, fix: RenderedFix): Outcome {
  const edits = [...fix.edits];
  const moved: MonitorClient[] = [];
  const left: MonitorClient[] = [];
  const there = placeOfSocket(context, fix.edits);
  const { analysis, companions } = context;
  for (const client of clientsOf(fix.of, analysis.connections, companions)) {
    const own = client.kind === 'follows' ? editsOf(context, there, client) : undefined;
    // One string with both commands cannot change twice.
    if (own === undefined || editsOverlap([...fix.edits, ...own])) {
      left.push(client);
    } else {
      edits.push(...own);
      moved.push(client);
    }
  }
  if (!editsOverlap(edits)) return { edits, moved, left };
  return { edits: fix.edits, moved: [], left: [...moved, ...left] };
}
