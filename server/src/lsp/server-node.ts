/** The server in a thread of Node, started by a supervisor. */

import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { diskAccess } from '../workspace/disk/disk-access.ts';
import { sharedSuspect } from '../workspace/thread/shared-suspect.ts';
import type { Platform } from './platform.ts';
import { serve } from './server.ts';

/** The thread's port, as a web worker's. */
const port = {
  // The port's own loads web events, which takes longer than the server.
  set onmessage(listen: (event: { readonly data: unknown }) => void) {
    parentPort?.on('message', (data: unknown) => listen({ data }));
  },
  // A thread that fails ends.
  addEventListener: () => undefined,
  postMessage: (message: unknown) => parentPort?.postMessage(message),
} as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];

serve(
  createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port)),
  nodePlatform(tellSupervisor(workerData as SharedArrayBuffer)),
);

/** Milliseconds between messages to the supervisor, whose pulse is slower. */
const STIR = 100;

/** Writes the current file to memory that the supervisor reads, and signals work now and then. */
function tellSupervisor(memory: SharedArrayBuffer): Platform['tell'] {
  const { write } = sharedSuspect(memory);
  let told = Number.NEGATIVE_INFINITY;
  return (message) => {
    write(message.lookingAt);
    const now = performance.now();
    if (now - told < STIR) return;
    told = now;
    port.postMessage(message);
  };
}

function nodePlatform(tell: Platform['tell']): Platform {
  return {
    disk: diskAccess,
    tell,
    turn: async () => {
      // A message, the one behind it, and their answers take a turn each.
      for (let count = 0; count < 4; count++) await setImmediate();
    },
    // The supervisor starts the thread with `--expose-gc`.
    collect: () => globalThis.gc?.(),
    later: (milliseconds, work) => {
      // A timer must not keep an idle server alive.
      const timer = setTimeout(work, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  };
}
