/** How a client stands to a monitor: whether it connects there, and whether it could open a socket of it. */
import type { Boundary, Client, ExecutionContext } from '../../invocation/client.ts';
import { type Chardev, hostProperty } from '../../qemu/chardev/chardev.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import { oncePer } from '../../text/lookup.ts';
import { isKnown, type MappedText, UNKNOWN } from '../../text/mapped-text.ts';
import { spanKey } from '../../text/span.ts';

/** A client with the execution context of the QEMU that it connects to. */
export interface ClientWay {
  readonly client: Client;
  /** Undefined where a program starts QEMU that is not looked into. */
  readonly started: ExecutionContext | undefined;
}

/** The port on which a chardev listens. */
export function portOf({ backend, properties }: Chardev): MappedText | undefined {
  return findProperty(properties, backend.kind === 'udp' ? 'localport' : 'port')?.value;
}

/**
 * `same`: it connects to this monitor and can follow it; `unsure`: it seems to, and something keeps it from
 * following; `maybe`: an unknown port decides; `other`: it has nothing to do with it.
 */
export type Match = 'same' | 'unsure' | 'maybe' | 'other';

/** The chardev of a client's host and port; `started` is undefined where nobody looks into who starts QEMU. */
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
  // Where QEMU runs on another machine, its name may be that machine's.
  return compared === 'other' && elsewhere ? 'unsure' : compared;
}

/** Boundaries as a text to compare; root is root, whatever its environment. */
function runTexts(boundaries: readonly Boundary[]): string {
  return boundaries.map(({ kind, text }) => (kind === 'root' ? kind : text)).join('\n');
}

function sameMachine(client: ExecutionContext, started: ExecutionContext): boolean {
  const machines = ({ run }: ExecutionContext) =>
    runTexts(run.filter(({ kind }) => kind === 'machine'));
  return machines(client) === machines(started);
}

/** Whether whoever runs the client may open the socket: as the same user, or as root. */
function reaches(client: ExecutionContext, started: ExecutionContext): boolean {
  const own = client.run.slice(0, started.run.length);
  const more = client.run.slice(started.run.length);
  return runTexts(own) === runTexts(started.run) && more.every(({ kind }) => kind === 'root');
}

/** Whether both ends expand `${XDG_RUNTIME_DIR}` in the same surroundings. */
export function expandAlike({ client, started }: ClientWay): boolean {
  const texts = ({ spelled }: ExecutionContext) => spelled.map(({ text }) => text).join('\n');
  return started !== undefined && texts(client.execution) === texts(started);
}

/** Names of this machine for itself, and what connects to it likewise. */
const LOOPBACK =
  /^(?:localhost(?:\.localdomain)?|ip6-localhost|127(?:\.\d+){0,3}|\[?::1\]?|0|0\.0\.0\.0|\[?::\]?|)$/i;

/** Addresses on which a monitor can be reached by the names of its own machine. */
const ANY_OR_LOOPBACK = LOOPBACK;

/** Commands and variables that give the name of this machine. */
const OWN_NAME = /^(?:\$\(\s*hostname\b[^;|&]*\)|`hostname\b[^;|&]*`|\$\{?HOSTNAME\}?)$/;

/** What a port is written with that may be another one at another place: `$1`, `$(…)`, `$RANDOM`. */
const UNSTEADY = /\$\{?[0-9@*#?!]|\$\((?!\()|`|RANDOM/;

/**
 * Whether two ports are the same: `same`, `other`, or `maybe` where an unknown part decides. Unknown parts
 * are the same where they are written in one place, or are the same expansion of a variable.
 */
function comparePorts(client: MappedText, monitor: MappedText): 'same' | 'maybe' | 'other' {
  if (isKnown(client) && isKnown(monitor))
    return client.decoded === monitor.decoded ? 'same' : 'other';
  if (identityOf(client) === identityOf(monitor)) return 'same';
  if (isKnown(client)) return couldBe(monitor, client.decoded) ? 'maybe' : 'other';
  if (isKnown(monitor)) return couldBe(client, monitor.decoded) ? 'maybe' : 'other';
  // Two variables of other names hold two ports.
  const [one, two] = [variableOf(client), variableOf(monitor)];
  return one !== undefined && two !== undefined && one !== two ? 'other' : 'maybe';
}

/** The same for hosts; `unsure` for one that may be another machine. */
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

/**
 * What a text shares with those that are the same: what is known of it, and of the rest how it is written, or where, if it
 * may be something else at another place.
 */
export const identityOf = oncePer(({ pieces }: MappedText): string => {
  const parts = pieces.map((piece) => {
    if (piece.kind === 'known') return piece.text;
    const { source, at } = piece;
    return `\0${UNSTEADY.test(source) ? spanKey(at) : plainSource(source)}\0`;
  });
  return parts.join('');
});

/** `${PORT}` as `$PORT`, and arithmetic without blanks. */
function plainSource(source: string): string {
  return source.replace(/^\$\{(\w+)\}$/, '$$$1').replaceAll(/\s/g, '');
}

/** The variable that a text is as a whole, if it is one. */
const variableOf = oncePer(({ pieces }: MappedText): string | undefined => {
  const [piece, ...others] = pieces;
  if (piece?.kind !== 'unknown' || others.length > 0) return undefined;
  return /^\$([A-Za-z_]\w*)$/.exec(plainSource(piece.source))?.[1];
});

/**
 * What a port is that is no other one than a port of the same kind with another name: a number, or what a variable holds.
 * Undefined for one of which nobody can say that.
 */
export function nameOfPort(
  port: MappedText,
): { readonly kind: 'number' | 'variable'; readonly name: string } | undefined {
  if (isKnown(port)) return { kind: 'number', name: port.decoded };
  const name = variableOf(port);
  return name === undefined ? undefined : { kind: 'variable', name };
}

/** Whether an unknown port may turn out to be a known one: `590$i` is never 4444. */
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
