#!/usr/bin/env node
/** The program: gives the command what the process has, and ends with what the command says. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';
import type { Output, World } from './world.ts';

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

const world: World = {
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
  now: () => performance.now(),
  isInterrupted: () => isInterrupted,
};

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    columns: stream.columns ?? 120,
  };
}

run(process.argv.slice(2), world).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`qemu-monitor-guard: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 2;
  },
);
