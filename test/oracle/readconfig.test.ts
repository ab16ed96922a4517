/** QEMU accepts, refuses and reads -readconfig files as our reader says. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { BARE, judgeHere, QEMU } from './needs.ts';
import { predict } from './predict.ts';

const SLOTS = 3;
const judge = await judgeHere(SLOTS);

async function compare(t: TestContext, configs: readonly string[]): Promise<void> {
  if (judge === undefined) return;
  t.diagnostic(`${configs.length} files`);
  const argv = [...BARE.split(' '), '-readconfig', 'machine.cfg'];
  await Promise.all(
    configs.map(async (config) => {
      const verdict = await judge.judge({ program: QEMU, argv, files: { 'machine.cfg': config } });
      const expected = predict(config);
      const context = `${JSON.stringify(config)}\nQEMU: ${JSON.stringify(verdict)}`;
      assert.equal(expected.accepted, verdict.accepted, context);
      if (expected.accepted && verdict.accepted) {
        // Half a character, where a line was too long, comes as U+FFFD. Our reader leaves it out.
        assert.equal(expected.guest, verdict.name?.replace(/\uFFFD+$/, ''), context);
        const ids = verdict.chardevs?.map(({ label }) => label) ?? [];
        assert.deepEqual(expected.chardevs.toSorted(), ids.toSorted(), context);
      } else if (!expected.accepted && !verdict.accepted) {
        assert.ok(verdict.stderr.includes(expected.error), `${expected.error}\n${context}`);
      }
    }),
  );
}

const LONG = 'x'.repeat(70);

const LINES: readonly string[] = [
  'guest = "a"',
  'guest="a"',
  'guest= "a"',
  'guest ="a"',
  '  \t guest   =   "a"  trailing "b"',
  '\v\fguest\v=\f"a"',
  'guest = a',
  'guest a',
  'guest "a"',
  'guest',
  'guest =',
  "guest = 'a'",
  'guest = ""',
  'guest = "" "a"',
  'guest = "a',
  'guest = "a\r',
  'guest = "',
  'guest = "a,b\\\\\\"c"',
  'guest = "a"\r',
  'guest = "é€😀"',
  'guest == "a"',
  'guest\u00a0= "a"',
  'guest = "a\0b"',
  'guest\0 = "a"',
  '\0',
  ' ',
  '\t\r',
  '\r',
  '#guest = "a"',
  ' # comment',
  '; comment',
  ' [name]',
  '[name]',
  '[ name]',
  '[name ]',
  '[name',
  '[name] # comment',
  '[]',
  '[',
  '[name "x"]',
  '[name ""]',
  '[name x]',
  "[name 'x']",
  '[chardev "c0"]\nbackend = "null"',
  '[chardev "c0"\nbackend = "null"',
  '[  chardev\t"c0"  ] and more\nbackend = "null"',
  '[chardev"c0"]\nbackend = "null"',
  '[chardev "c0\nbackend = "null"',
  '[chardev "c 0"]\nbackend = "null"',
  '[chardev "c0"]\nbackend = null',
  '[chardev "c0"]\nbackend = "null"\nid = "c1"',
  '[chardev]\nbackend = "null"\nid = "c1"',
  '[chardev "c0"]\nbackend = "null"\nid = c1',
  '[chardev "c0"]\nbackend = "null"\n[chardev "c0"]\nbackend = "null"',
  `[chardev "c${LONG}"]\nbackend = "null"`,
  `[chardev "c${LONG}"]\nbackend = "null"\n[chardev "c${LONG}y"]\nbackend = "null"`,
  `[${LONG}]`,
  `[${LONG} "x"]`,
  '[nothing "x"]',
  '[nothing]\n \nguest = "a"',
  `${LONG} = "x"`,
  `# ${'x'.repeat(1021)}`,
  `# ${'x'.repeat(1022)}`,
  `#${'x'.repeat(1022)}guest = "b"`,
  `#${'é'.repeat(511)}guest = "b"`,
  `#${' '.repeat(1022)}[chardev "c0"]\nbackend = "null"`,
  `guest = "${'v'.repeat(1013)}"`,
  `guest = "${'v'.repeat(1014)}"`,
  `guest = "${'€'.repeat(337)}"`,
  `guest = "a"${' '.repeat(1012)}process = "p"`,
  `guest = "a"${' '.repeat(1013)}`,
  `${' '.repeat(1022)}guest = "a"`,
  `${' '.repeat(1023)}guest = "a"`,
];

test('QEMU agrees on each line of the table, inside a section', async (t) => {
  await compare(
    t,
    LINES.map((line) => `[name]\nguest = "before"\n${line}\nprocess = "after"\n`),
  );
});

test('QEMU agrees on every line of the table at the end of a file without a line ending', async (t) => {
  await compare(
    t,
    LINES.map((line) => `[name]\n${line}`),
  );
});

test('QEMU agrees on every line of the table at the start of a file', async (t) => {
  await compare(t, [...LINES, '', '\n', '\n\n[name]\nguest = "a"', '\uFEFF[name]\nguest = "a"']);
});

const blank = fc.constantFrom('', ' ', '  ', '\t', '\v', ' \r ');
const key = fc.constantFrom('guest', 'guest', 'guest', 'process', 'id', '#', '[name', `${LONG}`);
const value = fc.oneof(
  fc.constantFrom('"a"', '"b"', '"c d"', '""', '"', '"a', 'a', "'a'", '"a" b', '"é', '"[x]"'),
  fc.integer({ min: 995, max: 1030 }).map((length) => `"${'v'.repeat(length)}"`),
  fc.integer({ min: 330, max: 345 }).map((length) => `"${'€'.repeat(length)}"`),
);
const entryLine = fc
  .tuple(blank, key, blank, fc.constantFrom('=', '=', '=', '=', '', '=='), blank, value, blank)
  .map((parts) => parts.join(''));
const idLine = fc
  .tuple(
    blank,
    fc.constantFrom('chardev', 'name', 'none'),
    blank,
    fc.constantFrom('"c"', '"d"', '"d', '""', ''),
    blank,
  )
  .map(
    ([before, group, middle, id, after]) =>
      `[${before}${group}${middle}${id}${after}]\nbackend = "null"`,
  );
const goodLine = fc.constantFrom('guest = "kept"', 'guest = dropped', '', '# note', '[name]');
const line = fc.oneof(
  { weight: 6, arbitrary: goodLine },
  { weight: 4, arbitrary: entryLine },
  { weight: 1, arbitrary: idLine },
  { weight: 1, arbitrary: fc.constantFrom(...LINES) },
);
const config = fc
  .tuple(
    fc.constantFrom('[name]\n', '[name]\n', '[name]\r\n', ''),
    fc.array(line, { maxLength: 6 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([start, lines, ending, last]) => start + lines.join(ending) + (last ? ending : ''));

test('QEMU agrees on hundreds of random files', async (t) => {
  await compare(
    t,
    fc.sample(config, { seed: 20240607, numRuns: Number(process.env['ORACLE_RUNS'] ?? 300) }),
  );
});
