/** Runs the command line in a thread. Why: docs/decisions/the-command-line-works-in-one-thread.md */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PassedOver } from '../workspace/supervision.ts';
import { startThread, type WatchedThread } from '../workspace/thread/watched-thread.ts';

/** Text for a stream, findings that may still change (`known`), or a request. */
export type ThreadMessage =
  | { readonly kind: 'out' | 'err' | 'known'; readonly text: string }
  | { readonly kind: 'input' }
  | { readonly kind: 'serve' };

/** The thread's `workerData`. */
export interface ThreadData {
  /** Without the program's name. */
  readonly words: readonly string[];
  readonly suspect: SharedArrayBuffer;
  /** One number: 0, or 1 after an interrupt. */
  readonly isStopped: SharedArrayBuffer;
  readonly passedOver: readonly PassedOver[];
  readonly out: Terminal;
  readonly err: Terminal;
}

interface Terminal {
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** Milliseconds between looks, and of processor time for one file. */
const LOOK = 250;
const MAX_WORK = 20_000;
const MAX_PASSED_OVER = 8;
/** Milliseconds for the thread to end after an interrupt. */
const GRACE = 1000;
/** As of a shell command that SIGINT ends. */
const INTERRUPTED = 130;
const SIGNALS = { SIGINT: INTERRUPTED, SIGTERM: 143 } as const;

interface Run {
  readonly script: string;
  readonly isStopped: Int32Array<SharedArrayBuffer>;
  readonly passedOver: PassedOver[];
  readonly printed: string[];
  known: string[];
  signalCode: number | undefined;
  thread: WatchedThread | undefined;
}

/** Runs `script` in a thread and exits with its code. */
export function supervise(script: string, maxWork = MAX_WORK): void {
  if (!hasFolder()) {
    process.stderr.write('qemu-monitor-guard: the current folder does not exist any more\n');
    process.exitCode = 2;
    return;
  }
  const isStopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const run: Run = {
    script,
    isStopped,
    passedOver: [],
    printed: [],
    known: [],
    signalCode: undefined,
    thread: undefined,
  };
  start(run);
  watch(run, maxWork);
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => interrupt(run, code));
  }
  // A reader such as `head` closed the pipe.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 2);
  });
}

function start(run: Run): void {
  const toRepeat = new Set(run.printed);
  run.known = [];
  const { isStopped, passedOver } = run;
  const [, , ...words] = process.argv;
  const [out, err] = [terminalOf(process.stdout), terminalOf(process.stderr)];
  const thread = startThread(
    run.script,
    (suspect): ThreadData => {
      return { words, suspect, isStopped: isStopped.buffer, passedOver, out, err };
    },
    (why, error, code) => {
      if (run.thread !== thread) return;
      if (error !== '') passOver(run, why, error);
      else if (code === INTERRUPTED) exitEarly(run, run.signalCode ?? code);
      else process.exitCode = run.signalCode ?? code;
    },
  );
  run.thread = thread;
  thread.worker.on('message', (message: ThreadMessage) => {
    if (run.thread !== thread) return;
    if (message.kind === 'input') void readInput(thread);
    else if (message.kind === 'serve') serve(run);
    else if (message.kind === 'known') run.known.push(message.text);
    else {
      const key = `${message.kind} ${message.text}`;
      if (!toRepeat.delete(key)) process[`std${message.kind}`].write(message.text);
      run.printed.push(key);
    }
  });
}

function passOver(run: Run, why: PassedOver['why'], error: string): void {
  const suspect = run.thread?.suspect();
  if (suspect && run.passedOver.length < MAX_PASSED_OVER) {
    run.passedOver.push({ ...suspect, why });
    void run.thread?.worker.terminate();
    start(run);
    return;
  }
  process.stderr.write(`qemu-monitor-guard: ${error || `${suspect?.path}: it takes too long`}\n`);
  exitEarly(run, 2);
}

function exitEarly({ known }: Run, code: number): void {
  writeSync(1, known.join(''));
  writeSync(2, 'qemu-monitor-guard: it ended early, so not all files are checked\n');
  process.exit(code);
}

function watch(run: Run, maxWork: number): void {
  let seen = { path: '', since: 0 };
  setInterval(() => {
    const path = run.thread?.suspect()?.path ?? '';
    const worked = process.cpuUsage().user / 1000;
    if (path === '' || path !== seen.path) seen = { path, since: worked };
    else if (worked - seen.since > maxWork) passOver(run, 'held', '');
  }, LOOK).unref();
}

function interrupt(run: Run, code: number): void {
  // A second signal does not wait.
  if (run.signalCode !== undefined) exitEarly(run, code);
  run.signalCode = code;
  Atomics.store(run.isStopped, 0, 1);
  setTimeout(() => exitEarly(run, code), GRACE).unref();
}

/** Becomes the language server, with a supervisor and thread of its own. */
function serve(run: Run): void {
  const { thread } = run;
  run.thread = undefined;
  for (const signal of Object.keys(SIGNALS)) process.removeAllListeners(signal);
  process.stdout.removeAllListeners('error');
  void thread?.worker.terminate();
  // The server reads its transport from there.
  if (!process.argv.some((word) => /^--(?:stdio|node-ipc|pipe|socket)(?:=|$)/.test(word))) {
    process.argv.push('--stdio');
  }
  void import(pathToFileURL(join(__dirname, 'server.js')).href);
}

/** Whether the current folder exists, without which no thread starts. The server changes to its own. */
function hasFolder(): boolean {
  try {
    process.cwd();
    return true;
  } catch {
    if (process.argv[2] !== 'lsp') return false;
    process.chdir(__dirname);
    return true;
  }
}

async function readInput({ worker }: WatchedThread): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  worker.postMessage(Buffer.concat(chunks));
}

function terminalOf({ isTTY, columns }: NodeJS.WriteStream): Terminal {
  return { isTerminal: isTTY === true, columns: columns ?? 120 };
}
