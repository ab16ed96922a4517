/** Runs the command line in a worker thread, which exits with its code. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { attention, PASSED_OVER, sharedSuspect } from '../workspace/front-end.ts';
import { run } from './run.ts';
import type { ThreadData, ThreadMessage } from './supervise.ts';
import type { World } from './world.ts';

export async function work(): Promise<void> {
  const data = workerData as ThreadData;
  process.exitCode = await run(data.words, worldOf(data));
}

function worldOf({ suspect, isStopped, passedOver, out, err }: ThreadData): World {
  const send = (message: ThreadMessage): void => parentPort?.postMessage(message);
  const stopped = new Int32Array(isStopped);
  const { write } = sharedSuspect(suspect);
  const watched = attention(({ lookingAt }) => write(lookingAt));
  watched.start({ [PASSED_OVER]: passedOver });
  let input: Promise<Buffer> | undefined;
  return {
    cwd: realpathSync.native(process.cwd()),
    env: process.env,
    out: { ...out, write: (text) => send({ kind: 'out', text }) },
    err: { ...err, write: (text) => send({ kind: 'err', text }) },
    input: () => {
      input ??= new Promise((resolve) => {
        parentPort?.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
        send({ kind: 'input' });
      });
      return input;
    },
    known: (text) => send({ kind: 'known', text }),
    serve: () => send({ kind: 'serve' }),
    attention: watched,
    home: join(__dirname, '..'),
    proc: '/proc',
    now: () => performance.now(),
    isInterrupted: () => Atomics.load(stopped, 0) !== 0,
  };
}
