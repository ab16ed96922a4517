/** Who can connect to a chardev, by address, direction and credentials. */

import { anchorOf } from '../../text/edit-anchor.ts';
import { isKnown, type MappedText, slice, spanOf, UNKNOWN } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { hostKind } from '../chardev/address.ts';
import { type Backend, type Chardev, hostProperty } from '../chardev/chardev.ts';
import { isTcp, type SocketBackend } from '../chardev/socket.ts';
import { leafChardevs, type Machine, type Monitor } from '../machine/machine.ts';
import { isUserDirectory } from '../machine/permissions.ts';
import { isShared } from '../machine/shared-directory.ts';
import { type Protection, serverProtection, verifiesServer } from '../object/protection.ts';
import { type Fact, knownValue } from '../options/fact.ts';
import { findProperty } from '../options/keyval.ts';
import { type Place, placeOf } from '../options/place.ts';

type Transport = 'tcp' | 'telnet' | 'tn3270' | 'websocket' | 'udp';

interface ChardevReach extends Place {
  /** The last chardev, behind mux and hub. */
  readonly chardev: Chardev;
}

interface NetworkReach extends ChardevReach {
  readonly transport: Transport;
  /** As written (`$PORT`); undefined if host and port are one unknown text. */
  readonly port: MappedText | undefined;
  readonly host: MappedText;
  /** False if an unknown part may make it harmless. */
  readonly certain: boolean;
}

export type Reach =
  /** Listens for other machines, or on an unknown address. */
  | (NetworkReach & {
      readonly who: 'network';
      readonly address: 'any' | 'one' | 'unknown';
      readonly protection: Protection;
    })
  | (NetworkReach & { readonly who: 'host'; readonly protection: Protection })
  | (NetworkReach & { readonly who: 'peer'; readonly local: boolean })
  /** The sender can be forged. */
  | (NetworkReach & { readonly who: 'datagrams'; readonly local: boolean })
  /** Open to the network namespace. */
  | (ChardevReach & { readonly who: 'abstract'; readonly path: MappedText })
  /** A socket in a directory that all users can write to. */
  | (ChardevReach & { readonly who: 'directory'; readonly path: MappedText })
  /** A pty, a file … `name` is the backend. */
  | (ChardevReach & { readonly who: 'device'; readonly name: string })
  /** `stdio`, a private socket. */
  | (ChardevReach & { readonly who: 'user' })
  | { readonly who: 'unknown' }
  /** QEMU does not start, or `null`. */
  | { readonly who: 'nobody' };

/** Who reaches a monitor, an answer for each chardev behind it. */
export function monitorReach(
  machine: Machine,
  monitor: Pick<Monitor, 'chardev'> & Partial<Pick<Monitor, 'chardevId'>>,
): readonly Reach[] {
  if (monitor.chardev === undefined) {
    // QEMU refuses an id without a chardev.
    const isRefused = machine.complete && monitor.chardevId && isKnown(monitor.chardevId);
    return [{ who: isRefused ? 'nobody' : 'unknown' }];
  }
  const leaves = leafChardevs(machine.chardevs, monitor.chardev);
  // QEMU refuses a mux or hub that leads back to itself.
  if (leaves.length === 0) return [{ who: 'nobody' }];
  return leaves.map((leaf) => chardevReach(machine, leaf));
}

function chardevReach(machine: Machine, chardev: Chardev): Reach {
  const { backend } = chardev;
  switch (backend.kind) {
    case 'socket':
      return isTcp(backend) ? socketReach(machine, chardev, backend) : unixReach(chardev, backend);
    case 'udp': {
      const base = networkReach(chardev, backend.host, backend.port, 'udp');
      const kind = hostKind(base.host);
      // The default peer of udp is localhost.
      const local = kind === 'loopback' || base.host.decoded === '';
      return { ...base, who: 'datagrams', local };
    }
    case 'unknown':
    case 'mux':
    case 'hub':
      return { who: 'unknown' };
    case 'other':
      return otherReach(chardev, backend);
    case 'refused':
      return { who: 'nobody' };
  }
}

function userReach(chardev: Chardev): Reach {
  return { who: 'user', chardev, ...originPlace(chardev) };
}

function unixReach(chardev: Chardev, socket: SocketBackend): Reach {
  const { path, fd, server } = socket;
  if (path.kind === 'absent' && fd.kind === 'absent') {
    // An address is required.
    return { who: chardev.openEnded ? 'unknown' : 'nobody' };
  }
  if (path.kind === 'absent') return userReach(chardev);
  const place = { chardev, ...placeOf(path.text) };
  // Another process made the socket.
  if (knownValue(server) !== true) return { ...place, who: 'user' };
  if (socket.abstract.kind === 'unknown') return { who: 'unknown' };
  if (knownValue(socket.abstract) === true) return { ...place, who: 'abstract', path: path.text };
  if (isShared(path.text)) {
    const at = path.text.decoded === '' ? originPlace(chardev) : placeOf(path.text);
    return { chardev, ...at, who: 'directory', path: path.text };
  }
  return isKnown(path.text) || knownDirectory(path.text) || isOwnDirectory(path.text)
    ? { ...place, who: 'user' }
    : { who: 'unknown' };
}

/** Whether a directory is known, even if the name in it is not. */
function knownDirectory({ decoded }: MappedText): boolean {
  const unknown = decoded.indexOf(UNKNOWN);
  return decoded.lastIndexOf('/', unknown) > 0;
}

/** Private directories in shells, make, programs, and in units `%h` and `%t` (`/run` for system services). */
const PRIVATE = /^(?:~|%[ht])$|\bHOME\b|\bhome(?:dir)?\(\)/;

/** Whether a path begins in the user's own directory, where the umask protects a socket. */
function isOwnDirectory(path: MappedText): boolean {
  const first = path.pieces[0];
  const source = first?.kind === 'unknown' ? first.source : undefined;
  return isUserDirectory(path) || PRIVATE.test(source ?? '');
}

const PRIVATE_BACKENDS = new Set(['stdio', 'vc', 'console']);

function otherReach(chardev: Chardev, { name, path }: Extract<Backend, { kind: 'other' }>): Reach {
  if (name === 'null') return { who: 'nobody' };
  if (PRIVATE_BACKENDS.has(name)) return userReach(chardev);
  const place =
    path.kind === 'absent' || path.text.decoded === '' ? originPlace(chardev) : placeOf(path.text);
  if (name !== 'pipe') return { chardev, ...place, who: 'device', name };
  if (path.kind !== 'absent' && isShared(path.text)) {
    return { chardev, ...place, who: 'directory', path: path.text };
  }
  return { chardev, ...place, who: 'user' };
}

function socketReach(machine: Machine, chardev: Chardev, socket: SocketBackend): Reach {
  const base = networkReach(chardev, socket.host, socket.port, transportOf(socket));
  const kind = hostKind(base.host);
  const listens = listening(chardev, socket);
  if (listens === false) {
    const verified = verifiesServer(machine, socket);
    if (verified === true) return userReach(chardev);
    const certain = verified === false;
    return { ...base, who: 'peer', local: kind === 'loopback', certain };
  }
  const protection = serverProtection(machine, socket);
  if (protection.kind === 'refused' || protection.kind === 'unusable') return { who: 'nobody' };
  const certain = listens === true && protection.kind !== 'unknown';
  if (kind === 'loopback') return { ...base, who: 'host', protection, certain };
  const address = kind === 'other' ? 'one' : kind;
  return { ...base, who: 'network', address, protection, certain };
}

/** Whether a socket listens; by default not, but unknown text may say so. */
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
  const { at, through, branch } = decidingPlace(chardev);
  const empty: MappedText = { decoded: '', pieces: [], starts: [], place: at };
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
    branch,
    certain: true,
  };
}

/** The smallest text to change: the host; `tcp::4444` if empty; `host=` of a list; a dropped config value. */
function decidingPlace(chardev: Chardev): Place {
  const host = hostProperty(chardev);
  if (host === undefined) return originPlace(chardev);
  if (host.origin.kind === 'entry') {
    const { dropped, key, value } = host.origin.entry;
    if (dropped && dropped.text !== '') return { at: dropped.at, through: [] };
    return placeOf(value.decoded === '' ? key : value);
  }
  if (host.value.decoded !== '') return placeOf(host.value);
  if (host.keyText !== undefined && host.origin.kind === 'item') {
    const { list, start, end } = host.origin;
    return placeOf(slice(list, start, end));
  }
  return originPlace(chardev);
}

/** The place of a device string's address, a list, or a header. */
export function originPlace({ origin }: Chardev): Place {
  switch (origin.kind) {
    case 'legacy': {
      const address = slice(origin.device, 0, origin.addressEnd);
      const { through, branch } = placeOf(address);
      // A port from a variable.
      return { at: anchorOf(address)?.at ?? spanOf(address), through, branch };
    }
    case 'option':
      return placeOf(origin.list);
    case 'section':
      return { at: origin.section.at, through: [] };
    case 'default':
      return { at: origin.at, through: [] };
  }
}

/** `tls0` of `tls-creds=tls0`. */
export function credentialsAt(chardev: Chardev): Span | undefined {
  const creds = findProperty(chardev.properties, 'tls-creds');
  return creds && spanOf(creds.value);
}
