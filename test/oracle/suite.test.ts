/**
 * Test suites of other shells beside our reading, tried on a small one. `scripts/fuzz/programs.ts bash --suite` runs real
 * suites.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { judge } from './flow/judge.ts';
import { openShells, type ShellName } from './flow/shells.ts';
import { suiteCases, suiteOracle } from './flow/suite.ts';
import { isHere, temporaryFolder } from './needs.ts';

const SUITE = `#### exact
x=2; show "$x" b
showing=show-not
## STDOUT:
show no
## END
#### unknown
"show" "$UNSET_HERE"
#### without it
echo x
`;
const OPTIONS = { command: 'show', mark: '####' };

it('a suite is cut at its marks, without the expected output of a case', () => {
  assert.deepEqual(
    suiteCases(SUITE, OPTIONS).map(({ title, script }) => [title, script]),
    [
      ['exact', 'x=2; qemu-system-x86_64 "$x" b\nshowing=show-not'],
      ['unknown', '"qemu-system-x86_64" "$UNSET_HERE"'],
    ],
  );
  const [all, ...others] = suiteCases('show a\nshow b\n', { command: 'show' });
  assert.equal(all?.script, 'qemu-system-x86_64 a\nqemu-system-x86_64 b\n');
  assert.deepEqual(others, []);
});

if (isHere('bash', 'dash', 'busybox')) {
  const shells = openShells(true);
  after(() => shells.close());
  const outside = join(temporaryFolder(), 'written');

  for (const shell of ['bash', 'dash', 'ash'] as const satisfies readonly ShellName[]) {
    it(`${shell} starts what is read in a suite`, async () => {
      const cases = suiteCases(SUITE, OPTIONS);
      const judgements = await judge(suiteOracle(shells, shell, cases), cases, 0);
      assert.deepEqual(
        judgements.map(({ recordings }) => recordings.flatMap(({ commands }) => commands)),
        [[['2', 'b']], [['']]],
      );
      for (const { comparison } of judgements) assert.deepEqual(comparison.differences, []);
    });
  }

  it('a suite changes nothing outside of its folder', async () => {
    const cases = suiteCases(`echo > '${outside}'; show late\n`, { command: 'show' });
    const [judgement] = await judge(suiteOracle(shells, 'bash', cases), cases, 0);
    assert.deepEqual(judgement?.recordings[0]?.commands, [['late']]);
    assert.equal(existsSync(outside), false);
  });
}
