/** Gives a command what the process has, and ends with what the command says. */
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Output, World } from './world.ts';

/** Each takes as much memory as the program itself, and the disk is no faster for more of them. */
const MAX_THREADS = 4;
/** How many code units are enough for several: of fewer one has seen all by the time that others have begun. */
const ENOUGH_TEXT = 128 * 1024;

/** Runs the words of the command line with what the process has, and ends with what comes of it. */
export function runProgram(run: (words: readonly string[], world: World) => Promise<number>): void {
  let isInterrupted = false;
  process.once('SIGINT', () => {
    isInterrupted = true;
    // Whoever presses it twice does not want to wait.
    process.once('SIGINT', () => process.exit(130));
  });
  // Whoever reads no further, as `head` does, has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 2);
  });
  run(
    process.argv.slice(2),
    worldOf(() => isInterrupted),
  ).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`qemu-monitor-guard: ${error instanceof Error ? error.stack : error}\n`);
      process.exitCode = 2;
    },
  );
}

function worldOf(isInterrupted: () => boolean): World {
  return {
    cwd: realpathSync.native(process.cwd()),
    env: process.env,
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    input: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    home: join(__dirname, '..'),
    proc: '/proc',
    threads: {
      script: __filename,
      count: Math.min(availableParallelism(), MAX_THREADS),
      from: ENOUGH_TEXT,
    },
    now: () => performance.now(),
    isInterrupted,
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 120,
  };
}
