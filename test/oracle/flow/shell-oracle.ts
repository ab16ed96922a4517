/** The shells as an oracle: random scripts, and what they start. */
import { lowerShell } from '../../../server/src/invocation/from-shell.ts';
import { readShell } from '../../../server/src/syntax/shell/reader.ts';
import { smaller } from './chunk.ts';
import { type FlowCase, generateCase, scriptOf } from './generate.ts';
import { type Oracle, readingBy } from './judge.ts';
import type { Inputs, Shells } from './shells.ts';

/** The inputs of a run that the case does not list. */
const NOTHING: Inputs = { env: {}, args: [], stdin: '', status: 0 };

/** All shells, or cases for one of them alone. */
export function shellOracle(shells: Shells, only?: FlowCase['shell']): Oracle<FlowCase> {
  return {
    run: (jobs) =>
      shells.run(
        jobs.map(({ one: { shell, runs }, text: script, run }) => {
          return { script, shell, inputs: runs[run] ?? NOTHING };
        }),
      ),
    textOf: scriptOf,
    readingOf,
    generate: (seed, index) => generateCase(seed, index, only),
    smaller: smallerCases,
    batch: 40,
    slots: 2,
  };
}

/** All command lines that the script may start, or what was thrown. */
export const readingOf = readingBy((script) => lowerShell(readShell(script), { every: true }));

function* smallerCases(whole: FlowCase): Iterable<FlowCase> {
  for (const chunks of smaller(whole.chunks)) yield { ...whole, chunks };
  const [inputs] = whole.runs;
  if (inputs === undefined) return;
  const { env, args, stdin, status } = inputs;
  for (const name of Object.keys(env)) {
    const { [name]: _, ...rest } = env;
    yield { ...whole, runs: [{ ...inputs, env: rest }] };
  }
  for (const at of args.keys())
    yield { ...whole, runs: [{ ...inputs, args: args.toSpliced(at, 1) }] };
  if (stdin !== '') yield { ...whole, runs: [{ ...inputs, stdin: '' }] };
  if (status !== 0) yield { ...whole, runs: [{ ...inputs, status: 0 }] };
}
