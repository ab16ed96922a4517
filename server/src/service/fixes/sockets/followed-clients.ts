/**
 * Takes the clients of a monitor along when it moves to a UNIX socket, and says what that makes of the fix:
 * safe where every client that is seen follows, and something to look at where one cannot.
 * Why: docs/decisions/clients-follow.md
 */

import * as l10n from '@vscode/l10n';
import { type Edit, editsOverlap } from '../../../text/edit.ts';
import { addTo, oncePer } from '../../../text/lookup.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { type Span, spanKey, touches } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { portOf } from '../../analysis/client-match.ts';
import { clientsOf, type MonitorClient, placeOfChange } from '../../analysis/connections.ts';
import type { FileEdit } from '../../analysis/file-findings.ts';
import { isTelling, type PortPlace, portPlacesIn, spellingsOf } from '../clients/project.ts';
import type { RenderedFix } from '../render-fix.ts';
import { orphanEdits } from '../variables.ts';
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
  MAX_IN_RISK,
  named,
  nameOf,
  namesOf,
  thenUpdate,
  withUpdates,
} from './client-names.ts';

/** The fix with the edits of the clients that follow, and words that say so. */
export function followed(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): RenderedFix {
  const { analysis, project } = context;
  const { edits, moved, left } = together(context, fix);
  const ofClients = moved.flatMap(addressesIn);
  const addresses = [...addressOf(fix), ...ofClients];
  const all = [...edits, ...orphansOf(context, finding, addresses, edits)];
  const around = clientsAround(context, finding, fix);
  const clients = inOrder([
    ...left.flatMap(({ at }) => placeIn(analysis, at) ?? []),
    ...namedHere(context, fix, [...moved, ...left], all),
    ...around.left,
  ]);
  const updated = [...moved.flatMap(({ at }) => keyIn(analysis, at)), ...around.updated];
  const title = withUpdates(fix.title, updated.length);
  const base = { ...fix, edits: all, elsewhere: around.edits, title, updated };
  if (clients.length > 0) return leaving(analysis, base, clients);
  if (!project.isWhole) {
    const risk = l10n.t('Not all files of the project were searched for clients');
    return { ...base, safety: 'review', risk };
  }
  const needing = moved.find(({ ways }) => needsOf(ways) !== undefined);
  if (needing) {
    const risk = l10n.t(
      '{0} becomes {1}, which must be installed',
      named(context, needing),
      needsOf(needing.ways) ?? '',
    );
    return { ...base, safety: 'review', risk };
  }
  if (around.needs) {
    const risk = l10n.t('{0} becomes {1}, which must be installed', ...around.needs);
    return { ...base, safety: 'review', risk };
  }
  const outside = moved.find(({ at }) => analysis.files.locate(at)?.path !== analysis.source.path);
  if (outside) {
    const risk = l10n.t(
      "Other scripts that use {0} get this monitor's socket too",
      named(context, outside),
    );
    return { ...base, safety: 'review', risk };
  }
  const { run: boundaries, spelled } =
    analysis.connections.executions.get(finding.machine()) ?? HERE;
  // Where this QEMU has something else it can make a socket too, whoever runs it.
  if (
    !context.socket.isOwn &&
    (boundaries.some(isOtherUser) || isStartedByWrapper(analysis, finding))
  ) {
    const risk = l10n.t('QEMU may run as another user here, who must be able to create the socket');
    const isClosed = boundaries.some((boundary, index) => {
      return isOtherUser(boundary) && (index >= spelled.length || !renewsEnvironment(boundary));
    });
    // A directory of whoever runs the script is closed to the others.
    const preferred = base.preferred && !isClosed;
    return { ...base, safety: 'review', preferred, risk };
  }
  if (
    boundaries.some(({ kind, onOtherHost }) => kind === 'machine' && !onOtherHost) ||
    fix.edits.some(({ at }) => isHostsContainer(analysis, at))
  ) {
    const risk = l10n.t(
      'Anyone who connects from outside the container must use the socket inside it',
    );
    return { ...base, risk };
  }
  // Options that a file holds for others are used by scripts that nobody has looked at, and by programs.
  if (finding.machine().isHeldForOthers) return base;
  return { ...base, safety: 'safe', risk: riskOutside(boundaries) };
}

/** The fix of a socket that moves to another path, with the places of the project that still name the old one. */
export function withOldPathUses(
  { analysis, project }: Pick<FollowContext, 'analysis' | 'project'>,
  fix: RenderedFix,
  path: string,
): RenderedFix {
  const own = [...wordsOfMachines(analysis), ...fix.edits.map(({ at }) => at)];
  const here = analysis.files.files.flatMap((file) =>
    portPlacesIn(file.path, file.text, path).filter(({ at }) => {
      const place = { start: file.start + at.start, end: file.start + at.end };
      return !own.some((other) => touches(other, place));
    }),
  );
  const paths = new Set(analysis.files.files.map((file) => file.path));
  const around = project.placesOf(path).filter((place) => {
    const other = project.analysisOf(place.path);
    const words = other ? wordsOfMachines(other) : [];
    return !paths.has(place.path) && !words.some((word) => touches(word, place.at));
  });
  const clients = inOrder([...here, ...around].filter(({ serves }) => !serves));
  return clients.length > 0 ? leaving(analysis, fix, clients) : fix;
}

/** A fix that leaves clients behind, which its title and its risk name. */
function leaving(
  { source }: Analysis,
  fix: RenderedFix,
  clients: readonly PortPlace[],
): RenderedFix {
  const names = namesOf(source.path, clients, MAX_IN_RISK);
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

/** Where the files of the analysis themselves name the address, but for what moves, QEMU's own words and what is known of. */
function namedHere(
  { analysis }: FollowContext,
  { of: { releasesAddress, changes } }: RenderedFix,
  clients: readonly MonitorClient[],
  edits: readonly Edit[],
): readonly PortPlace[] {
  const port = releasesAddress && portOf(releasesAddress);
  if (releasesAddress === undefined || port === undefined) return [];
  const own = [
    ...wordsOfMachines(analysis),
    ...edits.map(({ at }) => at),
    ...clients.flatMap((client) => [
      client.at,
      ...client.ways.flatMap(({ client: { port: other } }) => placesOf(other)),
    ]),
    ...placesOf(port),
  ];
  const moved = placeOfChange(changes);
  const all = analysis.files.text();
  // A name may be filled in behind the text.
  const lines = port.pieces.map(({ at: { start, end } }) => {
    const behind = all.indexOf('\n', end);
    return { start, end: behind === -1 ? all.length : behind };
  });
  return spellingsOf(releasesAddress, all).flatMap((spelling) =>
    analysis.files.files.flatMap(({ path, text, start }) =>
      portPlacesIn(path, text, spelling).filter(({ at, serves }) => {
        if (serves) return false;
        const place = { start: start + at.start, end: start + at.end };
        if (moved && analysis.connections.areApart?.(moved, place)) return false;
        const isName = !/^\d/.test(spelling);
        return ![...own, ...(isName ? lines : [])].some((other) => touches(other, place));
      }),
    ),
  );
}

/** Where a text is written, and the assignments that it comes from. */
function placesOf({ pieces }: MappedText): readonly Span[] {
  return pieces.flatMap(({ at, through, definition }) => [
    at,
    ...through.map((use) => use.at),
    ...(definition ? [definition] : []),
  ]);
}

/** Where the words and the addresses of the machines of an analysis are written, those of config files included. */
const wordsOfMachines = oncePer(({ connections: { machines } }: Analysis): readonly Span[] => {
  const words = machines.flatMap(({ options }) => options.flatMap((option) => option.words));
  const properties = machines.flatMap(({ chardevs }) =>
    [...chardevs.values()].flatMap((chardev) => chardev.properties),
  );
  return [
    ...words.flatMap(({ at, value }) => [at, ...value.pieces.map((piece) => piece.at)]),
    ...properties.flatMap(({ value }) => value.pieces.map((piece) => piece.at)),
  ];
});

/** A place of an analysis in its file. */
function placeIn({ files }: Analysis, at: Span): PortPlace | undefined {
  const place = files.locate(at);
  const file = place && files.files.find(({ path }) => path === place.path);
  if (place === undefined || file === undefined) return undefined;
  return { ...place, line: file.text.slice(0, place.at.start).split('\n').length };
}

/** Names a client by its file and place; none in a gap between files. */
function keyIn({ files }: Analysis, at: Span): readonly string[] {
  const place = files.locate(at);
  return place ? [`${place.path} ${spanKey(place.at)}`] : [];
}

/** What becomes of the clients in files around an analysis. */
interface ClientsAround {
  readonly edits: readonly FileEdit[];
  readonly updated: readonly string[];
  readonly left: readonly PortPlace[];
  /** A client that becomes a program which its file does not use yet, and that program. */
  readonly needs: readonly [client: string, program: string] | undefined;
}

/** GitHub runs no two workflows on one machine. */
const WORKFLOW = /\/\.github\/workflows\/[^/]+$/;

/** The clients of a monitor in other files of the project: those that go along, and those that stay behind. */
function clientsAround(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): ClientsAround {
  const { analysis, project } = context;
  const { releasesAddress } = fix.of;
  const own = new Set(analysis.files.files.map(({ path }) => path));
  const isNotAround = (path: string) =>
    own.has(path) || (WORKFLOW.test(analysis.source.path) && WORKFLOW.test(path));
  const byPath = new Map<string, PortPlace[]>();
  for (const spelling of releasesAddress ? spellingsOf(releasesAddress, context.text) : []) {
    if (!isTelling(spelling)) continue;
    for (const place of project.placesOf(spelling)) {
      if (!isNotAround(place.path)) addTo(byPath, place.path, place);
    }
  }
  const edits: FileEdit[] = [];
  const left: PortPlace[] = [];
  const updated: string[] = [];
  let needs: ClientsAround['needs'];
  // Where another QEMU has the address as well, a client may be that one's.
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

/** Whether the path of the socket is the same in other files of the project. */
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

/** The clients that another file has of the monitor of a fix. */
function clientsIn(
  other: Analysis,
  { connections }: Analysis,
  finding: ShownFinding,
  fix: RenderedFix,
): readonly MonitorClient[] {
  const machine = finding.machine();
  const started = connections.executions.get(machine);
  return [
    ...clientsOf(fix.of, {
      machines: [machine],
      executions: new Map(started ? [[machine, started]] : []),
      clients: other.connections.clients,
    }),
  ];
}

/** The edits of a client in a file of its own; undefined where the path would not be the same there. */
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
    // What it brings in itself may be others', too.
    isEditable: (at) => other.files.locate(at)?.path === other.source.path,
  };
  const there = placeOfSocket(context, []);
  const made = editsOf(context, there, client);
  return made?.flatMap(({ at, ...edit }) => {
    const place = other.files.locate(at);
    return place ? [{ ...place, ...edit }] : [];
  });
}

/** The program that a client becomes and the script does not use yet. */
function needsOf(ways: MonitorClient['ways']): string | undefined {
  return ways[0]?.client.needs;
}

/** What becomes of each client. */
interface Outcome {
  readonly edits: readonly Edit[];
  readonly moved: readonly MonitorClient[];
  /** Those that stay behind, and those that may. */
  readonly left: readonly MonitorClient[];
}

/** The edits of a fix with those of the clients that can go along. */
function together(context: FollowContext, fix: RenderedFix): Outcome {
  const edits = [...fix.edits];
  const moved: MonitorClient[] = [];
  const left: MonitorClient[] = [];
  const there = placeOfSocket(context, fix.edits);
  const { analysis, companions } = context;
  for (const client of clientsOf(fix.of, analysis.connections, companions)) {
    const own = client.kind === 'follows' ? editsOf(context, there, client) : undefined;
    // Two commands in one place, as in a string that is put together, cannot both be changed.
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

/** The texts of the addresses that a client gives up. */
function addressesIn({ ways }: MonitorClient): readonly MappedText[] {
  return ways.flatMap(({ client: { host, port } }) => (host ? [host, port] : [port]));
}

/** The texts of the address that a fix gives up. */
function addressOf({ of: { releasesAddress } }: RenderedFix): readonly MappedText[] {
  const keys = ['host', 'port', 'localaddr', 'localport'];
  const { properties = [] } = releasesAddress ?? {};
  return properties.filter(({ key }) => keys.includes(key)).map(({ value }) => value);
}

/** `source FILE` and `. FILE`, wherever a command may begin. */
const BRINGS_IN = /(?:^|[;&|(){}\s])(?:source|\.)[ \t]+\S/gm;

/** Whether the document brings in files that are not at hand: any variable may be used there. */
const bringsInUnseen = oncePer(({ source, used }: Analysis): boolean => {
  const seen = [...used.values()].filter((as) => as === 'script').length;
  return (source.text.match(BRINGS_IN)?.length ?? 0) > seen;
});

/** What else goes: assignments in a script that starts QEMU itself, so that no other one needs them. */
function orphansOf(
  { analysis, text }: FollowContext,
  { unused }: ShownFinding,
  addresses: readonly MappedText[],
  edits: readonly Edit[],
): readonly Edit[] {
  if (unused || !analysis.host?.isScript || bringsInUnseen(analysis)) return [];
  const { path } = analysis.source;
  return orphanEdits(text, addresses, edits).filter(({ at }) => {
    return analysis.files.locate(at)?.path === path;
  });
}
