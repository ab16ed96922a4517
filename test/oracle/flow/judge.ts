/** Runs cases in the oracle and reads them. */
import type { ArgvInvocation, Invocation } from '../../../server/src/invocation/invocation.ts';
import { randomFor } from '../../support/random.ts';
import { type Comparison, compare, type Difference } from './compare.ts';
import { confirms, drawProbe, type Probe } from './probe.ts';
import type { Recording } from './shells.ts';

/** A text that an oracle runs. */
export interface OracleCase {
  /** Whether nothing in it depends on its inputs. */
  readonly straight: boolean;
  /** What each run is given. */
  readonly runs: readonly unknown[];
}

/** A case that is to be run with one of its inputs, perhaps with another text. */
interface Job<Case> {
  readonly one: Case;
  readonly text: string;
  readonly run: number;
}

/** Runs cases of a kind, and reads them. */
export interface Oracle<Case extends OracleCase> {
  readonly run: (jobs: readonly Job<Case>[]) => Promise<readonly Recording[]>;
  readonly textOf: (one: Case) => string;
  /** All command lines that a text may start, or what was thrown. */
  readonly readingOf: (text: string) => readonly ArgvInvocation[] | Error;
  readonly generate: (seed: number, index: number) => Case;
  /** Cases with one thing less. */
  readonly smaller: (one: Case) => Iterable<Case>;
  /** How many cases go to it at once, and how many such batches may be under way. */
  readonly batch: number;
  readonly slots: number;
}

interface Judgement {
  readonly comparison: Comparison;
  /** What happened with the inputs of each run. */
  readonly recordings: readonly Recording[];
  /** How many characters were changed to see what becomes of them. */
  readonly probes: number;
}

/** `readingOf` of an oracle: the command lines of a reading. */
export function readingBy(
  lower: (text: string) => readonly Invocation[],
): Oracle<OracleCase>['readingOf'] {
  return (text) => {
    try {
      return lower(text).filter((one) => one.kind === 'argv');
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
}

/** What the oracle and our reading make of each case. */
export async function judge<Case extends OracleCase>(
  oracle: Oracle<Case>,
  cases: readonly Case[],
  probes: number,
): Promise<readonly Judgement[]> {
  const recordings = await oracle.run(
    cases.flatMap((one) => one.runs.map((_, run) => ({ one, text: oracle.textOf(one), run }))),
  );
  let end = 0;
  const judgements = cases.map((one) => {
    const start = end;
    end += one.runs.length;
    const recorded = recordings.slice(start, end);
    const { straight } = one;
    const comparison = hold(oracle, oracle.textOf(one), recorded, straight);
    return { comparison, recordings: recorded, probes: 0 };
  });
  return probe(oracle, cases, judgements, probes);
}

/** Holds our reading of a text against what was recorded of it. */
export function hold(
  { readingOf }: Pick<Oracle<OracleCase>, 'readingOf'>,
  text: string,
  recordings: readonly Recording[],
  straight: boolean,
): Comparison {
  const reading = readingOf(text);
  if (!(reading instanceof Error)) return compare(text, reading, recordings, straight);
  const details = reading.stack ?? reading.message;
  const difference: Difference = { kind: 'crash', details, run: undefined };
  return { differences: [difference], commands: 0, words: 0, known: 0, unsettled: 0 };
}

/** Adds what becomes of the texts when characters are changed in them. */
async function probe<Case extends OracleCase>(
  oracle: Oracle<Case>,
  cases: readonly Case[],
  judgements: readonly Judgement[],
  count: number,
): Promise<readonly Judgement[]> {
  const probes: { readonly at: number; readonly one: Case; readonly probe: Probe }[] = [];
  for (const [at, one] of cases.entries()) {
    const { comparison, recordings: [recording] = [] } = judgements[at] ?? {};
    if (!one.straight || recording?.complaints !== '') continue;
    if (comparison?.differences.length !== 0) continue;
    const text = oracle.textOf(one);
    const reading = oracle.readingOf(text);
    if (reading instanceof Error) continue;
    for (let number = 0; number < count; number++) {
      const drawn = drawProbe(text, reading, recording, randomFor(number, text.length));
      if (drawn !== undefined) probes.push({ at, one, probe: drawn });
    }
  }
  const recordings = await oracle.run(
    probes.map(({ one, probe: { script } }) => ({ one, text: script, run: 0 })),
  );
  const found = new Map<number, Difference>();
  for (const [index, recording] of recordings.entries()) {
    const tried = probes[index];
    if (tried === undefined || confirms(tried.probe, recording)) continue;
    found.set(tried.at, { kind: 'misplaced', details: tried.probe.about, run: 0 });
  }
  return judgements.map((judgement, at) => {
    const difference = found.get(at);
    const tried = probes.filter((one) => one.at === at).length;
    const differences = difference ? [difference] : judgement.comparison.differences;
    return {
      ...judgement,
      probes: tried,
      comparison: { ...judgement.comparison, differences },
    };
  });
}
