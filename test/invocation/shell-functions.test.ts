import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShellScript } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { checkTable, lines } from '../support/shell-lines.ts';

describe('functions that branches define', () => {
  it('go with what else the branch does', () => {
    const either = 'if x; then A=1; f() { B=1; }; else A=2; f() { B=2; }; fi; f; kvm $A $B';
    assert.deepEqual(lines(either, { every: true }), ['1 1', '2 2']);
    const instead = 'A=0; f() { B=0; }; if x; then A=1; f() { B=1; }; fi; f; kvm $A $B';
    assert.deepEqual(lines(instead, { every: true }), ['0 0', '1 1']);
  });

  it('are the last ones in their branch', () => {
    const script = 'f() { B=0; }; if x; then f() { B=1; }; f() { B=2; }; f; kvm $B; fi; f; kvm $B';
    assert.deepEqual(lines(script, { every: true }), ['2', '0', '2']);
  });

  it('may be none at all on another way', () => {
    const script = 'B=0; if x; then f() { B=1; }; fi; f; kvm $B';
    assert.deepEqual(lines(script, { every: true }), ['0', '1']);
    // Who calls it means that it is there.
    assert.deepEqual(lines(script), ['1']);
    assert.deepEqual(lines('B=0; f() { B=1; }; [ x ] && unset -f f; f; kvm $B', { every: true }), [
      '0',
      '1',
    ]);
    assert.deepEqual(lines('B=0; f() { B=1; }; unset -f f; f; kvm $B', { every: true }), ['0']);
  });
});

describe('functions, like variables,', () => {
  it('are what the branches leave that come to a place', () => {
    const script = 'f() { B=0; }; if x; then f() { B=1; }; exit; fi; f; kvm $B';
    assert.deepEqual(lines(script, { every: true }), ['0']);
    assert.deepEqual(lines('f() { B=0; }; (f() { B=1; }); f; kvm $B', { every: true }), ['0']);
  });

  it('are handed from one round of a loop to the next', () => {
    const script = 'f() { B=0; }; while read x; do f; kvm $B; f() { B=1; }; done';
    assert.deepEqual(lines(script, { every: true }), ['0', '1']);
  });

  it('are known to uncalled functions', () => {
    assert.deepEqual(lines('(g() { f a; }; f() { kvm $1; })'), ['a']);
    assert.deepEqual(lines('f() { :; h() { kvm $1; }; }; g() { h a; }'), ['a']);
  });
});

describe('what traps leave to do', () => {
  it('sees what the shell has in the end', () => {
    const inFunction = `f() { local x=1 y; trap 'kvm $x $1' EXIT; y=2; }; set -- a; f b; x=3`;
    assert.deepEqual(lines(inFunction), ['3 a']);
    assert.deepEqual(lines(`(x=1; trap 'kvm $x' EXIT; x=2); x=3`), ['2']);
    assert.deepEqual(lines(`export x=1; bash -c 'trap "kvm \\$x" EXIT; x=2'; x=3`), ['2']);
  });

  it('sees what each way out leaves', () => {
    const script = `trap 'kvm $x' EXIT; x=1; [ "$1" ] && exit; x=2; [ "$2" ] && exit; x=3`;
    assert.deepEqual(lines(script), ['3', '1', '2']);
    assert.deepEqual(lines(`(trap 'kvm $x' EXIT; x=1; [ "$1" ] && exit; x=2)`), ['2', '1']);
  });

  it('takes the place of what there was for the end', () => {
    assert.deepEqual(lines(`trap 'kvm 1' EXIT; trap 'kvm 2' 0`), ['2']);
    assert.deepEqual(lines(`trap 'kvm 1' EXIT INT; trap - EXIT`), ['1']);
    assert.deepEqual(lines(`f() { trap 'kvm 2' EXIT; }; trap 'kvm 1' EXIT; f`), ['2']);
    assert.deepEqual(lines(`trap 'kvm 1' EXIT; if x; then trap 'kvm 2' EXIT; fi`), ['1', '2']);
    assert.deepEqual(lines(`if x; then trap 'kvm 1' EXIT; trap 'kvm 2' EXIT; fi`), ['2']);
    assert.deepEqual(lines(`if x; then trap 'kvm 1' EXIT; trap - EXIT; fi`), []);
  });

  it('may run before another takes its place', () => {
    assert.deepEqual(lines(`trap 'kvm 1' USR1; trap 'kvm 2' SIGUSR1; trap - USR1`), ['1', '2']);
  });

  it('is found in uncalled functions', () => {
    assert.deepEqual(lines(`f() { trap 'kvm $x' EXIT; x=1; }`), ['1']);
  });
});

describe('what a function leaves', () => {
  it('is what each of its ways leaves, where only those come to its end', () => {
    const script = 'x=0; f() { if a; then x=1; return; elif b; then return; fi; exit; }; f; kvm $x';
    assert.deepEqual(lines(script).toSorted(), ['0', '1']);
  });
});

describe('a function that a variable names', () => {
  const EITHER = 'if x; then A=1 B=1; else A=2 B=2; fi; F=f; ';

  it('is called on each way with its words, and on no other', () => {
    const script = `${EITHER}C=0; f() { C=$1; }; $F $A; kvm $C $B`;
    assert.deepEqual(lines(script, { every: true }), ['1 1', '2 2']);
    assert.deepEqual(lines(`${EITHER}f() { exit; }; $F $A; kvm $A`), []);
  });

  it('is told from others that it names elsewhere', () => {
    const script = `${EITHER}f() { kvm f$1; }; [ y ] && F=kvm; $F $A`;
    assert.deepEqual(lines(script, { every: true }), ['f1', 'f2', '1', '2']);
  });

  it('has each of very many words', () => {
    const words = Array.from({ length: 31 }, (_, index) => `n${index}`);
    const arms = words.map((word) => `${word}) A=${word};;`).join(' ');
    const script = `F=f; f() { kvm $1; }; A=n; case $1 in ${arms} esac; $F $A`;
    assert.deepEqual(lines(script).toSorted(), ['n', ...words].toSorted());
  });
});

const BODY = 'echo "$1" >&2\n'.repeat(100);
const CALLS = '[ "$x" ] || say "x is missing"\n'.repeat(2_000);

describe('a call of a function that has run', () => {
  for (const [title, end] of [
    ['that only prints', ''],
    ['that ends the script', 'exit 1'],
  ]) {
    it(`${title} takes nothing from what follows it`, () => {
      const script = `say() {\n${BODY}${end}\n}\n${CALLS}for p in 1 2; do kvm -monitor tcp::$p,server; done\n`;
      const found = lowerShellScript(readShell(script));
      assert.deepEqual(
        found.map(({ kind }) => kind),
        ['argv', 'argv'],
      );
    });
  }

  checkTable(lines, {
    'runs the QEMU of its arguments': [
      'run() { echo "$@"; "$@" || exit 1; }\nrun ls\nrun kvm -m 1\nrun "$QEMU" -m 2\n',
      '-m 1',
      '-m 2',
    ],
    'runs the function of its arguments': [
      'must() { "$@" || exit 1; }\nmust ls\nstart() { kvm -m 1; }\nmust start\n',
      '-m 1',
    ],
    'runs the QEMU of a variable that has changed': [
      'go() { $CMD $OPTS; }\nCMD=echo OPTS=hi\ngo\nCMD=kvm OPTS="-m 2"\ngo\n',
      '-m 2',
    ],
    'writes into the file of a variable that has changed': [
      'put() { echo "$line" > "$out"; }\nline=x out=/dev/null\nput\nline="-m 2" out=o\nput\nkvm $(cat o)\n',
      '-m 2',
    ],
    'runs the arm that an earlier one does not reach': [
      'act() { case $1 in stop) echo end;; start) kvm -m 1;; esac; }\nact stop\nact start\n',
      '-m 1',
    ],
    'changes what an earlier one changes': [
      'a=; add() { a="$a -m $1"; }\nadd 1\nadd 2\nkvm $a\n',
      '-m 1 -m 2',
    ],
    'prints what an earlier one prints': [
      'say() { echo "-m $1"; }\nsay 0\nkvm $(say 1)\nkvm $(say 2)\n',
      '-m 1',
      '-m 2',
    ],
    'prints what is unknown behind one whose output is unknown': [
      'size() { free; }\nsize\nkvm -m $(size)\nkvm -smp $(size)\n',
      '-m ?',
      '-smp ?',
    ],
    'ends the script': ['die() { echo "$1"; exit 1; }\nfalse && die a\ndie b\nkvm\n'],
    'ends the way that it is on': [
      'die() { echo "$1"; exit 1; }\n[ "$1" ] || die a\nif [ "$2" ]; then m=1; else die b; fi\nkvm -m $m\n',
      '-m 1',
    ],
    'writes the file that is a script': [
      'put() { echo "kvm -m $1" > go; }\nput 1\nsh go\nput 2\nsh go\n',
      '-m 1',
      '-m 2',
    ],
  });
});
