/**
 * Scripts whose reading was once wrong, each for each of its shells. Comments such as `# run: {"env":{"IN1":"on"}}` say
 * how one is run. `scripts/fuzz/programs.ts shell --keep` adds to them.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, readBlocks, scriptFor } from '../../support/blocks.ts';
import type { FlowCase } from './generate.ts';
import type { Disagreement } from './run.ts';
import { type Inputs, isShellName, type Job } from './shells.ts';

interface Fixture extends Pick<Block, 'title' | 'straight'> {
  /** The block behind a first line that names its shell. */
  readonly script: string;
  readonly shell: Job['shell'];
  readonly runs: readonly Inputs[];
}

const KEPT = join(import.meta.dirname, '..', 'data', 'flow', 'other.txt');
const RUN = '# run: ';

/** What the comments of a block say about its runs. */
export function runsOf({ text }: Block): readonly string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(RUN));
  return lines.map((line) => line.slice(RUN.length));
}

/** Each block for each of its shells. */
export function loadFixtures(): readonly Fixture[] {
  return readBlocks('test/oracle/data/flow').flatMap((block) =>
    block.programs.map((program, index) => ({
      title: index === 0 ? block.title : `${block.title} in ${program}`,
      straight: block.straight,
      script: scriptFor(program, block),
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
