/** The commands by which a person gets to a monitor, for a terminal on the machine that runs QEMU. */
import type { Machine, Monitor } from '../qemu/machine/machine.ts';
import type { Reach } from '../qemu/reach/reach.ts';
import type { MappedText } from '../text/mapped-text.ts';

export interface ConnectCommand {
  /** The program that it starts: `socat`. */
  readonly tool: string;
  /** A line for a POSIX shell. Unknown parts stand as they are written in the script: `"$DIR"/m.sock`. */
  readonly command: string;
}

/**
 * The commands that lead to a monitor by one of its chardevs, the most comfortable first; none where no tool
 * gets there, as with `stdio`, or where the file does not say where it is. QMP wants a client that speaks
 * JSON, HMP a terminal that sends each key.
 */
export function connectCommands(
  machine: Machine,
  monitor: Monitor,
  reach: Reach,
): readonly ConnectCommand[] {
  const own = wayTo(monitor, reach);
  return machine.begunByLibvirt && machine.name !== undefined
    ? [...own, virsh(machine.name, monitor)]
    : own;
}

function wayTo({ mode }: Monitor, reach: Reach): readonly ConnectCommand[] {
  const terminal = mode === 'qmp' ? '-' : '-,raw,echo=0';
  if (reach.who === 'abstract') {
    const command = `socat ${terminal} ABSTRACT-CONNECT:${word(reach.path)}`;
    return [{ tool: 'socat', command }];
  }
  if (reach.who === 'network' || reach.who === 'host') {
    if (reach.protection.kind !== 'none' || reach.port === undefined) return [];
    const host = peerHost(reach.host);
    const port = word(reach.port);
    if (reach.transport === 'telnet') {
      return [{ tool: 'telnet', command: `telnet ${host} ${port}` }];
    }
    if (reach.transport !== 'tcp') return [];
    const bracketed = host.includes(':') ? `[${host}]` : host;
    const socat = `socat ${terminal} TCP:${bracketed}:${port}`;
    return [
      ...(mode === 'qmp' ? [{ tool: 'qmp-shell', command: `qmp-shell ${host}:${port}` }] : []),
      { tool: 'socat', command: socat },
      { tool: 'nc', command: `nc ${host} ${port}` },
    ];
  }
  if (!('chardev' in reach)) return [];
  const { backend } = reach.chardev;
  const isServer =
    backend.kind === 'socket' && backend.server.kind === 'known' && backend.server.value;
  if (!isServer || backend.path.kind === 'absent') return [];
  const path = word(backend.path.text);
  return [
    ...(mode === 'qmp' ? [{ tool: 'qmp-shell', command: `qmp-shell ${path}` }] : []),
    { tool: 'socat', command: `socat ${terminal} UNIX-CONNECT:${path}` },
    { tool: 'nc', command: `nc -U ${path}` },
  ];
}

/** libvirt has a monitor of its own for each domain, and passes on what `virsh` sends. */
function virsh(name: string, { mode }: Monitor): ConnectCommand {
  const domain = quoted(name);
  const command =
    mode === 'qmp'
      ? `virsh qemu-monitor-command ${domain} '{"execute":"query-status"}'`
      : `virsh qemu-monitor-command --hmp ${domain} 'info status'`;
  return { tool: 'virsh', command };
}

/** Where to connect to for what listens at a host: to this machine if that is everywhere. */
function peerHost(host: MappedText): string {
  if (host.text === '' || host.text === '0.0.0.0') return '127.0.0.1';
  return host.text === '::' || host.text === '[::]' ? '::1' : word(host);
}

/** A text as one word of a shell. */
function word({ pieces }: MappedText): string {
  return pieces
    .map((piece) => (piece.kind === 'known' ? quoted(piece.text) : `"${piece.source}"`))
    .join('');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
