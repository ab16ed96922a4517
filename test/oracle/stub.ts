/**
 * A stub named like QEMU, in a private temporary folder: the only program of its name for a process that runs with its
 * environment. It writes down its arguments.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROGRAM } from './flow/program.ts';

/** Where the stub writes, and with which status it ends, by variables of its environment. */
export const RECORD = 'GUARD_RECORD';
export const STATUS = 'GUARD_STATUS';

/**
 * Writes how many arguments there are and then each, all ended by a NUL, with a single write, so that
 * jobs in the background do not mix theirs.
 */
const STUB = `#!/bin/sh\nprintf "%s\\\\0" "$#" "$@" >> "$${RECORD}"\nexit "\${${STATUS}:-0}"\n`;

export interface StubFolder {
  /** Where the stub is. */
  readonly bin: string;
  /** Without variables of the user who runs the tests, and with an empty home. */
  readonly env: Readonly<Record<string, string>>;
  /** An empty folder that no other one of them is. */
  readonly newBatch: () => string;
  readonly close: () => void;
}

/** With `others`, there are programs of these names with these lines of a shell. */
export function openStub(others: Readonly<Record<string, string>> = {}): StubFolder {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-stub-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const add = (name: string, script: string): void => {
    writeFileSync(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  };
  add(PROGRAM, STUB);
  for (const [name, lines] of Object.entries(others)) add(name, `#!/bin/sh\n${lines}\n`);
  let batches = 0;
  return {
    bin,
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: '/home/guard', LC_ALL: 'C.UTF-8' },
    newBatch: () => {
      const batch = join(folder, String(batches++));
      mkdirSync(batch);
      return batch;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The arguments of each stub that was started, in the order in which they were; none where nothing was written. */
export function commandsIn(path: string): readonly (readonly string[])[] {
  const words = contentOf(path).split('\0');
  const commands: string[][] = [];
  for (let at = 0; at < words.length - 1; ) {
    const count = Number(words[at]);
    commands.push(words.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return commands;
}

/** The text of a file; empty where nothing was written. */
export function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
