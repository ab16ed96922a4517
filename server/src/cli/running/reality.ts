/** Compares a command line with open sockets: which hosts listen, whom the modes of socket and folders admit. */
import type { Stats } from 'node:fs';
import { posix } from 'node:path';
import type { MonitorRecord } from '../../service/inventory/inventory.ts';
import type { ListeningAddress } from './open-sockets.ts';
import { userName } from './processes.ts';
import { type Surroundings, wayTo } from './surroundings.ts';

/** Who can open it now. */
export type OpenTo = 'network' | 'host' | 'group' | 'owner' | 'user';

/** What is observed of a monitor's address. */
export type Reality =
  | {
      readonly kind: 'open';
      readonly to: OpenTo;
      readonly words: string;
      /** Whether other users cannot replace the socket. */
      readonly isFixed?: boolean;
    }
  /** Not observed; `words` says why. */
  | { readonly kind: 'unknown'; readonly words: string }
  /** Nothing to observe, as for a terminal. */
  | { readonly kind: 'none' };

const NONE: Reality = { kind: 'none' };

function unknown(words: string): Reality {
  return { kind: 'unknown', words };
}

const UNSEEN = unknown('nothing is seen to listen there');

type Meant = Pick<MonitorRecord, 'transport' | 'address' | 'rule' | 'audience'>;

/** Looks up a monitor's address among the open sockets. */
export function realityOf(meant: Meant, around: Surroundings): Reality {
  const { transport, address, rule, audience } = meant;
  const { sockets } = around;
  switch (transport) {
    case 'tcp':
    case 'telnet':
    case 'tn3270':
    case 'websocket':
    case 'udp': {
      if (rule === 'monitor-connects-out') return NONE;
      return sockets
        ? ofAddress(address, transport === 'udp' ? sockets.udp : sockets.tcp)
        : UNREADABLE;
    }
    case 'unix':
      return rule === 'monitor-on-abstract-socket'
        ? ofAbstract(address, around)
        : ofPath(address, around);
    case 'socket':
      return ofDescriptor(address, around);
    default:
      return audience === 'unknown' ? unknown('its command line does not say') : NONE;
  }
}

const UNREADABLE = unknown('the sockets of its network namespace cannot be read');

function ofAddress(address: string, listening: readonly ListeningAddress[]): Reality {
  const port = /:(\d+)$/.exec(address)?.[1];
  if (port === undefined) return unknown('its port is not known');
  const host = address.slice(0, -port.length - 1).replace(/^\[|\]$/g, '');
  const onPort = listening.filter((one) => one.port === Number(port));
  // A name such as `localhost` may have several addresses, so all listeners on the port count.
  const exact = onPort.filter((one) => one.host === host);
  const isNumber = /^[\d.]+$|:/.test(host);
  const found = isNumber && host !== '0' ? exact : onPort;
  return found.length === 0 ? UNSEEN : openOn(found);
}

function openOn(found: readonly ListeningAddress[]): Reality {
  const isLocal = found.every((one) => /^127\.|^::1$/.test(one.host));
  const where = [...new Set(found.map((one) => one.host))].toSorted().join(' and ');
  return { kind: 'open', to: isLocal ? 'host' : 'network', words: `open now on ${where}` };
}

/** The socket that QEMU inherits as `fd=3`. */
function ofDescriptor(address: string, around: Surroundings): Reality {
  const descriptor = /^fd=(\d+)$/.exec(address)?.[1];
  const inode = descriptor && around.socketOf(descriptor);
  if (inode === undefined) return unknown('the descriptor that it was handed cannot be seen');
  if (around.sockets === undefined) return UNREADABLE;
  const { tcp, udp, unix } = around.sockets;
  const network = [...tcp, ...udp].find((one) => one.inode === inode);
  if (network) return openOn([network]);
  const path = unix.find((one) => one.inode === inode)?.path;
  if (path === undefined) return unknown('nothing listens on the descriptor that it was handed');
  return path.startsWith('@')
    ? { kind: 'open', to: 'host', words: 'open now, abstract' }
    : ofPath(path, around);
}

function ofAbstract(name: string, { sockets }: Surroundings): Reality {
  if (sockets === undefined) return UNREADABLE;
  // Without `tight`, QEMU pads the address with zeros, shown as `@`.
  const isBound = sockets.unix.some(({ path }) => path.replace(/(?<!@)@+$/, '') === `@${name}`);
  return isBound ? { kind: 'open', to: 'host', words: 'open now' } : UNSEEN;
}

function ofPath(path: string, { sockets, root, folder, uid }: Surroundings): Reality {
  if (sockets === undefined) return UNREADABLE;
  if (sockets.unix.every((one) => one.path !== path)) return UNSEEN;
  if (!path.startsWith('/') && folder === undefined) {
    return unknown('open now, in a folder that cannot be seen');
  }
  const way = root === undefined ? undefined : wayTo(root, posix.resolve(folder ?? '/', path));
  if (way === undefined || way.file?.isSocket() === false) {
    return unknown('open now, and its mode cannot be seen');
  }
  return ofModes(way.folders, way.file, uid);
}

/** Connecting needs write permission on the socket and search permission on all folders, outermost first. */
function ofModes(folders: readonly Stats[], file: Stats | undefined, uid: number): Reality {
  const isPassedBy = (bits: number): boolean => folders.every(({ mode }) => (mode & bits) !== 0);
  const isPrivate = !isPassedBy(0o011);
  if (file === undefined && !isPrivate) {
    return unknown('open now, behind a folder that not all can search');
  }
  const mode = file?.mode ?? 0;
  const deciding = [...folders.filter((one) => (one.mode & 0o011) === 0), ...(file ? [file] : [])];
  const owner = deciding.find((one) => one.uid !== uid && one.uid !== 0)?.uid;
  const isOpenTo = (write: number, search: number): boolean =>
    (mode & write) !== 0 && isPassedBy(search);
  const to = isOpenTo(0o002, 0o001)
    ? 'host'
    : isOpenTo(0o022, 0o011)
      ? 'group'
      : owner === undefined
        ? 'user'
        : 'owner';
  const innermost = file === undefined ? -1 : folders.length - 1;
  const words = [
    'open now',
    ...(file ? [`mode ${(mode & 0o777).toString(8).padStart(3, '0')}`] : []),
    ...(to === 'owner' ? [`owned by ${userName(owner ?? 0)}`] : []),
    ...(isPrivate ? ['behind a private folder'] : []),
  ];
  const isFixed = folders.every((one, index) => !isWritable(one.mode, index === innermost));
  return { kind: 'open', to, words: words.join(', '), isFixed };
}

/** Whether others may replace entries of a folder, and not only add to a sticky one. */
function isWritable(mode: number, isInnermost: boolean): boolean {
  return (mode & 0o022) !== 0 && (isInnermost || (mode & 0o1000) === 0);
}
