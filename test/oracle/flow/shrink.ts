/**
 * Shrinks a case that shows a difference: omits parts as long as a difference of the same kind remains. Each step asks the
 * oracle.
 */
import type { Difference } from './compare.ts';
import { judge, type Oracle, type OracleCase } from './judge.ts';
import type { Recording } from './shells.ts';

/** How many smaller cases are tried. */
const QUESTIONS = 600;
/** How many of them at once. */
const GROUP = 10;
/** How many characters are changed in each where one of them is the difference. */
const PROBES = 20;

interface Shrunk<Case> {
  readonly one: Case;
  readonly difference: Difference;
}

/** The smallest case found, with one run only. */
export async function shrinkCase<Case extends OracleCase>(
  oracle: Oracle<Case>,
  { one: start, difference }: Shrunk<Case>,
): Promise<Shrunk<Case>> {
  const runs = start.runs.filter((_, run) => run === (difference.run ?? 0));
  const best: Shrunk<Case> = { one: { ...start, runs }, difference };
  const probes = difference.kind === 'misplaced' ? PROBES : 0;
  const isQuiet = (recordings: readonly Recording[]) =>
    recordings.every(({ complaints }) => complaints === '');
  const [before] = await judge(oracle, [best.one], 0);
  const quiet = before !== undefined && isQuiet(before.recordings);
  return makeSmall(
    best,
    ({ one }) => groups(oracle, one),
    QUESTIONS,
    async (cases) => {
      const judgements = await judge(oracle, cases, probes);
      for (const [at, { comparison, recordings }] of judgements.entries()) {
        const one = cases[at];
        // A text with a new syntax error shows another difference.
        if (one === undefined || (quiet && !isQuiet(recordings))) continue;
        const same = comparison.differences.find(({ kind }) => kind === difference.kind);
        if (same !== undefined) return { one, difference: same };
      }
      return undefined;
    },
  );
}

/**
 * The smallest candidate found within a number of questions. `firstOf` returns the first of some candidates that still
 * shows the difference.
 */
export async function makeSmall<Found, Candidate>(
  start: Found,
  smaller: (best: Found) => Iterable<readonly Candidate[]>,
  questions: number,
  firstOf: (candidates: readonly Candidate[]) => Promise<Found | undefined>,
): Promise<Found> {
  let best = start;
  let left = questions;
  for (let found = true; found && left > 0; ) {
    found = false;
    for (const group of smaller(best)) {
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

/** Smaller cases in groups, without those that are the same as one before. */
function* groups<Case extends OracleCase>(
  { smaller, textOf }: Oracle<Case>,
  whole: Case,
): Iterable<readonly Case[]> {
  const seen = new Set<string>();
  let group: Case[] = [];
  for (const one of smaller(whole)) {
    const key = textOf(one) + JSON.stringify(one.runs);
    if (seen.has(key)) continue;
    seen.add(key);
    group.push(one);
    if (group.length === GROUP) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
