/** Runs cases: QEMU and our model answer, and the answers are compared. */
import { parseVersion, type QemuVersion } from '../../../server/src/qemu/options/version.ts';
import { randomFor } from '../../support/random.ts';
import type { Judge } from '../judge.ts';
import { modelOf } from '../model.ts';
import { argvOf, type FuzzCase, questionOf } from './case.ts';
import { type Comparison, compare } from './compare.ts';
import { expectationOf } from './expect.ts';
import { generateCase } from './generate-case.ts';
import { type Observation, observe } from './observe.ts';
import { shrinkCase } from './shrink.ts';

/** The version that the cases are written for. */
export const BASELINE: QemuVersion = parseVersion('10.0') ?? 1000;

export interface Disagreement {
  /** The number of the case in its run. */
  readonly index: number;
  /** The case, made small. */
  readonly fuzzCase: FuzzCase;
  readonly observation: Observation;
  readonly differences: readonly string[];
}

export interface Totals {
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

export interface RunOptions {
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

/** Of so many cases one is knocked at, which takes as long as the start of QEMU. */
const PROBED = 4;

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
      const probed = randomFor(seed ^ 0x5f5f, index).int(PROBED) === 0;
      let { comparison } = await tryCase(judge, fuzzCase, probed);
      if (comparison.differences.length > 0) {
        // A terminal or a mux may have been knocked at too early.
        comparison = (await tryCase(judge, fuzzCase, probed)).comparison;
        if (comparison.differences.length === 0) totals.unsteady++;
      }
      totals.cases++;
      totals[comparison.outcome]++;
      totals.compared += comparison.compared;
      if (comparison.differences.length === 0) continue;
      const kind = kindOf(comparison);
      const disagreement = { index, ...(await explain(judge, fuzzCase, probed, kind)) };
      disagreements.push(disagreement);
      options.onDisagreement?.(disagreement);
    }
  };
  await Promise.all(Array.from({ length: slots }, work));
  return { ...totals, disagreements };
}

interface Tried {
  readonly comparison: Comparison;
  readonly observation: Observation;
}

/** Asks both. */
export async function tryCase(judge: Judge, fuzzCase: FuzzCase, probed: boolean): Promise<Tried> {
  const observation = observe(await judge.judge(questionOf(fuzzCase, probed)), probed);
  return { comparison: compareWithModel(fuzzCase, observation), observation };
}

/** Compares our model with what QEMU did. */
export function compareWithModel(fuzzCase: FuzzCase, observation: Observation): Comparison {
  return compare(observation, expectationOf(modelOf(argvOf(fuzzCase), fuzzCase.files, BASELINE)));
}

/** The first difference without its particulars, so that a smaller case shows the same one. */
function kindOf({ differences }: Comparison): string {
  const [first = ''] = differences;
  const [side = '', ...rest] = first.split(': ');
  // Of a refusal the words of the message, and not what they quote.
  const message = first.includes('refuses') ? (rest.join(': ').split('\n').at(-1) ?? '') : '';
  const words = message.split(': ').slice(message.startsWith('qemu') ? 2 : 0);
  return `${side.split('{')[0]} ${words.join().replace(/'[^']*'|"[^"]*"|\d+/g, '')}`;
}

async function explain(
  judge: Judge,
  start: FuzzCase,
  probed: boolean,
  kind: string,
): Promise<Omit<Disagreement, 'index'>> {
  const differs = async (candidate: FuzzCase): Promise<boolean> => {
    const { comparison } = await tryCase(judge, candidate, probed);
    return kindOf(comparison) === kind;
  };
  const fuzzCase = await shrinkCase(start, differs);
  const { comparison, observation } = await tryCase(judge, fuzzCase, probed);
  return { fuzzCase, observation, differences: comparison.differences };
}
