/** Runs cases: make and our reading answer, and the answers are compared. */
import { lowerMakefile } from '../../../server/src/invocation/from-make.ts';
import type { ArgvInvocation } from '../../../server/src/invocation/invocation.ts';
import { readMakefile } from '../../../server/src/syntax/make/reader.ts';
import { randomFor } from '../../support/random.ts';
import { type Comparison, compare, type Difference } from '../flow/compare.ts';
import { confirms, drawProbe } from '../flow/probe.ts';
import type { Recording } from '../flow/shells.ts';
import { generateMakefile, type MakeCase, type Part, textOf } from './generate.ts';
import type { MakeJob, Makes } from './makes.ts';

export interface MakeDisagreement {
  readonly index: number;
  readonly text: string;
  readonly targets: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly straight: boolean;
  readonly difference: Difference;
}

export interface MakeTotals {
  readonly makefiles: number;
  readonly commands: number;
  readonly words: number;
  /** Words of which we know every character. */
  readonly known: number;
  /** Commands that may be read in too many ways to try them all, against which nothing is said. */
  readonly unsettled: number;
  /** Makefiles of which make complained, and characters that were changed. */
  readonly complaints: number;
  readonly probes: number;
  readonly disagreements: readonly MakeDisagreement[];
}

export interface MakeRunOptions {
  readonly seed: number;
  readonly first?: number;
  readonly count: number;
  /** Stops after so many disagreements. */
  readonly limit: number;
  readonly shrink?: boolean;
  readonly onDisagreement?: (disagreement: MakeDisagreement) => void;
}

/** How many Makefiles go to make at once. */
const BATCH = 20;
/** How many characters are changed in a Makefile of which all can be known. */
const PROBES = 3;

/** All command lines that a Makefile may start, or what was thrown. */
export function readingOf(text: string): readonly ArgvInvocation[] | Error {
  try {
    const found = lowerMakefile(readMakefile(text), { length: text.length, every: true });
    return found.filter((one) => one.kind === 'argv');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Our reading of a Makefile held against what was recorded of it. */
export function hold(
  text: string,
  recordings: readonly Recording[],
  straight: boolean,
): Comparison {
  const reading = readingOf(text);
  if (!(reading instanceof Error))
    return compare(text, reading, recordings, { straight, vague: false });
  const details = reading.stack ?? reading.message;
  const difference: Difference = { kind: 'crash', details, run: undefined };
  return { differences: [difference], commands: 0, words: 0, known: 0, unsettled: 0 };
}

function jobsOf({ parts, targets, runs }: MakeCase): readonly MakeJob[] {
  const text = textOf(parts);
  return runs.map((variables) => ({ text, targets, variables }));
}

async function judge(makes: Makes, cases: readonly MakeCase[]) {
  const recordings = await makes.run(cases.flatMap(jobsOf));
  let end = 0;
  const judged = cases.map((makeCase) => {
    const start = end;
    end += makeCase.runs.length;
    const own = recordings.slice(start, end);
    return {
      makeCase,
      recordings: own,
      comparison: hold(textOf(makeCase.parts), own, makeCase.straight),
    };
  });
  const probes = judged.flatMap(({ makeCase, recordings: [recording], comparison }, at) => {
    if (!makeCase.straight || recording?.complaints !== '') return [];
    if (comparison.differences.length > 0) return [];
    const text = textOf(makeCase.parts);
    const reading = readingOf(text);
    if (reading instanceof Error) return [];
    return Array.from({ length: PROBES }, (_, number) => {
      const probe = drawProbe(text, reading, recording, randomFor(number, text.length));
      return probe && { at, probe, targets: makeCase.targets };
    }).filter((probe) => probe !== undefined);
  });
  const answers = await makes.run(
    probes.map(({ probe, targets }) => ({ text: probe.script, targets, variables: {} })),
  );
  const moved = new Map<number, Difference>();
  for (const [index, { at, probe }] of probes.entries()) {
    const answer = answers[index];
    if (answer && !confirms(probe, answer)) {
      moved.set(at, { kind: 'misplaced', details: probe.about, run: 0 });
    }
  }
  return {
    probes: probes.length,
    judged: judged.map((one, at) => {
      const difference = moved.get(at);
      const differences = [...one.comparison.differences, ...(difference ? [difference] : [])];
      return { ...one, comparison: { ...one.comparison, differences } };
    }),
  };
}

/** Tries cases and says what became of them. */
export async function runMakefiles(makes: Makes, options: MakeRunOptions): Promise<MakeTotals> {
  const { seed, first = 0, count, limit } = options;
  const totals = {
    makefiles: 0,
    commands: 0,
    words: 0,
    known: 0,
    unsettled: 0,
    complaints: 0,
    probes: 0,
  };
  const disagreements: MakeDisagreement[] = [];
  for (let from = first; from < first + count && disagreements.length < limit; from += BATCH) {
    const size = Math.min(BATCH, first + count - from);
    const cases = Array.from({ length: size }, (_, at) => generateMakefile(seed, from + at));
    const { judged, probes } = await judge(makes, cases);
    totals.probes += probes;
    for (const [at, { makeCase, recordings, comparison }] of judged.entries()) {
      totals.makefiles++;
      totals.commands += comparison.commands;
      totals.words += comparison.words;
      totals.known += comparison.known;
      totals.unsettled += comparison.unsettled;
      if (recordings.some(({ complaints }) => complaints !== '')) totals.complaints++;
      const [difference] = comparison.differences;
      if (difference === undefined || disagreements.length >= limit) continue;
      const small = options.shrink
        ? await shrink(makes, makeCase, difference)
        : { makeCase, difference };
      const { parts, targets, runs, straight } = small.makeCase;
      const variables = runs[small.difference.run ?? 0] ?? {};
      const disagreement = {
        index: from + at,
        text: textOf(parts),
        targets,
        variables,
        straight,
        difference: small.difference,
      };
      disagreements.push(disagreement);
      options.onDisagreement?.(disagreement);
    }
  }
  return { ...totals, disagreements };
}

/** How many smaller Makefiles are tried. */
const QUESTIONS = 200;

/** Leaves out parts as long as there is a difference of the same kind. */
async function shrink(makes: Makes, start: MakeCase, found: Difference) {
  const runs = start.runs.filter((_, run) => run === (found.run ?? 0));
  const least: MakeCase = { ...start, runs };
  let best = { makeCase: least, difference: found };
  let left = QUESTIONS;
  for (let again = true; again && left > 0; ) {
    again = false;
    for (const makeCase of smaller(best.makeCase)) {
      if (left-- <= 0) break;
      const { judged } = await judge(makes, [makeCase]);
      const difference = judged[0]?.comparison.differences.find(({ kind }) => kind === found.kind);
      if (difference === undefined) continue;
      best = { makeCase, difference };
      again = true;
      break;
    }
  }
  return best;
}

function* smaller(makeCase: MakeCase): Iterable<MakeCase> {
  for (const [index] of makeCase.targets.entries()) {
    if (makeCase.targets.length > 1)
      yield { ...makeCase, targets: makeCase.targets.toSpliced(index, 1) };
  }
  for (const parts of without(makeCase.parts)) yield { ...makeCase, parts };
}

function* without(parts: readonly Part[]): Iterable<readonly Part[]> {
  for (const [index, part] of parts.entries()) {
    yield parts.toSpliced(index, 1);
    if (typeof part === 'string') {
      for (const less of shorter(part)) yield parts.toSpliced(index, 1, less);
      continue;
    }
    for (const [at, body] of part.bodies.entries()) {
      for (const less of without(body)) {
        yield parts.toSpliced(index, 1, { ...part, bodies: part.bodies.toSpliced(at, 1, less) });
      }
    }
  }
}

/** A line with a word less. */
function* shorter(line: string): Iterable<string> {
  for (const { index, 0: word } of line.matchAll(/ [^ ]+/g)) {
    yield line.slice(0, index) + line.slice(index + word.length);
  }
}
