/**
 * Starts QEMU and watches it until it ends, has started, or waits for a client. Nothing sleeps for long:
 * QEMU says on stderr that it waits for a client, and on QMP or in /proc that its start is over.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeListeners } from './listeners.ts';
import { openQmp, type Qmp } from './qmp.ts';
import type { Ending, Listener, Question } from './verdict.ts';

/** A QEMU and what it has said so far. */
export interface Running {
  readonly child: ChildProcess;
  stdout: string;
  stderr: string;
  ending: Ending | undefined;
}

type Start =
  | { readonly kind: 'ended'; readonly ending: Ending }
  | {
      readonly kind: 'started' | 'hung';
      readonly qmp: Qmp | undefined;
      readonly waitedFor: readonly Listener[];
    };

/** The id of the judge's own chardev and monitor. */
export const OWN_ID = 'judge-of-qemu';
const OWN_CONFIG = '/run/judge/own.cfg';
const OWN_SOCKET = '/run/judge/own.sock';
const PID_FILE = '/run/judge/pid';
/** The judge's files: those that do not change, by path. */
export const OWN_FILES: Readonly<Record<string, string>> = {
  [OWN_CONFIG]: `[chardev "${OWN_ID}"]
  backend = "socket"
  path = "${OWN_SOCKET}"
[mon "${OWN_ID}"]
  chardev = "${OWN_ID}"
  mode = "control"
`,
};

/** How long a start may do nothing that neither ends nor says that it waits, in milliseconds. */
const PATIENCE = 5000;
/** How long a start may take at all, on a machine with much else to do. */
const LIMIT = 300_000;
/** Between two looks at /proc, in milliseconds. */
const PAUSE = 3;
const WAITING = 'QEMU waiting for connection on: disconnected:';

/** Opens the socket at which the judge awaits the QMP of each QEMU, one after the other. */
export function listenForQmp(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(OWN_SOCKET, resolve));
}

export function isOwnListener(listener: Listener): boolean {
  return listener.kind === 'unix' && listener.path === OWN_SOCKET;
}

function ownArguments(program: string, watch: Question['watch']): readonly string[] {
  const daemon = program.includes('storage-daemon');
  if (watch === 'sockets') return daemon ? ['--pidfile', PID_FILE] : [];
  if (!daemon) return ['-readconfig', OWN_CONFIG];
  return ['--chardev', `socket,id=${OWN_ID},path=${OWN_SOCKET}`, '--monitor', OWN_ID];
}

/** Starts the program in the working directory of this process. `passed` becomes descriptor 9. */
export function startQemu(question: Question, passed: Server | undefined): Running {
  const { program, argv, watch } = question;
  const stdio: ('pipe' | 'ignore' | number)[] = ['pipe', 'pipe', 'pipe'];
  if (passed !== undefined) stdio.push(...Array(6).fill('ignore'), descriptorOf(passed));
  const child = spawn(program, [...ownArguments(program, watch), ...argv], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', HOME: '/tmp' },
    stdio,
  });
  const running: Running = { child, stdout: '', stderr: '', ending: undefined };
  child.stdin?.on('error', () => undefined);
  child.stdout?.setEncoding('utf8').on('data', (data) => {
    running.stdout += String(data);
  });
  child.stderr?.setEncoding('utf8').on('data', (data) => {
    running.stderr += String(data);
  });
  child.on('error', (error) => {
    running.stderr += error.message;
    running.ending = { exitCode: null, signal: null };
  });
  child.on('close', (exitCode, signal) => {
    running.ending = { exitCode, signal };
  });
  return running;
}

/** Node has no public way to it, and takes no server where it takes streams. */
function descriptorOf(server: Server): number {
  const { _handle } = server as { readonly _handle?: { readonly fd: number } };
  if (_handle === undefined) throw new Error('a server that does not listen');
  return _handle.fd;
}

/** Ends it, by its id, and waits until it is gone. */
export async function endQemu({ child, ending }: Running): Promise<void> {
  if (ending !== undefined || child.pid === undefined) return;
  await new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.kill('SIGKILL');
  });
}

/** Watches the start. `server` is where QMP comes in. */
export async function watchStart(
  running: Running,
  question: Question,
  server: Server,
): Promise<Start> {
  const wantsQmp = question.watch !== 'sockets';
  let qmp: Qmp | undefined;
  let answered = false;
  const accept = (socket: Socket): void => {
    qmp = openQmp(socket);
    void qmp.ask('qmp_capabilities').then((answer) => {
      answered = answer !== undefined;
    });
  };
  server.on('connection', accept);
  const waitedFor: Listener[] = [];
  const places: string[] = [];
  const clients: Socket[] = [];
  const limit = Date.now() + LIMIT;
  let activity = '';
  let deadline = Date.now() + PATIENCE;
  try {
    for (;;) {
      const { ending } = running;
      // `-daemonize` ends well and leaves a process that goes on.
      const daemon = ending?.exitCode === 0 && qmp?.isOpen();
      if (ending !== undefined && !daemon) return { kind: 'ended', ending };
      if (wantsQmp ? answered : hasStarted(running.child, question.program)) {
        return { kind: 'started', qmp, waitedFor };
      }
      for (const place of placesOfWaiting(running.stderr).slice(places.length)) {
        places.push(place);
        const listeners = seeListeners().filter((listener) => isPlace(place, listener));
        waitedFor.push(...listeners);
        if (listeners.length === 0 || question.release === false) {
          return { kind: 'hung', qmp: undefined, waitedFor };
        }
        clients.push(...listeners.map(connectTo));
      }
      if (Date.now() > deadline) {
        const now = activityOf(running.child);
        if (now === activity || Date.now() > limit) {
          return { kind: 'hung', qmp: undefined, waitedFor };
        }
        activity = now;
        deadline = Date.now() + PATIENCE;
      }
      await sleep(PAUSE);
    }
  } finally {
    server.off('connection', accept);
    for (const client of clients) client.destroy();
  }
}

/** What the threads have done: their states, and how often each has run. The same twice if all sleep in between. */
function activityOf({ pid }: ChildProcess): string {
  const tasks = `/proc/${pid}/task`;
  try {
    return readdirSync(tasks)
      .map((task) => readFileSync(join(tasks, task, 'status'), 'utf8'))
      .flatMap((status) => status.split('\n').filter((line) => /^State|ctxt_switches/.test(line)))
      .join();
  } catch {
    // It ends just now.
    return String(Date.now());
  }
}

/** The addresses in QEMU's notes that it waits, such as `tcp:127.0.0.1:4444,server=on`. */
function placesOfWaiting(stderr: string): readonly string[] {
  // The last line may be half there.
  return stderr
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.includes(WAITING))
    .map((line) => line.slice(line.indexOf(WAITING) + WAITING.length));
}

/** Whether a note means this listener. Of several addresses of one socket QEMU names the first. */
export function isPlace(place: string, listener: Listener): boolean {
  const address = place.slice(place.indexOf(':') + 1);
  switch (listener.kind) {
    case 'tcp': {
      const host = listener.address.includes(':') ? `[${listener.address}]` : listener.address;
      return address.startsWith(`${host}:${listener.port},`);
    }
    case 'unix':
      return address.startsWith(`${listener.path},`);
    case 'abstract':
      // The kernel shows the NULs that fill up a name which is not tight.
      return address.startsWith(`${listener.name.replace(/@+$/, '')},abstract=on`);
    case 'udp':
      return false;
  }
}

/**
 * qemu-system catches SIGTERM after all monitors are made (`os_setup_signal_handling`); the storage daemon
 * writes its pid when all options are done.
 */
function hasStarted({ pid }: ChildProcess, program: string): boolean {
  if (program.includes('storage-daemon')) return existsSync(PID_FILE);
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return false;
  }
  const caught = status.split('\n').find((line) => line.startsWith('SigCgt:')) ?? '';
  const SIGTERM = 15;
  return (
    ((BigInt(`0x${caught.slice('SigCgt:'.length).trim() || '0'}`) >> BigInt(SIGTERM - 1)) & 1n) ===
    1n
  );
}

/** Connects to a listener. A wildcard address is reached over loopback. Errors close the socket. */
export function connectTo(listener: Listener): Socket {
  const socket = connect(addressOf(listener));
  socket.on('error', () => undefined);
  return socket;
}

function addressOf(listener: Listener): { path: string } | { host: string; port: number } {
  switch (listener.kind) {
    case 'unix':
      return { path: listener.path };
    case 'abstract':
      return { path: `\0${listener.name}` };
    case 'tcp':
    case 'udp': {
      const { address, port } = listener;
      const loopback: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
      return { host: loopback[address] ?? address, port };
    }
  }
}
