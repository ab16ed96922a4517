/**
 * One slot of the proof that fixes leave working launches behind: a process with a network, mounts and a
 * list of processes of its own, in which a document is run as its author would, with the real QEMU behind
 * a small script that notes the arguments and adds `-machine none -S`. It is started by `openSlot`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeListeners } from '../judge/listeners.ts';
import { endProcess } from '../namespaces.ts';
import { type Conversation, converse, isRefusedToStrangers } from './converse.ts';
import {
  type Answer,
  ENVIRONMENTS,
  LIBVIRT_DIRECTORY,
  type Order,
  type Outcome,
  type Report,
  type Surroundings,
  USER,
} from './world.ts';

const OWN = '/run/judge';
const ARGV = '/run/judge/argv';
const WORK = '/run/work';
const PATH = `${OWN}/bin:/usr/bin:/bin`;
/** Whether this process may become other users: root of the machine can, and root of a namespace of its own cannot. */
const CAN_BE_OTHERS = / 4294967295$/m.test(readFileSync('/proc/self/uid_map', 'utf8').trim());
const PROGRAMS = ['qemu-system-x86_64', 'qemu-kvm', 'kvm'];

/** How long a document may take, in milliseconds; it takes a tenth of a second. */
const PATIENCE = 120_000;
const PAUSE = 2;

let isOpen = false;

/** Makes this process's world private. The mounts are its own from the start, by `unshare -m`. */
function openWorld(): void {
  const run = (program: string, ...words: string[]): void => {
    const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${error ?? stderr}`);
  };
  run('ip', 'link', 'set', 'lo', 'up');
  // An address of a network, as a script may name it.
  run('ip', 'addr', 'add', '10.0.0.1/32', 'dev', 'lo');
  run('mount', '-t', 'tmpfs', 'tmpfs', '/var/lib');
  mkdirSync(LIBVIRT_DIRECTORY, { recursive: true });
  run('mount', '-o', 'remount,bind,ro=recursive', '/');
  for (const directory of ['/tmp', '/run', '/var/lib']) {
    run('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', directory);
  }
  chmodSync('/tmp', 0o1777);
  mkdirSync(join(OWN, 'bin'), { recursive: true });
  const wrapper = `#!/bin/sh
{ for word; do printf '%s\\0' "$word"; done; } > ${ARGV}/$$
[ -z "$GUARD_RECORD" ] || exit 0
exec /usr/bin/qemu-system-x86_64 -machine "$GUARD_MACHINE" -display none -S -no-user-config "$@"
`;
  for (const program of PROGRAMS) {
    const path = join(OWN, 'bin', program);
    writeFileSync(path, wrapper);
    chmodSync(path, 0o755);
  }
  if (CAN_BE_OTHERS) {
    // A user for sudo, which reads only these two files.
    const { uid, name } = USER;
    const files: Readonly<Record<string, string>> = {
      passwd: `root:x:0:0::/run/home/root:/bin/sh\n${name}:x:${uid}:${uid}::${ENVIRONMENTS.sudo.home}:/bin/sh\n`,
      sudoers: `Defaults secure_path="${PATH}"\nDefaults env_keep += "GUARD_MACHINE GUARD_RECORD LC_ALL"\nroot ALL=(ALL:ALL) NOPASSWD: ALL\n`,
    };
    for (const [file, text] of Object.entries(files)) {
      const path = join(OWN, file);
      writeFileSync(path, text, { mode: file === 'sudoers' ? 0o440 : 0o644 });
      if (existsSync(`/etc/${file}`)) run('mount', '--bind', path, `/etc/${file}`);
    }
  }
  isOpen = true;
}

/** Takes away what the document before has left, processes as well. */
async function sweep(): Promise<void> {
  process.umask(0o022);
  for (const pid of otherProcesses()) endProcess(pid);
  while (otherProcesses().length > 0) await sleep(1);
  for (const directory of ['/tmp', '/run', '/var/lib']) {
    for (const name of readdirSync(directory)) {
      if (directory === '/run' && name === 'judge') continue;
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
  rmSync(ARGV, { recursive: true, force: true });
  mkdirSync(ARGV);
  chmodSync(ARGV, 0o1777);
  mkdirSync(WORK);
  mkdirSync(LIBVIRT_DIRECTORY, { recursive: true });
  for (const { runtime, home, uid } of Object.values<Surroundings>(ENVIRONMENTS)) {
    for (const directory of [runtime, home]) {
      if (directory === undefined) continue;
      mkdirSync(directory, { recursive: true });
      // A home directory may be looked into, as on most systems.
      chmodSync(directory, directory === runtime ? 0o700 : 0o755);
      give(directory, uid);
    }
  }
  process.chdir(WORK);
}

/** Gives a file to a user, where there are several. */
function give(path: string, uid: number): void {
  if (CAN_BE_OTHERS) chownSync(path, uid, uid);
}

/** The list of processes is private too, and this one is its first. One that has ended is none. */
function otherProcesses(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && !hasEnded(pid));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return 'State:\tZ';
  }
}

function hasEnded(pid: number): boolean {
  return /^State:\t[ZX]/m.test(statusOf(pid));
}

/** QEMUs among the processes. Not by the name of the process, which `-name process=` changes. */
function qemus(): readonly number[] {
  return otherProcesses().filter(isQemu);
}

function isQemu(pid: number): boolean {
  return commandLineOf(pid).startsWith('/usr/bin/qemu-system-x86_64\0');
}

/** The arguments of a process, each with a NUL behind it; empty for one that has ended. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** QEMU catches SIGTERM after all its monitors are made (`os_setup_signal_handling`). */
function hasStarted(pid: number): boolean {
  const caught = /^SigCgt:\t(\w+)$/m.exec(statusOf(pid))?.[1] ?? '0';
  return ((BigInt(`0x${caught}`) >> 14n) & 1n) === 1n;
}

function networkSockets(): readonly string[] {
  return seeListeners().flatMap((listener) =>
    listener.kind === 'tcp' || listener.kind === 'udp'
      ? [`${listener.kind} ${listener.address} ${listener.port}`]
      : [],
  );
}

interface Run {
  readonly child: ChildProcess;
  readonly over: () => boolean;
  readonly stderr: () => string;
}

function start(order: Order): Run {
  const { uid, runtime, home, foreignFolder, bySudo }: Surroundings =
    ENVIRONMENTS[order.environment];
  if (!foreignFolder) give(WORK, uid);
  for (const [name, text] of Object.entries(order.files)) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, text);
    if (!foreignFolder) give(name, uid);
  }
  const sudo =
    bySudo && CAN_BE_OTHERS && existsSync('/usr/bin/sudo')
      ? ['sudo', '-u', USER.name, ...order.command]
      : undefined;
  const [program = '', ...words] = sudo ?? order.command;
  const child = spawn(program, words, {
    ...(CAN_BE_OTHERS && !sudo ? { uid, gid: uid } : {}),
    cwd: WORK,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH,
      LC_ALL: 'C.UTF-8',
      GUARD_MACHINE: order.machine,
      ...(order.kind === 'record' ? { GUARD_RECORD: '1' } : {}),
      ...(home === undefined ? {} : { HOME: home }),
      ...(runtime === undefined ? {} : { XDG_RUNTIME_DIR: runtime }),
    },
  });
  let stderr = '';
  let gone = false;
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += String(text);
  });
  child.on('error', (error) => {
    stderr += error.message;
    gone = true;
  });
  child.on('exit', () => {
    gone = true;
  });
  return {
    child,
    stderr: () => stderr,
    over: () => gone && otherProcesses().length === 0,
  };
}

/** Waits until each QEMU has started, notes what the network reaches, and ends it. */
async function expose(run: Run): Promise<Pick<Outcome, 'network' | 'answers' | 'ended'>> {
  const network = new Set<string>();
  const clients = new Map<string, Socket>();
  const deadline = Date.now() + PATIENCE;
  while (!run.over()) {
    if (Date.now() > deadline) return { network: [...network], answers: [], ended: false };
    const pids = qemus();
    const started = pids.length > 0 && pids.every(hasStarted);
    const all = networkSockets();
    // One that waits for its client gets it.
    for (const place of all) {
      const [kind, address = '', port] = place.split(' ');
      if (kind !== 'tcp' || clients.has(place)) continue;
      const socket = connect(Number(port), address === '0.0.0.0' ? '127.0.0.1' : address);
      socket.on('error', () => undefined);
      // The next QEMU of a script may listen at the same place, and wait as well.
      socket.on('close', () => clients.delete(place));
      socket.resume();
      clients.set(place, socket);
    }
    // This namespace has no other process, so every socket belongs to the document.
    for (const place of all) network.add(place);
    if (started) for (const pid of pids) endProcess(pid);
    await sleep(PAUSE);
  }
  return { network: [...network], answers: [], ended: true };
}

/** Speaks to each monitor, and has its QEMU quit once all that are open have spoken. */
async function answer(
  order: Order,
  run: Run,
  peers: readonly Peer[],
): Promise<Pick<Outcome, 'network' | 'answers' | 'ended'>> {
  const open: { readonly path: string; readonly peer: boolean; readonly talk: Conversation }[] = [];
  const met = new Set<string>();
  const answers: Answer[] = [];
  const network = new Set<string>();
  const deadline = Date.now() + PATIENCE;
  let ended = true;
  for (; ended && !run.over(); await sleep(PAUSE)) {
    ended = Date.now() < deadline;
    for (const { path, calls } of peers) {
      for (const talk of calls.splice(0)) open.push({ path, peer: true, talk });
    }
    const fresh = listening().filter(
      ({ inode, path }) => !met.has(inode) && !peers.some((peer) => peer.path === path),
    );
    for (const { inode, path } of fresh) {
      met.add(inode);
      open.push({ path, peer: false, talk: converse(connect(path), order.mux) });
    }
    // A QEMU that has greeted has made all its sockets, so the next look finds them.
    // A client connects when it comes to it, which may be after the other monitors have greeted.
    const lines = qemus().map(commandLineOf);
    const expected = peers.some(({ path }) => {
      const isOpen = open.some((one) => one.peer && one.path === path);
      return !isOpen && lines.some((line) => line.includes(path));
    });
    const waits = fresh.length > 0 || open.length < order.atOnce || expected;
    if (ended && (waits || open.some(({ talk }) => talk.mode() === 'nothing'))) continue;
    for (const place of networkSockets()) network.add(place);
    for (const { path, peer, talk } of open) {
      const stranger = peer ? 'untried' : await isRefusedToStrangers(path);
      answers.push({ path, mode: talk.mode(), stranger });
    }
    for (const { talk } of open) talk.quit();
    const closed = Promise.all(open.splice(0).map(({ talk }) => talk.closed));
    const late = sleep(Math.max(0, deadline - Date.now()), undefined, { ref: false });
    await Promise.race([closed, late]);
  }
  answers.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { network: [...network], answers, ended };
}

const UNIX_ACCEPTS = 0x10000;

/** The UNIX sockets with a path that listen, told apart by inode: a path may be used one after the other. */
function listening(): readonly { readonly inode: string; readonly path: string }[] {
  const rows = readFileSync('/proc/self/net/unix', 'utf8').split('\n').slice(1);
  return rows.flatMap((row) => {
    // Num RefCount Protocol Flags Type St Inode Path; the path keeps its blanks.
    const columns = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.+)$/.exec(row);
    const [, flags = '', inode = '', path = ''] = columns ?? [];
    const accepts = (Number.parseInt(flags, 16) & UNIX_ACCEPTS) !== 0;
    return accepts && path !== '' ? [{ inode, path }] : [];
  });
}

/** A place where QEMU comes as a client. */
interface Peer {
  readonly path: string;
  readonly server: Server;
  readonly calls: Conversation[];
}

function openPeer(path: string, mux: boolean, uid: number): Promise<Peer> {
  const calls: Conversation[] = [];
  const server = createServer((socket) => calls.push(converse(socket, mux)));
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(path, () => {
      give(path, uid);
      resolve({ path, server, calls });
    });
  });
}

async function carryOut(order: Order): Promise<Outcome> {
  if (!isOpen) openWorld();
  await sweep();
  const { uid } = ENVIRONMENTS[order.environment];
  const peers = await Promise.all(order.peers.map((path) => openPeer(path, order.mux, uid)));
  const run = start(order);
  try {
    const seen = order.kind === 'answer' ? await answer(order, run, peers) : await expose(run);
    return { argv: recorded(), stderr: run.stderr(), ...seen };
  } finally {
    for (const pid of otherProcesses()) endProcess(pid);
    for (const { server } of peers) server.close();
  }
}

/** Each process has written a file by its id; ids of a private list only grow. */
function recorded(): readonly (readonly string[])[] {
  if (!existsSync(ARGV)) return [];
  const names = readdirSync(ARGV).sort((a, b) => Number(a) - Number(b));
  return names.map((name) => readFileSync(join(ARGV, name), 'utf8').split('\0').slice(0, -1));
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (outcome) => process.send?.({ kind: 'outcome', outcome } satisfies Report),
    (error) => process.send?.({ kind: 'failure', message: String(error?.stack) } satisfies Report),
  );
});
// With this process goes every process of its list.
process.on('disconnect', () => process.exit());
