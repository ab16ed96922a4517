/**
 * The real QEMU as a judge: starts a command line and says what became of it: refused with which message,
 * or which chardevs and listeners there are, and which monitor greets a client.
 *
 * Each slot is a process in namespaces of its own (`judge/worker.ts`), where ports never clash, nothing
 * reaches the machine's network, and nothing but empty private directories can be written. It stays for
 * many questions, so that one costs little more than QEMU's own start. Needs Linux with unshare, and root
 * or namespaces for everybody.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Credentials, makeCredentials } from './judge/credentials.ts';
import type { Question, Verdict } from './judge/verdict.ts';
import type { Order, Report } from './judge/worker.ts';
import { openSlot, type Slot } from './slot.ts';

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

type JudgeSlot = Slot<Order, Report>;

/**
 * Opens a judge that tries so many command lines at once. Rejects with what unshare or mount say where
 * namespaces are not to be had.
 */
export async function openJudge(slots: number): Promise<Judge> {
  const credentials = makeCredentials();
  const all = new Set(Array.from({ length: slots }, () => openJudgeSlot()));
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
  const waiting: ((slot: JudgeSlot) => void)[] = [];
  const judge = async (question: Question): Promise<Verdict> => {
    let slot = free.pop() ?? (await new Promise<JudgeSlot>((resolve) => waiting.push(resolve)));
    try {
      const report = await slot.obey({ kind: 'judge', question });
      if (report.kind === 'verdict') return report.verdict;
      throw new Error(report.kind === 'failure' ? report.message : 'no verdict');
    } catch (error) {
      // The next question gets a slot without whatever went wrong in this one.
      await slot.close();
      all.delete(slot);
      slot = openJudgeSlot();
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

const open = (slot: JudgeSlot, credentials: Credentials): Promise<Report> =>
  slot.obey({ kind: 'open', credentials });

function openJudgeSlot(): JudgeSlot {
  return openSlot(join(import.meta.dirname, 'judge', 'worker.ts'));
}
