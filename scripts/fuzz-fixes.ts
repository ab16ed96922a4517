/**
 * Mutates documents of the examples, pages and tests, and holds what is found in them and what every fix makes of
 * them to laws, for `--seconds` or `--cases`, whichever is over first. The same `--seed` makes the same documents; `--first N` begins
 * with one of them, and `--case N` tries it alone.
 * Exits with 1 after a law that does not hold. `--keep NAME` makes a fixture of the first.
 * Why: docs/decisions/laws-over-broken-documents.md
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runMutations, type Trouble } from '../test/mutation/run.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    first: { type: 'string', default: '0' },
    case: { type: 'string' },
    limit: { type: 'string', default: '10' },
    keep: { type: 'string' },
  },
});

const ENDINGS: Readonly<Record<string, string>> = {
  shellscript: 'sh',
  xml: 'xml',
  'qemu-config': 'qemu',
  'qemu-args': 'args',
};

function show({ index, document, trouble }: Trouble): void {
  console.log(`case ${index} (${document.languageId}): ${trouble}`);
  console.log(document.text.replace(/^/gm, '  | '));
  if (values.keep === undefined) return;
  const file = `${values.keep}.${ENDINGS[document.languageId]}`;
  writeFileSync(new URL(`../test/mutation/data/${file}`, import.meta.url), document.text);
}

const end = performance.now() + 1000 * Number(values.seconds);
const cases = values.case === undefined ? Number(values.cases) : 1;
const limit = values.keep === undefined ? Number(values.limit) : 1;
const { documents, fixes, troubles } = runMutations({
  seed: Number(values.seed),
  first: Number(values.case ?? values.first),
  goesOn: (done, found) => found < limit && done < cases && performance.now() < end,
  onTrouble: show,
});
console.log(
  `${documents} documents, ${fixes} fixes, ${troubles.length} broken laws, seed ${values.seed}`,
);
process.exitCode = troubles.length === 0 ? 0 : 1;
