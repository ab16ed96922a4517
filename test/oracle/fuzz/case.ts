/** A case: a command line with its files, and what the judge has to lay out for it. */
import type { Machine } from '../../../server/src/qemu/machine/machine.ts';
import { parseVersion, type QemuVersion } from '../../../server/src/qemu/options/version.ts';
import { BASES } from '../data/vectors.ts';
import type { Question } from '../judge/verdict.ts';
import { modelOf } from '../model.ts';
import { PEER_PATH, PEER_PORT, PIPE } from './values.ts';

export interface FuzzCase {
  /** The command line that the arguments follow. */
  readonly base: keyof typeof BASES;
  readonly args: readonly string[];
  /** The files, by the name that `-readconfig` uses. */
  readonly files: Readonly<Record<string, string>>;
}

/** The whole command line, the program first. */
function argvOf({ base, args }: FuzzCase): readonly [string, ...string[]] {
  const [program = '', ...words] = BASES[base].split(' ');
  return [program, ...words, ...args];
}

/** The version that the cases are written for. */
const BASELINE: QemuVersion = parseVersion('10.0') ?? 1000;

/** Our model's machine of a case. */
export function machineOf(fuzzCase: FuzzCase): Machine {
  return modelOf(argvOf(fuzzCase), fuzzCase.files, BASELINE);
}

/** The question to the judge. Only what the case mentions is laid out, since each thing takes time. */
export function questionOf(fuzzCase: FuzzCase): Question {
  const { args, files } = fuzzCase;
  const [program, ...argv] = argvOf(fuzzCase);
  const text = [...args, ...Object.values(files)].join('\n');
  const mentions = (word: string | number): boolean => text.includes(String(word));
  return {
    program,
    argv,
    files,
    probe: true,
    peers: [
      ...(mentions(PEER_PORT)
        ? [{ kind: 'tcp', address: '127.0.0.1', port: PEER_PORT } as const]
        : []),
      ...(mentions(PEER_PATH) ? [{ kind: 'unix', path: PEER_PATH } as const] : []),
    ],
    pipes: mentions(PIPE) ? [PIPE] : [],
    passSocket: mentions('fd'),
  };
}
