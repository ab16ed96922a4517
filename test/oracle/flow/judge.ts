/** Asks both about cases: the shells, and our reading. */
import { type Comparison, compare, type Difference } from './compare.ts';
import { type FlowCase, scriptOf } from './generate.ts';
import { readingOf } from './reading.ts';
import type { Recording, Shells } from './shells.ts';

/** What the shells make of each run of each case. */
export async function record(
  shells: Shells,
  cases: readonly FlowCase[],
): Promise<readonly (readonly Recording[])[]> {
  const jobs = cases.flatMap((flowCase) => {
    const script = scriptOf(flowCase);
    return flowCase.runs.map((inputs) => ({ script, shell: flowCase.shell, inputs }));
  });
  const recordings = await shells.run(jobs);
  let end = 0;
  return cases.map(({ runs }) => {
    const start = end;
    end += runs.length;
    return recordings.slice(start, end);
  });
}

/** Holds our reading of a case against what was recorded of it. */
export function judge(flowCase: FlowCase, recordings: readonly Recording[]): Comparison {
  const script = scriptOf(flowCase);
  const reading = readingOf(script);
  if (reading instanceof Error) {
    const difference: Difference = {
      kind: 'crash',
      details: reading.stack ?? reading.message,
      run: undefined,
    };
    return { differences: [difference], commands: 0, words: 0, known: 0, unsettled: 0 };
  }
  return compare(script, reading, recordings, flowCase.straight);
}
