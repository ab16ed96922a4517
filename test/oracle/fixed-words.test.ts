/**
 * bash runs random scripts after each fix that writes no path: they start the commands that we read, and after a removal
 * only the monitor is gone.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { inString, launchScript } from '../support/arbitraries.ts';
import { analyzeText, fixesOf } from '../support/check.ts';
import { recorder } from '../support/recorder.ts';
import { matchArgv } from './flow/match.ts';

/** Always the same: a change must not fail for a script that it has nothing to do with. */
const SAMPLE = { seed: 20261125, numRuns: 120 };

/** Scripts that bring a monitor to QEMU in ways of their own. */
const SCRIPTS: readonly string[] = [
  'kvm -S -monitor tcp:0.0.0.0:4444,server,nowait -name x\n',
  'kvm \\\n  -m 1G \\\n  -qmp telnet:127.0.0.1:${PORT:-1},server,nowait \\\n  -name x\n',
  'kvm -S \\\n    -monitor \\\n    tcp::1,server \\\n    -name x\n',
  'M=tcp::1,server,nowait\nkvm -monitor $M\n',
  'M="-monitor tcp::1,server"\nkvm $M -S\n',
  "M='-monitor tcp::1,server'\nkvm -S $M\nkvm $M\n",
  'M=tcp::1,server\nkvm -monitor $M\nkvm -S -monitor "$M"\n',
  'a=(\n  -S # stop\n  # the monitor\n  -monitor tcp::1,server # here\n  -name x\n)\nkvm "${a[@]}"\n',
  'O="-S"\nO="$O -qmp tcp::1,server"\nkvm $O -name y\n',
  'O="-S"\nO+=" -monitor tcp::1,server"\nkvm $O\n',
  'eval "kvm -monitor tcp::1,server"\n',
  `eval 'kvm -monitor "tcp::1,server"'\n`,
  `bash -c "kvm -monitor 'tcp::1,server'"\n`,
  `bash -c 'kvm -monitor "tcp::$0,server"' 12\n`,
  "bash <<'EOF'\nkvm -monitor tcp::1,server\nEOF\n",
  'f() { kvm "$@"; }\nf -monitor tcp::1,server\n',
  'f() { kvm -monitor $1 -S; }\nf tcp::1,server\n',
  'f() {\n  local args=(-monitor tcp::$1,server)\n  kvm "${args[@]}"\n}\nf 1\nf 2\n',
  'for i in 1 2; do\n  kvm -monitor tcp:0.0.0.0:$((4440 + i)),server,nowait\ndone\n',
  'for i in 1 2; do\n  M="tcp::444$i,server"\n  kvm -monitor $M\ndone\n',
  '[ -z "$X" ] && a+=(-monitor tcp::1,server)\nkvm "${a[@]}"\n',
  'set -- "$@" -monitor "tcp::1,server"\nkvm "$@" -S\n',
  'x=$(kvm -monitor tcp::1,server)\n',
  'x=`kvm -monitor tcp::1,server`\n',
  'kvm $(echo -monitor tcp::1,server)\n',
  'declare -A o=([mon]="tcp::1,server")\nkvm -monitor "${o[mon]}"\n',
  'read -r M <<< "tcp::1,server"\nkvm -monitor $M\n',
  'kvm -monitor tcp::1,server,logfile="/tmp/a b"\n',
  "kvm -monitor 'tcp::1,server,logfile=/tmp/a,,b'\n",
  "kvm -monitor $'tcp::1,server'\n",
  'H=0.0.0.0 P=4\nkvm -monitor "tcp:$H:$P,server=on"\n',
  'kvm -monitor tcp:0.0.0.0:"${P:-4}","server"\n',
  'C="-chardev socket,id=m,host=,port=1,server=on,telnet=on -mon chardev=m"\nkvm $C\n',
  'kvm -serial mon:telnet::1,server\n',
  'env X=1 timeout 5 kvm -monitor tcp::1,server\n',
  'xargs kvm <<< "-monitor tcp::1,server"\n',
  'cmd=(kvm -monitor tcp::1,server)\n"${cmd[@]}"\n',
  `N=x\ncmd="kvm -name '$N' -monitor tcp::1,server"\neval $cmd\n`,
];

/** Programs that would have to be there, and users. */
const OTHERS = /\b(?:sudo|ssh|su) /;

const shell = recorder();
after(() => shell.close());

function sample(scripts: fc.Arbitrary<string>): readonly string[] {
  return fc.sample(scripts, SAMPLE).filter((script) => !OTHERS.test(script));
}

/** Asserts that the commands that we read are those that bash recorded. Options that a script exports are no command. */
function assertRecorded(script: string, recorded: readonly (readonly string[])[]): void {
  const invocations = lowerShell(readShell(script)).filter(({ partial }) => partial !== 'fragment');
  assert.equal(invocations.length, recorded.length, `commands in\n${script}`);
  for (const [index, argv] of recorded.entries()) {
    assert.ok(matchArgv(invocations[index]?.words ?? [], argv), `${argv.join(' ')} in\n${script}`);
  }
}

/** Checks all fixes of a script; answers how many there were. */
function checkFixes(source: string): number {
  const before = shell.run(source);
  // An array in the string is nothing for dash, which may be the other shell.
  if (before.length === 0) return 0;
  let checked = 0;
  const analysis = analyzeText(source);
  for (const finding of analysis.findings) {
    for (const { title, edits } of fixesOf(analysis, finding)) {
      // The directory of these tests has a blank in it, which divides a string that is not quoted.
      if (edits.some(({ text }) => text.includes('XDG_RUNTIME_DIR'))) continue;
      const fixed = applyEdits(source, edits) ?? assert.fail(title);
      const recorded = shell.run(fixed);
      assertRecorded(fixed, recorded);
      checked++;
      if (!title.startsWith('Remove')) continue;
      for (const [index, words] of recorded.entries()) {
        const none = words.join(' ').indexOf('-monitor none');
        const rest = none === -1 ? words : words.filter((word) => word !== 'none');
        assert.ok(isPartOf(rest, before[index] ?? [], none !== -1), `${source}\n${fixed}`);
      }
    }
  }
  return checked;
}

/** Whether one list is the other without some of its items; `-monitor` may have come for `-qmp`. */
function isPartOf(part: readonly string[], whole: readonly string[], hasNone: boolean): boolean {
  let position = 0;
  for (const item of whole) {
    if (hasNone && part[position] === '-monitor' && item === '-qmp') position++;
    else if (part[position] === item) position++;
    else if (hasNone && part[position] === '-monitor' && item === '-mon') position++;
  }
  return position === part.length;
}

describe('bash starts the commands that are read in a fixed script', () => {
  it('with options from lists and strings', () => {
    const checked = sample(launchScript).reduce((sum, script) => sum + checkFixes(script), 0);
    assert.ok(checked > SAMPLE.numRuns);
  });

  for (const script of SCRIPTS) {
    it(`with ${JSON.stringify(script)}`, () => assert.ok(checkFixes(script) > 0));
  }

  it('with a command in a string for another shell', () => {
    const scripts = sample(inString(launchScript));
    const checked = scripts.reduce((sum, script) => sum + checkFixes(script), 0);
    assert.ok(checked > SAMPLE.numRuns / 2);
  });
});
