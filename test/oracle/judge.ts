/**
 * The real QEMU as a judge: starts a command line and says what became of it: refused with which message,
 * or which chardevs and listeners there are, and which monitor greets whoever connects.
 *
 * Each slot is a process in namespaces of its own (`judge/worker.ts`), where ports never clash, nothing
 * reaches the machine's network, and nothing but empty private directories can be written. It stays for
 * many questions, so that one costs little more than QEMU's own start. Needs Linux with unshare, and root
 * or namespaces for everybody.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Credentials, makeCredentials } from './judge/credentials.ts';
import type { Question, Verdict } from './judge/verdict.ts';
import type { Order, Report } from './judge/worker.ts';

export interface Judge {
  /** Answers when a slot is free. Rejects only if the judge itself is broken, never for a command line. */
  readonly judge: (question: Question) => Promise<Verdict>;
  /** Whether `/run/pki` has certificates, which openssl makes. `/run/psk` has always a key. */
  readonly hasCertificates: boolean;
  /** Ends the slots and all that runs in them. */
  readonly close: () => Promise<void>;
}

/**
 * The version in the first line of `PROGRAM --version`, such as `10.0.13`; undefined if there is no such
 * program.
 */
export function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const words = stdout.split('\n')[0]?.split(' ') ?? [];
  return words[words.indexOf('version') + 1];
}

interface Slot {
  readonly child: ChildProcess;
  readonly obey: (order: Order) => Promise<Report>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a judge that tries so many command lines at once. Rejects with what unshare or mount say where
 * namespaces are not to be had.
 */
export async function openJudge(slots: number): Promise<Judge> {
  const credentials = makeCredentials();
  const all = new Set(Array.from({ length: slots }, () => openSlot()));
  const close = async (): Promise<void> => {
    await Promise.all([...all].map((slot) => slot.close()));
  };
  try {
    for (const report of await Promise.all([...all].map((slot) => open(slot, credentials)))) {
      if (report.kind === 'failure') throw new Error(report.message);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const free = [...all];
  const waiting: ((slot: Slot) => void)[] = [];
  const judge = async (question: Question): Promise<Verdict> => {
    let slot = free.pop() ?? (await new Promise<Slot>((resolve) => waiting.push(resolve)));
    try {
      const report = await slot.obey({ kind: 'judge', question });
      if (report.kind === 'verdict') return report.verdict;
      throw new Error(report.kind === 'failure' ? report.message : 'no verdict');
    } catch (error) {
      // The next question gets a slot without whatever went wrong in this one.
      await slot.close();
      all.delete(slot);
      slot = openSlot();
      all.add(slot);
      await open(slot, credentials);
      throw error;
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(slot);
      else next(slot);
    }
  };
  const hasCertificates = credentials.client.cert !== '';
  return { judge, hasCertificates, close };
}

const open = (slot: Slot, credentials: Credentials): Promise<Report> =>
  slot.obey({ kind: 'open', credentials });

function openSlot(): Slot {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const worker = [process.execPath, join(import.meta.dirname, 'judge', 'worker.ts')];
  const child = spawn('unshare', [...asRoot, ...namespaces, ...worker], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  let waiting: { resolve: (report: Report) => void; reject: (error: Error) => void } | undefined;
  let gone = false;
  const fail = (why: string): void => {
    gone = true;
    waiting?.reject(new Error(`a slot of the judge is gone: ${why} ${complaint}`));
    waiting = undefined;
  };
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    complaint += String(text);
  });
  child.on('error', (error) => fail(error.message));
  child.on('close', (code, signal) => fail(`${code ?? signal}`));
  child.on('message', (report: Report) => {
    waiting?.resolve(report);
    waiting = undefined;
  });
  const obey: Slot['obey'] = (order) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      if (gone) fail('it has ended');
      // An error of sending is followed by `close`, which says more.
      else child.send(order, () => undefined);
    });
  const close = async (): Promise<void> => {
    if (gone) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    // With unshare goes the first process of its list, and with that all others.
    child.kill('SIGKILL');
    await closed;
  };
  return { child, obey, close };
}
