/**
 * Which clients of a script belong to a monitor, and which of them can go with it to a UNIX socket. A client
 * is one place of the script, however often and with whatever values it is run.
 */
import type { Client, Hop, Whereabouts } from '../invocation/client.ts';
import { switchToUnix } from '../qemu/change/unix-switch.ts';
import { type Chardev, hostProperty } from '../qemu/chardev/chardev.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { findProperty } from '../qemu/options/keyval.ts';
import type { Fix, Related } from '../rules/rule.ts';
import { isKnown, type MappedText, spanOf } from '../text/mapped-text.ts';
import { siteOf } from '../text/site.ts';
import { type Span, spanKey } from '../text/span.ts';
import { compareHosts, comparePorts } from './same-address.ts';

/** What an analysis found of both ends. */
export interface Connections {
  readonly machines: readonly Machine[];
  readonly whereabouts: ReadonlyMap<Machine, Whereabouts>;
  readonly clients: readonly Client[];
}

/** A place of the script that connects to the monitor of a fix. */
export interface MonitorClient {
  readonly tool: string;
  readonly at: Span;
  /** What it is run as, with the QEMU that each connects to; empty where it is not sure that any does. */
  readonly ways: readonly ClientWay[];
  /** Whether there is nothing that keeps it from connecting to the socket. */
  readonly follows: boolean;
}

/** A client with the whereabouts of the QEMU that it connects to. */
export interface ClientWay {
  readonly client: Client;
  /** Undefined where a program starts QEMU that is not looked into. */
  readonly started: Whereabouts | undefined;
}

/** The clients of a fix, in the order of the text. */
export interface FixClients {
  readonly certain: readonly MonitorClient[];
  /** Places that may connect to it, as far as the files tell. */
  readonly possible: readonly Client[];
}

const NO_CLIENTS: FixClients = { certain: [], possible: [] };

/** Who connects to the monitor that a fix moves. */
export function clientsOf(
  { leaves, changes }: Pick<Fix, 'leaves' | 'changes'>,
  connections: Connections,
): FixClients {
  const place = placeOfChange(changes);
  if (leaves === undefined || place === undefined || connections.clients.length === 0) {
    return NO_CLIENTS;
  }
  const key = spanKey(place);
  const certain: MonitorClient[] = [];
  const possible: Client[] = [];
  for (const site of sitesOf(connections).get(key) ?? []) {
    const own = site.flatMap(({ links }) => links.filter((link) => link.place === key));
    const [first] = site;
    if (first === undefined) continue;
    if (own.every(({ match }) => match === 'maybe')) {
      possible.push(first.client);
      continue;
    }
    // Whatever it is run with must lead to this monitor, and to no other.
    const all = site.every(({ links }) => {
      return (
        links.some((link) => link.place === key && link.match === 'same') &&
        links.every((link) => link.place === key || link.match === 'maybe')
      );
    });
    const ways = own.flatMap(({ match, client, started }) => {
      return match === 'same' ? [{ client, started }] : [];
    });
    const follows = all && ways.every(({ client }) => client.edits !== undefined);
    certain.push({ tool: first.client.tool, at: first.client.at, ways, follows });
  }
  return { certain, possible };
}

/** What a client has to do with a chardev. */
interface Link extends ClientWay {
  /** Where the address of the chardev is written: in a loop one line starts several machines. */
  readonly place: string;
  readonly match: Exclude<Match, 'other'>;
}

/** What one run of a command connects to. */
interface LinkedClient {
  readonly client: Client;
  readonly links: readonly Link[];
}

/** By the place of an address: the places of the script that connect there, with all their runs. */
type Sites = ReadonlyMap<string, readonly (readonly LinkedClient[])[]>;

const matches = new WeakMap<Connections, Sites>();

/** Compares every client with every monitor, once for all fixes. */
function sitesOf(connections: Connections): Sites {
  const known = matches.get(connections);
  if (known) return known;
  const targets = targetsIn(connections);
  const bySite = new Map<string, LinkedClient[]>();
  for (const client of connections.clients) {
    const { port } = client;
    const near = isKnown(port) ? [...targets.fixed(port.text), ...targets.open] : targets.all;
    const links = near.flatMap(({ place, chardev, started }): readonly Link[] => {
      const match = matchOf(client, chardev, started);
      return match === 'other' ? [] : [{ place, match, client, started }];
    });
    const key = `${client.tool} ${spanKey(client.edits?.[0]?.at ?? client.at)}`;
    const site = bySite.get(key);
    if (site) site.push({ client, links });
    else bySite.set(key, [{ client, links }]);
  }
  const sites = new Map<string, (readonly LinkedClient[])[]>();
  for (const site of bySite.values()) {
    for (const place of new Set(site.flatMap(({ links }) => links.map((link) => link.place)))) {
      const others = sites.get(place);
      if (others) others.push(site);
      else sites.set(place, [site]);
    }
  }
  matches.set(connections, sites);
  return sites;
}

/** A chardev that a fix can move, with the place where its address is written. */
interface Target {
  readonly place: string;
  readonly chardev: Chardev;
  readonly started: Whereabouts | undefined;
}

/** The chardevs by their ports, so that a thousand clients do not ask a thousand machines each. */
interface Targets {
  readonly all: readonly Target[];
  /** Those of a port that the files fix. */
  readonly fixed: (port: string) => readonly Target[];
  /** Those whose port is not known. */
  readonly open: readonly Target[];
}

function targetsIn({ machines, whereabouts }: Connections): Targets {
  const all: Target[] = [];
  const open: Target[] = [];
  const byPort = new Map<string, Target[]>();
  for (const machine of machines) {
    const own = machine.monitors.flatMap(({ chardev }) => chardev ?? []);
    const started = whereabouts.get(machine);
    for (const chardev of new Set([...machine.chardevs.values(), ...own])) {
      const place = placeOfChange(switchToUnix(chardev, 'hmp') ?? []);
      if (place === undefined) continue;
      const target = { place: spanKey(place), chardev, started };
      all.push(target);
      const port = portOf(chardev);
      if (port === undefined || !isKnown(port)) open.push(target);
      else byPort.set(port.text, [...(byPort.get(port.text) ?? []), target]);
    }
  }
  return { all, open, fixed: (port) => byPort.get(port) ?? [] };
}

/** The port on which a chardev listens. */
function portOf({ backend, properties }: Chardev): MappedText | undefined {
  return findProperty(properties, backend.kind === 'udp' ? 'localport' : 'port')?.value;
}

/** Where the first of the changes is written. */
function placeOfChange([change]: Fix['changes']): Span | undefined {
  if (change?.kind === 'replace') {
    return siteOf(change.whole, change.start, change.end)?.at;
  }
  return change?.kind === 'set-value' ? spanOf(change.entry.value) : undefined;
}

type Match = 'same' | 'unsure' | 'maybe' | 'other';

function matchOf(client: Client, chardev: Chardev, started: Whereabouts | undefined): Match {
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

/** How many clients a finding names. */
const MAX_RELATED = 8;

/** The places of a finding's clients. */
export function relatedClients(
  fix: Pick<Fix, 'leaves' | 'changes'>,
  connections: Connections,
): readonly Related[] {
  return clientsOf(fix, connections)
    .certain.slice(0, MAX_RELATED)
    .map(({ at, follows }) => {
      const message = 'Connects to the monitor here';
      return { at, message: follows ? message : `${message}, and cannot be rewritten` };
    });
}
