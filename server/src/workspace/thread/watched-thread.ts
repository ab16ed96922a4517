/** Starts a thread with V8 flags and the current file in shared memory. Why: docs/decisions/v8-flags.md */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Downfall, Suspect } from '../supervision.ts';
import { sharedSuspect } from './shared-suspect.ts';

/** 8 MiB for new objects make typing faster than 1 MiB; more does not help. For later threads only. */
const HEAP_FLAGS = ['--min-semi-space-size=8', '--semi-space-growth-factor=1', '--expose-gc'];
/** Compiles in the thread, rarely with the slowest compiler; slower before V8 13. */
const COMPILER_FLAGS =
  Number.parseInt(process.versions.v8, 10) < 13
    ? []
    : ['--no-concurrent-recompilation', '--invocation-count-for-turbofan=60000'];
/** A smaller heap is collected more often. */
const MAX_HEAP_MIB = 2048;

/** `suspect` is null between files. */
export interface WatchedThread {
  readonly worker: Worker;
  readonly suspect: () => Suspect | null;
}

/** `dataOf` gets the shared memory; `ended` gets the stack of the error that ended the thread, or ''. */
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
