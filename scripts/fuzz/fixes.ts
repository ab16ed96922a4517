/**
 * Mutates documents of the examples, pages and tests, and holds what is found in them and what every fix makes of
 * them to laws, for `--seconds` or `--cases`, whichever is over first. The same `--seed` makes the same documents; `--first N` begins
 * with one of them, and `--case N` tries it alone. `--projects N` tries so many random projects instead: each client in
 * other files goes along or is named.
 * Exits with 1 after a law that does not hold. `--keep NAME` makes a fixture of the first.
 * Why: docs/decisions/judges.md
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { judgeProject } from '../../test/mutation/projects.ts';
import { runMutations, type Trouble } from '../../test/mutation/run.ts';
import { FUZZ_OPTIONS, finish, rangeOf, showText } from './fuzzing.ts';

const { values } = parseArgs({
  options: {
    ...FUZZ_OPTIONS,
    cases: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '60' },
    first: { type: 'string', default: '0' },
    keep: { type: 'string' },
    projects: { type: 'string' },
  },
});

function show({ index, document, trouble }: Trouble): void {
  console.log(`case ${index} (${document.ending}): ${trouble}`);
  showText(document.text);
  if (values.keep === undefined) return;
  const file = `${values.keep}.${document.ending}`;
  writeFileSync(new URL(`../../test/mutation/data/${file}`, import.meta.url), document.text);
}

if (values.projects !== undefined) {
  const { seed, limit: most } = rangeOf(values);
  const count = Number(values.projects);
  let found = 0;
  for (let index = 0; index < count && found < most; index++) {
    const trouble = judgeProject(seed, index);
    if (trouble === undefined) continue;
    found++;
    console.log(`project ${index}: ${trouble}`);
  }
  console.log(`${count} projects, ${found} troubles`);
  process.exit(found > 0 ? 1 : 0);
}

const end = performance.now() + 1000 * Number(values.seconds);
const range = rangeOf(values);
const limit = values.keep === undefined ? range.limit : 1;
const { documents, fixes, troubles } = runMutations({
  seed: range.seed,
  first: values.case === undefined ? Number(values.first) : range.first,
  goesOn: (done, found) => found < limit && done < range.count && performance.now() < end,
  onTrouble: show,
});
finish(range, { documents, fixes }, troubles.length);
