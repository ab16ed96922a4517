/** What a script connects to is noted here while it runs, and put together when it has ended. */
import type { FileRedirection, ShellNode, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { isKnown, type MappedText, pieceLength, slice } from '../../../text/mapped-text.ts';
import { once } from '../../../text/once.ts';
import { type Span, sameSpan, spanKey } from '../../../text/span.ts';
import type { Client, ClientEdit, ClientsInvocation } from '../../client.ts';
import type { SentText, Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import { literalText } from '../domain/blocks.ts';
import { countClient } from '../domain/limits.ts';
import { textsOf } from '../expand/expand.ts';
import type { Found, Interpreter } from '../interpreter.ts';
import type { Call } from '../launch/launches.ts';
import { placesIn, type WrittenPlace, writtenCommand } from '../launch/written-words.ts';
import { inputText } from '../nested/nested.ts';
import { behind, boundariesOf, sourceOf } from '../nested/wrapped.ts';
import { readScript, readUnknown } from '../programs/mentions.ts';
import type { Connecting } from '../programs/program.ts';
import { socatLine, socatOutput } from '../programs/socat.ts';
import { connectionOf, programAt } from '../programs/table.ts';
import { viewOf } from '../view.ts';
import {
  type ClientTools,
  type Rewrite,
  SOCKET,
  type ToolCall,
  type ToolFinding,
} from './connection-tool.ts';
import { filterIn, keepsListeners, maySearch, searchIn } from './port-lists.ts';

/** A client whose edits are known when the whole script is. */
export interface FoundClient extends Omit<Client, 'edits'> {
  readonly rewrite: Rewrite | undefined;
}

/** A command of the script that says which programs there are. */
export interface FoundTool {
  readonly provides: Connecting['provides'];
  /** Whether it is a netcat that has no `-U`. */
  readonly traditional: boolean;
}

/**
 * Takes note of what a command connects to. `words` is the whole command line, in which the program is the
 * word at `start`.
 */
export function noteClients(
  interpreter: Interpreter,
  words: readonly Word[],
  start: number,
  call: Call,
  context: Context,
): void {
  const own = connectionOf(words.slice(start));
  const isUnknown = isNameless(words.slice(start));
  const { command } = call;
  const boxed = start > 0 && programAt(words[start - 1]?.value.decoded ?? '')?.ownPrograms === true;
  const box = boxed ? own.connects?.inBusybox : undefined;
  const tool: ToolCall = {
    words: box ? words.slice(start - 1) : own.words,
    // Most commands of these names connect to no monitor, and nobody asks where they are written.
    written: once(() => writtenCommand(command, words, context.placement)),
    read: context.output !== undefined,
    stderrDiscarded: command.redirections.some(({ operator, descriptor }) => {
      return descriptor === 2 || operator.startsWith('&');
    }),
    input: inputText(context),
  };
  const isLister = programAt(own.name)?.listsPorts === true;
  const search = maySearch(own.name) ? context.listing : undefined;
  if (own.connects) {
    const { provides, isTraditional } = own.connects;
    const traditional = !box && isTraditional?.(tool) === true;
    interpreter.found.push(toolOf(provides, traditional));
  }
  if (isLister && context.output) context.output.listing = { list: tool, filtered: false };
  if (search && context.output && keepsListeners(tool)) context.output.listing = search;
  const found = box
    ? box.read({ ...tool, words: words.slice(start) }).map((one) => boxedFinding(one, tool))
    : search
      ? searchIn(search, tool)
      : isLister
        ? filterIn(tool)
        : ((isUnknown ? readUnknown : (own.connects?.read ?? readScript))(tool) ?? []);
  const execution = behind(context.execution, boundariesOf(words, start), false);
  const name = isUnknown ? nameOf(words[start]) : own.name;
  for (const { rewrite, says = [], ...finding } of found) {
    const at = context.placement.span(command.at);
    const apart = standsAlone(
      finding.port,
      words.map(({ value }) => value),
    );
    noteClient(interpreter, {
      ...finding,
      tool: name,
      at,
      execution,
      rewrite: apart ? rewrite : undefined,
      looks: false,
      says,
    });
  }
}

/** Takes note of a client. Of those that are too many nothing is held that a rewriting would need. */
function noteClient({ budget, found }: Interpreter, client: FoundClient): void {
  const isRewritten = countClient(budget, client.at);
  found.push({ kind: 'client', client: isRewritten ? client : { ...client, rewrite: undefined } });
}

const TOOLS = new Map<string, Extract<Found, { kind: 'tool' }>>();

/** That there is a program: one and the same for all commands that say so. */
function toolOf(
  provides: FoundTool['provides'],
  traditional: boolean,
): Extract<Found, { kind: 'tool' }> {
  const key = `${provides} ${traditional}`;
  const known = TOOLS.get(key) ?? { kind: 'tool', tool: { provides, traditional } };
  TOOLS.set(key, known);
  return known;
}

/** An unknown program as it is written: `$NC`. */
function nameOf(word: Word | undefined): string {
  const use = word?.value.pieces[0]?.through[0];
  return use?.source ?? (word ? sourceOf(word.value) : '');
}

/** Whether nobody knows which program is run: `$NC localhost 4444`. */
export function isNameless(words: readonly Word[]): boolean {
  const name = words[0];
  if (name === undefined || isKnown(name.value) || name.value.decoded.includes('/')) return false;
  // Without a port among its words it is no client that could be told.
  return words.some(({ value }, index) => index > 0 && /\d\d\b/.test(value.decoded));
}

/**
 * Whether the expansions that give the port give nothing else: in `nc $TARGET` with a host and a port in the
 * variable the port cannot be written without the host.
 */
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

/** Of `busybox nc` both words go. */
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

/** Takes note of redirections to ports. */
export function noteDevices(
  interpreter: Interpreter,
  node: SimpleCommand | Extract<ShellNode, { kind: 'group' }>,
  context: Context,
): void {
  for (const redirection of node.redirections) {
    if (!mayBeDevice(redirection)) continue;
    const { placement, execution } = context;
    for (const { value } of textsOf(redirection.target, viewOf(interpreter, context))) {
      const finding = deviceFinding(value.text, redirection, node, context);
      if (finding === undefined) continue;
      const { rewrite: written, looks = false, ...others } = finding;
      const rewrite = standsAlone(others.port, [value.text]) ? written : undefined;
      const at = placement.span(node.at);
      noteClient(interpreter, {
        ...others,
        tool: '/dev/tcp',
        at,
        execution,
        rewrite,
        looks,
        says: [],
      });
    }
  }
}

/** The clients of a script with their edits; undefined where it has none. */
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
    // Most are where no other one is.
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

/** What tells a client from the same command on another round of a loop. */
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

/** What a command sends: `words` from its name on, `at` the command. */
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

type Group = Extract<ShellNode, { kind: 'group' }>;

/**
 * What bash connects itself (bash manual 3.6). A connection that is written to and read from has no equivalent; a look
 * whether somebody listens has, and so has a command that only writes or only reads.
 */
const DEVICE = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;

/** Whether a redirection may be to a port; nearly none is. */
function mayBeDevice({ target }: FileRedirection): boolean {
  if (target.plain !== undefined) return /^\/dev\/(?:tcp|udp)\//.test(target.plain);
  const [first] = target.parts;
  return first?.kind === 'text' && /^\/dev\/(?:tcp|udp)\//.test(first.text.decoded);
}

/** What stands around the command: the group that it fills, and where its script is written. */
type Surroundings = Pick<Context, 'around' | 'placement'>;

/** Host and port of a target; `node` is what the redirection belongs to. */
function deviceFinding(
  target: MappedText,
  redirection: FileRedirection,
  node: SimpleCommand | Group,
  surroundings: Surroundings,
): ToolFinding | undefined {
  const match = DEVICE.exec(target.decoded);
  if (match === null) return undefined;
  const [whole, protocol, host = '', port = ''] = match;
  const start = whole.length - port.length - 1 - host.length;
  return {
    host: slice(target, start, start + host.length),
    port: slice(target, whole.length - port.length),
    transport: protocol === 'udp' ? 'udp' : 'tcp',
    looks: isProbe(redirection, node),
    rewrite: protocol === 'udp' ? undefined : () => editsOf(redirection, node, surroundings),
  };
}

function editsOf(
  redirection: FileRedirection,
  node: SimpleCommand | Group,
  { around, placement }: Surroundings,
): readonly ClientEdit[] | undefined {
  if (isProbe(redirection, node)) {
    const filled = around && isQuietChain(around, node) ? around : node;
    const { at: whole } = filled;
    const place = placesIn(whole, placement)(whole);
    return place && [{ ...place, words: [{ syntax: '[ -S' }, SOCKET, { syntax: ']' }] }];
  }
  const places = placesIn(node.at, placement);
  if (isWriter(redirection, node)) {
    const place = places(redirection.at);
    return place && [{ ...place, words: [{ syntax: '|' }, ...socatLine('-u', '-')] }];
  }
  return node.kind === 'command' ? readerEdits(redirection, node, places) : undefined;
}

/** Whether nothing is sent or read: `: >/dev/tcp/…`, `echo >…` in a condition, `cat </dev/null >…`. */
function isProbe(redirection: FileRedirection, node: SimpleCommand | Group): boolean {
  if (node.kind !== 'command' || node.input || node.assignments.length > 0) return false;
  if (!isStandard(redirection)) return false;
  const others = node.redirections.filter((other) => other !== redirection);
  if (!others.every(isQuiet)) return false;
  const [name, ...args] = node.words.map(literalText);
  if (node.words.length === 0 || name === ':' || name === 'true') return true;
  const silent = others.some(({ operator, target }) => {
    return operator === '<' && target.plain === '/dev/null';
  });
  if (name === 'cat') return args.length === 0 && silent;
  const isEmpty = node.words.slice(1).every(({ parts }) => {
    return parts.every((part) => part.kind === 'text' && part.text.decoded === '');
  });
  return (name === 'echo' || name === 'printf') && isEmpty && redirection.operator !== '<';
}

/** A descriptor that `exec` would keep open is another matter. */
function isStandard({ descriptor }: FileRedirection): boolean {
  return descriptor === undefined || descriptor === 0 || descriptor === 1;
}

/** `2>/dev/null`, `2>&1`, `</dev/null`. */
function isQuiet({ operator, target }: FileRedirection): boolean {
  return target.plain === '/dev/null' || (operator === '>&' && /^\d$/.test(target.plain ?? ''));
}

/** Whether a group holds nothing but a command, perhaps in another group, and keeps it quiet. */
function isQuietChain(group: Group, command: SimpleCommand | Group): boolean {
  let node: ShellNode | undefined = group;
  while (node?.kind === 'group') {
    if (node.input || !node.redirections.every(isQuiet) || node.body.length !== 1) return false;
    node = node.body[0];
  }
  return node === command;
}

/** Commands that write and change nothing in the shell. */
const WRITERS: ReadonlySet<string> = new Set(['echo', 'printf', 'sleep']);

/** Whether it only sends: `echo quit >/dev/tcp/…`, `{ echo a; echo b; } >/dev/tcp/…`. */
function isWriter(redirection: FileRedirection, node: SimpleCommand | Group): boolean {
  const { operator, descriptor, at } = redirection;
  if (operator !== '>' && operator !== '>>') return false;
  if (descriptor !== undefined && descriptor !== 1) return false;
  if (node.input || !endsWith(node, at)) return false;
  return commandsOf(node).every((command) => {
    if (command.kind !== 'command' || command.assignments.length > 0) return false;
    if (command !== node && command.redirections.length > 0) return false;
    return WRITERS.has(literalText(command.words[0]) ?? '');
  });
}

/** The commands of a group, which the tree holds in another one where it has redirections. */
function commandsOf(node: SimpleCommand | Group): readonly ShellNode[] {
  if (node.kind === 'command') return [node];
  const [only, ...others] = node.body;
  return only?.kind === 'group' && others.length === 0 && only.redirections.length === 0
    ? only.body
    : node.body;
}

/** Whether nothing follows a redirection but where the error messages go. */
function endsWith({ redirections, ...node }: SimpleCommand | Group, at: Span): boolean {
  const behind = redirections.filter((other) => other.at.start > at.start);
  const before = redirections.length - behind.length;
  const words = node.kind === 'command' ? node.words : [];
  return (
    before === 1 &&
    words.every((word) => word.at.end <= at.start) &&
    behind.every((other) => other.descriptor === 2 && isQuiet(other))
  );
}

/** `cat </dev/tcp/…`, also behind `timeout 5`: reads until the other end closes. */
function readerEdits(
  redirection: FileRedirection,
  { words, redirections, input }: SimpleCommand,
  places: (at: Span) => WrittenPlace | undefined,
): readonly ClientEdit[] | undefined {
  const last = words.at(-1);
  const first = literalText(words[0]);
  if (last === undefined || literalText(last) !== 'cat' || input) return undefined;
  if (words.length > 1 && (first !== 'timeout' || words.length > 3)) return undefined;
  const isInput = redirection.operator === '<' && redirection.descriptor !== 1;
  if (!isInput || redirections[0] !== redirection || redirection.at.start < last.at.end) {
    return undefined;
  }
  const place = places({ start: last.at.start, end: redirection.at.end });
  return place && [{ ...place, words: socatOutput('-u') }];
}
