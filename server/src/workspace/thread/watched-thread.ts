/**
 * Starts a thread for long work: with the flags of V8 that suit it, and with memory in which its supervisor reads at
 * which file the thread is.
 * Why: docs/decisions/v8-flags.md
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Downfall, Suspect } from '../supervision.ts';
import { sharedSuspect } from './shared-suspect.ts';

/**
 * V8 begins with room for 1 MiB of new objects, in which an analysis of a long script is collected a dozen times while
 * it runs. With 8 MiB from the start typing is answered sooner; but a review makes garbage as fast as it can, and left
 * alone the room would grow to three times 16 MiB. Old objects are collected before a long document is read again (`makeRoomFor`).
 * This holds for threads that start from now on, and not for the one that sets it.
 */
const HEAP_FLAGS = ['--min-semi-space-size=8', '--semi-space-growth-factor=1', '--expose-gc'];
/** The thread compiles what it runs itself, and little of it with the costliest compiler. Before V8 13 that takes longer. */
const COMPILER_FLAGS =
  Number.parseInt(process.versions.v8, 10) < 13
    ? []
    : ['--no-concurrent-recompilation', '--invocation-count-for-turbofan=60000'];
/** More than this V8 does not give the thread. With less it collects more often. */
const MAX_HEAP_MIB = 2048;

/** A thread, and the file that it is at; null between files. */
export interface WatchedThread {
  readonly worker: Worker;
  readonly suspect: () => Suspect | null;
}

/**
 * Starts a script in a thread. `dataOf` makes the thread's data from the memory of the suspect; `ended` gets how the
 * thread ended and the stack of its error, empty without one.
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
    // What is printed by mistake must not get among the messages.
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
