/** The supervisor under Node, over `--stdio`, Node's IPC, a pipe or a port. */
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { LookingAt } from '../../workspace/supervision.ts';
import { startThread } from '../../workspace/thread/watched-thread.ts';
import { framed, messageReader } from './message-stream.ts';
import type { Message } from './session-record.ts';
import { type ServerThread, Supervisor } from './supervisor.ts';

/** The protocol's code for an unreadable message. */
const PARSE_ERROR = -32700;
/** Milliseconds between checks that the editor is alive. */
const LOOK = 3000;

const isDebugged = process.execArgv.some((flag) => flag.startsWith('--inspect'));

const pipe = argument('pipe');
const port = argument('socket');
if (pipe ?? port)
  overSocket(
    connect(pipe === undefined ? { host: '127.0.0.1', port: Number(port) } : { path: pipe }),
  );
else if (process.argv.includes('--stdio')) overStreams(process.stdin, process.stdout);
else if (process.argv.includes('--node-ipc') && process.send) overChannel();
else
  fail(l10n.t('Start this language server with --stdio, --node-ipc, --pipe=NAME or --socket=PORT'));
watchEditor(Number(argument('clientProcessId')));
try {
  process.cwd();
} catch {
  // No thread starts in a folder that is gone.
  process.chdir(__dirname);
}

/** The value of `--name=value` or `--name value`. */
function argument(name: string): string | undefined {
  const index = process.argv.findIndex((word) => word.split('=')[0] === `--${name}`);
  const word = process.argv[index];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : word && process.argv[index + 1];
}

function fail(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function overSocket(socket: Socket): void {
  socket.once('error', ({ message }) => fail(l10n.t('The editor cannot be reached: {0}', message)));
  socket.once('connect', () => overStreams(socket, socket));
}

function overStreams(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const send = (message: object): boolean => output.write(framed(message));
  const server = supervisor(send);
  const end = (): void => process.exit(server.isShutDown() ? 0 : 1);
  const read = messageReader(server.receive, () => {
    const error = { code: PARSE_ERROR, message: l10n.t('The message is not JSON') };
    send({ jsonrpc: '2.0', id: null, error });
  });
  input.on('data', (piece: Buffer) => {
    try {
      read(piece);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
  });
  input.on('end', end);
  input.on('close', end);
  output.on('error', end);
}

/** A closed IPC channel does not end a process by itself. */
function overChannel(): void {
  const server = supervisor((message) => process.send?.(message));
  process.on('message', (message) => server.receive(message as Message));
  process.once('disconnect', () => process.exit(server.isShutDown() ? 0 : 1));
}

function supervisor(send: (message: Message) => unknown) {
  const server = new Supervisor({
    send: (message) => void send(message),
    start,
    later: (milliseconds, work) => {
      // A server in a debugger does not hang.
      const timer = isDebugged ? undefined : setTimeout(work, milliseconds).unref();
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    worked: () => process.cpuUsage().user / 1000,
    memory: () => process.memoryUsage.rss(),
    exit: (code) => process.exit(code),
  });
  return {
    isShutDown: () => server.isShutDown(),
    receive: (message: Message) => {
      if (message.method === 'initialize') endWith(message.params);
      server.receive(message);
    },
  };
}

/** Ends with an editor that dies silently. */
function endWith(params: unknown): void {
  watchEditor((params as { readonly processId?: unknown } | undefined)?.processId);
}

/** Ends when the process is gone; `processId` may be anything. */
function watchEditor(processId: unknown): void {
  if (!Number.isInteger(processId)) return;
  const look = (): void => {
    try {
      process.kill(Number(processId), 0);
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
