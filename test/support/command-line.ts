/** Runs the command line in this process, with folders, a terminal and standard input that a test chooses. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from '../../server/src/cli/run.ts';
import type { World } from '../../server/src/cli/world.ts';
import { UNSUPERVISED } from '../../server/src/workspace/front-end.ts';

const HOME = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

export interface CommandOptions {
  readonly input?: string | Buffer;
  readonly env?: World['env'];
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly isInterrupted?: () => boolean;
  readonly now?: () => number;
  readonly proc?: string;
  /** Gets findings before the check is through. */
  readonly known?: World['known'];
}

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `qemu-monitor-guard` with some words in a folder. */
export async function runCommand(
  folder: string,
  words: readonly string[],
  {
    input = '',
    env = {},
    isTerminal = false,
    columns = 100,
    isInterrupted,
    now,
    proc = '/proc',
    known = () => {},
  }: CommandOptions = {},
): Promise<CommandResult> {
  let out = '';
  let err = '';
  const code = await run(words, {
    cwd: realpathSync.native(folder),
    env,
    home: HOME,
    proc,
    attention: UNSUPERVISED,
    known,
    serve: () => {},
    out: {
      write: (text) => {
        out += text;
      },
      isTerminal,
      columns,
    },
    err: {
      write: (text) => {
        err += text;
      },
      isTerminal,
      columns,
    },
    input: async () => Buffer.from(input),
    now: now ?? (() => 0),
    isInterrupted: isInterrupted ?? (() => false),
  });
  return { code, out, err };
}
