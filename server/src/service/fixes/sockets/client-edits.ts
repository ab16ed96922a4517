/** Edits that move a client to a socket, if the path is the same there. */
import type { ClientEdit, ClientPart, ClientWord } from '../../../invocation/client.ts';
import { isReadElsewhere } from '../../../syntax/shell/encodings.ts';
import { spell, type Template, type TemplatePart, withTexts } from '../../../syntax/spell.ts';
import type { Edit } from '../../../text/edit.ts';
import { AT_USE, anchorAt } from '../../../text/edit-anchor.ts';
import { sameEncodings } from '../../../text/encoding.ts';
import { getOrInsert, once } from '../../../text/lookup.ts';
import { isKnown } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { Analysis } from '../../analysis/analyze.ts';
import { expandAlike } from '../../analysis/client-match.ts';
import type { MonitorClient } from '../../analysis/connections.ts';
import { escapedForSocat } from '../../hover/connect-command.ts';
import type { Project } from '../clients/project.ts';
import { type MovedSocket, pathForPort } from './socket-names.ts';

export interface FollowContext {
  readonly analysis: Analysis;
  /** The text of all files, which spans refer to. */
  readonly text: string;
  readonly socket: MovedSocket;
  /** Addresses that move to the same socket. */
  readonly companions?: readonly string[];
  readonly isEditable: (at: Span) => boolean;
  readonly project: Project;
}

/** The edits that make a client use the socket; undefined if the path would differ there. */
export function editsOf(
  context: FollowContext,
  there: SocketPlace,
  { ways }: MonitorClient,
): readonly Edit[] | undefined {
  const [way] = ways;
  if (way === undefined || !there.isFixed) return undefined;
  if (there.expands && !ways.every(expandAlike)) return undefined;
  const { port, edits } = way.client;
  if (edits === undefined) return undefined;
  const anchor = anchorAt(port, 0, port.decoded.length, AT_USE);
  const { carries } = context.socket;
  // The client may spell the host differently.
  if (anchor === undefined || carries === 'host') return undefined;
  if (carries === undefined && !isFixed(way.client)) return undefined;
  const path = pathForPort(context.socket, port, anchor);
  const spelled: Edit[] = [];
  for (const edit of edits) {
    // Another shell lacks this one's variables.
    if (context.socket.isOwn && there.expands && isReadElsewhere(edit.from)) return undefined;
    const text = spellEdit(edit, path);
    if (text === undefined || !context.isEditable(edit.at)) return undefined;
    spelled.push({ at: edit.at, text });
  }
  return spelled;
}

/** Whether a port is constant, as a socket's name without it requires. */
function isFixed({ port }: MonitorClient['ways'][number]['client']): boolean {
  return (
    isKnown(port) &&
    port.pieces.every(({ defaultOf, through }) => {
      return defaultOf === undefined && through.every(({ source }) => !/^\$\{?\d/.test(source));
    })
  );
}

interface SocketPlace {
  readonly expands: boolean;
  readonly isFixed: boolean;
}

/** Whether all clients can use the path as written. */
export function placeOfSocket(context: FollowContext, edits: readonly Edit[]): SocketPlace {
  const { socket } = context;
  const sources = socket.directory.flatMap((part) => (part.kind === 'source' ? part.source : []));
  // A client in another file may run after any assignment.
  const first = edits.length === 0 ? 0 : Math.min(...edits.map(({ at }) => at.start));
  // systemd expands the same in all commands of a unit.
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

/** A line of one assignment, outside of blocks. */
const ASSIGNMENT =
  /^(?:export[ \t]+)?\w+=(?:"[^"\n]*"|'[^'\n]*'|\$\([^()\n]*\)|[^\s;&|"'()]*)(?:[ \t]*(?:;|\|\|).*|[ \t]+(?:#.*)?)?$/;

interface Assigned {
  readonly last: number;
  readonly isPlain: boolean;
}

/** Whether a variable is assigned at other places than at the script's top, before its uses. */
function isAssigned(context: FollowContext, name: string, before: number): boolean {
  const { assigned } = factsOf(context.analysis);
  const { last, isPlain } = getOrInsert(assigned, name, () => assignmentsTo(context.text, name));
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

function spellEdit({ words, from, to }: ClientEdit, path: Template): string | undefined {
  const last = words.at(-1);
  // Only words can span two kinds of quotes.
  if (!sameEncodings(from, to) && (last === undefined || 'syntax' in last)) return undefined;
  const isDivided = from.layers.slice(0, -1).some(({ id }) => id === 'bare');
  const spelled = words.map((word, index) => {
    if ('syntax' in word) return isDivided ? undefined : word.syntax;
    const template = templateOf(word, path);
    return template && spell(template, from, index === words.length - 1 ? to : from);
  });
  return spelled.includes(undefined) ? undefined : spelled.join(' ');
}

/** A client's word with the path in it; undefined if the path would mean something else there. */
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
const factsOf = once(({ files }: Analysis) => ({
  assigned: new Map<string, Assigned>(),
  changesDirectory: /\b(?:cd|pushd|chdir)\b/.test(files.text()),
}));
