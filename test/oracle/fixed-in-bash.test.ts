/**
 * bash judges fixes that add words: a script runs before and after its fix, with programs in QEMU's place that record their
 * arguments. The fixed script starts what the same fix makes of the plain command line, so no quoting, splitting or
 * variable changed it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import { analyzeText, fixesOf } from '../support/check.ts';
import { inSingleQuotes } from '../support/quoting.ts';

const TITLE = 'Require TLS and an authorized client';

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

const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const noted = join(folder, 'argv');
const program = join(folder, 'kvm');
writeFileSync(program, `#!/bin/bash\nprintf '%s\\0' kvm "$@" $'\\n' >>'${noted}'\n`);
chmodSync(program, 0o755);

/** The command lines that a script starts, in their order. */
function startedBy(script: string): readonly (readonly string[])[] {
  rmSync(noted, { force: true });
  const file = join(folder, 'run.sh');
  writeFileSync(file, script);
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  const { status, stderr } = spawnSync('bash', [file], { env, cwd: folder, encoding: 'utf8' });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  if (!existsSync(noted)) return [];
  const commands = readFileSync(noted, 'utf8').split('\n\0').slice(0, -1);
  return commands.map((command) => command.split('\0').slice(0, -1));
}

/** Takes the fix wherever it is offered. */
function fixAll(script: string): string {
  let text = script;
  for (let round = 0; round < 5; round++) {
    const analysis = analyzeText(text);
    const fixes = analysis.findings.flatMap((finding) => fixesOf(analysis, finding));
    const fix = fixes.find(({ title }) => title === TITLE);
    if (fix === undefined) return text;
    text = applyEdits(text, fix.edits) ?? assert.fail('the edits overlap');
  }
  return assert.fail(`fixing does not end:\n${text}`);
}

/** The same command line with nothing in it that a shell would change. */
function plain(argv: readonly string[]): string {
  return `${argv.map(inSingleQuotes).join(' ')}\n`;
}

/**
 * What a command line has to say, be it with a chardev or with a device string that stays one, which depends
 * on where the script has the string: what is found in it, the objects, the protected sockets, and the rest.
 */
function essence(argv: readonly string[]): unknown {
  const { findings } = analyzeText(plain(argv));
  const objects = argv.filter((word) => word.startsWith('tls-creds-') || word.startsWith('authz-'));
  const sockets = argv.filter((word) => word.includes('tls-creds=') && word.includes('tls-authz='));
  const rest = argv.filter((word) => /^(?:-S|-m|-name|1G|x|y)$/.test(word));
  return { findings: findings.map(({ rule }) => rule), objects, sockets: sockets.length, rest };
}

describe('bash starts QEMU with the arguments that a fix intends', () => {
  for (const script of SCRIPTS) {
    it(`in ${JSON.stringify(script)}`, () => {
      const fixed = fixAll(script);
      assert.notEqual(fixed, script);
      const wanted = startedBy(script).flatMap((argv) => startedBy(fixAll(plain(argv))));
      assert.notEqual(wanted.length, 0);
      assert.deepEqual(startedBy(fixed).map(essence), wanted.map(essence));
    });
  }
});
