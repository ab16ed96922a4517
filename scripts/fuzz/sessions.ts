/**
 * Runs random sessions with the built server and compares what it says in the end with what a fresh one says, until
 * `--sessions` are done. The same `--seed` makes the same sessions; exits with 1 after a difference.
 */
import { parseArgs } from 'node:util';
import { runSession } from '../../test/protocol/random-session.ts';
import { FUZZ_OPTIONS, finish } from './fuzzing.ts';

const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '100' },
    steps: { type: 'string', default: '100' },
    seed: FUZZ_OPTIONS.seed,
  },
});
const first = Number(values.seed);
let different = 0;
for (let seed = first; seed < first + Number(values.sessions); seed++) {
  const { differences } = await runSession(seed, Number(values.steps));
  if (differences.length > 0) different++;
  for (const difference of differences) console.log(`session ${seed}: ${difference}`);
}
finish(
  { seed: first },
  { sessions: Number(values.sessions), steps: Number(values.steps) },
  different,
);
