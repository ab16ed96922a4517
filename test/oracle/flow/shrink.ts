/**
 * Makes a case small that shows a difference: leaves out statements, words and inputs as long as there
 * is a difference of the same kind. Each step asks the shell.
 */
import { smaller } from './chunk.ts';
import type { Difference } from './compare.ts';
import { type FlowCase, scriptOf } from './generate.ts';
import { judge } from './judge.ts';
import type { Recording, Shells } from './shells.ts';

/** How many smaller cases are tried. */
const QUESTIONS = 600;
/** How many of them at once. */
const GROUP = 10;
/** How many characters are changed in each where one of them is the difference. */
const PROBES = 20;

export interface Shrunk {
  readonly flowCase: FlowCase;
  readonly difference: Difference;
}

/** The smallest case found, with one run only. */
export async function shrinkCase(
  shells: Shells,
  start: FlowCase,
  difference: Difference,
): Promise<Shrunk> {
  const runs = start.runs.filter((_, run) => run === (difference.run ?? 0));
  let best: Shrunk = { flowCase: { ...start, runs }, difference };
  const questions = {
    probes: difference.kind === 'misplaced' ? PROBES : 0,
    vague: difference.kind === 'vague',
  };
  const isQuiet = (recordings: readonly Recording[]) =>
    recordings.every(({ complaints }) => complaints === '');
  const [before] = await judge(shells, [best.flowCase], { probes: 0, vague: false });
  const quiet = before !== undefined && isQuiet(before.recordings);
  /** The first of the cases that differs in the same way. */
  const firstOf = async (cases: readonly FlowCase[]): Promise<Shrunk | undefined> => {
    const judgements = await judge(shells, cases, questions);
    for (const [at, { comparison, recordings }] of judgements.entries()) {
      const flowCase = cases[at];
      // A script that has become wrong shows something else.
      if (flowCase === undefined || (quiet && !isQuiet(recordings))) continue;
      const same = comparison.differences.find(({ kind }) => kind === difference.kind);
      if (same !== undefined) return { flowCase, difference: same };
    }
    return undefined;
  };
  let left = QUESTIONS;
  for (let found = true; found && left > 0; ) {
    found = false;
    for (const group of groups(smallerCases(best.flowCase), GROUP)) {
      if (left <= 0) break;
      left -= group.length;
      const less = await firstOf(group);
      if (less === undefined) continue;
      best = less;
      found = true;
      break;
    }
  }
  return best;
}

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

/** Cases in groups of a size, without those that are the same as one before. */
function* groups(cases: Iterable<FlowCase>, size: number): Iterable<readonly FlowCase[]> {
  const seen = new Set<string>();
  let group: FlowCase[] = [];
  for (const flowCase of cases) {
    const key = scriptOf(flowCase) + JSON.stringify(flowCase.runs);
    if (seen.has(key)) continue;
    seen.add(key);
    group.push(flowCase);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
