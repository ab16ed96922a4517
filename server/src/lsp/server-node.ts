/** The server itself, in a thread of Node's that a supervisor has started. */

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

type WebPort = ConstructorParameters<typeof BrowserMessageReader>[0];

/** The thread's end of the channel, as a web worker has it. */
const port = {
  // The port has this itself, and for its events Node loads the events of the web, which takes longer than we do.
  set onmessage(listen: (event: { readonly data: unknown }) => void) {
    parentPort?.on('message', (data: unknown) => listen({ data }));
  },
  // A thread that fails ends.
  addEventListener: () => undefined,
  postMessage: (message: unknown) => parentPort?.postMessage(message),
} as unknown as WebPort;

serve(
  createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port)),
  nodePlatform(tellSupervisor(workerData as SharedArrayBuffer)),
);

/** How long the supervisor need not hear that there is something to do, in milliseconds: its pulse beats more slowly. */
const STIR = 100;

/** The supervisor looks up what the server works on, and hears now and then that it works. */
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
      // A message is taken up in one turn, the one that waits behind it in the next, and their answers in others.
      for (let count = 0; count < 4; count++) await setImmediate();
    },
    // The supervisor has the engine offer it.
    collect: () => globalThis.gc?.(),
    later: (milliseconds, work) => {
      // Nobody waits for a server that has nothing else to do.
      const timer = setTimeout(work, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  };
}
