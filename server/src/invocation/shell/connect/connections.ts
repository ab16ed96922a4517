/** Records connections of a script, and combines them at its end. */

import type { FileRedirection, ShellNode, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { isKnown, type MappedText, pieceLength, slice } from '../../../text/mapped-text.ts';
import { once } from '../../../text/once.ts';
import { nameOf } from '../../../text/paths.ts';
import { type Span, sameSpan, spanKey } from '../../../text/span.ts';
import type { Client, ClientEdit, ClientsInvocation } from '../../client.ts';
import type { SentText, Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { countClient } from '../domain/limits.ts';
import { textsOf } from '../expand/expand.ts';
import type { Found, Interpreter } from '../interpreter.ts';
import type { Call } from '../launch/launches.ts';
import { writtenCommand } from '../launch/written-words.ts';
import { inputText } from '../nested/nested.ts';
import { behind, boundariesOf, sourceOf } from '../nested/wrapped.ts';
import { readScript, readUnknown } from '../programs/mentions.ts';
import type { Connecting } from '../programs/program.ts';
import { programAt } from '../programs/table.ts';
import { viewOf } from '../view.ts';
import type { ClientTools, Rewrite, ToolCall, ToolFinding } from './connection-tool.ts';

/** A client before its edits are known. */
export interface FoundClient extends Omit<Client, 'edits'> {
  readonly rewrite: Rewrite | undefined;
}

/** A program in use. */
export interface FoundTool {
  readonly provides: Connecting['provides'];
  /** A netcat without `-U`. */
  readonly traditional: boolean;
}

/** Records connections of a command; the program is at `start`. */
export function noteClients(
  interpreter: Interpreter,
  words: readonly Word[],
  start: number,
  call: Call,
  context: Context,
): void {
  const own = words.slice(start);
  const name = nameOf(own[0]?.value.decoded ?? '');
  const { connects } = programAt(own[0]?.value.decoded ?? '') ?? {};
  const isUnknown = isNameless(own);
  const { command } = call;
  const boxed = start > 0 && programAt(words[start - 1]?.value.decoded ?? '')?.ownPrograms === true;
  const box = boxed ? connects?.inBusybox : undefined;
  const tool: ToolCall = {
    words: box ? words.slice(start - 1) : own,
    written: once(() => writtenCommand(command, words, context.placement)),
    read: context.output !== undefined,
    stderrDiscarded: command.redirections.some(({ operator, descriptor }) => {
      return descriptor === 2 || operator.startsWith('&');
    }),
    input: inputText(context),
  };
  if (connects) {
    const { provides, isTraditional } = connects;
    const traditional = !box && isTraditional?.(tool) === true;
    interpreter.found.push(toolOf(provides, traditional));
  }
  const read = isUnknown ? readUnknown : (connects?.read ?? readScript);
  const found = box
    ? box.read({ ...tool, words: own }).map((one) => boxedFinding(one, tool))
    : read(tool);
  const execution = behind(context.execution, boundariesOf(words, start), false);
  const shown = isUnknown ? shownName(words[start]) : name;
  for (const { rewrite, says = [], ...finding } of found) {
    const at = context.placement.span(command.at);
    const apart = standsAlone(
      finding.port,
      words.map(({ value }) => value),
    );
    noteClient(interpreter, {
      ...finding,
      tool: shown,
      at,
      execution,
      rewrite: apart ? rewrite : undefined,
      says,
    });
  }
}

function noteClient({ budget, found }: Interpreter, client: FoundClient): void {
  const isRewritten = countClient(budget, client.at);
  found.push({ kind: 'client', client: isRewritten ? client : { ...client, rewrite: undefined } });
}

const TOOLS = new Map<string, Extract<Found, { kind: 'tool' }>>();

function toolOf(
  provides: FoundTool['provides'],
  traditional: boolean,
): Extract<Found, { kind: 'tool' }> {
  const key = `${provides} ${traditional}`;
  const known = TOOLS.get(key) ?? { kind: 'tool', tool: { provides, traditional } };
  TOOLS.set(key, known);
  return known;
}

/** `$NC` */
function shownName(word: Word | undefined): string {
  const use = word?.value.pieces[0]?.through[0];
  return use?.source ?? (word ? sourceOf(word.value) : '');
}

/** Whether the program is unknown, but a port follows: `$NC localhost 4444`. */
export function isNameless(words: readonly Word[]): boolean {
  const name = words[0];
  if (name === undefined || isKnown(name.value) || name.value.decoded.includes('/')) return false;
  return words.some(({ value }, index) => index > 0 && /\d\d\b/.test(value.decoded));
}

/** False for `$TARGET` with host and port. */
function standsAlone(port: MappedText, texts: readonly MappedText[]): boolean {
  return port.pieces.every(({ through: [use] }) => {
    if (use === undefined) return true;
    const lengthIn = ({ pieces }: MappedText) => {
      const own = pieces.filter(({ through }) => through[0] && sameSpan(through[0].at, use.at));
      return own.reduce((sum, piece) => sum + pieceLength(piece), 0);
    };
    const whole = texts.reduce((sum, text) => sum + lengthIn(text), 0);
    return whole === lengthIn(port);
  });
}

/** `busybox nc` becomes another command. */
function boxedFinding(finding: ToolFinding, { written, words }: ToolCall): ToolFinding {
  const place = written().placeOf(words[0]);
  const { rewrite } = finding;
  return {
    ...finding,
    rewrite: (tools) => {
      const [edit, ...others] = rewrite?.(tools) ?? [];
      if (!edit || !place || others.length > 0) return undefined;
      return [{ ...edit, at: { start: place.at.start, end: edit.at.end }, from: place.from }];
    },
  };
}

/** Records redirections to ports: `exec 3<>/dev/tcp/localhost/4444`. */
export function noteDevices(
  interpreter: Interpreter,
  node: SimpleCommand | Extract<ShellNode, { kind: 'group' }>,
  context: Context,
): void {
  for (const redirection of node.redirections) {
    if (!mayBeDevice(redirection)) continue;
    const { placement, execution } = context;
    for (const { value } of textsOf(redirection.target, viewOf(interpreter, context))) {
      const finding = deviceFinding(value.text);
      if (finding === undefined) continue;
      const at = placement.span(node.at);
      noteClient(interpreter, { ...finding, tool: '/dev/tcp', at, execution, says: [] });
    }
  }
}

/** The clients of a script with their edits; undefined if there are none. */
export function clientsIn(found: readonly Found[]): ClientsInvocation | undefined {
  const clients: Client[] = [];
  let tools: ClientTools | undefined;
  const known = new Set<string>();
  const counts = new Map<number, number>();
  for (const item of found) {
    if (item.kind !== 'client') continue;
    const { start } = item.client.at;
    counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  for (const item of found) {
    if (item.kind !== 'client') continue;
    tools ??= toolsIn(found);
    const { rewrite, ...client } = item.client;
    const key = counts.get(client.at.start) === 1 ? undefined : keyOf(client);
    if (key !== undefined && known.has(key)) continue;
    if (key !== undefined) known.add(key);
    const edits = rewrite?.(tools);
    const needs = edits?.some(startsSocat) && !tools.socat ? 'socat' : undefined;
    clients.push({ ...client, edits, needs });
  }
  if (clients.length === 0) return undefined;
  return { kind: 'clients', clients: clients.toSorted((a, b) => a.at.start - b.at.start) };
}

function startsSocat({ words }: ClientEdit): boolean {
  return words.some((word) => {
    const [only, ...others] = 'syntax' in word ? [] : word;
    return only?.kind === 'text' && only.text === 'socat' && others.length === 0;
  });
}

/** Rounds of a loop differ. */
function keyOf({ at, host, port, execution }: Omit<Client, 'edits'>): string {
  const places = [host, port].map((text) => text && `${spanKey(text.place)} ${sourceOf(text)}`);
  const boundaries = execution.run.map(({ text }) => text);
  return [spanKey(at), ...places, ...boundaries].join('\n');
}

function toolsIn(found: readonly Found[]): ClientTools {
  const tools = found.flatMap((item) => (item.kind === 'tool' ? item.tool : []));
  const has = (kind: FoundTool['provides']) => tools.some(({ provides }) => provides === kind);
  return {
    socat: has('socat'),
    netcat: has('netcat'),
    traditional: tools.some(({ traditional }) => traditional),
  };
}

/** What a command sends; `words` begin with the program. */
export function sentBy(
  name: string,
  words: readonly Word[],
  at: Span,
  context: Context,
): readonly SentText[] {
  const sends = programAt(name)?.sends;
  if (sends === undefined) return [];
  if (sends !== 'its-input') return sends(words, at);
  if (context.piped) {
    return context.piped.map(({ text, at: place }) => ({ text, language: undefined, at: place }));
  }
  const input = inputText(context);
  return input ? [{ text: input, language: undefined, at }] : [];
}

/** Bash's redirections (bash manual 3.6) take no UNIX socket. */
const DEVICE = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;

function mayBeDevice({ target }: FileRedirection): boolean {
  if (target.plain !== undefined) return /^\/dev\/(?:tcp|udp)\//.test(target.plain);
  const [first] = target.parts;
  return first?.kind === 'text' && /^\/dev\/(?:tcp|udp)\//.test(first.text.decoded);
}

function deviceFinding(target: MappedText): ToolFinding | undefined {
  const match = DEVICE.exec(target.decoded);
  if (match === null) return undefined;
  const [whole, protocol, host = '', port = ''] = match;
  const start = whole.length - port.length - 1 - host.length;
  return {
    host: slice(target, start, start + host.length),
    port: slice(target, whole.length - port.length),
    transport: protocol === 'udp' ? 'udp' : 'tcp',
    rewrite: undefined,
  };
}
