/**
 * The one question: who can connect to this chardev? Everything about addresses, directions and
 * credentials comes together here, so that a rule only has to ask.
 */
import { type MappedText, slice, spanOf, type Use } from '../text/mapped-text.ts';
import { siteOf } from '../text/site.ts';
import type { Span } from '../text/span.ts';
import { hostKind } from './address.ts';
import { type Chardev, hostProperty, isTcp, type SocketBackend } from './chardev.ts';
import { type Fact, knownValue } from './fact.ts';
import { findProperty } from './keyval.ts';
import { leafChardevs, type Machine, type Monitor } from './machine.ts';
import { type Protection, serverProtection, verifiesServer } from './protection.ts';

/** The protocol people would name. */
export type Transport = 'tcp' | 'telnet' | 'tn3270' | 'websocket' | 'udp';

interface DecidingPlace {
  /** The text that decides: the host where it is written, or the whole address where it is empty. */
  readonly at: Span;
  /** The expansions that bring that text to QEMU, the nearest to QEMU first. */
  readonly through: readonly Use[];
}

interface NetworkReach extends DecidingPlace {
  readonly transport: Transport;
  /** The chardev that is reached, behind mux and hub. */
  readonly chardev: Chardev;
  /** The port as written, `$PORT` included; undefined where it is the same unknown text as the host. */
  readonly port: MappedText | undefined;
  /** The host as written. */
  readonly host: MappedText;
  /** False where a part that this file does not fix could make it harmless. */
  readonly certain: boolean;
}

export type Reach =
  /** QEMU listens, and other machines can connect (`everywhere`), or whoever an unknown address lets in. */
  | (NetworkReach & {
      readonly who: 'network';
      readonly address: 'any' | 'one' | 'unknown';
      readonly protection: Protection;
    })
  /** QEMU listens on this machine only: every local user can connect. */
  | (NetworkReach & { readonly who: 'host'; readonly protection: Protection })
  /** QEMU connects out: whoever answers there. */
  | (NetworkReach & { readonly who: 'peer'; readonly local: boolean })
  /** Datagrams of one peer, whose address can be forged. */
  | (NetworkReach & { readonly who: 'datagrams'; readonly local: boolean })
  /** No network is involved. */
  | { readonly who: 'local' }
  /** This file does not say. */
  | { readonly who: 'unknown' }
  /** Nobody: QEMU does not start with it. */
  | { readonly who: 'nobody' };

/** Who can connect to a monitor: one answer for each chardev behind it. */
export function monitorReach(machine: Machine, monitor: Monitor): readonly Reach[] {
  if (monitor.chardev === undefined) return [{ who: machine.complete ? 'nobody' : 'unknown' }];
  return leafChardevs(machine.chardevs, monitor.chardev).map((leaf) => chardevReach(machine, leaf));
}

function chardevReach(machine: Machine, chardev: Chardev): Reach {
  const { backend } = chardev;
  switch (backend.kind) {
    case 'socket':
      return isTcp(backend) ? socketReach(machine, chardev, backend) : { who: 'local' };
    case 'udp': {
      const base = networkReach(chardev, backend.host, backend.port, 'udp');
      const kind = hostKind(base.host);
      // An empty peer is localhost for udp.
      const local = kind === 'loopback' || base.host.text === '';
      return { ...base, who: 'datagrams', local };
    }
    case 'unknown':
    case 'mux':
    case 'hub':
      return { who: 'unknown' };
    case 'other':
      return { who: 'local' };
    case 'refused':
      return { who: 'nobody' };
  }
}

function socketReach(machine: Machine, chardev: Chardev, socket: SocketBackend): Reach {
  const base = networkReach(chardev, socket.host, socket.port, transportOf(socket));
  const kind = hostKind(base.host);
  const listens = listening(chardev, socket);
  if (listens === false) {
    const verified = verifiesServer(machine, socket);
    if (verified === true) return { who: 'local' };
    const certain = verified === false;
    return { ...base, who: 'peer', local: kind === 'loopback', certain };
  }
  const protection = serverProtection(machine, socket);
  if (protection.kind === 'refused') return { who: 'nobody' };
  const certain = listens === true && protection.kind !== 'unknown';
  if (kind === 'loopback') return { ...base, who: 'host', protection, certain };
  const address = kind === 'other' ? 'one' : kind;
  return { ...base, who: 'network', address, protection, certain };
}

/** Whether the socket listens; off is the default, unless unknown text may say otherwise. */
function listening(chardev: Chardev, socket: SocketBackend): boolean | 'unknown' {
  if (socket.server.kind === 'absent') return chardev.openEnded ? 'unknown' : false;
  return knownValue(socket.server) ?? 'unknown';
}

function transportOf(socket: SocketBackend): Transport {
  if (knownValue(socket.telnet) === true) return 'telnet';
  if (knownValue(socket.tn3270) === true) return 'tn3270';
  return knownValue(socket.websocket) === true ? 'websocket' : 'tcp';
}

function networkReach(
  chardev: Chardev,
  host: Fact<string>,
  port: Fact<string>,
  transport: Transport,
): NetworkReach {
  const { at, through } = decidingPlace(chardev);
  const empty: MappedText = { text: '', pieces: [], starts: [], place: at };
  const hostText = host.kind === 'absent' ? empty : host.text;
  const portText = port.kind === 'absent' ? undefined : port.text;
  const same = portText !== undefined && portText.pieces[0] === hostText.pieces[0];
  return {
    transport,
    chardev,
    host: hostText,
    port: same ? undefined : portText,
    at,
    through,
    certain: true,
  };
}

/**
 * The smallest text whose change takes the exposure away, where it is written: the host; `tcp::4444`
 * where that is empty; `host=` of a property list; what QEMU drops in a config file.
 */
function decidingPlace(chardev: Chardev): DecidingPlace {
  const host = hostProperty(chardev);
  if (host === undefined) return originPlace(chardev);
  if (host.origin.kind === 'entry') {
    const { dropped, key, value } = host.origin.entry;
    if (dropped && dropped.text !== '') return { at: dropped.at, through: [] };
    return placeOf(value.text === '' ? key : value);
  }
  if (host.value.text !== '') return placeOf(host.value);
  if (host.keyText !== undefined && host.origin.kind === 'item') {
    const { list, start, end } = host.origin;
    return placeOf(slice(list, start, end));
  }
  return originPlace(chardev);
}

function placeOf(text: MappedText): DecidingPlace {
  return { at: spanOf(text), through: text.pieces[0]?.through ?? [] };
}

function originPlace({ origin }: Chardev): DecidingPlace {
  switch (origin.kind) {
    case 'legacy': {
      const address = slice(origin.device, 0, origin.addressEnd);
      const { through } = placeOf(address);
      // A port from a variable belongs to the address where that is put together.
      return { at: siteOf(address)?.at ?? spanOf(address), through };
    }
    case 'option':
      return placeOf(origin.list);
    case 'section':
      return { at: origin.section.at, through: [] };
  }
}

/** Where a chardev names its TLS credentials: the `tls0` of `tls-creds=tls0`. */
export function credentialsAt(chardev: Chardev): Span | undefined {
  const creds = findProperty(chardev.properties, 'tls-creds');
  return creds && spanOf(creds.value);
}
