/**
 * Runs a script in a real shell with stubs named like QEMU on its PATH, which write down their argv.
 * Everything happens in a private temporary folder that goes away with `close`.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitWords } from '../../server/src/text/split-words.ts';

/** The programs that scripts of the tests may start. */
const STUBS = splitWords(
  'qemu-system-x86_64 qemu-system-arm qemu-kvm kvm qemu qemu-storage-daemon qemu-vnc',
);

export interface Recorder {
  /** Runs a script and returns the argv of each stub it started, without the program. */
  readonly run: (script: string, shell?: string) => readonly (readonly string[])[];
  /** The same in bash, each argv with the name of its program first. */
  readonly record: (script: string) => readonly (readonly string[])[];
  readonly close: () => void;
}

/** The value of XDG_RUNTIME_DIR inside the scripts; the blank shows missing quotes. */
export const RUNTIME_DIR = '/run/user of tests';

/** With `others`, programs of these names write down their argv too. */
export function recorder(others: readonly string[] = []): Recorder {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
  const bin = join(folder, 'bin');
  const log = join(folder, 'argv');
  mkdirSync(bin);
  for (const stub of [...STUBS, ...others]) {
    const path = join(bin, stub);
    // Each word ends with a NUL, each command with one more.
    writeFileSync(
      path,
      '#!/bin/sh\nexec >>"$ARGV_LOG"\nprintf \'%s\\0\' "${0##*/}"\nfor a; do printf \'%s\\0\' "$a"; done\nprintf \'\\1\\0\'\n',
    );
    chmodSync(path, 0o755);
  }
  const record = (script: string, shell = 'bash') => {
    writeFileSync(log, '');
    const file = join(folder, 'script.sh');
    writeFileSync(file, script);
    const result = spawnSync(shell, [file], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
      env: { PATH: `${bin}:/usr/bin:/bin`, ARGV_LOG: log, XDG_RUNTIME_DIR: RUNTIME_DIR },
    });
    if (result.error) throw result.error;
    const text = readFileSync(log, 'utf8');
    return text
      .split('\x01\0')
      .slice(0, -1)
      .map((command) => command.split('\0').slice(0, -1));
  };
  return {
    record,
    run: (script, shell) => record(script, shell).map((argv) => argv.slice(1)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
