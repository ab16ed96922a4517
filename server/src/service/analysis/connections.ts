/** Matches clients with monitors, and decides which can follow to a UNIX socket. */

import * as l10n from '@vscode/l10n';
import type { Client, ExecutionContext } from '../../invocation/client.ts';
import { switchToUnix } from '../../qemu/change/unix-switch.ts';
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import type { Fix, Related } from '../../rules/rule.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { LIMITS } from '../../text/limits.ts';
import { addTo, once } from '../../text/lookup.ts';
import { type MappedText, spanOf } from '../../text/mapped-text.ts';
import { type Span, spanKey } from '../../text/span.ts';
import {
  type ClientWay,
  identityOf,
  type Match,
  matchOf,
  nameOfPort,
  portOf,
} from './client-match.ts';

export interface Connections {
  readonly machines: readonly Machine[];
  readonly executions: ReadonlyMap<Machine, ExecutionContext>;
  readonly clients: readonly Client[];
  readonly areApart?: ((one: Span, other: Span) => boolean) | undefined;
}

/** A place that may connect to a monitor. */
export interface MonitorClient {
  readonly tool: string;
  readonly at: Span;
  /** Its runs with their QEMU; empty if unsure. */
  readonly ways: readonly ClientWay[];
  /** What a move of the monitor means for it; `possible`: it may be a client of something else. */
  readonly kind: 'follows' | 'stays' | 'possible';
}

/** Clients of a moved monitor and of `companions` that share its socket, in order. */
export function* clientsOf(
  { releasesAddress, changes }: Pick<Fix, 'releasesAddress' | 'changes'>,
  connections: Connections,
  companions: readonly string[] = [],
): Iterable<MonitorClient> {
  const place = placeOfChange(changes);
  if (releasesAddress === undefined || place === undefined || connections.clients.length === 0)
    return;
  const { targets, sites } = endsOf(connections);
  const places = new Set([spanKey(place), ...companions]);
  const moved = [...places].flatMap((key) => targets.at(key));
  const near = sites.near(moved.map(({ port }) => port));
  for (const site of near.slice(0, LIMITS.clients)) {
    if (connections.areApart?.(place, site.at)) continue;
    const client = clientAt(site, places, moved, targets);
    const stays = client?.kind === 'follows' && near.length > LIMITS.clients;
    if (client) yield stays ? { ...client, kind: 'stays' } : client;
  }
}

/** Places of monitors that share clients with this one; empty over the limit. */
export function companionsOf(
  { releasesAddress, changes }: Pick<Fix, 'releasesAddress' | 'changes'>,
  connections: Connections,
): readonly string[] {
  const place = placeOfChange(changes);
  if (releasesAddress === undefined || place === undefined || connections.clients.length === 0)
    return [];
  const { targets, sites } = endsOf(connections);
  const key = spanKey(place);
  const found = new Set<string>();
  const near = sites.near(targets.at(key).map(({ port }) => port));
  for (const site of near.slice(0, LIMITS.clients)) {
    if (connections.areApart?.(place, site.at)) continue;
    const places = placesOf(site, targets);
    if (places?.includes(key)) for (const other of places) found.add(other);
    if (found.size > LIMITS.kept + 1) return [];
  }
  // Sockets of one machine need different paths.
  const machines = [...found].flatMap((other) => {
    return [...new Set(targets.at(other).map(({ machine }) => machine))];
  });
  if (new Set(machines).size < machines.length) return [];
  found.delete(key);
  return [...found];
}

function clientAt(
  site: ClientSite,
  moving: ReadonlySet<string>,
  moved: readonly Target[],
  targets: Targets,
): MonitorClient | undefined {
  const [first] = site.runs;
  if (first === undefined) return undefined;
  const compared = site.runs.map((client) => bestMatch(client, moved));
  const { tool, at } = first;
  const found = compared.filter(({ match }) => match !== 'other');
  if (found.length === 0) return undefined;
  if (found.every(({ match }) => match === 'maybe')) {
    return { tool, at, ways: [], kind: 'possible' };
  }
  const ways = compared.flatMap(({ match, way }) => (match === 'same' && way ? [way] : []));
  // Each run must lead to monitors that move.
  const follows =
    ways.length === site.runs.length &&
    ways.every(({ client }) => client.edits !== undefined) &&
    placesOf(site, targets)?.every((other) => moving.has(other)) === true;
  return { tool, at, ways, kind: follows ? 'follows' : 'stays' };
}

function bestMatch(
  client: Client,
  targets: readonly Target[],
): { readonly match: Match; readonly way?: ClientWay } {
  let best: Match = 'other';
  for (const { chardev, started } of targets) {
    const match = matchOf(client, chardev, started);
    if (match === 'same') return { match, way: { client, started } };
    if (match === 'unsure' || best === 'other') best = match;
  }
  return { match: best };
}

interface ClientSite {
  readonly at: Span;
  readonly runs: readonly Client[];
  /** The addresses that the client may connect to; computed once. */
  places?: readonly string[];
}

function placesOf(site: ClientSite, targets: Targets): readonly string[] | undefined {
  if (site.places) return site.places;
  const places = new Set<string>();
  for (const client of site.runs) {
    const near = targets.on(client.port);
    if (near.length > LIMITS.clients) return undefined;
    for (const { place, chardev, started } of near) {
      if (places.size > LIMITS.kept + 1) break;
      const match = matchOf(client, chardev, started);
      if (match === 'same' || match === 'unsure') places.add(place);
    }
  }
  site.places = [...places];
  return site.places;
}

interface Target {
  /** The place of the address, where a loop starts several machines. */
  readonly place: string;
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly port: MappedText | undefined;
  readonly started: ExecutionContext | undefined;
}

interface Targets {
  readonly at: (place: string) => readonly Target[];
  readonly on: (port: MappedText) => readonly Target[];
}

interface Sites {
  /** The clients of these ports, and those whose port is unknown. */
  readonly near: (ports: readonly (MappedText | undefined)[]) => readonly ClientSite[];
}

const endsOf = once((connections: Connections) => {
  return { targets: targetsIn(connections), sites: sitesIn(connections) };
});

function targetsIn({ machines, executions }: Connections): Targets {
  const byPort = new Map<string, Target[]>();
  const byPlace = new Map<string, Target[]>();
  for (const machine of machines) {
    const own = machine.monitors.flatMap(({ chardev }) => chardev ?? []);
    const started = executions.get(machine);
    for (const chardev of new Set([...machine.chardevs.values(), ...own])) {
      const place = placeOfChange(switchToUnix(chardev, 'hmp') ?? []);
      if (place === undefined) continue;
      const port = portOf(chardev);
      const target: Target = { place: spanKey(place), machine, chardev, port, started };
      addTo(byPlace, target.place, target);
      if (port) addTo(byPort, identityOf(port), target);
    }
  }
  return {
    at: (place) => byPlace.get(place) ?? [],
    on: (port) => byPort.get(identityOf(port)) ?? [],
  };
}

function sitesIn({ clients }: Connections): Sites {
  const bySpan = new Map<string, Client[]>();
  for (const client of clients) {
    addTo(bySpan, `${client.tool} ${spanKey(client.edits?.[0]?.at ?? client.at)}`, client);
  }
  const all = [...bySpan.values()].flatMap(([first, ...others]): readonly ClientSite[] => {
    return first ? [{ at: first.at, runs: [first, ...others] }] : [];
  });
  const byName = new Map<string, ClientSite[]>();
  const byKind = new Map<PortKind, ClientSite[]>();
  for (const site of all) {
    const { kind, names } = namesOfPorts(site.runs.map(({ port }) => port));
    addTo(byKind, kind, site);
    for (const name of names) addTo(byName, name, site);
  }
  return {
    near: (ports) => {
      const { kind, names } = namesOfPorts(ports);
      if (kind === 'any') return all;
      const own = [...names].flatMap((name) => byName.get(name) ?? []);
      const others = [...byKind].flatMap(([other, sites]) => (other === kind ? [] : sites));
      if (names.size === 1 && others.length === 0) return own;
      const found = new Set([...own, ...others]);
      return all.filter((site) => found.has(site));
    },
  };
}

type PortKind = 'number' | 'variable' | 'any';

function namesOfPorts(ports: readonly (MappedText | undefined)[]): {
  readonly kind: PortKind;
  readonly names: ReadonlySet<string>;
} {
  const found = ports.map((port) => port && nameOfPort(port));
  const kind = found[0]?.kind ?? 'any';
  if (!found.every((one) => one?.kind === kind)) return { kind: 'any', names: new Set() };
  return { kind, names: new Set(found.map((one) => `${kind} ${one?.name}`)) };
}

/** The place of the first change. */
export function placeOfChange([change]: Fix['changes']): Span | undefined {
  if (change?.kind === 'replace') {
    return anchorOf(change.whole, change.start, change.end)?.at;
  }
  return change?.kind === 'set-value' ? spanOf(change.entry.value) : undefined;
}

const LISTED_CLIENTS = 8;

/** Places of a finding's clients. */
export function relatedClients(
  fix: Pick<Fix, 'releasesAddress' | 'changes'>,
  connections: Connections,
): readonly Related[] {
  const places: Related[] = [];
  const companions = companionsOf(fix, connections);
  for (const { at, kind } of clientsOf(fix, connections, companions)) {
    if (kind === 'possible') continue;
    const message =
      kind === 'stays'
        ? l10n.t('Connects to the monitor here, and cannot be rewritten')
        : l10n.t('Connects to the monitor here');
    places.push({ at, message });
    if (places.length === LISTED_CLIENTS) break;
  }
  return places;
}
