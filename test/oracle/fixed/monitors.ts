/**
 * The monitors of generated documents in QEMU's words: every option that makes one, every transport, the
 * hosts that people write, and what stands beside the address. How the words are quoted and how they come
 * to QEMU is not known here.
 */
import type { Mode } from './document.ts';

/** The words of a monitor; the address is in one of them, which the others are written around. */
export interface Monitor {
  readonly before: readonly string[];
  /** The word with the address, without quotes; it may hold expansions of a shell. */
  readonly device: string;
  readonly behind: readonly string[];
  readonly modes: readonly Mode[];
  readonly mux: boolean;
  readonly machine: 'none' | 'pc';
}

export const TRANSPORTS = ['tcp', 'telnet', 'websocket', 'tn3270', 'udp'] as const;
export const HOSTS = ['', '0.0.0.0', '127.0.0.1', 'localhost', '10.0.0.1', '::1', '::'] as const;

/** What stands behind the address. */
export const FLAGS = {
  short: ',server,nowait',
  long: ',server=on,wait=off',
  'no delay': ',server,nowait,nodelay',
  range: ',server=on,to=4499,wait=off',
  family: ',ipv4=on,server=on,wait=off',
  log: ',server,nowait,logfile=m.log,logappend=on',
  waits: ',server',
  'waits, long': ',nodelay=on,server=on',
  client: '',
  'client that comes back': ',reconnect=1',
} as const;
export type Flags = keyof typeof FLAGS;

export function isClient(flags: Flags): boolean {
  return flags.startsWith('client');
}

type Option = (device: string, chardev: string) => Monitor;

function legacy(option: string, mode: Mode, prefix = ''): Option {
  return (device) => monitor([option], prefix + device, [], [mode]);
}

function monitor(
  before: readonly string[],
  device: string,
  behind: readonly string[],
  modes: readonly Mode[],
): Monitor {
  return { before, device, behind, modes, mux: false, machine: 'none' };
}

export const OPTIONS: Readonly<Record<string, Option>> = {
  '-monitor': legacy('-monitor', 'HMP'),
  '--monitor': legacy('--monitor', 'HMP'),
  '-qmp': legacy('-qmp', 'QMP'),
  '-qmp-pretty': legacy('-qmp-pretty', 'QMP'),
  '-chardev, -mon': (_, chardev) =>
    monitor(['-chardev'], chardev, ['-mon', 'chardev=m,mode=control'], ['QMP']),
  '-mon, -chardev': (_, chardev) => monitor(['-mon', 'm', '-chardev'], chardev, [], ['HMP']),
  '-mon with pretty': (_, chardev) =>
    monitor(['-chardev'], chardev, ['-mon', 'id=q,mode=control,chardev=m,pretty=on'], ['QMP']),
  '-qmp chardev:': (_, chardev) => monitor(['-chardev'], chardev, ['-qmp', 'chardev:m'], ['QMP']),
  'two monitors': (device) =>
    monitor(['-monitor'], device, ['-qmp', 'tcp:127.0.0.1:4980,server,nowait'], ['HMP', 'QMP']),
  'two of a kind': (device) =>
    monitor(['-monitor', 'tcp::4981,server,nowait', '-monitor'], device, [], ['HMP', 'HMP']),
  '-serial mon:': (device) => ({ ...legacy('-serial', 'HMP', 'mon:')(device, ''), mux: true }),
  '-serial with mux': (device) => ({
    ...legacy('-serial', 'HMP')(`${device},mux=on`, ''),
    mux: true,
  }),
  '-chardev with mux': (_, chardev) => ({
    ...monitor(['-chardev'], `${chardev},mux=on`, ['-mon', 'm', '-serial', 'chardev:m'], ['HMP']),
    mux: true,
  }),
  '-parallel mon:': (device) => ({ ...legacy('-parallel', 'HMP', 'mon:')(device, ''), mux: true }),
  '-debugcon mon:': (device) => ({
    ...legacy('-debugcon', 'HMP', 'mon:')(device, ''),
    mux: true,
    machine: 'pc',
  }),
  '-gdb mon:': (device) => ({
    ...legacy('-gdb', 'HMP', 'mon:')(device, ''),
    mux: true,
    machine: 'pc',
  }),
  guestfwd: (device) => ({
    ...legacy('-netdev', 'HMP')(
      `user,id=n,guestfwd=tcp:10.0.2.100:23-mon:${device.replaceAll(',', ',,')}`,
      '',
    ),
    mux: true,
  }),
};

/** Whether QEMU accepts the words together. */
export function isPossible(option: string, transport: string, host: string, flags: Flags): boolean {
  // A device string has no way to write an address with colons.
  if (host.includes(':') && !option.includes('chardev') && option !== '-mon with pretty')
    return false;
  if (flags === 'family' && host.includes(':')) return false;
  if (isClient(flags)) {
    // QEMU connects to one address, and has no websocket client.
    if (transport === 'websocket' || transport === 'tn3270') return false;
    if (!['127.0.0.1', 'localhost', '10.0.0.1'].includes(host)) return false;
    // The gdb port and the muxes of forwarded ports are servers.
    if (option === '-gdb mon:' || option === 'guestfwd') return false;
  }
  if (transport === 'udp') {
    if (flags !== 'short' || option === 'guestfwd' || option === '-serial with mux') return false;
    if (!['127.0.0.1', 'localhost', '10.0.0.1'].includes(host)) return false;
  }
  return true;
}

/** The monitor of an option, on a transport, at `host` and `port` as a script would write them. */
export function makeMonitor(
  option: string,
  transport: string,
  host: string,
  port: string,
  flags: Flags,
): Monitor {
  const make = OPTIONS[option];
  if (make === undefined) throw new Error(`no option ${option}`);
  if (transport === 'udp') {
    return make(
      `udp:${host}:${port}@127.0.0.1:4990`,
      `udp,id=m,host=${host},port=${port},localaddr=127.0.0.1,localport=4990`,
    );
  }
  const protocol = transport === 'tcp' ? '' : `,${transport}=on`;
  return make(
    `${transport}:${host}:${port}${FLAGS[flags]}`,
    `socket,id=m,host=${host},port=${port}${FLAGS[flags]}${protocol}`,
  );
}
