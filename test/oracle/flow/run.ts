/** Runs random cases, compares the oracle with our reading, and shrinks differences. */
import type { Difference } from './compare.ts';
import { judge, type Oracle, type OracleCase } from './judge.ts';
import { shrinkCase } from './shrink.ts';

export interface Disagreement<Case> {
  /** The number of the case in its run. */
  readonly index: number;
  /** The case, made small where that was asked for. */
  readonly one: Case;
  readonly text: string;
  readonly difference: Difference;
}

interface RunOptions<Case> {
  readonly seed: number;
  /** The numbers of the cases to try: from `first`, `count` of them. */
  readonly first?: number;
  readonly count: number;
  readonly shrink?: boolean;
  /** Stops after so many disagreements. */
  readonly limit: number;
  readonly onDisagreement?: (disagreement: Disagreement<Case>) => void;
}

/** How many characters are changed in a text of which all can be known. */
const PROBES = 3;

/**
 * Tries cases and counts: `complaints` are runs with text on stderr, `stopped` runs that were ended, `known` words whose
 * every character is known.
 */
export async function runCases<Case extends OracleCase>(
  oracle: Oracle<Case>,
  { seed, first = 0, count, limit, shrink, onDisagreement }: RunOptions<Case>,
) {
  const totals = {
    ...{ cases: 0, runs: 0, complaints: 0, stopped: 0, probes: 0 },
    ...{ commands: 0, words: 0, known: 0, unsettled: 0 },
  };
  const disagreements: Disagreement<Case>[] = [];
  let next = first;
  const work = async (): Promise<void> => {
    while (next < first + count && disagreements.length < limit) {
      const from = next;
      next = Math.min(from + oracle.batch, first + count);
      const cases = Array.from({ length: next - from }, (_, at) =>
        oracle.generate(seed, from + at),
      );
      const judgements = await judge(oracle, cases, PROBES);
      for (const [at, one] of cases.entries()) {
        const judgement = judgements[at];
        if (judgement === undefined) continue;
        const { comparison, recordings, probes } = judgement;
        totals.cases++;
        totals.runs += recordings.length;
        totals.complaints += recordings.filter(({ complaints }) => complaints !== '').length;
        totals.stopped += recordings.filter(({ ended }) => !ended).length;
        totals.probes += probes;
        totals.commands += comparison.commands;
        totals.words += comparison.words;
        totals.known += comparison.known;
        totals.unsettled += comparison.unsettled;
        const [difference] = comparison.differences;
        if (difference === undefined || disagreements.length >= limit) continue;
        const start = { one, difference };
        const small = shrink ? await shrinkCase(oracle, start) : start;
        const disagreement = { index: from + at, ...small, text: oracle.textOf(small.one) };
        disagreements.push(disagreement);
        onDisagreement?.(disagreement);
      }
    }
  };
  await Promise.all(Array.from({ length: oracle.slots }, work));
  return { ...totals, disagreements };
}
