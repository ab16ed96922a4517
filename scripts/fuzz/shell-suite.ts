/**
 * Runs the scripts of a shell's own test suite and says how well we read them. `--command` is what they
 * print their arguments with, such as `argv.py`, `recho` or `echo`: a QEMU that writes down what it is given
 * stands in its place. `--cases '####'` cuts each file at such lines, as Oils' are; otherwise the other files
 * of its folder lie beside each script. Prints a table, and with `--list wrong,missed` each such call.
 *
 *   node_modules/.bin/node scripts/fuzz/shell-suite.ts --command argv.py --cases '####' oils/spec/*.test.sh
 *   node_modules/.bin/node scripts/fuzz/shell-suite.ts --command recho bash/tests/*.tests bash/tests/*.sub
 *
 * Suites are not a part of this project: fetch them yourself.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { cutCases, type SuiteCase, suiteCase } from '../../test/oracle/suite/cases.ts';
import { GRADES, type Graded, gradeCase } from '../../test/oracle/suite/grade.ts';
import { MOUNT, runCases } from '../../test/oracle/suite/sandbox.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    command: { type: 'string', default: 'echo' },
    shell: { type: 'string', default: 'bash' },
    cases: { type: 'string' },
    list: { type: 'string', default: 'wrong,missed,crashed' },
  },
});

/** How many cases are run in one sandbox. */
const BATCH = 100;

const { command, cases: mark } = values;
const [shell = 'bash', ...options] = values.shell.split(' ');
const cases: SuiteCase[] = [];
for (const path of positionals) {
  for (const cut of cutCases(readFileSync(path, 'utf8'), mark)) {
    const folder = `${MOUNT}/${cases.length}`;
    const made = suiteCase(cut, path, { command, shell, folder });
    if (made !== undefined) cases.push(made);
  }
}

const graded: Graded[] = [];
let stopped = 0;
for (const [folder, first, batch] of batches()) {
  const neighbours = mark === undefined ? folder : undefined;
  const runs = await runCases(batch, first, { shell: [shell, ...options], neighbours });
  for (const [at, run] of runs.entries()) {
    const one = batch[at];
    if (one !== undefined) graded.push(...gradeCase(one, run));
    if (!run.ended) stopped++;
  }
}

const listed = new Set(values.list.split(','));
for (const { grade, suiteCase: one, line, argv, readings } of graded) {
  if (!listed.has(grade)) continue;
  console.log(`${grade} ${basename(one.file)}:${line} ${one.title}`);
  console.log(`  | ${one.script.split('\n')[scriptLine(one, line)]?.trim()}`);
  if (argv !== undefined) console.log(`  ${shell}: ${JSON.stringify(argv).slice(1, -1)}`);
  for (const reading of readings.slice(0, 4)) console.log(`  we: ${reading}`);
}
const counts = GRADES.map((grade) => {
  return `${grade} ${graded.filter((one) => one.grade === grade).length}`;
});
console.log(`${shell}: cases ${cases.length}, stopped ${stopped}, ${counts.join(', ')}`);

/** The line of the script at which that line of the suite's file is, counted from 0. */
function scriptLine({ script, sites }: SuiteCase, line: number): number {
  const site = sites.find((one) => one.line === line);
  return script.slice(0, site?.start).split('\n').length - 1;
}

/** Cases of one folder that follow each other. */
function* batches(): Iterable<[folder: string, first: number, batch: readonly SuiteCase[]]> {
  for (let first = 0; first < cases.length; ) {
    const folder = dirname(cases[first]?.file ?? '');
    let end = first;
    while (end < first + BATCH && dirname(cases[end]?.file ?? '/') === folder) end++;
    yield [folder, first, cases.slice(first, end)];
    first = end;
  }
}
