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
import { oncePer } from '../../../text/lookup.ts';
import { isKnown, type MappedText } from '../../../text/mapped-text.ts';
import { type Span, spanKey } from '../../../text/span.ts';
import type { Analysis, ShownFinding } from '../../analysis/analyze.ts';
import { expandAlike } from '../../analysis/client-match.ts';
import { type Connections, clientsOf, type MonitorClient } from '../../analysis/connections.ts';
import { escapedForSocat } from '../../hover/connect-command.ts';
import type { RenderedFix } from '../render-fix.ts';
import { orphanEdits } from '../variables.ts';
import { namedElsewhere, type ReleasedAddress } from './named-address.ts';
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
}

/** The fix with the edits of the clients that follow, and words that say so. */
export function followed(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): RenderedFix {
  const { analysis } = context;
  const { edits, moved, left, possible } = together(context, fix);
  const released = addressOf(fix);
  const ofClients = moved.flatMap(addressesIn);
  const addresses = [...released.address, ...ofClients];
  const all = [...edits, ...orphansOf(context, finding, addresses, edits)];
  const title = titleOf(context, fix.title, moved.length, left);
  const base = { ...fix, edits: all, title, updates: moved.length };
  if (left.length > 0) {
    const names = listed(context, left);
    const risk =
      left.length === 1
        ? l10n.t('{0} does not find the monitor any more', names)
        : l10n.t('{0} do not find the monitor any more', names);
    return { ...base, safety: 'review', preferred: false, risk };
  }
  const [maybe] = possible;
  if (maybe) {
    return {
      ...base,
      safety: 'review',
      risk: l10n.t('{0} may connect to the old port', named(context, maybe)),
    };
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
  const place = namedElsewhere(
    analysis,
    released,
    ofClients,
    all.map(({ at }) => at),
  );
  if (place) {
    const risk = l10n.t('{0} still names the old address', lineOf(context, place));
    return { ...base, safety: 'review', risk };
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
  return { ...base, safety: 'safe', risk: riskOutside(context, boundaries) };
}

/** The program that a client becomes and the script does not use yet. */
function needsOf(ways: MonitorClient['ways']): string | undefined {
  return ways[0]?.client.needs;
}

/** What remains for whoever connects from somewhere else. */
function riskOutside(
  { socket: { directory } }: FollowContext,
  boundaries: readonly Boundary[],
): string {
  if (boundaries.some(({ kind }) => kind === 'root')) {
    return l10n.t('Other programs must use the socket, as root');
  }
  const hangsOnUser = directory.some(
    (part) => part.kind === 'source' && part.source.includes('HOME'),
  );
  return hangsOnUser
    ? l10n.t('Other programs must use the socket, in $HOME if XDG_RUNTIME_DIR is not set')
    : l10n.t('Other programs that connect to the old port must use the socket');
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
  readonly left: readonly MonitorClient[];
  readonly possible: readonly MonitorClient[];
}

/** The edits of a fix with those of the clients that can go along. */
function together(context: FollowContext, fix: RenderedFix): Outcome {
  const edits = [...fix.edits];
  const moved: MonitorClient[] = [];
  const left: MonitorClient[] = [];
  const possible: MonitorClient[] = [];
  const there = placeOfSocket(context, fix.edits);
  const { analysis, companions } = context;
  for (const client of clientsOf(fix.of, analysis.connections, companions)) {
    if (client.kind === 'possible') {
      possible.push(client);
      continue;
    }
    const own = client.kind === 'follows' ? editsOf(context, there, client) : undefined;
    // Two commands in one place, as in a string that is put together, cannot both be changed.
    if (own === undefined || editsOverlap([...fix.edits, ...own])) {
      left.push(client);
    } else {
      edits.push(...own);
      moved.push(client);
    }
  }
  if (!editsOverlap(edits)) return { edits, moved, left, possible };
  return { edits: fix.edits, moved: [], left: [...moved, ...left], possible };
}

/** The texts of the addresses that a client gives up. */
function addressesIn({ ways }: MonitorClient): readonly MappedText[] {
  return ways.flatMap(({ client: { host, port } }) => (host ? [host, port] : [port]));
}

/** The texts of the address that a fix gives up. */
function addressOf({ of: { releasesAddress } }: RenderedFix): ReleasedAddress {
  const keys = ['host', 'port', 'localaddr', 'localport'];
  const { properties = [], origin } = releasesAddress ?? {};
  return {
    address: properties.filter(({ key }) => keys.includes(key)).map(({ value }) => value),
    device:
      origin?.kind === 'legacy'
        ? origin.device
        : origin?.kind === 'option'
          ? origin.list
          : undefined,
  };
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

/** A title with ` and update 2 clients (1 cannot follow: telnet in line 12)`. */
function titleOf(
  context: FollowContext,
  title: string,
  count: number,
  left: readonly MonitorClient[],
): string {
  const updated = withUpdates(title, count);
  if (left.length === 0) return updated;
  const names = listed(context, left);
  if (count > 0) {
    return left.length === 1
      ? l10n.t('{0} (1 cannot follow: {1})', updated, names)
      : l10n.t('{0} ({1} cannot follow: {2})', updated, left.length, names);
  }
  return left.length === 1
    ? l10n.t('{0} (1 client cannot follow: {1})', updated, names)
    : l10n.t('{0} ({1} clients cannot follow: {2})', updated, left.length, names);
}

/** How many clients a title names. */
const MAX_NAMED = 3;

function listed(context: FollowContext, clients: readonly MonitorClient[]): string {
  const names = clients.slice(0, MAX_NAMED).map((client) => named(context, client));
  if (clients.length > MAX_NAMED) names.push('…');
  return names.reduce((list, name) => l10n.t('{0}, {1}', list, name));
}

/** `telnet in line 12`, or `telnet in stop.sh line 12` in another file. */
function named(context: FollowContext, { tool, at }: Pick<MonitorClient, 'tool' | 'at'>): string {
  const { line, file } = placeOf(context, at);
  return file === undefined
    ? l10n.t('{0} in line {1}', tool, line)
    : l10n.t('{0} in {1} line {2}', tool, file, line);
}

/** `Line 12`, or `stop.sh line 12` in another file. */
function lineOf(context: FollowContext, at: Span): string {
  const { line, file } = placeOf(context, at);
  return file === undefined ? l10n.t('Line {0}', line) : l10n.t('{0} line {1}', file, line);
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
  const first = Math.min(...edits.map(({ at }) => at.start));
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

/** Characters of a path that mean something where a host and a port may stand, or in a pattern. */
const MEANT = { 'host-and-port': /:/, pattern: /[[\]*^$\\+?(){}|]/ } as const;

function pathWithin(
  { within }: Extract<ClientPart, { kind: 'socket' }>,
  path: Template,
): Template | undefined {
  if (within === undefined) return path;
  if (within === 'option-list') return withTexts(path, escapedForSocat);
  const isPlain = path.every((item) => item.kind === 'source' || !MEANT[within].test(item.text));
  return isPlain ? path : undefined;
}
