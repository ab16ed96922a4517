/** Calls that connect to a port: `s.connect(("localhost", 4444))`, `Telnet("127.0.0.1", port)`. */
import { PYTHON } from '../../syntax/python/encodings.ts';
import type { MappedText } from '../../text/mapped-text.ts';
import type { Client } from '../client.ts';
import { HERE } from '../shell/nested/wrapped.ts';
import { type Given, itemOf, type LibraryCall, nameOf } from './given.ts';
import { itemsIn, type Run } from './run.ts';
import { asText, unknownText } from './texts.ts';
import { type Item, optionsOf, type Value } from './values.ts';

/** What connects to whatever it is given. */
const CONNECTS = /connect|telnet|qmp|monitor|open_connection/i;
/** What listens itself, or looks for a port that nobody has. */
const LISTENS = /bind|listen|server|serve|free|avail/i;
const OWN_HOST = /^(?:localhost|127\.|::1$|\[::1\]$|0\.0\.0\.0$)/;

/** How many calls are told of. */
const MAX_CLIENTS = 200;

/** Takes note of a call that is given a host and a port, in a pair or one behind the other. */
export function noteConnection(
  { callee, at }: Pick<LibraryCall['expression'], 'callee' | 'at'>,
  given: readonly Given[],
  run: Run,
): void {
  if (run.clients.length >= MAX_CLIENTS || given.length === 0) return;
  const positional = given.filter(({ name, stars }) => name === undefined && stars === 0);
  const pairs = positional.flatMap(({ value }) => pairIn(value, run));
  const [host, port] = positional.map(itemOf);
  const [pair] = [...pairs, ...(host && port ? [[host, port] as const] : [])];
  if (pair === undefined) return;
  const [first, second] = pair.map((item) => textOf(item, run));
  if (first === undefined || second === undefined) return;
  const tool = nameOf(callee);
  if (LISTENS.test(tool)) return;
  const isNumber = /^\d+$/.test(second.decoded) || second.pieces[0]?.kind === 'unknown';
  if (!isNumber || !(OWN_HOST.test(first.decoded) || (CONNECTS.test(tool) && pairs.length > 0)))
    return;
  const client: Client = {
    tool,
    at,
    host: first,
    port: second,
    transport: 'tcp',
    execution: HERE,
    edits: undefined,
    looks: false,
    says: [],
  };
  run.clients.push(client);
}

/** The items of a pair. */
function pairIn(value: Value, run: Run): readonly (readonly [Item, Item])[] {
  const items = itemsIn(run, value);
  const [host, port] = items ?? [];
  return items?.length === 2 && host && port ? [[host, port]] : [];
}

function textOf({ value, at }: Item, { source }: Run): MappedText | undefined {
  const [first] = optionsOf(value);
  if (first === undefined || value.kind === 'list') return undefined;
  return asText(first.value) ?? unknownText(source.slice(at.start, at.end), at, PYTHON.expression);
}
