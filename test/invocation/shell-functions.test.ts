import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';

/** The lines that the commands of a script become, with `?` for each unknown piece. */
function lines(script: string, every = false): readonly string[] {
  return lowerShell(readShell(script), { every }).map(({ words }) =>
    words.map((word) => word.text.text.replaceAll('\uFFFC', '?')).join(' '),
  );
}

describe('functions that branches define', () => {
  it('go with what else the branch does', () => {
    const either = 'if x; then A=1; f() { B=1; }; else A=2; f() { B=2; }; fi; f; kvm $A $B';
    assert.deepEqual(lines(either, true), ['1 1', '2 2']);
    const instead = 'A=0; f() { B=0; }; if x; then A=1; f() { B=1; }; fi; f; kvm $A $B';
    assert.deepEqual(lines(instead, true), ['0 0', '1 1']);
  });

  it('are the last ones in their branch', () => {
    const script = 'f() { B=0; }; if x; then f() { B=1; }; f() { B=2; }; f; kvm $B; fi; f; kvm $B';
    assert.deepEqual(lines(script, true), ['2', '0', '2']);
  });

  it('may be none at all on another way', () => {
    const script = 'B=0; if x; then f() { B=1; }; fi; f; kvm $B';
    assert.deepEqual(lines(script, true), ['0', '1']);
    // Who calls it means that it is there.
    assert.deepEqual(lines(script), ['1']);
    assert.deepEqual(lines('B=0; f() { B=1; }; [ x ] && unset -f f; f; kvm $B', true), ['0', '1']);
    assert.deepEqual(lines('B=0; f() { B=1; }; unset -f f; f; kvm $B', true), ['0']);
  });
});
