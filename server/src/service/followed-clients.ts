/**
 * Takes the clients of a monitor along when it moves to a UNIX socket, and says what that makes of the fix:
 * safe where every client that is seen follows, and something to look at where one cannot.
 */
import type { ClientEdit, ClientPart, ClientWord } from '../invocation/client.ts';
import { readingsOf } from '../syntax/shell/nesting.ts';
import type { Speller, Template, TemplatePart } from '../syntax/speller.ts';
import { type Edit, editsOverlap } from '../text/edit.ts';
import { isKnown, type MappedText } from '../text/mapped-text.ts';
import { AT_USE, siteAt } from '../text/site.ts';
import type { Span } from '../text/span.ts';
import type { Analysis, ShownFinding } from './analyze.ts';
import { clientsOf, expandAlike, type MonitorClient } from './connections.ts';
import { type MovedSocket, pathForPort } from './moved-socket.ts';
import { orphanEdits } from './orphans.ts';
import type { RenderedFix } from './render-fix.ts';

/** Where a fix is rendered, and the socket that it makes. */
interface FollowContext {
  readonly analysis: Analysis;
  /** The text of all files. */
  readonly text: string;
  readonly socket: MovedSocket;
  readonly spellerAt: (at: Span) => Speller | undefined;
}

/** The fix with the edits of the clients that follow, and words that say so. */
export function followed(
  context: FollowContext,
  finding: ShownFinding,
  fix: RenderedFix,
): RenderedFix {
  const { certain, possible } = clientsOf(fix.of, context.analysis.connections);
  let edits = fix.edits;
  let count = 0;
  const left: MonitorClient[] = [];
  const addresses = addressesOf(fix);
  for (const client of certain) {
    const own = client.follows ? editsOf(context, client) : undefined;
    const together = own && [...edits, ...own];
    if (together === undefined || editsOverlap(together)) {
      left.push(client);
      continue;
    }
    edits = together;
    addresses.push(
      ...client.ways.flatMap((way) => [way.client.port, way.client.host ?? []].flat()),
    );
    count++;
  }
  edits = [...edits, ...orphansOf(context, finding, addresses, edits)];
  const title = fix.title + titleOf(context, count, left);
  if (left.length > 0) {
    const risk = `${listed(context, left)} ${left.length === 1 ? 'does' : 'do'} not find the monitor any more`;
    return { ...fix, title, edits, safety: 'review', preferred: false, risk };
  }
  const [maybe] = possible;
  if (maybe) {
    const risk = `${named(context, maybe)} may connect to the old port`;
    return { ...fix, title, edits, safety: 'review', risk };
  }
  const { machine } = finding;
  const hops = context.analysis.connections.whereabouts.get(machine)?.run ?? [];
  if (hops.some(({ kind, text }) => kind === 'machine' && !/^(?:auto)?ssh\b/.test(text))) {
    const risk = 'Who connects to the port from outside of the container must use the socket in it';
    return { ...fix, title, edits, risk };
  }
  // Options that a file holds for others are used by scripts that nobody has looked at.
  if (finding.unused) return { ...fix, title, edits };
  const risk = 'Programs outside of these files that connect to the old port must use the socket';
  return { ...fix, title, edits, safety: 'safe', risk };
}

/** The texts of the address that a fix gives up. */
function addressesOf({ of: { leaves } }: RenderedFix): MappedText[] {
  const keys = ['host', 'port', 'localaddr', 'localport'];
  const properties = leaves?.properties.filter(({ key }) => keys.includes(key)) ?? [];
  return properties.map(({ value }) => value);
}

/** What else goes: assignments in a script that starts QEMU itself, so that no other one needs them. */
function orphansOf(
  { analysis, text }: FollowContext,
  { unused }: ShownFinding,
  addresses: readonly MappedText[],
  edits: readonly Edit[],
): readonly Edit[] {
  if (unused || analysis.host?.id !== 'shell') return [];
  const { path } = analysis.source;
  return orphanEdits(text, addresses, edits).filter(({ at }) => {
    return analysis.files.locate(at)?.path === path;
  });
}

function counted(count: number): string {
  return count === 1 ? '1 client' : `${count} clients`;
}

/** ` and update 2 clients (1 cannot follow: telnet in line 12)`. */
function titleOf(context: FollowContext, count: number, left: readonly MonitorClient[]): string {
  const update = count === 0 ? '' : ` and update ${counted(count)}`;
  if (left.length === 0) return update;
  const who = count === 0 ? counted(left.length) : String(left.length);
  return `${update} (${who} cannot follow: ${listed(context, left)})`;
}

/** How many clients a title names. */
const MAX_NAMED = 3;

function listed(context: FollowContext, clients: readonly MonitorClient[]): string {
  const names = clients.slice(0, MAX_NAMED).map((client) => named(context, client));
  if (clients.length > MAX_NAMED) names.push('…');
  return names.join(', ');
}

/** `telnet in line 12`, or `telnet in stop.sh line 12` in another file. */
function named(
  { analysis, text }: FollowContext,
  { tool, at }: Pick<MonitorClient, 'tool' | 'at'>,
): string {
  const place = analysis.files.locate(at);
  if (place === undefined) return tool;
  const start = at.start - place.at.start;
  let line = 1;
  for (let end = text.indexOf('\n', start); end !== -1 && end < at.start; line++) {
    end = text.indexOf('\n', end + 1);
  }
  const isOwn = place.path === analysis.source.path;
  const file = isOwn ? '' : `${place.path.slice(place.path.lastIndexOf('/') + 1)} `;
  return `${tool} in ${file}line ${line}`;
}

/** The edits that take a client along; undefined where the socket's path would not be the same there. */
function editsOf(context: FollowContext, { ways }: MonitorClient): readonly Edit[] | undefined {
  const [way] = ways;
  if (way === undefined || !isSameThere(context, ways)) return undefined;
  const { port, edits, says } = way.client;
  if (edits === undefined || saysWhatIsRead(context, says)) return undefined;
  const site = siteAt(port, 0, port.text.length, AT_USE);
  if (site === undefined || (!context.socket.carriesPort && !isFixed(way.client))) return undefined;
  const path = pathForPort(context.socket, port, site);
  const spelled: Edit[] = [];
  for (const edit of edits) {
    const text = spellEdit(edit, path, context.spellerAt(edit.at));
    if (text === undefined) return undefined;
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

/** Whether the directory of the socket is the same one for both ends. */
function isSameThere({ socket, text }: FollowContext, ways: MonitorClient['ways']): boolean {
  const sources = socket.directory.flatMap((part) => (part.kind === 'source' ? part.source : []));
  if (sources.length > 0) {
    const names = sources.map((source) => /\w+/.exec(source)?.[0] ?? '');
    const assigned = names.some((name) => new RegExp(`\\b${name}=`).test(text));
    return !assigned && ways.every(expandAlike);
  }
  const [first] = socket.directory;
  const isAbsolute = first?.kind === 'text' && first.text.startsWith('/');
  return isAbsolute || !/\b(?:cd|pushd|chdir)\b/.test(text);
}

/** Whether the files look for words that a tool prints only over TCP. */
function saysWhatIsRead({ text }: FollowContext, says: readonly string[]): boolean {
  return says.some((words) => text.includes(words));
}

function spellEdit(
  { words, from, to }: ClientEdit,
  path: Template,
  spell: Speller | undefined,
): string | undefined {
  const spelled = words.map((word, index) => {
    if ('syntax' in word) return isDivided(from) ? undefined : word.syntax;
    return spell?.(templateOf(word, path), from, index === words.length - 1 ? to : from);
  });
  return spelled.includes(undefined) ? undefined : spelled.join(' ');
}

/** Whether characters of the shell's grammar would be read before the shell that they are for. */
function isDivided(context: string): boolean {
  return readingsOf(context).slice(0, -1).includes('bare');
}

function templateOf(word: Exclude<ClientWord, { syntax: string }>, path: Template): Template {
  return word.flatMap((part: ClientPart): readonly TemplatePart[] => {
    if (part.kind === 'text') return [part];
    if (part.escapedFor !== 'socat') return path;
    return path.map((item) =>
      item.kind === 'text' ? { kind: 'text', text: escapedForSocat(item.text) } : item,
    );
  });
}

/** What divides the addresses of socat, and its quotes and brackets, with a backslash in front. */
function escapedForSocat(text: string): string {
  return text.replace(/[\\:,!"'()[\]{}]/g, '\\$&');
}
