/** The edits that take a client along to a socket, if its path is the same one there. */
import type { ClientEdit, ClientPart, ClientWord } from '../../../invocation/client.ts';
import { isReadElsewhere } from '../../../syntax/shell/encodings.ts';
import { spell, type Template, type TemplatePart, withTexts } from '../../../syntax/spell.ts';
import type { Edit } from '../../../text/edit.ts';
import { AT_USE, anchorAt } from '../../../text/edit-anchor.ts';
import { type Encodings, sameEncodings } from '../../../text/encoding.ts';
import { oncePer } from '../../../text/lookup.ts';
import { isKnown } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { expandAlike } from '../../analysis/client-match.ts';
import type { MonitorClient } from '../../analysis/connections.ts';
import { escapedForSocat } from '../../hover/connect-command.ts';
import type { Project } from '../clients/project.ts';
import { type MovedSocket, pathForPort } from './socket-names.ts';

/** Where a fix is rendered, and the socket that it makes. */
export interface FollowContext {
  readonly analysis: Analysis;
  /** The text of all files. */
  readonly text: string;
  readonly socket: MovedSocket;
  /** The places of the addresses of others that move to the same socket. */
  readonly companions?: readonly string[];
  readonly isEditable: (at: Span) => boolean;
  readonly project: Project;
}

/** The edits that take a client along; undefined where the socket's path would not be the same there. */
export function editsOf(
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

/** Whether the path of the socket that edits write is the same one wherever a client uses it. */
export function placeOfSocket(context: FollowContext, edits: readonly Edit[]): SocketPlace {
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
/** What takes a look at the whole text, and is asked as often as there are fixes. */
const factsOf = oncePer(({ files }: Analysis) => ({
  assigned: new Map<string, Assigned>(),
  changesDirectory: /\b(?:cd|pushd|chdir)\b/.test(files.text()),
}));
