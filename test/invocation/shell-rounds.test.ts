/** Loops with an unknown number of rounds: what a round leaves to the next, and what is the same in each. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { budgetFor } from '../../server/src/invocation/domain/limits.ts';
import { State } from '../../server/src/invocation/domain/state.ts';
import { UNKNOWN_VALUES } from '../../server/src/invocation/domain/values.ts';
import { lines } from '../support/shell-lines.ts';

/** A loop of which only a run knows how often it goes round. */
function loop(body: string): string {
  return `while test -e lock; do ${body}; done`;
}

describe('what a round leaves to the next', () => {
  const table: Readonly<Record<string, readonly [script: string, ...expected: string[]]>> = {
    'is the value of a variable': [`N=a; ${loop('kvm $N; N=b')}`, 'a', 'b'],
    'is one that a function leaves': [`N=a; f() { kvm $N; N=b; }; ${loop('f')}`, 'a', 'b'],
    'is one that only a branch takes over': [
      `N=a; ${loop('kvm $N; if [ "$1" ]; then M=b; fi; N=$M')}`,
      ...['a', 'b'],
    ],
    'is what a loop inside leaves': [`N=a; ${loop(`kvm $N; ${loop('N=b')}`)}`, 'a', 'b'],
    'is what a function returns with': [
      `f() { N=a; ${loop('test "$1" && return; N=b')}; }; f; kvm $N`,
      ...['a', 'b'],
    ],
    'is a function': [`n() { :; }; ${loop('n; n() { kvm b; }')}`, 'b'],
    'is a file': [`${loop('sh ./run.sh; echo "kvm b" >./run.sh')}`, 'b'],
    'is what children see': [`N=b; ${loop("bash -c 'kvm $N'; export N")}`, '?', 'b'],
    'is what it has grown by, on any way through the round': [
      `N=a; ${loop('if test "$x"; then N="$N $x"; continue; fi; N="$N b"')}; kvm $N`,
      ...['a b', 'a ?'],
    ],
    'is what was put in front of it': [
      `N=a; ${loop('if test "$x"; then N="b $N"; continue; fi; N="c $N"')}; kvm $N`,
      ...['c a', 'b a'],
    ],
    'are the words that it has grown by': [
      `N=(a); ${loop('if test "$x"; then N+=("$x"); continue; fi; N+=(b)')}; kvm "\${N[@]}"`,
      ...['a b', 'a ?'],
    ],
    'is nothing where it begins anew': [`N=a; ${loop('N=b; kvm $N')}; kvm $N`, 'b', 'a', 'b'],
  };
  for (const [title, [script, ...expected]] of Object.entries(table)) {
    it(title, () => assert.deepEqual(lines(script), expected));
  }
});

describe('a select', () => {
  it('leaves any of its words, or none where the answer was none of them', () => {
    assert.deepEqual(lines('select m in a b; do kvm $m; done'), ['a', 'b']);
    assert.deepEqual(lines('select m in a b; do break; done; kvm $m'), ['a', 'b']);
    const none = 'select m in a b; do if [ -z "$m" ]; then kvm none; fi; done';
    assert.deepEqual(lines(none), ['none']);
  });

  it('goes round once for each answer', () => {
    assert.deepEqual(lines('select m in a b; do kvm $N; N=$m; done'), ['?', 'a', 'b']);
  });
});

describe('a loop over arguments', () => {
  it('has no round where there are none', () => {
    assert.deepEqual(lines('set --; for x; do kvm a; done; kvm b'), ['b']);
    assert.deepEqual(lines('f() { for x; do kvm a; done; }; f; f b'), ['a']);
    assert.deepEqual(lines('for x; do kvm "<$x>"; done'), ['<?>']);
  });
});

describe('a state', () => {
  it('remembers what was asked for that is not of it', () => {
    const outer = new State(undefined);
    for (const name of ['a', 'b', 'c', 'd']) outer.set(name, UNKNOWN_VALUES);
    const state = new State(outer);
    const asked = state.remember();
    const inner = new State(state);
    state.set('a', UNKNOWN_VALUES);
    for (const name of ['a', 'b']) inner.get(name);
    inner.has('c');
    inner.set('e', UNKNOWN_VALUES);
    inner.get('e');
    assert.deepEqual([...asked], ['b', 'c']);
    assert.deepEqual([...inner.changesSince(undefined).keys()].toSorted(), [
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    assert.deepEqual([...asked].toSorted(), ['b', 'c', 'd']);
  });
});

describe('the budget', () => {
  it('is one for all states of a script', () => {
    const budget = budgetFor(0);
    assert.equal(new State(new State(undefined, budget)).budget, budget);
  });
});
