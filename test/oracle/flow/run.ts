/** Runs cases: a shell and our reading answer, and the answers are compared. */
import type { Difference } from './compare.ts';
import { type FlowCase, generateCase, scriptOf } from './generate.ts';
import { judge } from './judge.ts';
import type { Inputs, Shells } from './shells.ts';
import { shrinkCase } from './shrink.ts';

export interface Disagreement {
  /** The number of the case in its run. */
  readonly index: number;
  readonly shell: FlowCase['shell'];
  /** The script, made small where that was asked for. */
  readonly script: string;
  /** The inputs that show the difference. */
  readonly inputs: Inputs;
  readonly straight: boolean;
  readonly difference: Difference;
}

export interface Totals {
  readonly scripts: number;
  readonly runs: number;
  /** Runs in which the shell complained about something. */
  readonly complaints: number;
  /** Runs that had to be stopped. */
  readonly stopped: number;
  readonly commands: number;
  readonly words: number;
  /** Words of which we know every character. */
  readonly known: number;
  readonly unsettled: number;
  readonly disagreements: readonly Disagreement[];
}

export interface RunOptions {
  readonly seed: number;
  /** The numbers of the cases to try: from `first`, `count` of them. */
  readonly first?: number;
  readonly count: number;
  readonly shell?: FlowCase['shell'];
  readonly shrink?: boolean;
  /** Reports also what we do not know of scripts of which all can be known. */
  readonly vague?: boolean;
  /** Stops after so many disagreements. */
  readonly limit: number;
  readonly onDisagreement?: (disagreement: Disagreement) => void;
}

/** How many scripts go to the shells at once. */
const BATCH = 40;
/** How many batches are under way at once. */
const SLOTS = 2;
/** How many characters are changed in a script of which all can be known. */
const PROBES = 3;

/** Tries cases and says what became of them. */
export async function runCases(shells: Shells, options: RunOptions): Promise<Totals> {
  const { seed, first = 0, count, limit, vague = false } = options;
  const totals = {
    scripts: 0,
    runs: 0,
    complaints: 0,
    stopped: 0,
    commands: 0,
    words: 0,
    known: 0,
    unsettled: 0,
  };
  const disagreements: Disagreement[] = [];
  let next = first;
  const work = async (): Promise<void> => {
    while (next < first + count && disagreements.length < limit) {
      const from = next;
      next = Math.min(from + BATCH, first + count);
      const cases = Array.from({ length: next - from }, (_, at) =>
        generateCase(seed, from + at, options.shell),
      );
      const judgements = await judge(shells, cases, { probes: PROBES, vague });
      for (const [at, flowCase] of cases.entries()) {
        const judgement = judgements[at];
        if (judgement === undefined) continue;
        const { comparison, recordings } = judgement;
        totals.scripts++;
        totals.runs += recordings.length;
        totals.complaints += recordings.filter(({ complaints }) => complaints !== '').length;
        totals.stopped += recordings.filter(({ ended }) => !ended).length;
        totals.commands += comparison.commands;
        totals.words += comparison.words;
        totals.known += comparison.known;
        totals.unsettled += comparison.unsettled;
        const [difference] = comparison.differences;
        if (difference === undefined || disagreements.length >= limit) continue;
        const small = options.shrink
          ? await shrinkCase(shells, flowCase, difference)
          : { flowCase, difference };
        const disagreement = disagreementOf(from + at, small.flowCase, small.difference);
        disagreements.push(disagreement);
        options.onDisagreement?.(disagreement);
      }
    }
  };
  await Promise.all(Array.from({ length: SLOTS }, work));
  return { ...totals, disagreements };
}

function disagreementOf(index: number, flowCase: FlowCase, difference: Difference): Disagreement {
  const { shell, straight, runs } = flowCase;
  const inputs = runs[difference.run ?? 0] ?? { env: {}, args: [], stdin: '', status: 0 };
  return { index, shell, straight, script: scriptOf(flowCase), inputs, difference };
}
