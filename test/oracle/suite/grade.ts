/** How well we read a case: each call that the shell made is held against what we read at its place. */
import { lowerShellScript } from '../../../server/src/invocation/from-shell.ts';
import type { ArgvInvocation } from '../../../server/src/invocation/invocation.ts';
import { readShell } from '../../../server/src/syntax/shell/reader.ts';
import { isSure, showWords } from '../flow/compare.ts';
import { matchArgv } from '../flow/match.ts';
import { readingOf } from '../flow/shell-oracle.ts';
import type { SuiteCase } from './cases.ts';
import type { Run } from './sandbox.ts';

/**
 * `exact`: we read this call and no other one there. `several`: it is among those we read. `unknown`: what
 * we read allows it. `wrong`: we read something else there. `said`: we read nothing there, and report that
 * the script is not followed to its end. `missed`: we read nothing there. `spurious`: we are sure of a call
 * where none was made, as in a branch that is not taken or a function that is not called. `crashed`: reading
 * threw.
 */
export const GRADES = [
  ...['exact', 'several', 'unknown', 'wrong', 'said', 'missed', 'spurious', 'crashed'],
] as const;
export type Grade = (typeof GRADES)[number];

export interface Graded {
  readonly grade: string & Grade;
  readonly suiteCase: SuiteCase;
  /** The line of the suite's file. */
  readonly line: number;
  /** What was recorded; undefined where nothing was. */
  readonly argv: readonly string[] | undefined;
  /** What we read there, in lines. */
  readonly readings: readonly string[];
}

/** Grades the calls of a case; the same call at the same place counts once. */
export function gradeCase(suiteCase: SuiteCase, run: Run): readonly Graded[] {
  const reading = readingOf(suiteCase.script);
  const about = (
    grade: Grade,
    line: number,
    argv: Graded['argv'],
    readings: Graded['readings'],
  ) => ({ grade, suiteCase, line, argv, readings });
  if (reading instanceof Error) {
    return [about('crashed', suiteCase.sites[0]?.line ?? 0, undefined, [String(reading.stack)])];
  }
  // A script that was ended may have run only in part.
  if (!run.ended) return [];
  const isStopped = lowerShellScript(readShell(suiteCase.script)).some(
    ({ kind }) => kind === 'unfollowed',
  );
  return suiteCase.sites.flatMap(({ start, end, line }, site) => {
    const argvs = distinct(run.calls.filter((call) => call.site === site).map(({ argv }) => argv));
    const here = reading.filter(({ programAt }) => {
      return programAt.start >= start && programAt.end <= end;
    });
    if (argvs.length === 0) {
      const sure = here.filter(({ words, partial }) => !partial && words.every(isSure));
      if (sure.length === 0 || run.complaints !== '') return [];
      return [about('spurious', line, undefined, sure.map(showWords))];
    }
    const idle = here.filter(({ words }) => !argvs.some((argv) => matchArgv(words, argv)));
    return argvs.map((argv) =>
      about(gradeOf(argv, here, idle.length === 0, isStopped), line, argv, here.map(showWords)),
    );
  });
}

function gradeOf(
  argv: readonly string[],
  here: readonly ArgvInvocation[],
  alone: boolean,
  isStopped: boolean,
): Grade {
  if (here.length === 0) return isStopped ? 'said' : 'missed';
  let grade: Grade = 'wrong';
  for (const { words, partial } of here) {
    const match = matchArgv(words, argv);
    if (match === undefined) continue;
    const known = match.settled && match.known === argv.length && !partial;
    if (known && alone && words.every(isSure)) return 'exact';
    if (known) grade = 'several';
    else if (grade === 'wrong') grade = 'unknown';
  }
  return grade;
}

function distinct(argvs: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const texts = argvs.map((argv) => argv.join('\0'));
  // What is no text cannot be compared with one.
  return argvs.filter((_, at) => {
    const text = texts[at] ?? '';
    return texts.indexOf(text) === at && !text.includes('\uFFFD');
  });
}
