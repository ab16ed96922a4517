/**
 * The harness that runs other shells' test suites beside our reading, tried on a small suite: it finds each call, compares
 * it with the reading at its place, and confines what it runs. `scripts/fuzz/shell-suite.ts` runs real suites.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { nameWhatIsMissing } from './needs.ts';
import { cutCases, type SuiteCase, suiteCase } from './suite/cases.ts';
import { gradeCase } from './suite/grade.ts';
import { MOUNT, type Run, runCases } from './suite/sandbox.ts';

const SUITE = `#### exact
x=2; show "$x" b
showing=show-not
## STDOUT:
show no
## END
#### unknown
"show" "$UNSET_HERE"
`;

function casesOf(suite: string): readonly SuiteCase[] {
  return cutCases(suite, '####').flatMap((cut, number) => {
    const options = { command: 'show', shell: 'bash', folder: `${MOUNT}/${number}` };
    return suiteCase(cut, 'of-our-own.sh', options) ?? [];
  });
}

/** The grades of a case, if a shell had made these calls. */
function gradesOf(script: string, calls: Run['calls']): readonly string[] {
  const [one] = casesOf(`#### one\n${script}\n`);
  return one === undefined
    ? []
    : gradeCase(one, { calls, complaints: '', ended: true }).map(({ grade }) => grade);
}

describe('the harness cuts a suite into cases', () => {
  it('at its marks, without the expected output of a case', () => {
    assert.deepEqual(
      casesOf(SUITE).map(({ title, script, sites }) => [title, sites.length, script]),
      [
        [
          ...['exact', 1],
          '#!/bin/bash\nx=2; /mnt/0/0/qemu-system-x86_64 "$x" b\nshowing=show-not\n\n\n\n',
        ],
        ['unknown', 1, '#!/bin/bash\n"/mnt/1/0/qemu-system-x86_64" "$UNSET_HERE"\n\n'],
      ],
    );
  });
  it('with the lines of its file', () => {
    const lines = casesOf(SUITE).flatMap(({ sites }) => sites.map(({ line }) => line));
    assert.deepEqual(lines, [2, 8]);
  });
});

describe('the harness grades a call as', () => {
  it('exact if the reading has this call alone', () => {
    assert.deepEqual(gradesOf('show a', [{ site: 0, argv: ['a'] }]), ['exact']);
  });
  it('one of several if the reading has more', () => {
    const script = 'if cmp a b; then x=1; else x=2; fi; show $x';
    assert.deepEqual(gradesOf(script, [{ site: 0, argv: ['2'] }]), ['several']);
  });
  it('unknown', () => {
    assert.deepEqual(gradesOf('show $1', [{ site: 0, argv: ['a'] }]), ['unknown']);
  });
  it('wrong', () => {
    assert.deepEqual(gradesOf('show a', [{ site: 0, argv: ['b'] }]), ['wrong']);
  });
  it('missed', () => {
    assert.deepEqual(gradesOf('# show a', [{ site: 0, argv: ['a'] }]), ['missed']);
  });
  it('spurious if the shell made none', () => {
    assert.deepEqual(gradesOf('show a', []), ['spurious']);
  });
});

const SHELLS: readonly (readonly string[])[] = [['bash'], ['dash'], ['busybox', 'ash']];
const cases = casesOf(SUITE);
const outside = mkdtempSync(join(import.meta.dirname, 'outside-'));
after(() => rmSync(outside, { recursive: true }));
const [mischief] = casesOf(`#### mischief\necho > '${outside}/written'; kill -9 -1; show late\n`);
const started = await runCases(cases, 0, { shell: ['bash'] }).catch((error: Error) => error);
if (started instanceof Error) {
  nameWhatIsMissing(`Nothing can be shut in here, so no suite was run: ${started.message}`);
} else {
  describe('the harness runs a suite', () => {
    for (const shell of SHELLS) {
      it(`by ${shell.join(' ')}`, async () => {
        const runs = await runCases(cases, 0, { shell });
        const graded = cases.flatMap((one, at) => {
          const run = runs[at];
          return run === undefined
            ? []
            : gradeCase(one, run).map(({ grade, argv }) => [grade, argv]);
        });
        assert.deepEqual(graded, [
          ['exact', ['2', 'b']],
          ['unknown', ['']],
        ]);
      });
    }
    it('without changes outside it', async () => {
      assert.ok(mischief);
      // Whether its last command still gets its turn is a race with the end of what it lives in.
      const runs = await runCases([mischief], 0, { shell: ['bash'] });
      assert.equal(runs.length, 1, 'this process is none of those that it could end');
      assert.equal(existsSync(join(outside, 'written')), false);
    });
  });
}
