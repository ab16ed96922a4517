/**
 * Redirections to `/dev/tcp/HOST/PORT`, which bash connects itself (bash manual 3.6). A connection that is
 * written to and read from has no equivalent; a look whether somebody listens has, and so has a command
 * that only writes or only reads.
 */
import type { FileRedirection, ShellNode, SimpleCommand } from '../../../syntax/shell/tree.ts';
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Span } from '../../../text/span.ts';
import type { ClientEdit } from '../../client.ts';
import type { Context } from '../context.ts';
import { literalText } from '../domain/blocks.ts';
import { placesIn, type WrittenPlace } from '../launch/written-words.ts';
import { socatLine, socatOutput } from '../programs/socat.ts';
import { SOCKET, type ToolFinding } from './connection-tool.ts';

type Group = Extract<ShellNode, { kind: 'group' }>;

const DEVICE = /^\/dev\/(tcp|udp)\/([^/]+)\/([^/]+)$/;

/** Whether a redirection may be to a port; nearly none is. */
export function mayBeDevice({ target }: FileRedirection): boolean {
  if (target.plain !== undefined) return /^\/dev\/(?:tcp|udp)\//.test(target.plain);
  const [first] = target.parts;
  return first?.kind === 'text' && /^\/dev\/(?:tcp|udp)\//.test(first.text.decoded);
}

/** What stands around the command: the group that it fills, and where its script is written. */
type Surroundings = Pick<Context, 'around' | 'placement'>;

/** Host and port of a target; `node` is what the redirection belongs to. */
export function deviceFinding(
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
