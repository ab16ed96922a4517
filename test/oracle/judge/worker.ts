/**
 * One slot of the judge: a process in namespaces of its own, with a network where only loopback is, and
 * where only /tmp and /run can be written, which are empty. It runs one QEMU at a time. It is started by
 * `openJudge` alone, as the first process of its own list of processes.
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from '../namespaces.ts';
import type { Credentials } from './credentials.ts';
import { seeListeners } from './listeners.ts';
import { openPeers } from './peers.ts';
import { askChardevs, probe } from './probe.ts';
import {
  endQemu,
  isOwnListener,
  listenForQmp,
  OWN_FILES,
  startQemu,
  watchStart,
} from './running.ts';
import { PASSED_SOCKET, type Question, RUN_DIRECTORY, type Verdict } from './verdict.ts';

/** What the judge sends to a slot: first the credentials, then a question at a time. */
export type Order =
  | { readonly kind: 'open'; readonly credentials: Credentials }
  | { readonly kind: 'judge'; readonly question: Question };

/** What a slot answers, once for each order. */
export type Report =
  | { readonly kind: 'open' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'failure'; readonly message: string };

const WORK_DIRECTORY = '/run/work';
/** How long sockets of processes that were killed may last, in milliseconds. */
const SWEEP_LIMIT = 60_000;
const KEPT = new Set(['judge', 'pki', 'psk']);

const ownServer = createServer();
let credentials: Credentials | undefined;

/** Makes this process's world private. The mounts are its own from the start, by `unshare -m`. */
async function openSlot(): Promise<void> {
  const run = (program: string, ...words: string[]): void => {
    const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${error ?? stderr}`);
  };
  run('ip', 'link', 'set', 'lo', 'up');
  // Whatever a command line names, it cannot hurt the machine that tries it.
  run('mount', '-o', 'remount,bind,ro=recursive', '/');
  for (const directory of ['/tmp', '/run']) run('mount', '-t', 'tmpfs', 'tmpfs', directory);
  writeFiles({ ...OWN_FILES, ...credentials?.files });
  mkdirSync(WORK_DIRECTORY);
  process.chdir(WORK_DIRECTORY);
  await listenForQmp(ownServer);
}

function writeFiles(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Takes away what the run before has left, processes as well: `-daemonize` leaves one behind. */
async function sweep(): Promise<void> {
  // The list of processes is private too, and this one is its first: all others come from QEMU.
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid) && pid !== process.pid) endProcess(pid);
  }
  for (const directory of ['/tmp', '/run']) {
    for (const name of readdirSync(directory)) {
      if (directory === '/run' && (KEPT.has(name) || name === 'work')) continue;
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
  for (const name of readdirSync('.')) rmSync(name, { recursive: true, force: true });
  rmSync('/run/judge/pid', { force: true });
  mkdirSync(RUN_DIRECTORY);
  const limit = Date.now() + SWEEP_LIMIT;
  while (seeListeners().some((listener) => !isOwnListener(listener))) {
    if (Date.now() > limit) throw new Error(`left behind: ${JSON.stringify(seeListeners())}`);
    await sleep(5);
  }
}

async function judge(question: Question): Promise<Verdict> {
  if (credentials === undefined) throw new Error('a question before the slot is open');
  await sweep();
  writeFiles(question.files ?? {});
  const outputs = new Map<string, number>();
  for (const path of question.pipes ?? []) {
    spawnSync('mkfifo', [`${path}.in`, `${path}.out`]);
    outputs.set(`${path}.out`, openSync(`${path}.out`, constants.O_RDONLY | constants.O_NONBLOCK));
  }
  const peers = await openPeers(question.peers ?? []);
  const passed = question.passSocket ? await listenAt(PASSED_SOCKET) : undefined;
  const running = startQemu(question, passed);
  try {
    if (passed !== undefined) await leaveTo(passed, PASSED_SOCKET);
    const start = await watchStart(running, question, ownServer);
    if (start.kind === 'ended') {
      const { stderr, stdout } = running;
      return { accepted: false, ...start.ending, stderr, stdout };
    }
    const { qmp, waitedFor } = start;
    const chardevs = qmp && (await askChardevs(qmp));
    const named = (await qmp?.ask('query-name')) as { readonly name?: string } | undefined;
    const listeners = seeListeners().filter(
      (listener) => !isOwnListener(listener) && !peers.owns(listener),
    );
    const greetings =
      question.probe && start.kind === 'started'
        ? await probe({ running, qmp, chardevs, listeners, peers, credentials })
        : [];
    const files: Record<string, string> = {};
    for (const path of question.read ?? []) {
      files[path] = readText(path, outputs.get(path)) ?? '';
    }
    return {
      accepted: true,
      stderr: running.stderr,
      stdout: running.stdout,
      chardevs,
      name: named?.name,
      listeners,
      waitedFor,
      hung: start.kind === 'hung',
      greetings,
      files,
      ended: running.ending,
    };
  } finally {
    await endQemu(running);
    await peers.close();
    for (const descriptor of outputs.values()) closeSync(descriptor);
  }
}

function listenAt(path: string): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(path, () => resolve(server)));
}

/** Closes our end of a listening socket that QEMU has inherited, so that its clients are QEMU's alone. */
async function leaveTo(server: Server, path: string): Promise<void> {
  // Closing takes the file away, unless it has another name meanwhile.
  renameSync(path, `${path}.kept`);
  await new Promise((resolve) => server.close(resolve));
  renameSync(`${path}.kept`, path);
}

function readText(path: string, fifo: number | undefined): string | undefined {
  if (fifo === undefined) return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const buffer = Buffer.alloc(65536);
  try {
    return buffer.toString('utf8', 0, readSync(fifo, buffer));
  } catch {
    return undefined; // Nothing is in it.
  }
}

async function obey(order: Order): Promise<Report> {
  try {
    if (order.kind === 'judge') return { kind: 'verdict', verdict: await judge(order.question) };
    credentials = order.credentials;
    await openSlot();
    return { kind: 'open' };
  } catch (error) {
    return { kind: 'failure', message: error instanceof Error ? `${error.stack}` : String(error) };
  }
}

process.on('message', (order: Order) => {
  void obey(order).then((report) => process.send?.(report));
});
// With this process goes every process of its list.
process.on('disconnect', () => process.exit());
