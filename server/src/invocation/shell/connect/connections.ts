/** Records connections of a script, and combines them at its end. */

import { spend } from '../../../text/fuel.ts';
import { once } from '../../../text/lookup.ts';
import { type MappedText, pieceLength } from '../../../text/mapped-text.ts';
import { nameOf } from '../../../text/paths.ts';
import { type Span, sameSpan, spanKey } from '../../../text/span.ts';
import type { Client, ClientEdit, ClientsInvocation } from '../../client.ts';
import { COST } from '../../domain/limits.ts';
import type { SentText, Word } from '../../invocation.ts';
import type { Context } from '../context.ts';
import type { Found, Interpreter } from '../interpreter.ts';
import type { Call } from '../launch/launches.ts';
import { writtenCommand } from '../launch/written-words.ts';
import { inputText } from '../nested/nested.ts';
import { behind, boundariesOf, sourceOf } from '../nested/wrapped.ts';
import type { Connecting } from '../programs/program.ts';
import { programAt } from '../programs/table.ts';
import type { ClientTools, Rewrite } from './connection-tool.ts';

/** Before its edits are known. */
export interface FoundClient extends Omit<Client, 'edits'> {
  readonly rewrite: Rewrite | undefined;
}

/** A program in use. */
export type FoundTool = NonNullable<Connecting['provides']>;

/** Records connections of a command; the program is at `start`. */
export function noteClients(
  interpreter: Interpreter,
  words: readonly Word[],
  start: number,
  { command }: Call,
  context: Context,
): void {
  const own = words.slice(start);
  const program = own[0]?.value.decoded ?? '';
  const { connects } = programAt(program) ?? {};
  // busybox has a netcat of its own, without `-U`.
  const isBoxed = start > 0 && programAt(words[start - 1]?.value.decoded ?? '')?.ownPrograms;
  if (connects === undefined || isBoxed) return;
  if (connects.provides) interpreter.found.push(toolOf(connects.provides));
  const found = connects.read({
    words: own,
    written: once(() => writtenCommand(command, words, context.placement)),
    read: context.output !== undefined,
    stderrDiscarded: command.redirections.some(({ operator, descriptor }) => {
      return descriptor === 2 || operator.startsWith('&');
    }),
  });
  const execution = behind(context.execution, boundariesOf(words, start), false);
  const at = context.placement.span(command.at);
  const texts = words.map(({ value }) => value);
  for (const { rewrite, ...finding } of found) {
    noteClient(interpreter, {
      ...finding,
      tool: nameOf(program),
      at,
      execution,
      rewrite: standsAlone(finding.port, texts) ? rewrite : undefined,
    });
  }
}

function noteClient({ budget, found }: Interpreter, client: FoundClient): void {
  spend(budget, COST.client, client.at);
  found.push({ kind: 'client', client });
}

const TOOLS = new Map<string, Extract<Found, { kind: 'tool' }>>();

function toolOf(tool: FoundTool): Extract<Found, { kind: 'tool' }> {
  const known = TOOLS.get(tool) ?? { kind: 'tool', tool };
  TOOLS.set(tool, known);
  return known;
}

/** Whether the port can be replaced without the host; false for `nc $TARGET`. */
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

/** A script's clients with their edits; undefined for none. */
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
  const tools = new Set(found.flatMap((item) => (item.kind === 'tool' ? item.tool : [])));
  return { socat: tools.has('socat'), netcat: tools.has('netcat') };
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
