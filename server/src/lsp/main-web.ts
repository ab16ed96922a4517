/** The server's entry point in a web worker: talks to the page that started it, and has no disk. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import type { Platform } from './platform.ts';
import { serve } from './server.ts';

declare const self: DedicatedWorkerGlobalScope;

/** What was posted comes after all that waits already; a timer would wait four milliseconds. */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

const webPlatform: Platform = {
  disk: undefined,
  turn: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    }),
  later: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

serve(
  createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)),
  webPlatform,
);
