/** Runs cases: QEMU and our model answer, and the answers are compared. */

import type { Verdict } from '../judge/verdict.ts';
import type { Judge } from '../judge.ts';
import { type FuzzCase, machineOf, questionOf } from './case.ts';
import { type Comparison, compare } from './compare.ts';
import { generateCase } from './generate-case.ts';
import { shrinkCase } from './shrink.ts';

export interface Disagreement {
  /** The number of the case in its run. */
  readonly index: number;
  /** The case, made small. */
  readonly fuzzCase: FuzzCase;
  readonly verdict: Verdict;
  readonly disagreements: readonly string[];
}

interface Totals {
  readonly cases: number;
  readonly accepted: number;
  readonly refused: number;
  readonly environment: number;
  /** Cases that differed once and not again. */
  readonly unsteady: number;
  /** Things compared: verdicts, chardevs, listeners, greetings. */
  readonly compared: number;
  readonly disagreements: readonly Disagreement[];
}

interface RunOptions {
  readonly seed: number;
  /** The numbers of the cases to try: from `first`, `count` of them. */
  readonly first?: number;
  readonly count: number;
  /** How many cases are tried at once; a judge has so many slots. */
  readonly slots: number;
  /** Stops after so many disagreements. */
  readonly limit: number;
  readonly onDisagreement?: (disagreement: Disagreement) => void;
}

/** Tries cases and says what became of them. */
export async function runCases(judge: Judge, options: RunOptions): Promise<Totals> {
  const { seed, first = 0, count, slots, limit } = options;
  const totals = { cases: 0, accepted: 0, refused: 0, environment: 0, compared: 0, unsteady: 0 };
  const disagreements: Disagreement[] = [];
  let next = first;
  const work = async (): Promise<void> => {
    while (next < first + count && disagreements.length < limit) {
      const index = next++;
      const fuzzCase = generateCase(seed, index);
      let { comparison } = await tryCase(judge, fuzzCase);
      if (comparison.disagreements.length > 0) {
        // A terminal or a mux may have been knocked at too early.
        comparison = (await tryCase(judge, fuzzCase)).comparison;
        if (comparison.disagreements.length === 0) totals.unsteady++;
      }
      totals.cases++;
      totals[comparison.outcome]++;
      totals.compared += comparison.compared;
      if (comparison.disagreements.length === 0) continue;
      const kind = kindOf(comparison);
      const disagreement = { index, ...(await explain(judge, fuzzCase, kind)) };
      disagreements.push(disagreement);
      options.onDisagreement?.(disagreement);
    }
  };
  await Promise.all(Array.from({ length: slots }, work));
  return { ...totals, disagreements };
}

interface Tried {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
}

/** Asks both. */
async function tryCase(judge: Judge, fuzzCase: FuzzCase): Promise<Tried> {
  const verdict = await judge.judge(questionOf(fuzzCase));
  return { comparison: compare(fuzzCase, verdict, machineOf(fuzzCase)), verdict };
}

/** The first difference without its particulars, so that a smaller case shows the same one. */
function kindOf({ disagreements }: Comparison): string {
  const [first = ''] = disagreements;
  const [side = '', field = '', ...rest] = first.split(': ');
  if (!side.includes('refuses')) return field;
  // Of a refusal the words of the message, and not what they quote.
  const message = [field, ...rest].join(': ').split('\n').at(-1) ?? '';
  const words = message.split(': ').slice(message.startsWith('qemu') ? 2 : 0);
  return `${side} ${words.join().replace(/'[^']*'|"[^"]*"|\d+/g, '')}`;
}

async function explain(
  judge: Judge,
  start: FuzzCase,
  kind: string,
): Promise<Omit<Disagreement, 'index'>> {
  const differs = async (candidate: FuzzCase): Promise<boolean> => {
    const { comparison } = await tryCase(judge, candidate);
    return kindOf(comparison) === kind;
  };
  const fuzzCase = await shrinkCase(start, differs);
  const { comparison, verdict } = await tryCase(judge, fuzzCase);
  return { fuzzCase, verdict, disagreements: comparison.disagreements };
}
