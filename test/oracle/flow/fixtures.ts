/**
 * Scripts on which a shell and our reading once disagreed, made small: `data/flow/<name>.sh`. Comments at
 * the top say how each is run; `scripts/fuzz/shell.ts --keep` adds to them.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitWords } from '../../../server/src/text/split-words.ts';
import type { FlowCase } from './generate.ts';
import type { Disagreement } from './run.ts';
import { type Inputs, isShellName, type Job, type ShellName } from './shells.ts';

export interface Fixture {
  readonly name: string;
  /** The whole file; the comments at its top are a part of the script. */
  readonly script: string;
  readonly shell: Job['shell'];
  /** Whether all that we are sure of must be started; see `Draw.straight`. */
  readonly straight: boolean;
  /** Whether we have to know every word that is started. */
  readonly known: boolean;
  readonly runs: readonly Inputs[];
}

const FOLDER = join(import.meta.dirname, '..', 'data', 'flow');
/** Lines such as `# run: {"env":{"IN1":"on"}}`; what is left out is empty. */
const RUN = '# run: ';
const STRAIGHT = '# straight';
const KNOWN = '# known';

/** Which other shells read the same, by what stands in a first line: `# also: sh zsh`. */
const ALSO = '# also: ';

/** All fixtures, by name. */
export function loadFixtures(): readonly Fixture[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.sh'));
  return names.toSorted().flatMap((file) => {
    const script = readFileSync(join(FOLDER, file), 'utf8');
    const lines = script.split('\n');
    const [first = ''] = lines;
    const name = file.replace(/\.sh$/, '');
    const runs = lines.filter((line) => line.startsWith(RUN)).map((line) => inputsIn(line));
    const known = lines.includes(KNOWN);
    const said = {
      straight: lines.includes(STRAIGHT) || known,
      known,
      runs: runs.length > 0 ? runs : [inputsIn('')],
    };
    const also = lines.find((line) => line.startsWith(ALSO))?.slice(ALSO.length);
    return [
      { ...said, name, script, shell: shellOf(first) },
      ...(also === undefined ? [] : splitWords(also)).map((other) => {
        const begins = `#!/bin/${other}`;
        const own = begins + script.slice(first.length);
        return { ...said, name: `${name} in ${other}`, script: own, shell: shellOf(begins) };
      }),
    ];
  });
}

/** The shell that a script is for, by its first line. */
function shellOf(line: string): ShellName {
  const name = /^#!\/bin\/(\w+)$/.exec(line)?.[1] ?? '';
  return isShellName(name) ? name : name === 'sh' ? 'dash' : 'bash';
}

function inputsIn(line: string): Inputs {
  const given: Partial<Inputs> = JSON.parse(line.slice(RUN.length) || '{}');
  return { env: {}, args: [], stdin: '', status: 0, ...given };
}

/** Adds one. Its name says what is special about it, and is found later. */
export function keepFixture(name: string, disagreement: Disagreement<FlowCase>): void {
  const { text, one, difference } = disagreement;
  const { straight, runs } = one;
  const [first = '', ...rest] = text.split('\n');
  const given = Object.entries(runs[difference.run ?? 0] ?? runs[0] ?? {}).filter(
    ([, value]) => value !== 0 && Object.keys(value).length > 0,
  );
  const comments = [
    `${RUN}${JSON.stringify(Object.fromEntries(given))}`,
    ...(straight ? [STRAIGHT] : []),
  ];
  writeFileSync(join(FOLDER, `${name}.sh`), [first, ...comments, ...rest].join('\n'));
}
