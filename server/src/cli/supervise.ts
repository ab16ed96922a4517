/**
 * Runs the command line in a thread and prints what that says. A file that holds the thread for too long, or takes too
 * much memory, costs itself: another thread begins again without it, and says nothing a second time.
 * Why: docs/decisions/the-command-line-works-in-one-thread.md
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PassedOver } from '../workspace/supervision.ts';
import { startThread, type WatchedThread } from '../workspace/thread/watched-thread.ts';

/** What the thread says: a text for one of the standard streams, findings that may still change, or what it wants. */
export type Told =
  | { readonly kind: 'out' | 'err' | 'known'; readonly text: string }
  | { readonly kind: 'input' }
  | { readonly kind: 'serve' };

/** What the thread begins with. */
export interface ThreadData {
  /** The words of the command line behind the program's name. */
  readonly words: readonly string[];
  readonly suspect: SharedArrayBuffer;
  /** One number, which is not 0 once the user wants no more. */
  readonly isStopped: SharedArrayBuffer;
  readonly passedOver: readonly PassedOver[];
  readonly out: Terminal;
  readonly err: Terminal;
}

interface Terminal {
  readonly isTerminal: boolean;
  readonly columns: number;
}

/** How often the thread is looked at, and how long it may work on one file, in milliseconds of processor time. */
const LOOK = 250;
const MAX_WORK = 20_000;
/** How many files may cost a thread each. */
const MAX_PASSED_OVER = 8;
/** How long the thread may take to end once the user wants no more, in milliseconds. */
const GRACE = 1000;
/** The exit codes of a shell's commands that a signal ends; the thread says the first one of both. */
const INTERRUPTED = 130;
const SIGNALS = { SIGINT: INTERRUPTED, SIGTERM: 143 } as const;

/** Runs the script in a thread until that ends, and ends with its exit code. */
export function supervise(script: string, maxWork = MAX_WORK): void {
  if (!isAnywhere()) {
    process.stderr.write('qemu-monitor-guard: the current folder does not exist any more\n');
    process.exitCode = 2;
    return;
  }
  const isStopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const passedOver: PassedOver[] = [];
  const said: string[] = [];
  let known: string[] = [];
  let signalCode: number | undefined;
  let thread = start();

  function start(): WatchedThread {
    /** What earlier threads have said, and this one says again. */
    const again = new Set(said);
    known = [];
    const [, , ...words] = process.argv;
    const [out, err] = [terminalOf(process.stdout), terminalOf(process.stderr)];
    const own = startThread(
      script,
      (suspect): ThreadData => ({
        ...{ words, suspect, isStopped: isStopped.buffer, passedOver, out, err },
      }),
      (why, error, code) => {
        if (own !== thread) return;
        if (error !== '') lose(why, error);
        else if (code === INTERRUPTED) giveUp(signalCode ?? code);
        else process.exitCode = signalCode ?? code;
      },
    );
    own.worker.on('message', (told: Told) => {
      if (own !== thread) return;
      if (told.kind === 'input') void readInput(own);
      else if (told.kind === 'serve') serve(own);
      else if (told.kind === 'known') known.push(told.text);
      else {
        const key = `${told.kind} ${told.text}`;
        if (!again.delete(key)) process[`std${told.kind}`].write(told.text);
        said.push(key);
      }
    });
    return own;
  }

  /** Goes on without the file that the thread is at. */
  function lose(why: PassedOver['why'], error: string): void {
    const suspect = thread.suspect();
    if (suspect && passedOver.length < MAX_PASSED_OVER) {
      passedOver.push({ ...suspect, why });
      void thread.worker.terminate();
      thread = start();
      return;
    }
    process.stderr.write(`qemu-monitor-guard: ${error || `${suspect?.path}: it takes too long`}\n`);
    giveUp(2);
  }

  /** Ends before the work does, and leaves what is known. */
  function giveUp(code: number): void {
    writeSync(1, known.join(''));
    writeSync(2, 'qemu-monitor-guard: it has ended early, and not all files were looked into\n');
    process.exit(code);
  }

  let seen = { path: '', since: 0 };
  const clock = setInterval(() => {
    const path = thread.suspect()?.path ?? '';
    const worked = process.cpuUsage().user / 1000;
    if (path === '' || path !== seen.path) seen = { path, since: worked };
    else if (worked - seen.since > maxWork) lose('held', '');
  }, LOOK).unref();

  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      // A second one does not wait.
      if (signalCode !== undefined) giveUp(code);
      signalCode = code;
      Atomics.store(isStopped, 0, 1);
      setTimeout(giveUp, GRACE, code).unref();
    });
  }
  // A reader that stops reading, as `head` does, has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 2);
  });

  /** The language server has a supervisor and a thread of its own. */
  function serve(own: WatchedThread): void {
    clearInterval(clock);
    for (const signal of Object.keys(SIGNALS)) process.removeAllListeners(signal);
    process.stdout.removeAllListeners('error');
    own.worker.removeAllListeners('exit');
    void own.worker.terminate();
    // It looks there for how it is spoken to.
    if (!process.argv.some((word) => /^--(?:stdio|node-ipc|pipe|socket)(?:=|$)/.test(word))) {
      process.argv.push('--stdio');
    }
    void import(pathToFileURL(join(__dirname, 'server.js')).href);
  }
}

/** Whether the current folder is there; no thread starts in one that was deleted. A server needs none, and goes to its own. */
function isAnywhere(): boolean {
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
