/**
 * The server that is built for a browser, in a world that has what a web worker has and nothing of Node: who
 * touches more fails here as it would there.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { converse } from './lsp-client.ts';

const SERVER = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

/** Starts a server and says nothing yet. `end` lets go of it. */
export function connectToWebServer(settings?: unknown) {
  const channels: InstanceType<typeof MessageChannel>[] = [];
  class Channel extends MessageChannel {
    constructor() {
      super();
      channels.push(this);
    }
  }
  const worker = {
    onmessage: undefined as ((event: { readonly data: unknown }) => void) | undefined,
    addEventListener: () => undefined,
    // What is posted is copied, as between two threads.
    postMessage: (message: unknown) => {
      const copy: unknown = structuredClone(message);
      setTimeout(() => client.receive(copy as object), 0);
    },
  };
  const world = createContext({
    ...{ self: worker, setTimeout, clearTimeout, MessageChannel: Channel, performance },
    ...{ TextEncoder, TextDecoder, URL, console, queueMicrotask, AbortController },
  });
  const client = converse((message) => {
    const data: unknown = structuredClone(message);
    setTimeout(() => worker.onmessage?.({ data }), 0);
  }, settings);
  runInContext(readFileSync(SERVER, 'utf8'), world, { filename: SERVER });
  return {
    ...client,
    end: () => {
      for (const { port1, port2 } of channels) {
        port1.close();
        port2.close();
      }
    },
  };
}
