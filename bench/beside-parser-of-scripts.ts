/**
 * What the analysis costs beside the parser alone in scripts that people wrote: how often it takes the
 * parser's time, script by script, in the scripts of some folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STEPS } from './beside-parser.ts';
import { milliseconds, printTable, quantile } from './statistics.ts';

/** How often all scripts are run before anything is measured, and how often each of them is measured. */
const WARM = 8;
const MEASURED = 15;
/** The longest script that is measured. */
const MAX_LENGTH = 100_000;
const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9];

/** Measures the scripts below a folder that begin with `#!`, a shell, and speak of QEMU somewhere. */
export function measureBesideParserOf(folder: string): void {
  const texts = [...scriptsBelow(folder)];
  console.log(`\nAnalysis beside the parser in ${texts.length} scripts below ${folder}:`);
  console.log('how often each step takes the time of the parser for the whole tree of a script');
  if (texts.length === 0) return;
  for (let round = 0; round < WARM; round++) {
    for (const text of texts) for (const { run } of STEPS) run(text);
  }
  const least = texts.map(leastTimes);
  const rows = [['', ...SHARES.map((share) => `${share * 100} %`), 'all of them']];
  for (const [step, { name }] of STEPS.entries()) {
    if (name === 'parser' || name === 'whole tree') continue;
    const factors = least.map(
      (times) => (times[step] ?? Number.NaN) / (times[WHOLE] ?? Number.NaN),
    );
    const total = sumOf(least, step) / sumOf(least, WHOLE);
    rows.push([
      name,
      ...SHARES.map((share) => `× ${quantile(factors, share).toFixed(1)}`),
      `× ${total.toFixed(1)}`,
    ]);
  }
  printTable(rows);
  console.log(`  The parser takes ${milliseconds(sumOf(least, WHOLE))} for all of them.`);
}

const WHOLE = STEPS.findIndex(({ name }) => name === 'whole tree');

function sumOf(rows: readonly (readonly number[])[], step: number): number {
  return rows.reduce((sum, times) => sum + (times[step] ?? 0), 0);
}

/** The least time of each step: of one script, what disturbs the machine is longer than the step. */
function leastTimes(text: string): readonly number[] {
  const least = STEPS.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < MEASURED; round++) {
    for (const [step, { run }] of STEPS.entries()) {
      const begin = performance.now();
      run(text);
      least[step] = Math.min(least[step] ?? Number.POSITIVE_INFINITY, performance.now() - begin);
    }
  }
  return least;
}

function* scriptsBelow(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') yield* scriptsBelow(path);
    if (!entry.isFile()) continue;
    const text = readFileSync(path, 'utf8');
    if (text.length > MAX_LENGTH || !/^#!.*\b(?:ba|da|z|k)?sh\b/.test(text)) continue;
    if (/qemu/i.test(text)) yield text;
  }
}
