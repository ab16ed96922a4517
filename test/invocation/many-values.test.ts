/** A variable of more values than are followed loses none that opens a monitor. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyzeText } from '../support/check.ts';

const NUMBERS = [...Array(60).keys()];
const OPEN = 'tcp:0.0.0.0:4444,server';

const SCRIPT = `case $1 in
${NUMBERS.map((number) => `${number}) MON=unix:/run/vm/${number},server;;`).join('\n')}
*) MON=${OPEN};;
esac
qemu-system-x86_64 -monitor "$MON"
`;

const PROGRAM = `import subprocess
mon = "none"
${NUMBERS.map((number) => `${number ? 'el' : ''}if x == ${number}:\n    mon = "unix:/run/vm/${number},server"`).join('\n')}
else:
    mon = "${OPEN}"
subprocess.run(["qemu-system-x86_64", "-monitor", mon])
`;

for (const [languageId, text] of [
  ['shellscript', SCRIPT],
  ['python', PROGRAM],
] as const) {
  it(`is found behind sixty others in ${languageId}`, () => {
    const { findings } = analyzeText(text, { languageId });
    const found = findings.filter(({ rule }) => rule === 'monitor-on-network');
    assert.deepEqual(
      found.map(({ at }) => text.slice(at.start, at.end)),
      ['0.0.0.0'],
    );
  });
}
