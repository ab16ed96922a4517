/** Matches clients with monitors by address, and by permission to open the socket. */
import type { Boundary, Client, ExecutionContext } from '../../invocation/client.ts';
import { type Chardev, hostProperty } from '../../qemu/chardev/chardev.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import { once } from '../../text/lookup.ts';
import { isKnown, type MappedText, UNKNOWN } from '../../text/mapped-text.ts';
import { spanKey } from '../../text/span.ts';

/** A client and how its QEMU was started; `started` is undefined for an unknown program. */
export interface ClientWay {
  readonly client: Client;
  readonly started: ExecutionContext | undefined;
}

/** The port of a listening chardev. */
export function portOf({ backend, properties }: Chardev): MappedText | undefined {
  return findProperty(properties, backend.kind === 'udp' ? 'localport' : 'port')?.value;
}

/** `same` follows the monitor; `unsure` may connect but cannot follow; `maybe` has an unknown port. */
export type Match = 'same' | 'unsure' | 'maybe' | 'other';

/** Compares a client with a monitor; `started` is undefined if unknown. */
export function matchOf(
  client: Client,
  chardev: Chardev,
  started: ExecutionContext | undefined,
): Match {
  const isUdp = chardev.backend.kind === 'udp';
  if (isUdp !== (client.transport === 'udp')) return 'other';
  const { properties } = chardev;
  const port = portOf(chardev);
  const ports = port ? comparePorts(client.port, port) : 'other';
  if (port === undefined || ports === 'other') return 'other';
  const elsewhere = started !== undefined && !sameMachine(client.execution, started);
  const listens = isUdp
    ? findProperty(properties, 'localaddr')?.value
    : hostProperty(chardev)?.value;
  const hosts = hostsOf(client.host, listens, elsewhere);
  // `localhost` on another machine is another host.
  const away = elsewhere && client.execution.run.some(({ kind }) => kind === 'machine');
  if (hosts === 'other' || (away && hosts === 'same')) return 'other';
  if (ports === 'maybe') return 'maybe';
  const follows = started !== undefined && reaches(client.execution, started);
  return hosts === 'same' && follows ? 'same' : 'unsure';
}

function hostsOf(
  host: MappedText | undefined,
  listens: MappedText | undefined,
  elsewhere: boolean,
): 'same' | 'unsure' | 'other' {
  if (host === undefined) return 'same';
  const compared = compareHosts(host, listens);
  return compared === 'other' && elsewhere ? 'unsure' : compared;
}

function runTexts(boundaries: readonly Boundary[]): string {
  return boundaries.map(({ kind, text }) => (kind === 'root' ? kind : text)).join('\n');
}

function sameMachine(client: ExecutionContext, started: ExecutionContext): boolean {
  const machines = ({ run }: ExecutionContext) =>
    runTexts(run.filter(({ kind }) => kind === 'machine'));
  return machines(client) === machines(started);
}

function reaches(client: ExecutionContext, started: ExecutionContext): boolean {
  const own = client.run.slice(0, started.run.length);
  const more = client.run.slice(started.run.length);
  return runTexts(own) === runTexts(started.run) && more.every(({ kind }) => kind === 'root');
}

/** Whether both expand `${XDG_RUNTIME_DIR}` alike. */
export function expandAlike({ client, started }: ClientWay): boolean {
  const texts = ({ spelled }: ExecutionContext) => spelled.map(({ text }) => text).join('\n');
  return started !== undefined && texts(client.execution) === texts(started);
}

const LOOPBACK =
  /^(?:localhost(?:\.localdomain)?|ip6-localhost|127(?:\.\d+){0,3}|\[?::1\]?|0|0\.0\.0\.0|\[?::\]?|)$/i;

const ANY_OR_LOOPBACK = LOOPBACK;

const OWN_NAME = /^(?:\$\(\s*hostname\b[^;|&]*\)|`hostname\b[^;|&]*`|\$\{?HOSTNAME\}?)$/;

/** Differ by place: `$1`, `$(…)`, `$RANDOM`. */
const UNSTEADY = /\$\{?[0-9@*#?!]|\$\((?!\()|`|RANDOM/;

/** Compares ports; unknown parts are equal at one place, or with one variable. */
function comparePorts(client: MappedText, monitor: MappedText): 'same' | 'maybe' | 'other' {
  if (isKnown(client) && isKnown(monitor))
    return client.decoded === monitor.decoded ? 'same' : 'other';
  if (identityOf(client) === identityOf(monitor)) return 'same';
  if (isKnown(client)) return couldBe(monitor, client.decoded) ? 'maybe' : 'other';
  if (isKnown(monitor)) return couldBe(client, monitor.decoded) ? 'maybe' : 'other';
  const [one, two] = [variableOf(client), variableOf(monitor)];
  return one !== undefined && two !== undefined && one !== two ? 'other' : 'maybe';
}

/** Compares hosts; `unsure`: perhaps another machine. */
function compareHosts(
  client: MappedText,
  monitor: MappedText | undefined,
): 'same' | 'unsure' | 'other' {
  const steady = client.pieces.every(({ defaultOf }) => defaultOf === undefined);
  if (monitor && client.decoded !== '' && identityOf(client) === identityOf(monitor)) return 'same';
  if (!isKnown(client)) {
    const [piece, ...others] = client.pieces;
    const own = piece?.kind === 'unknown' && others.length === 0 && OWN_NAME.test(piece.source);
    return own ? 'same' : 'unsure';
  }
  if (LOOPBACK.test(client.decoded)) {
    const bound = monitor && isKnown(monitor) ? monitor.decoded : '';
    if (!ANY_OR_LOOPBACK.test(bound)) return 'other';
    return steady ? 'same' : 'unsure';
  }
  return 'other';
}

/** Identifies text by known parts, sources of unknown ones, places of unsteady ones. */
export const identityOf = once(({ pieces }: MappedText): string => {
  const parts = pieces.map((piece) => {
    if (piece.kind === 'known') return piece.text;
    const { source, at } = piece;
    return `\0${UNSTEADY.test(source) ? spanKey(at) : plainSource(source)}\0`;
  });
  return parts.join('');
});

/** `${PORT}` becomes `$PORT`; arithmetic loses blanks. */
function plainSource(source: string): string {
  return source.replace(/^\$\{(\w+)\}$/, '$$$1').replaceAll(/\s/g, '');
}

const variableOf = once(({ pieces }: MappedText): string | undefined => {
  const [piece, ...others] = pieces;
  if (piece?.kind !== 'unknown' || others.length > 0) return undefined;
  return /^\$([A-Za-z_]\w*)$/.exec(plainSource(piece.source))?.[1];
});

/** A port's name; different names of one kind are different ports. Undefined if not comparable. */
export function nameOfPort(
  port: MappedText,
): { readonly kind: 'number' | 'variable'; readonly name: string } | undefined {
  if (isKnown(port)) return { kind: 'number', name: port.decoded };
  const name = variableOf(port);
  return name === undefined ? undefined : { kind: 'variable', name };
}

/** Whether a port may have a value: `590$i` is never 4444. */
function couldBe({ decoded }: MappedText, port: string): boolean {
  const [first = '', ...others] = decoded.split(UNKNOWN);
  const last = others.pop();
  if (last === undefined) return first === port;
  const end = port.length - last.length;
  let from = first.length;
  if (from > end || !port.startsWith(first) || !port.endsWith(last)) return false;
  for (const part of others) {
    const found = port.indexOf(part, from);
    if (found === -1 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
