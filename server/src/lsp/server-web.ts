/** The server in a web worker, without a disk. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { SERVER_THREAD } from '../workspace/supervision.ts';
import { serve } from './server.ts';
import { laterInBrowser } from './web-timer.ts';

declare const self: ConstructorParameters<typeof BrowserMessageReader>[0] & {
  readonly name?: string;
};

const isSupervised = self.name === SERVER_THREAD;

serve(createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  disk: undefined,
  tell: (message) => {
    if (isSupervised) self.postMessage(message);
  },
  turn: () => new Promise((resolve) => setTimeout(resolve, 0)),
  // A browser decides itself.
  collect: () => undefined,
  later: laterInBrowser,
});
