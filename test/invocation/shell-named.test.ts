/** Variables that are changed under another name than that of the command that changes them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from '../support/check.ts';
import { lines } from '../support/shell-lines.ts';

describe('a variable is changed', () => {
  const table: Readonly<Record<string, readonly [script: string, ...expected: string[]]>> = {
    'by printf -v with its name in another': ['N=M; M=a; printf -v "$N" %s b; kvm $M', 'b'],
    'by read with its name in another': ['N=M; M=a; read "$N" <<< b; kvm $M', 'b'],
    'by export with both in one word': ['N=M; M=a; export "$N=b"; kvm $M', 'b'],
    'by a function that is told its name': [
      'f() { printf -v "$1" %s "$2"; }\nM=a; f M b; kvm $M',
      'b',
    ],
    'through a reference': ['M=a; declare -n R=M; R=b; R+=c; kvm $M $R', 'bc bc'],
    'through the reference of a function': [
      'f() { local -n out=$1; out+=(-S "$2"); }\nA=(a); f A b; kvm "${A[@]}"',
      'a -S b',
    ],
    'maybe, where one of two is named': [
      'M=a; O=a; if [ $1 ]; then N=M; else N=O; fi; read $N <<< b; kvm $M',
      ...['a', 'b'],
    ],
    'by an unknown name': ['read "$N" <<< b; M=a; kvm $M', 'a'],
    'without a name by read': ['read <<< " b "; kvm "<$REPLY>"', '< b >'],
    'in the second of two loops': [
      'for M in a b; do for N in c d; do kvm $M $N; continue 2; done; done',
      ...['a c', 'b c'],
    ],
    'by += in a function of its own': ['M=a; f() { local M+=b; kvm $M; }; f; kvm $M', 'b', 'a'],
  };
  for (const [title, [script, ...expected]] of Object.entries(table)) {
    it(title, () => assert.deepEqual(lines(script), expected));
  }

  it('by a helper that adds options, which are found where they are written', () => {
    check(`
      add() { local -n list=$1; shift; list+=("$@"); }
      args=()
      add args -monitor tcp:0.0.0.0:4444,server,nowait
                            ^^^^^^^ 💡 error monitor-on-network: HMP on tcp 0.0.0.0:4444: anyone on the network can run commands on this host
      qemu-system-x86_64 "\${args[@]}"
    `);
  });
});

describe('what is declared of a variable', () => {
  const table: Readonly<Record<string, readonly [script: string, ...expected: string[]]>> = {
    'in a subshell is gone behind it': ['(declare -i x=5); x=a; kvm $x', 'a'],
    'in a function is said of its own variable': ['f() { local -i x=5; }; f; x=a; kvm $x', 'a'],
    'outside of a function is not said of one of its own': [
      'declare -iu x=5; f() { local x=a; kvm $x; }; f; x=6; kvm $x',
      ...['a', '6'],
    ],
    'in a branch may hold behind it': ['x=0; [ $1 ] && declare -i x; x=1+1; kvm $x', '?'],
    'is gone with the variable': ['declare -i x=5; unset x; x=a; kvm $x', 'a'],
    'is taken back': ['declare -iu x=5; declare +i +u x; x=a; kvm $x', 'a'],
    'in a subshell is not handed on behind it': [
      "x=1; (export x); bash -c 'kvm ${x-none}'",
      'none',
    ],
    'is handed on to the children of children': [`export x=1; bash -c 'bash -c "kvm $x"'`, '1'],
    'is handed on no longer after export -n': [
      "export x=1; export -n x; bash -c 'kvm ${x-none}'",
      'none',
    ],
    'is handed on by the variable of a function': [
      "export x=1; f() { local x=2; bash -c 'kvm $x'; }; f",
      '2',
    ],
    'is a name for another only in its function': [
      'f() { local -n r=$1; r=2; }; r=a; x=1; f x; kvm $r $x',
      'a 2',
    ],
  };
  for (const [title, [script, ...expected]] of Object.entries(table)) {
    it(title, () => assert.deepEqual(lines(script), expected));
  }
});
