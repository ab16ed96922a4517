/**
 * The server that is built for a browser, in worlds that have what a web worker has and nothing of Node: who
 * touches more fails here as it would there. The worker of the page starts one itself, which does the work.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { converse } from './lsp-client.ts';

const SERVER = fileURLToPath(new URL('../../dist/server-thread.js', import.meta.url));
const ADDRESS = 'blob:https://editor.example/1';

type Post = (message: unknown) => void;

export interface WebServerOptions {
  readonly settings?: unknown;
  /** Whether workers may start workers; some browsers do not let them. */
  readonly isNested?: boolean;
  /** Gets what a worker's worker says; from then on that says and hears nothing if it answers true. */
  readonly takesDown?: (message: unknown) => boolean;
}

/** Starts a server and says nothing yet. `end` lets go of it. */
export function connectToWebServer(options: WebServerOptions = {}) {
  const { settings, isNested = true, takesDown = () => false } = options;
  const channels: InstanceType<typeof MessageChannel>[] = [];
  class Channel extends MessageChannel {
    constructor() {
      super();
      channels.push(this);
    }
  }

  /** Runs the script in a world of its own; what is posted is copied, as between two threads. */
  function startWorker(name: string, hear: Post): Post {
    const self = {
      name,
      location: { href: ADDRESS },
      close: () => undefined,
      onmessage: undefined as ((event: { readonly data: unknown }) => void) | undefined,
      addEventListener: () => undefined,
      postMessage: (message: unknown) => {
        const copy: unknown = structuredClone(message);
        setTimeout(() => hear(copy), 0);
      },
      ...(isNested && { Worker: NestedWorker }),
    };
    const world = createContext({
      self,
      setTimeout,
      clearTimeout,
      MessageChannel: Channel,
      performance,
      TextEncoder,
      TextDecoder,
      URL,
      console,
      queueMicrotask,
      AbortController,
    });
    runInContext(readFileSync(SERVER, 'utf8'), world, { filename: SERVER });
    return (message) => {
      const data: unknown = structuredClone(message);
      setTimeout(() => self.onmessage?.({ data }), 0);
    };
  }

  class NestedWorker {
    onmessage: ((event: { readonly data: unknown }) => void) | undefined;
    terminate: () => void;
    postMessage: Post;

    constructor(address: string, { name }: { readonly name: string }) {
      if (address !== ADDRESS) throw new Error(`There is no ${address}`);
      let isDown = false;
      this.terminate = () => {
        isDown = true;
      };
      const post = startWorker(name, (data) => {
        if (isDown) return;
        isDown = takesDown(data);
        this.onmessage?.({ data });
      });
      this.postMessage = (message) => {
        if (!isDown) post(message);
      };
    }
  }

  const post = startWorker('', (message) => client.receive(message as object));
  const client = converse(post, settings);
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
