/**
 * Starts a thread for long work, with suitable flags of V8, and with memory from which its supervisor reads the current
 * file.
 * Why: docs/decisions/v8-flags.md
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Downfall, Suspect } from '../supervision.ts';
import { sharedSuspect } from './shared-suspect.ts';

/**
 * V8 starts with 1 MiB for new objects, which an analysis of a long script fills a dozen times. 8 MiB from the start make
 * typing faster; without growth a review does not take three times 16 MiB. Old objects are collected before a long document
 * is read again (`makeRoomFor`). Flags hold for later threads only.
 */
const HEAP_FLAGS = ['--min-semi-space-size=8', '--semi-space-growth-factor=1', '--expose-gc'];
/** The thread compiles on itself, and less with the costliest compiler. Before V8 13 that is slower. */
const COMPILER_FLAGS =
  Number.parseInt(process.versions.v8, 10) < 13
    ? []
    : ['--no-concurrent-recompilation', '--invocation-count-for-turbofan=60000'];
/** The maximum heap. A smaller one is collected more often. */
const MAX_HEAP_MIB = 2048;

/** A thread and its current file; null between files. */
export interface WatchedThread {
  readonly worker: Worker;
  readonly suspect: () => Suspect | null;
}

/**
 * Starts a script in a thread. `dataOf` makes its data from the shared memory; `ended` gets the stack of its error, or an
 * empty one.
 */
export function startThread(
  script: string,
  dataOf: (memory: SharedArrayBuffer) => unknown,
  ended: (why: Exclude<Downfall, 'held'>, error: string, code: number) => void,
): WatchedThread {
  const suspect = sharedSuspect();
  for (const flag of [...HEAP_FLAGS, ...COMPILER_FLAGS]) setFlagsFromString(flag);
  const worker = new Worker(script, {
    workerData: dataOf(suspect.memory),
    // Stray output must not mix with messages.
    stdout: true,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
  });
  let failure: (Error & { readonly code?: string }) | undefined;
  worker.on('error', (error: Error) => {
    failure = error;
  });
  worker.on('exit', (code) => {
    const isFull = failure?.code === 'ERR_WORKER_OUT_OF_MEMORY';
    ended(isFull ? 'memory' : 'ended', failure?.stack ?? '', code);
  });
  return { worker, suspect: suspect.read };
}
