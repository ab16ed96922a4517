/** The server in a web worker: talks to the page that started it, and has no disk. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import type { Platform } from './platform.ts';
import { serve } from './server.ts';

/** A worker's own end of the channel to its page. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

const webPlatform: Platform = {
  disk: undefined,
  turn: () => new Promise((resolve) => setTimeout(resolve, 0)),
  later: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

serve(
  createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)),
  webPlatform,
);
