/** How a client stands to a monitor: whether it connects there, and whether it could open a socket of it. */
import type { Client, Hop, Whereabouts } from '../invocation/client.ts';
import { type Chardev, hostProperty } from '../qemu/chardev/chardev.ts';
import { knownValue } from '../qemu/options/fact.ts';
import { findProperty } from '../qemu/options/keyval.ts';
import type { MappedText } from '../text/mapped-text.ts';
import { compareHosts, comparePorts } from './same-address.ts';

/** A client with the whereabouts of the QEMU that it connects to. */
export interface ClientWay {
  readonly client: Client;
  /** Undefined where a program starts QEMU that is not looked into. */
  readonly started: Whereabouts | undefined;
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
export function matchOf(client: Client, chardev: Chardev, started: Whereabouts | undefined): Match {
  const isUdp = chardev.backend.kind === 'udp';
  if (isUdp !== (client.transport === 'udp')) return 'other';
  const { properties } = chardev;
  const port = portOf(chardev);
  const ports = port ? comparePorts(client.port, port) : 'other';
  if (port === undefined || ports === 'other') return 'other';
  const elsewhere = started !== undefined && !sameMachine(client.whereabouts, started);
  const listens = isUdp
    ? findProperty(properties, 'localaddr')?.value
    : hostProperty(chardev)?.value;
  const hosts = hostsOf(client.host, listens, elsewhere);
  // `localhost` on another machine is another host.
  const away = elsewhere && client.whereabouts.run.some(({ kind }) => kind === 'machine');
  if (hosts === 'other' || (away && hosts === 'same')) return 'other';
  if (ports === 'maybe') return 'maybe';
  const follows = started !== undefined && reaches(client.whereabouts, started);
  return hosts === 'same' && follows && !waitsFor(client, chardev) ? 'same' : 'unsure';
}

/** Whether QEMU does not start before somebody connects, which a look at the socket's file does not do. */
function waitsFor({ looks }: Client, { backend }: Chardev): boolean {
  return looks && backend.kind === 'socket' && knownValue(backend.wait) !== false;
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

/** Hops as a text to compare; root is root, whatever its environment. */
function runTexts(hops: readonly Hop[]): string {
  return hops.map(({ kind, text }) => (kind === 'root' ? kind : text)).join('\n');
}

function sameMachine(client: Whereabouts, started: Whereabouts): boolean {
  const machines = ({ run }: Whereabouts) => runTexts(run.filter(({ kind }) => kind === 'machine'));
  return machines(client) === machines(started);
}

/** Whether whoever runs the client may open the socket: as the same user, or as root. */
function reaches(client: Whereabouts, started: Whereabouts): boolean {
  const own = client.run.slice(0, started.run.length);
  const more = client.run.slice(started.run.length);
  return runTexts(own) === runTexts(started.run) && more.every(({ kind }) => kind === 'root');
}

/** Whether both ends expand `${XDG_RUNTIME_DIR}` in the same surroundings. */
export function expandAlike({ client, started }: ClientWay): boolean {
  const texts = ({ spelled }: Whereabouts) => spelled.map(({ text }) => text).join('\n');
  return started !== undefined && texts(client.whereabouts) === texts(started);
}
