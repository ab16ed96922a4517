/**
 * Starts a QEMU and lets a command connect to its monitor, as a person would in a terminal. Runs in
 * namespaces of its own; started by `openSlot`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, Outcome } from './conversation.ts';

/** How long all tries of one order take at most, in milliseconds; one that works takes a tenth of a second. */
const PATIENCE = 120_000;
const PAUSE = 50;

/** What a person asks, and what the answer has in it. */
const QUESTIONS = {
  hmp: { ask: 'info status\r', answer: /VM status/ },
  qmp: { ask: '{"execute":"qmp_capabilities"}\n', answer: /"return": *\{/ },
} as const;

spawnSync('ip', ['link', 'set', 'lo', 'up']);

process.on('message', async (order: Order) => {
  const directory = mkdtempSync(join(tmpdir(), 'connect-'));
  try {
    for (const [path, text] of Object.entries(order.files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    writeFileSync(join(directory, 'run.sh'), order.script);
    process.send?.(await carryOut(order, directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

async function carryOut(order: Order, directory: string): Promise<Outcome> {
  const end = Date.now() + PATIENCE;
  const qemu = order.listens ? undefined : startQemu(directory);
  let outcome: Outcome = { answered: false, status: undefined, output: '' };
  // A client that comes too early finds no listener and tries again.
  while (!outcome.answered && Date.now() < end) {
    await sleep(PAUSE);
    outcome = await tryOnce(order, directory, end);
  }
  if (qemu) await kill(qemu);
  return outcome;
}

async function tryOnce(order: Order, directory: string, end: number): Promise<Outcome> {
  const { ask, answer } = QUESTIONS[order.mode];
  const client = connect(order, directory);
  let output = '';
  for (const stream of [client.stdout, client.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += String(text);
    });
  }
  client.stdin?.on('error', () => undefined);
  let qemu: ChildProcess | undefined;
  // A terminal keeps what is typed too early.
  client.stdin?.write(ask);
  while (!answer.test(output) && isAlive(client) && Date.now() < end) {
    if (order.listens) {
      // A client that came before its peer has ended, or has no peer.
      if (qemu) await kill(qemu);
      qemu = startQemu(directory);
    }
    for (let turn = 0; turn < 40 && !answer.test(output) && isAlive(client); turn++) {
      await sleep(PAUSE);
    }
  }
  const answered = answer.test(output);
  let status: number | undefined;
  if (answered && order.isLeft) {
    client.stdin?.write('\x1d');
    while (isAlive(client) && Date.now() < end) await sleep(PAUSE);
    status = client.exitCode ?? undefined;
  }
  await kill(client);
  if (qemu) await kill(qemu);
  return { answered, status, output };
}

/** Programs that want a terminal get one. */
function connect({ mode, command }: Order, cwd: string): ChildProcess {
  return mode === 'hmp'
    ? spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
        cwd,
      })
    : spawn('sh', ['-c', command], { cwd });
}

function startQemu(cwd: string): ChildProcess {
  return spawn('bash', ['run.sh'], { cwd, stdio: 'ignore', detached: true });
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  try {
    process.kill(child.spawnfile === 'bash' ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  while (isAlive(child)) await sleep(PAUSE);
}
