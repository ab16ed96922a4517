/**
 * Takes the clients of a monitor along when it moves to a UNIX socket, and says what that makes of the fix:
 * safe where every client that is seen follows, and something to look at where one cannot.
 * Why: docs/decisions/clients-follow.md
 */

import * as l10n from '@vscode/l10n';
import type {
  Boundary,
  ClientEdit,
  ClientPart,
  ClientWord,
  ExecutionContext,
} from '../../../invocation/client.ts';
import { programAt } from '../../../invocation/shell/programs/table.ts';
import type { Machine } from '../../../qemu/machine/machine.ts';
import { isReadElsewhere } from '../../../syntax/shell/encodings.ts';
import { spell, type Template, type TemplatePart, withTexts } from '../../../syntax/spell.ts';
import { type Edit, editsOverlap } from '../../../text/edit.ts';
import { AT_USE, anchorAt } from '../../../text/edit-anchor.ts';
import { type Encodings, sameEncodings } from '../../../text/encoding.ts';
import { addTo, oncePer } from '../../../text/lookup.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { folderOf } from '../../../text/paths.ts';
import { type Span, spanKey, touches } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { expandAlike, portOf } from '../../analysis/client-match.ts';
import { type Connections, clientsOf, type MonitorClient } from '../../analysis/connections.ts';
import type { FileEdit } from '../../analysis/file-findings.ts';
import { escapedForSocat } from '../../hover/connect-command.ts';
import {
  isTelling,
  type PortPlace,
  type Project,
  portPlacesIn,
  spellingsOf,
} from '../clients/project.ts';
import type { RenderedFix } from '../render-fix.ts';
import { orphanEdits } from '../variables.ts';
import { type MovedSocket, pathForPort } from './socket-names.ts';

const HERE: ExecutionContext = { spelled: [], run: [] };

/** Where a fix is rendered, and the socket that it makes. */
interface FollowContext {
  readonly analysis: Analysis;
  /** The text of all files. */
  readonly text: string;
  readonly socket: MovedSocket;
  /** The places of the addresses of others that move to the same socket. */
  readonly companions?: readonly string[];
  readonly isEditable: (at: Span) => boolean;
  readonly project: Project;
}

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
  if (clients.length > 0) {
    const names = namesOf(analysis.source.path, clients, MAX_IN_RISK);
    return {
      ...base,
      clients,
      title: thenUpdate(title, analysis.source.path, clients),
      safety: 'review',
      preferred: false,
      risk:
        clients.length === 1
          ? l10n.t('{0} still uses the old address', names)
          : l10n.t('{0} still use the old address', names),
    };
  }
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

/** How many clients the risk of a fix names; its title names fewer. */
const MAX_IN_RISK = 10;

/** Places in the order of files and lines, each line once. */
function inOrder(places: readonly PortPlace[]): readonly PortPlace[] {
  const byLine = new Map(places.map((place) => [`${place.line} ${place.path}`, place]));
  return [...byLine.values()].toSorted(
    (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.line - b.line,
  );
}

/** Where the files of the analysis themselves name the address, but for what moves, QEMU's own words and what is known of. */
function namedHere(
  { analysis }: FollowContext,
  { of: { releasesAddress } }: RenderedFix,
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

/** Where the words of the machines of an analysis are written. */
const wordsOfMachines = oncePer(({ connections: { machines } }: Analysis): readonly Span[] => {
  const words = machines.flatMap(({ options }) => options.flatMap((option) => option.words));
  return words.flatMap(({ at, value }) => [at, ...value.pieces.map((piece) => piece.at)]);
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

/** The clients of a monitor in other files of the project: those that go along, and those that stay behind. */
function clientsAround(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): ClientsAround {
  const { analysis, project } = context;
  const { releasesAddress } = fix.of;
  const own = new Set(analysis.files.files.map(({ path }) => path));
  const byPath = new Map<string, PortPlace[]>();
  for (const spelling of releasesAddress ? spellingsOf(releasesAddress, context.text) : []) {
    if (!isTelling(spelling)) continue;
    for (const place of project.placesOf(spelling)) {
      if (!own.has(place.path)) addTo(byPath, place.path, place);
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

/** Whether the path of the socket is the same one for whoever runs another file of the project. */
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

/** What remains for whoever connects from somewhere else. */
function riskOutside(boundaries: readonly Boundary[]): string {
  if (boundaries.some(({ kind }) => kind === 'root')) {
    return l10n.t('Other programs must use the socket, as root');
  }
  return l10n.t('Anything else that used the port must now use this socket');
}

/** Whether a machine is started in a container by words that the script's own shell expands. */
export function isInContainer({ executions }: Connections, machine: Machine): boolean {
  const { run, spelled } = executions.get(machine) ?? HERE;
  return run.slice(spelled.length).some((one) => runnerOf(one).row?.hasOwnFiles === true);
}

/** Whether nobody of the host would reach a loopback address that a fix writes: it would be the container's. */
export function hasOwnLoopback(
  analysis: Analysis,
  { machine }: ShownFinding,
  { edits }: RenderedFix,
): boolean {
  const { run } = analysis.connections.executions.get(machine()) ?? HERE;
  const isElsewhere = run.map(runnerOf).some(({ row, options }) => {
    const isShared = options.some((option) => /^(?:--net(?:work)?=)?host$/.test(option));
    return row?.hasOwnNetwork === true && !isShared;
  });
  return isElsewhere || edits.some(({ at }) => isHostsContainer(analysis, at));
}

/** Whether a place is in what a file says of containers. */
function isHostsContainer({ host, source }: Pick<Analysis, 'host' | 'source'>, at: Span): boolean {
  return host?.withoutShell?.isInContainer?.(source.text, at) === true;
}

/** The row of the program that a boundary is, and its options. */
function runnerOf({ text }: Boundary) {
  const [path = '', ...options] = text.split(' ');
  return { row: programAt(path), options };
}

/** Whether a boundary names a user, who may not write into our directories; without options it is root. */
function isOtherUser(boundary: Boundary): boolean {
  if (boundary.kind !== 'user' || /\broot\b/.test(boundary.text)) return false;
  const { row, options } = runnerOf(boundary);
  return row?.asNamedUser === true && options.length > 0;
}

/** Whether a boundary gives the other user an environment of his own, in which a shell finds his directories. */
function renewsEnvironment(boundary: Boundary): boolean {
  const { row, options } = runnerOf(boundary);
  return row?.renewsEnvironment?.(options) === true;
}

/** Whether a script starts QEMU that has a user's name, or whatever, among its own options. */
function isStartedByWrapper(analysis: Analysis, { machine }: ShownFinding): boolean {
  const { programAt } = machine();
  return programAt !== undefined && wrappedIn(analysis).has(spanKey(programAt));
}

/** Where scripts start QEMU like that. */
const wrappedIn = oncePer(({ invocations }: Analysis) => {
  const starts = invocations.flatMap((invocation) => {
    const isWrapped = invocation.kind === 'argv' && invocation.partial === 'wrapper';
    return isWrapped ? [spanKey(invocation.programAt)] : [];
  });
  return new Set(starts);
});

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

/** A title with ` and update 2 clients`; as it is where there are none. */
export function withUpdates(title: string, count: number): string {
  if (count === 0) return title;
  return count === 1
    ? l10n.t('{0} and update 1 client', title)
    : l10n.t('{0} and update {1} clients', title, count);
}

/** A title with ` (then update test.sh:3 and ctl.py:9)`; of more than two it names one, so that it stays short. */
function thenUpdate(title: string, from: string, clients: readonly PortPlace[]): string {
  return l10n.t('{0} (then update {1})', title, namesOf(from, clients, MAX_IN_TITLE));
}

/** How many clients a title names. */
const MAX_IN_TITLE = 2;

/** `test.sh:3, ctl.py:9 and 3 more`, as seen from the folder of a file. */
function namesOf(from: string, clients: readonly PortPlace[], most: number): string {
  const names = clients.slice(0, most).map((place) => nameOf(from, place));
  const list = names.reduce((before, name) => l10n.t('{0}, {1}', before, name));
  const more = clients.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', list, more) : list;
}

/** `test.sh:3`, or `tools/test.sh:3`. */
function nameOf(from: string, { path, line }: PortPlace): string {
  const folder = folderOf(from);
  const isBelow = path.startsWith(`${folder}/`);
  const [, around = ''] = /^(.*\/)[^/]*$/.exec(folder) ?? [];
  const name = isBelow
    ? path.slice(folder.length + 1)
    : around !== '' && path.startsWith(around)
      ? `../${path.slice(around.length)}`
      : path.slice(path.lastIndexOf('/') + 1);
  return `${name}:${line}`;
}

/** `telnet in line 12`, or `telnet in stop.sh line 12` in another file. */
function named(context: FollowContext, { tool, at }: Pick<MonitorClient, 'tool' | 'at'>): string {
  const { line, file } = placeOf(context, at);
  return file === undefined
    ? l10n.t('{0} in line {1}', tool, line)
    : l10n.t('{0} in {1} line {2}', tool, file, line);
}

/** The line of a place, and the name of its file unless that is the document. */
function placeOf({ analysis, text }: FollowContext, at: Span) {
  const place = analysis.files.locate(at);
  const start = place ? at.start - place.at.start : 0;
  let line = 1;
  for (let end = text.indexOf('\n', start); end !== -1 && end < at.start; line++) {
    end = text.indexOf('\n', end + 1);
  }
  const path = place?.path ?? analysis.source.path;
  const file = path === analysis.source.path ? undefined : path.slice(path.lastIndexOf('/') + 1);
  return { line, file };
}

/** The edits that take a client along; undefined where the socket's path would not be the same there. */
function editsOf(
  context: FollowContext,
  there: SocketPlace,
  { ways }: MonitorClient,
): readonly Edit[] | undefined {
  const [way] = ways;
  if (way === undefined || !there.isFixed) return undefined;
  if (there.expands && !ways.every(expandAlike)) return undefined;
  const { port, edits, says } = way.client;
  if (edits === undefined || saysWhatIsRead(context, says)) return undefined;
  const anchor = anchorAt(port, 0, port.decoded.length, AT_USE);
  const { carries } = context.socket;
  // A client may call the host of its machine otherwise than the machine does.
  if (anchor === undefined || carries === 'host') return undefined;
  if (carries === undefined && !isFixed(way.client)) return undefined;
  const path = pathForPort(context.socket, port, anchor);
  const spelled: Edit[] = [];
  for (const edit of edits) {
    // A shell of its own has not the variables of this one.
    if (context.socket.isOwn && there.expands && isReadElsewhere(edit.from)) return undefined;
    const text = spellEdit(edit, path);
    if (text === undefined || !context.isEditable(edit.at)) return undefined;
    spelled.push({ at: edit.at, text });
  }
  return spelled;
}

/** Whether the port is what it is in every run, since the name of the socket does not have it. */
function isFixed({ port }: MonitorClient['ways'][number]['client']): boolean {
  return (
    isKnown(port) &&
    port.pieces.every(({ defaultOf, through }) => {
      return defaultOf === undefined && through.every(({ source }) => !/^\$\{?\d/.test(source));
    })
  );
}

/** What decides whether the directory of a socket is the same one for both ends. */
interface SocketPlace {
  /** Whether a shell fills in a part of it. */
  readonly expands: boolean;
  /** Whether it is the same directory all over the script. */
  readonly isFixed: boolean;
}

function placeOfSocket(context: FollowContext, edits: readonly Edit[]): SocketPlace {
  const { socket } = context;
  const sources = socket.directory.flatMap((part) => (part.kind === 'source' ? part.source : []));
  // In another file any assignment counts.
  const first = edits.length === 0 ? 0 : Math.min(...edits.map(({ at }) => at.start));
  // What systemd fills in is the same in all commands of a unit, with a shell and without one.
  if (sources.length > 0 && sources.every((source) => /^%\w$/.test(source))) {
    return { expands: false, isFixed: true };
  }
  if (sources.length > 0) {
    const names = sources.flatMap((source) => [...source.matchAll(/\$\{?(\w+)/g)]);
    const isFixed = names.every(([, name = '']) => !isAssigned(context, name, first));
    return { expands: true, isFixed };
  }
  const [start] = socket.directory;
  const isAbsolute = start?.kind === 'text' && start.text.startsWith('/');
  return { expands: false, isFixed: isAbsolute || !factsOf(context.analysis).changesDirectory };
}

/** A line that is an assignment and nothing else, outside of all blocks. */
const ASSIGNMENT =
  /^(?:export[ \t]+)?\w+=(?:"[^"\n]*"|'[^'\n]*'|\$\([^()\n]*\)|[^\s;&|"'()]*)(?:[ \t]*(?:;|\|\|).*|[ \t]+(?:#.*)?)?$/;

/** Where a variable gets values. */
interface Assigned {
  /** Where the last of them is; -1 for none. */
  readonly last: number;
  /** Whether each is a line of its own, outside of all blocks. */
  readonly isPlain: boolean;
}

/** What takes a look at the whole text, and is asked as often as there are fixes. */
const factsOf = oncePer(({ files }: Analysis) => ({
  assigned: new Map<string, Assigned>(),
  changesDirectory: /\b(?:cd|pushd|chdir)\b/.test(files.text()),
}));

/** Whether a variable gets a value in the script, but at its top before anybody can use it. */
function isAssigned(context: FollowContext, name: string, before: number): boolean {
  const { assigned } = factsOf(context.analysis);
  const found = assigned.get(name) ?? assignmentsTo(context.text, name);
  assigned.set(name, found);
  const { last, isPlain } = found;
  return last >= before || !isPlain;
}

function assignmentsTo(text: string, name: string): Assigned {
  let last = -1;
  for (const { index } of text.matchAll(new RegExp(`\\b${name}=`, 'g'))) {
    last = index;
    const start = text.lastIndexOf('\n', index) + 1;
    const end = text.indexOf('\n', index);
    const line = text.slice(start, end === -1 ? undefined : end).trimEnd();
    if (!ASSIGNMENT.test(line)) return { last, isPlain: false };
  }
  return { last, isPlain: true };
}

/** Whether the files look for words that a tool prints only over TCP. */
function saysWhatIsRead({ text }: FollowContext, says: readonly string[]): boolean {
  return says.some((words) => text.includes(words));
}

function spellEdit({ words, from, to }: ClientEdit, path: Template): string | undefined {
  const last = words.at(-1);
  // Only a word can lead from one kind of quotes to another.
  if (!sameEncodings(from, to) && (last === undefined || 'syntax' in last)) return undefined;
  const spelled = words.map((word, index) => {
    if ('syntax' in word) return isDivided(from) ? undefined : word.syntax;
    const template = templateOf(word, path);
    return template && spell(template, from, index === words.length - 1 ? to : from);
  });
  return spelled.includes(undefined) ? undefined : spelled.join(' ');
}

/** Whether characters of the shell's grammar would be read before the shell that they are for. */
function isDivided({ layers }: Encodings): boolean {
  return layers.slice(0, -1).some(({ id }) => id === 'bare');
}

/** A word with the path in it; undefined where the path would mean something else there. */
function templateOf(
  word: Exclude<ClientWord, { syntax: string }>,
  path: Template,
): Template | undefined {
  const parts: TemplatePart[] = [];
  for (const part of word) {
    const own = part.kind === 'text' ? [part] : pathWithin(part, path);
    if (own === undefined) return undefined;
    parts.push(...own);
  }
  return parts;
}

function pathWithin({ within }: Extract<ClientPart, { kind: 'socket' }>, path: Template): Template {
  return within === undefined ? path : withTexts(path, escapedForSocat);
}
