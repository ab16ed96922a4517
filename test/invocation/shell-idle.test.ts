import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShellScript } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { lines } from '../support/shell-lines.ts';

const QEMU = 'qemu-system-x86_64';

/** Scripts in which commands that look as if nothing came of them start a machine, or say which one is started. */
const STARTING: readonly (readonly [script: string, line: string])[] = [
  [`echo() { ${QEMU} -monitor "$1"; }; true && echo stdio`, '-monitor stdio'],
  [`lsmod() { ${QEMU} -monitor "$1"; }; lsmod stdio | grep -q tun || true`, '-monitor stdio'],
  [`shopt -s expand_aliases\nalias ls="${QEMU} -monitor"\ntrue && ls stdio`, '-monitor stdio'],
  [`run="${QEMU} -m 1G -monitor stdio"; test -e a && start $run`, '-m 1G -monitor stdio'],
  [`modprobe tun || sudo ${QEMU} -monitor stdio`, '-monitor stdio'],
  [`sudo modprobe kvm && sudo nice ${QEMU} -monitor stdio`, '-monitor stdio'],
  [`x=$(test -e a && echo stdio); ${QEMU} -monitor "$x"`, '-monitor stdio'],
  [`: "\${x:=stdio}" || true; ${QEMU} -monitor "$x"`, '-monitor stdio'],
  [`true && printf -v x stdio; ${QEMU} -monitor "$x"`, '-monitor stdio'],
  [`if test -e a; then echo ${QEMU} -monitor stdio; fi >run.sh; sh run.sh`, '-monitor stdio'],
  [`if test -e a; then echo ${QEMU} -monitor stdio; fi | sh`, '-monitor stdio'],
  [`cd /vm && echo ok; ${QEMU} -monitor stdio`, '-monitor stdio'],
];

describe('commands that print or test', () => {
  for (const [script, line] of STARTING) {
    it(`are run where something comes of them: ${script}`, () => {
      assert.deepEqual(lines(script), [line]);
    });
  }

  it('talk to ports all the same', () => {
    for (const script of ['true && nc -z 127.0.0.1 4444', 'test -e a || sudo nc 127.0.0.1 4444']) {
      const found = lowerShellScript(readShell(script)).map(({ kind }) => kind);
      assert.deepEqual(found, ['clients'], script);
    }
  });

  it('are handed options all the same', () => {
    for (const script of [
      'test -e a && start_vm "-monitor tcp:0.0.0.0:4444"',
      'if test -e a; then sudo start_vm "-monitor tcp:0.0.0.0:4444"; fi',
      'ARGS="-monitor tcp:0.0.0.0:4444"; test -e a && start_vm "$ARGS"',
    ]) {
      assert.deepEqual(new Set(lines(script)), new Set(['-monitor tcp:0.0.0.0:4444']), script);
    }
  });

  it('make no difference to what is known behind them', () => {
    const idle = [
      '[ -e a ] && echo yes || echo no',
      'if [ -z "$x" ]; then echo no; elif [ "$x" = a ]; then sleep 1; else ls | sort; fi',
      'while ! ping -c 1 host >/dev/null 2>&1; do sleep 1; done',
      'case $x in a) echo a ;; *) { kill 1; wait; } ;; esac',
      '(sleep 1; echo a) &',
      '[[ -f $x ]] || sudo modprobe "$x"',
    ].join('\n');
    assert.deepEqual(lines(`x=stdio\n${idle}\n${QEMU} -monitor "$x"`), ['-monitor stdio']);
  });
});
