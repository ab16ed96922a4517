import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { LIMITS } from '../../server/src/text/limits.ts';
import { lines } from '../support/shell-lines.ts';

function checkTable(table: Readonly<Record<string, readonly [string, ...string[]]>>): void {
  for (const [title, [script, ...expected]] of Object.entries(table)) {
    it(`follows ${title}`, () => assert.deepEqual(lines(script), expected));
  }
}

describe('values that differ from branch to branch', () => {
  checkTable({
    'if and else': ['if x; then A=1; else A=2; fi; kvm $A', '1', '2'],
    'what stands before an if': ['A=0; if x; then A=1; fi; kvm $A', '0', '1'],
    'a dead value': ['A=0; if x; then A=1; else A=2; fi; kvm $A', '1', '2'],
    'a value dead by an if in an if': [
      'A=0; if x; then if y; then A=1; else A=2; fi; else A=3; fi; kvm $A',
      ...['1', '2', '3'],
    ],
    'a value that lives on one path of an if in an if': [
      'A=0; if x; then if y; then A=1; fi; else A=3; fi; kvm $A',
      ...['0', '1', '3'],
    ],
    'two values of one branch': ['A=0; if x; then A=1; A=2; fi; kvm $A', '0', '2'],
    'a variable that is named in the arms of case': [
      'P=1; Q=2; case $1 in a) v=P;; *) v=Q;; esac; kvm ${!v}',
      ...['1', '2'],
    ],
    'a variable that is named in an arm and has its value in another if': [
      'P=1; Q=2; v=P; if x; then v=Q; fi; if y; then Q=3; fi; kvm ${!v} $v',
      ...['1 P', '2 Q', '3 Q'],
    ],
    'the arms of case': ['case $1 in a) A=1;; b) A=2;; esac; kvm $A', '1', '2'],
    'arms of which one is always run': ['A=0; case $1 in a) A=1;; *) A=2;; esac; kvm $A', '1', '2'],
    'arms of which none need be run': [
      "A=0; case $1 in a) A=1;; '*') A=2;; esac; kvm $A",
      '0',
      '1',
      '2',
    ],
    'a short if': ['A=0; [ x ] && A=1 || A=2; kvm $A', '1', '2'],
    'the right side of &&': ['A=0; [ x ] && A=1; kvm $A', '0', '1'],
    arrays: ['if x; then a=(1 2); else a=(3); fi; kvm "${a[@]}" 4', '1 2 4', '3 4'],
    'what is emptied on some path as the other value': ['A=1; [ x ] && A=; kvm $A', '1'],
    'a chain': [
      'if x; then A=1; else A=2; fi; B="-m $A"; C=($B -S); kvm "${C[@]}"',
      '-m 1 -S',
      '-m 2 -S',
    ],
    'what grows behind the branches': [
      'if x; then A=1; else A=2; fi; A="$A,3"; A+=4; kvm $A',
      '1,34',
      '2,34',
    ],
    'what grows in a branch': [
      'A=1; if x; then A="$A 2"; fi; if y; then A+=" 3"; fi; kvm $A',
      '1 2 3',
    ],
    'what grows in two branches': [
      'A=1; if x; then A="$A 2"; else A+=" 3"; fi; kvm $A',
      '1 2',
      '1 3',
    ],
    'what grows in many branches': [
      'A=1; if x; then A+=" 2"; fi; if y; then A+=" 3"; elif z; then A+=" 4"; fi; kvm $A',
      '1 2 3 4',
    ],
    'what grows in the branch that sets it': [
      'if x; then A=1; else A=2; A+=3; fi; kvm $A',
      '1',
      '23',
    ],
    'a default for the branch that sets nothing': [
      'if x; then A=1; fi; kvm ${A:-2} $A',
      '1 1',
      '2 ?',
    ],
    'a default that is assigned': ['if x; then A=1; fi; : ${A:=2}; kvm $A', '1', '2'],
  });

  it('puts together what one run can have, and no more lines than that takes', () => {
    const both = 'if x; then A=1; B=1; else A=2; B=2; fi;';
    assert.deepEqual(lines(`${both} kvm $A $B "$A-$B"`), ['1 1 1-1', '2 2 2-2']);
    assert.deepEqual(
      lines(`if x; then A=1; else A=2; fi; if y; then B=1; else B=2; fi; kvm $A $B`),
      ['1 1', '2 2'],
    );
    assert.deepEqual(lines('A=0; B=0; case $1 in a) A=1;; b) B=1;; esac; kvm $A $B'), [
      '0 0',
      '1 0',
      '0 1',
    ]);
  });

  it('gives a command in a branch what that branch has', () => {
    const script = 'A=0; if x; then A=1; kvm $A; elif y; then A=2; kvm $A; else kvm $A; fi; kvm $A';
    assert.deepEqual(lines(script), ['1', '2', '0', '0', '1', '2']);
  });

  it('lets a loop come to another branch of the same command', () => {
    const script = 'A=0; while x; do if y; then A=1; else kvm $A; fi; done';
    assert.deepEqual(lines(script), ['0', '1']);
  });

  it('ends with as many values as are followed', () => {
    const arms = (count: number) => {
      const values = Array.from({ length: count }, (_, index) => `${index}`);
      const script = `case $1 in ${values.map((value) => `${value}) A=${value};;`).join(' ')} esac; kvm $A`;
      return { script, values };
    };
    const all = arms(LIMITS.values);
    assert.deepEqual(lines(all.script), all.values);
    const some = all.values.slice(0, LIMITS.kept);
    assert.deepEqual(lines(arms(LIMITS.values + 1).script), [...some, '?']);
  });

  it('is unknown behind more commands than are run, and no command is lost', () => {
    const script = (calls: number) =>
      `f() { A=$1; kvm -S; }\n${'f 1\n'.repeat(calls)}kvm "$A"; g() { kvm -s; }`;
    assert.deepEqual(lines(script(100)).slice(-2), ['1', '-s']);
    const long = lines(script(5_000));
    assert.deepEqual(long.slice(-2), ['?', '-s']);
    assert.equal(long[0], '-S');
  });

  it('is unknown where nothing but a command line is made of it', () => {
    assert.deepEqual(lines('if x; then A=tmux; else A=sudo; fi; $A kvm -S; kvm -s'), ['-S', '-s']);
  });
});

describe('values of the user', () => {
  checkTable({
    'the default beside an option': [
      'H=1; while getopts h: o; do case $o in h) H=$OPTARG;; esac; done; kvm $H',
      '1',
    ],
    'the default beside an argument': ['H=1; [ -n "$1" ] && H=$1; kvm $H', '1'],
    'the default beside what is read': ['H=1; if x; then read H; fi; kvm $H', '1'],
    'the default after an option': ['case $1 in -h) H=$2;; esac; H=${H:-1}; kvm $H', '1'],
    'the default of an argument': ['H=$1; kvm ${H:-1} ${2:-2}', '1 2'],
    'no default that was overwritten': ['H=1; read H; kvm $H; H=2; H=$1; kvm $H', '?', '?'],
    'what is built around it': ['H=-a; [ x ] && H=-h$1; kvm $H', '-a', '-h?'],
    'what a program says as a value of its own': ['H=1; [ x ] && H=$(y); kvm $H', '1', '?'],
    'no default where the file has a value': ['H=1; [ x ] && H=$1; kvm ${H:-2}', '1'],
  });
});

describe('words that stand for a variable that is set', () => {
  checkTable({
    'one that the file sets': ['A=1; kvm ${A:+-m $A} "${A+2 3}"', '-m 1 2 3'],
    'one that is empty': ['A=; kvm -S ${A:+1} ${A+2}', '-S 2'],
    'one that only the environment knows': ['kvm -S ${A:+-m $A}', '-S -m ?', '-S'],
    'the same twice': ['kvm ${A:+1} -S ${A:+2}', '1 -S 2', '-S'],
    'one that a branch sets': ['if x; then A=1; fi; kvm -S ${A:+-$A}', '-S', '-S -1'],
    'an array that may be unset': ['a=(1 "2 3"); kvm ${a[@]+"${a[@]}"}', '1 2 3'],
    'a part of a word': ['kvm a=1${B:+,b=2}', 'a=1,b=2', 'a=1'],
  });

  it('keeps quoted words together', () => {
    const [line] = lowerShell(readShell('A=1; kvm ${A:+-append "x y"}'));
    const values = line?.words.map(({ value }) => value.decoded);
    assert.deepEqual(values, ['-append', 'x y']);
  });
});

describe('values of loops', () => {
  checkTable({
    'the words of a loop': ['for i in 1 2; do kvm 4$i; done', '41', '42'],
    'options in a loop': ['for a in "-m 1" -S; do kvm $a; done', '-m 1', '-S'],
    'the last word behind it': ['for i in 1 2; do :; done; kvm $i', '2'],
    'a function called in it': ['f() { kvm $i; }; for i in 1 2; do f; done', '1', '2'],
    'a value made of it': ['for i in 1 2; do A="-m $i"; kvm $A $i; done', '-m 1 1', '-m 2 2'],
    'all words where there are many': ['for i in 1 2 3 4 5 6 7 8 9; do kvm; done; kvm $i', '', '9'],
    'no more words than a few dozen': [
      `for i in ${'1 '.repeat(LIMITS.steps + 1)}; do kvm $i; done`,
      '?',
    ],
    'no patterns of files': ['for i in *.img; do kvm $i; done', '?'],
    'no words of the user': ['for i in "$@"; do kvm $i; done; for i; do kvm $i; done', '?', '?'],
    'what a program says as a value of its own': ['for i in 1 $(x); do kvm $i; done', '1', '?'],
  });
});

describe('values that are printed, unset, or set in a subshell', () => {
  checkTable({
    'printf -v': ["printf -v A 'tcp:%s:%d' 0.0.0.0 44; kvm $A", 'tcp:0.0.0.0:44'],
    'printf -v with values that differ': [
      'if x; then B=1; else B=2; fi; printf -v A %s- $B; kvm $A',
      ...['1-', '2-'],
    ],
    'printf without -v': ['A=1; printf A; kvm $A', '1'],
    'unset on some path': ['A=1; [ x ] && unset A; kvm $A', '1'],
    'unset before a default': ['A=1; unset A; kvm ${A:-2} ${A+3}', '2'],
    'a subshell from inside': ['A=1; (A=2; kvm $A); kvm $A', '2', '1'],
    'a subshell in a subshell': ['A=1; (A=2; (kvm $A; A=3); kvm $A); kvm $A', '2', '2', '1'],
    'what grows in a subshell': ['A=1; (A+=2; kvm $A); kvm $A', '12', '1'],
    'what a pipeline reads': ['A=1; x | while read A; do :; done; kvm $A', '1'],
    'a subshell in a function that is called later': ['f() { (kvm $A); }; A=1; f', '1'],
  });
});

describe('what substitutions print', () => {
  checkTable({
    'echo of a value': [
      'A="-m 1"; kvm $(echo "$A -S") "$(echo $A)" `echo $A`',
      '-m 1 -S -m 1 -m 1',
    ],
    'echo of values that differ': ['if x; then A=1; else A=2; fi; kvm $(echo $A)', '1', '2'],
    'printf with widths and other numbers': [
      "kvm $(printf '%02d:%d,%-3s|%3s' 10 31 a b) $(printf '%s:%d' 1) $(printf '%q' 1) $(printf '%x' 10)",
      '10:31,a | b ? 1 ?',
    ],
    'printf of quoted text': [
      'A="x,y z" B=$(date); eval "kvm $(printf "%q " "$A" "a:$B") $(printf %q "~")"; kvm $(printf %q ,)',
      'x,y z a:? ?',
      '\\,',
    ],
    'printf without the line ending': ["kvm $(printf '%s,%s\\n' 1 2)", '1,2'],
    'lines that are joined': ["A='-m\n1'; A=$(echo \"$A\" | tr '\\n' ' '); kvm $A", '-m 1'],
    'what a string with commands prints': [
      `C='"-m $N"'; N=1; A=$(eval echo "$C"); kvm $A $(bash -c 'echo qemu') $(sh -c ls) $(eval "echo $X")`,
      '-m 1 qemu ? ?',
    ],
    'nothing through other filters': [
      'kvm $(echo 1 | sed s/1/2/) $(cat x) $(echo 1 | sort) $(basename a/b) $(echo 1 | tr 1 2)',
      '? ? ? ? ?',
    ],
    'several commands': [
      'kvm $(echo 1; echo 2) "$(if [ x ]; then echo 3; else echo 4; fi)"',
      '1 2 3',
      '1 2 4',
    ],
    'functions that print': ['f() { echo "-m $1"; }; kvm $(f 1) $(f 2)', '-m 1 -m 2'],
    'nothing that is printed elsewhere': ['kvm $(echo 1 >&2) $(echo 1 >/dev/null) 3', '3'],
    'nothing of commands that are quiet': [
      'kvm $(grep -q x f || lsmod | grep -q kvm; sudo modprobe kvm; logger x; exec 3>&1; sync; echo 1)',
      '1',
    ],
    'unknown words of those that are not': [
      'kvm $(grep -eq f) 1 $(mkdir -v x) 2 $(umask) 3 $(ip link) 4 $(stty -g)',
      '? 1 ? 2 ? 3 ? 4 ?',
    ],
    'nothing that only a run knows': ['kvm $(echo *.img) $(echo $X) "$(echo "$X")"', '? ? ?'],
  });
});

describe('positional parameters', () => {
  checkTable({
    'set --': ['set -- 1 "2 3"; kvm "$@" $1 "$2" "$*"', '1 2 3 1 2 3 1 2 3'],
    'set -- that adds': ['set -- -S "$@"; kvm "$@" "$1" "$2"', '-S ? -S ?'],
    'set with options': [
      'set -euo pipefail; kvm "$1"; set -eo pipefail -u 7 8; kvm "$@"',
      '?',
      '7 8',
    ],
    'set -- on some path': ['set -- 1; if x; then set -- 2; fi; kvm "$1"', '1', '2'],
    shift: ['set -- 1 2 3; shift; kvm $1; shift 1; kvm "$@"', '2', '3'],
    'shift in a loop': ['set -- 1 2; while x; do kvm $1; shift; done', '1', '2', '?'],
    'a call': ['f() { kvm -m $1 "$3"; }; f 1 2', '-m 1 '],
    'two calls': ['f() { kvm $1 $2; }; f 1 2; f 3 4', '1 2', '3 4'],
    'a call with the default beside it': ['f() { kvm ${1:-1}; }; f; f 2', '1', '2'],
    'the parameters of a function only': ['set -- 1; f() { kvm $1; }; f 2; kvm $1', '2', '1'],
    'a local name': ['f() { local a=$1; shift; kvm $a "$@"; }; f 1 2 3', '1 2 3'],
    'no words that are taken away in place of one that may be missing': [
      'set --; if x; then set -- "$@" a; fi; set -- "$@" b; shift; kvm "$@"',
      '?',
    ],
    'all words where more are taken away than there are': ['set -- a b; shift 5; kvm $@', 'a b'],
    'a call in a function': ['f() { kvm $1; }; g() { f "$1"; f "-$1"; }; g 1', '1', '-1'],
    'a function that calls itself': ['f() { kvm $1; f "$1"; }; f 1', '1'],
    'no function that is never called': ['f() { kvm $1; }', '?'],
    'many calls': [`f() { kvm $1; }; ${'f 1; '.repeat(9)}`, ...Array<string>(9).fill('1')],
    'arms of what a function is given': [
      'f() { case $1 in a) kvm 1;; b*) kvm 2;; *) kvm 3;; esac; }; f a; f bc',
      ...['1', '2', '3'],
    ],
    'what a function leaves': [
      'f() { A=$1; local B=$1; C=0; return; A=9; }; B=1; f 2; kvm $A $B $C',
      '2 1 0',
    ],
    'a command that is given, once': ['f() { "$@"; sudo "$@"; }; f kvm -S', '-S'],
  });
});
