/** The supervisor in a browser, between page and server worker. */

import { type LookingAt, SERVER_THREAD } from '../../workspace/supervision.ts';
import { laterInBrowser } from '../web-timer.ts';
import type { Message } from './session-record.ts';
import { type ServerThread, Supervisor } from './supervisor.ts';

interface WebWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  readonly postMessage: (message: unknown) => void;
  readonly terminate: () => void;
}

/** The part of a worker's global scope in use. */
declare const self: {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  readonly postMessage: (message: unknown) => void;
  readonly close: () => void;
  readonly location: { readonly href: string };
  readonly Worker: new (url: string, options: { readonly name: string }) => WebWorker;
};

const server = new Supervisor({
  send: (message) => self.postMessage(message),
  start,
  later: laterInBrowser,
  now: () => performance.now(),
  // Browsers report neither CPU time nor memory.
  worked: () => performance.now(),
  memory: () => 0,
  exit: () => self.close(),
});
self.onmessage = ({ data }) => server.receive(data as Message);

/** A worker that fails only stops answering. */
function start(said: (message: Message | LookingAt) => void): ServerThread {
  const worker = new self.Worker(self.location.href, { name: SERVER_THREAD });
  worker.onmessage = ({ data }) => said(data as Message | LookingAt);
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
}
