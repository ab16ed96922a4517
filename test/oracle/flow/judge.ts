/** Asks both about cases: the shells, and our reading. */
import { randomFor } from '../../support/random.ts';
import { type Comparison, compare, type Difference } from './compare.ts';
import { type FlowCase, scriptOf } from './generate.ts';
import { confirms, drawProbe, type Probe } from './probe.ts';
import { readingOf } from './reading.ts';
import type { Job, Recording, Shells } from './shells.ts';

export interface Judgement {
  readonly comparison: Comparison;
  /** What the shell did with the inputs of each run. */
  readonly recordings: readonly Recording[];
}

export interface Questions {
  /** How many characters are changed in a script of which all can be known. */
  readonly probes: number;
  /** Whether to report what we do not know there. */
  readonly vague: boolean;
}

/** What the shells and our reading make of each case. */
export async function judge(
  shells: Shells,
  cases: readonly FlowCase[],
  { probes, vague }: Questions,
): Promise<readonly Judgement[]> {
  const jobs = cases.flatMap((flowCase) => {
    const script = scriptOf(flowCase);
    return flowCase.runs.map((inputs) => ({ script, shell: flowCase.shell, inputs }));
  });
  const recordings = await shells.run(jobs);
  let end = 0;
  const judgements = cases.map((flowCase) => {
    const start = end;
    end += flowCase.runs.length;
    const recorded = recordings.slice(start, end);
    return { comparison: hold(flowCase, recorded, vague), recordings: recorded };
  });
  return probe(shells, cases, judgements, probes);
}

/** Holds our reading of a case against what was recorded of it. */
function hold(flowCase: FlowCase, recordings: readonly Recording[], vague: boolean): Comparison {
  const script = scriptOf(flowCase);
  const reading = readingOf(script);
  if (!(reading instanceof Error)) {
    return compare(script, reading, recordings, { straight: flowCase.straight, vague });
  }
  const details = reading.stack ?? reading.message;
  const difference: Difference = { kind: 'crash', details, run: undefined };
  return { differences: [difference], commands: 0, words: 0, known: 0, unsettled: 0 };
}

/** Adds what becomes of the scripts when characters are changed in them. */
async function probe(
  shells: Shells,
  cases: readonly FlowCase[],
  judgements: readonly Judgement[],
  count: number,
): Promise<readonly Judgement[]> {
  const probes: { readonly at: number; readonly job: Job; readonly probe: Probe }[] = [];
  for (const [at, flowCase] of cases.entries()) {
    const judgement = judgements[at];
    const [inputs] = flowCase.runs;
    const recording = judgement?.recordings[0];
    if (!(flowCase.straight && recording?.complaints === '' && inputs)) continue;
    if (judgement?.comparison.differences.length !== 0) continue;
    const script = scriptOf(flowCase);
    const reading = readingOf(script);
    if (reading instanceof Error) continue;
    for (let number = 0; number < count; number++) {
      const drawn = drawProbe(script, reading, recording, randomFor(number, script.length));
      if (drawn === undefined) continue;
      probes.push({
        at,
        probe: drawn,
        job: { script: drawn.script, shell: flowCase.shell, inputs },
      });
    }
  }
  const recordings = await shells.run(probes.map(({ job }) => job));
  const found = new Map<number, Difference>();
  for (const [index, recording] of recordings.entries()) {
    const tried = probes[index];
    if (tried === undefined || confirms(tried.probe, recording)) continue;
    found.set(tried.at, { kind: 'misplaced', details: tried.probe.about, run: 0 });
  }
  return judgements.map((judgement, at) => {
    const difference = found.get(at);
    if (difference === undefined) return judgement;
    return { ...judgement, comparison: { ...judgement.comparison, differences: [difference] } };
  });
}
