/**
 * Scripts whose reading was once wrong: blocks of the files in `data/flow`. A block begins with a line such as
 * `### title | bash sh | straight`, the shells that run it and whether nothing in it depends on inputs. Comments in it
 * such as `# run: {"env":{"IN1":"on"}}` say how it is run. `scripts/fuzz/shell.ts --keep` adds to them.
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowCase } from './generate.ts';
import type { Disagreement } from './run.ts';
import { type Inputs, isShellName, type Job } from './shells.ts';

export interface Block {
  readonly title: string;
  /** The second field of the line above it. */
  readonly programs: readonly string[];
  /** Whether each command line that is read as known must be started; see `Draw.straight`. */
  readonly straight: boolean;
  readonly text: string;
}

export interface Fixture extends Pick<Block, 'title' | 'straight'> {
  /** The block behind a first line that names its shell. */
  readonly script: string;
  readonly shell: Job['shell'];
  readonly runs: readonly Inputs[];
}

const DATA = join(import.meta.dirname, '..', 'data');
const FOLDER = join(DATA, 'flow');
const KEPT = join(FOLDER, 'other.txt');
const RUN = '# run: ';

/** The blocks of a file in `data`. */
export function readBlocks(file: string): readonly Block[] {
  const [, ...blocks] = readFileSync(join(DATA, file), 'utf8').split(/^### /m);
  return blocks.map((block) => {
    const [head = ''] = block.split('\n', 1);
    const [title = '', programs = '', straight] = head.split(' | ');
    const text = block.slice(head.length + 1);
    return { title, programs: programs.split(' '), straight: straight !== undefined, text };
  });
}

/** What the comments of a block say about its runs. */
export function runsOf({ text }: Block): readonly string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(RUN));
  return lines.map((line) => line.slice(RUN.length));
}

/** Each block for each of its shells. */
export function loadFixtures(): readonly Fixture[] {
  const blocks = readdirSync(FOLDER).flatMap((file) => readBlocks(join('flow', file)));
  return blocks.flatMap((block) =>
    block.programs.map((program, index) => ({
      title: index === 0 ? block.title : `${block.title} in ${program}`,
      straight: block.straight,
      script: `#!/bin/${program}\n${block.text}`,
      shell: isShellName(program) ? program : program === 'sh' ? 'dash' : 'bash',
      runs: (runsOf(block).length > 0 ? runsOf(block) : ['{}']).map(inputsIn),
    })),
  );
}

function inputsIn(json: string): Inputs {
  return { env: {}, args: [], stdin: '', status: 0, ...(JSON.parse(json) as Partial<Inputs>) };
}

/** Adds a block; its title says what is special about it. */
export function keepFixture(title: string, disagreement: Disagreement<FlowCase>): void {
  const { text, one, difference } = disagreement;
  const { straight, runs } = one;
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const given = Object.entries(runs[difference.run ?? 0] ?? runs[0] ?? {}).filter(
    ([, value]) => value !== 0 && Object.keys(value).length > 0,
  );
  const head = `### ${title} | ${first.replace('#!/bin/', '')}${straight ? ' | straight' : ''}`;
  const run = `${RUN}${JSON.stringify(Object.fromEntries(given))}`;
  appendFileSync(KEPT, `${[head, run, ...rest].join('\n')}\n`);
}
