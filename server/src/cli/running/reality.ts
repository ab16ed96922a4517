/**
 * Holds what a QEMU was told against what is there: whether something listens on the address of a monitor, on which
 * addresses really, and whom the mode of a socket and of the folders around it lets in.
 */
import { lstatSync, statSync } from 'node:fs';
import type { MonitorRecord } from '../../service/inventory/inventory.ts';
import type { ListeningAddress, OpenSockets } from './open-sockets.ts';

/** Who can open something now, as far as can be seen. */
export type OpenTo = 'network' | 'host' | 'group' | 'user';

/** What became of a monitor's address in the process that runs. */
export type Reality =
  /** It is open now; `to` is undefined where the address alone decides as it was meant. */
  | {
      readonly kind: 'open';
      readonly to: OpenTo;
      readonly words: string;
      /** Of a socket with a path: whether nobody else can put another one in its place. */
      readonly isFixed?: boolean;
    }
  /** Nothing is to be seen of it from here. */
  | { readonly kind: 'unseen'; readonly words: string }
  /** There is nothing to look for, as with a terminal. */
  | { readonly kind: 'none' };

const NONE: Reality = { kind: 'none' };

/** Holds the address of a monitor, as its command line has it, against the sockets that are open. */
export function realityOf(
  {
    transport,
    address,
    rule,
    audience,
  }: Pick<MonitorRecord, 'transport' | 'address' | 'rule' | 'audience'>,
  sockets: OpenSockets,
  isContained: boolean,
): Reality {
  switch (transport) {
    case 'tcp':
    case 'telnet':
    case 'tn3270':
    case 'websocket':
    case 'udp': {
      if (rule === 'monitor-connects-out') return NONE;
      const listening = transport === 'udp' ? sockets.udp : sockets.tcp;
      return ofAddress(address, listening, isContained);
    }
    case 'unix':
      return rule === 'monitor-on-abstract-socket'
        ? ofAbstract(address, sockets, isContained)
        : ofPath(address, sockets, isContained);
    default:
      return audience === 'unknown' ? { kind: 'unseen', words: 'cannot be seen' } : NONE;
  }
}

const CONTAINED = 'in a container: what is open there cannot be seen from here';
const UNSEEN = 'not seen here: it is closed, or in another network namespace';

function ofAddress(
  address: string,
  listening: readonly ListeningAddress[],
  isContained: boolean,
): Reality {
  if (isContained) return { kind: 'unseen', words: CONTAINED };
  const port = /:(\d+)$/.exec(address)?.[1];
  if (port === undefined) return { kind: 'unseen', words: 'its port is not known' };
  const host = address.slice(0, -port.length - 1).replace(/^\[|\]$/g, '');
  const onPort = listening.filter((one) => one.port === Number(port));
  // A number says which address it is; any other host may be any of them.
  const exact = onPort.filter((one) => one.host === host);
  const isNumber = /^[\d.]+$|:/.test(host);
  const found = isNumber && host !== '0' ? exact : onPort;
  if (found.length === 0) return { kind: 'unseen', words: UNSEEN };
  const isLocal = found.every((one) => /^127\.|^::1$/.test(one.host));
  const where = [...new Set(found.map((one) => one.host))].toSorted().join(' and ');
  return { kind: 'open', to: isLocal ? 'host' : 'network', words: `open now on ${where}` };
}

function ofAbstract(name: string, sockets: OpenSockets, isContained: boolean): Reality {
  if (isContained) return { kind: 'unseen', words: CONTAINED };
  // QEMU fills the rest of the address with zeros, which are shown as further signs, unless it is told not to.
  const isBound = [...sockets.unix].some((path) => path.replace(/(?<!@)@+$/, '') === `@${name}`);
  return isBound
    ? { kind: 'open', to: 'host', words: 'open now' }
    : { kind: 'unseen', words: UNSEEN };
}

function ofPath(path: string, sockets: OpenSockets, isContained: boolean): Reality {
  if (isContained) return { kind: 'unseen', words: CONTAINED };
  if (!path.startsWith('/')) return { kind: 'unseen', words: 'its folder is not known' };
  if (!sockets.unix.has(path)) return { kind: 'unseen', words: UNSEEN };
  const modes = modesOf(path);
  if (modes === undefined)
    return { kind: 'unseen', words: 'open now, and its mode cannot be seen' };
  const mode = (modes.socket & 0o777).toString(8).padStart(3, '0');
  const to = letIn(modes, 0o002, 0o001) ? 'host' : letIn(modes, 0o020, 0o010) ? 'group' : 'user';
  const closed = to === 'user' && (modes.socket & 0o022) !== 0 ? ', behind a private folder' : '';
  const isFixed = modes.folders.every((folder, index) => !isWritable(folder, index === 0));
  return { kind: 'open', to, words: `open now, mode ${mode}${closed}`, isFixed };
}

/** Whether others may exchange what is in a folder; in a sticky one they may only add to it. */
function isWritable(mode: number, isInnermost: boolean): boolean {
  return (mode & 0o022) !== 0 && (isInnermost || (mode & 0o1000) === 0);
}

interface Modes {
  readonly socket: number;
  /** The innermost first. */
  readonly folders: readonly number[];
}

/** Whoever connects has to write to the socket, and to search all folders on the way. */
function letIn({ socket, folders }: Modes, write: number, search: number): boolean {
  // A folder that all may search may be searched by a group, too, unless its own bits say otherwise.
  return (socket & write) !== 0 && folders.every((folder) => (folder & search) !== 0);
}

function modesOf(path: string): Modes | undefined {
  try {
    const folders: number[] = [];
    for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
      folders.push(statSync(path.slice(0, end) || '/').mode);
      if (end === 0) break;
    }
    const socket = lstatSync(path);
    return socket.isSocket() ? { socket: socket.mode, folders } : undefined;
  } catch {
    return undefined;
  }
}
