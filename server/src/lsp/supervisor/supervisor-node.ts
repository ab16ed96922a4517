/**
 * Supervises a server under Node: talks to the client over `--stdio` or Node's IPC, whichever it was started with.
 */
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { LookingAt } from '../../workspace/supervision.ts';
import { startThread } from '../../workspace/thread/watched-thread.ts';
import { framed, messageReader } from './message-stream.ts';
import type { Message } from './session-record.ts';
import { type ServerThread, supervise } from './supervisor.ts';

/** The protocol's number for a message that cannot be read. */
const PARSE_ERROR = -32700;
/** How often is looked whether the editor is still there, in milliseconds. */
const LOOK = 3000;

const isDebugged = process.execArgv.some((flag) => flag.startsWith('--inspect'));

if (process.argv.includes('--stdio')) overStreams();
else if (process.argv.includes('--node-ipc') && process.send) overChannel();
else {
  const words = l10n.t('Start this language server with --stdio or --node-ipc');
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function overStreams(): void {
  const send = (message: object): boolean => process.stdout.write(framed(message));
  const server = supervisor(send);
  const end = (): void => process.exit(server.isShutDown() ? 0 : 1);
  process.stdin.on(
    'data',
    messageReader(server.receive, () => {
      const error = { code: PARSE_ERROR, message: l10n.t('The message is not JSON') };
      send({ jsonrpc: '2.0', id: null, error });
    }),
  );
  process.stdin.on('end', end);
  process.stdin.on('close', end);
  process.stdout.on('error', end);
}

/** On its standard streams a server ends with its input, but nobody ends one whose channel is closed. */
function overChannel(): void {
  const server = supervisor((message) => process.send?.(message));
  process.on('message', (message) => server.receive(message as Message));
  process.once('disconnect', () => process.exit(server.isShutDown() ? 0 : 1));
}

function supervisor(send: (message: Message) => unknown) {
  const server = supervise({
    send: (message) => void send(message),
    start,
    later: (milliseconds, work) => {
      // Who stands still in a debugger is not lost.
      const timer = isDebugged ? undefined : setTimeout(work, milliseconds).unref();
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    worked: () => process.cpuUsage().user / 1000,
    memory: () => process.memoryUsage.rss(),
    exit: (code) => process.exit(code),
  });
  return {
    ...server,
    receive: (message: Message) => {
      if (message.method === 'initialize') endWith(message.params);
      server.receive(message);
    },
  };
}

/** A process whose editor has died without a word has nobody left to work for. */
function endWith(params: unknown): void {
  const { processId } = (params ?? {}) as { readonly processId?: unknown };
  if (typeof processId !== 'number') return;
  const look = (): void => {
    try {
      process.kill(processId, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') process.exit(1);
    }
  };
  setInterval(look, LOOK).unref();
}

function start(
  said: (message: Message | LookingAt) => void,
  ended: (why: 'ended' | 'memory', error: string) => void,
): ServerThread {
  const { worker, suspect } = startThread(
    join(__dirname, 'server-thread.js'),
    (memory) => memory,
    ended,
  );
  worker.on('message', said);
  return {
    post: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
    suspect,
  };
}
