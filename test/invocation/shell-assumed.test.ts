import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { everyLine as lines } from '../support/shell-lines.ts';

/** A variable that has something on one way only. */
const SOMETIMES = 'x=; [ "$1" ] && x=1;';
const BOTH = "'' | 1";

const KNOWN_BEHIND = [
  '[ -z "$x" ] && exit',
  '[ -n "$x" ] || exit 1',
  'test "$x" != "" || { echo no; exit 1; }',
  '[[ -n $x ]] || die no',
  '[ "$x" ] || exit',
  '! [ -z "$x" ] || exit',
  'if [ -z "$x" ]; then exit; fi',
  'if [ -z "$x" ]; then die; else y=1; fi',
  'if [ -n "$x" ]; then y=1; else exit; fi',
  'if [ -z "$x" ]; then exit; elif [ "$y" ]; then y=1; fi',
  'if [ -z "$x" ]; then exit; elif [ "$y" ]; then exit; fi',
  '[ -n "$x" ] && [ -n "$1" ] || exit',
  '[ -n "$1" ] && [ -n "$x" ] || exit',
  '[ -z "$x" ] || [ "$1" = off ] && exit',
  '[ -n "$x" ] && echo yes || exit',
  '[ -z "$x" ] && exit || echo yes',
  '{ [ -z "$x" ] && exit; }',
  'need() { [ -n "$x" ] || die; }; need',
];

const UNKNOWN_BEHIND = [
  '[ -z "$x" ] && echo no',
  '[ -z "$x" ] && [ -z "$1" ] && exit',
  '[ -n "$x" ] || [ "$1" = on ] || exit',
  '[ -n "$x" ] && [ "$1" = on ] && exit',
  '[ -z "$x" ] && exit &',
  '[ -z "$x" ] && exit | cat',
  '( [ -z "$x" ] && exit )',
  'if [ "$2" ]; then [ -z "$x" ] && exit; fi',
  'if [ "$2" ]; then y=1; elif [ -z "$x" ]; then exit; fi',
  'if [ "$2" ]; then exit; fi',
  'need() { [ "$1" ] && return; [ -n "$x" ] || die; }; need',
  'need() { [ -z "$x" ] && return; }; need',
  'need() { local x=$2; [ -n "$x" ] || die; }; need',
  'for i in 1 2; do [ -z "$x" ] && continue; done',
];

describe('behind a way out where something is empty', () => {
  const after = (check: string) =>
    lines(`die() { exit 1; }; ${SOMETIMES} ${check}\nkvm "$x"`).join(' | ');
  for (const check of KNOWN_BEHIND) {
    it(`there is something in it: ${check}`, () => assert.equal(after(check), '1'));
  }
  for (const check of UNKNOWN_BEHIND) {
    it(`there may be nothing: ${check}`, () => assert.equal(after(check), BOTH));
  }

  it('a default for nothing is dead', () => {
    const script = 'M=; if [ -t 1 ]; then M=stdio; fi; [ -n "$M" ] || exit; kvm -monitor';
    assert.deepEqual(
      lowerShell(readShell(`${script} \${M:-tcp:0.0.0.0:1}`)).map(
        ({ words }) => words[1]?.value.decoded,
      ),
      ['stdio'],
    );
  });

  it('what is assigned later may be empty all the same', () => {
    assert.deepEqual(lines(`${SOMETIMES} [ -n "$x" ] || exit; x=; kvm "$x"`), ["''"]);
    assert.deepEqual(lines(`${SOMETIMES} [ -n "$x" ] && x= && kvm "$x"`), ["''", '1']);
    assert.deepEqual(lines('x=1; if [ -z "$x" ]; then exit; elif read x; then :; fi; kvm "$x"'), [
      '?',
    ]);
  });

  it('what the ways out have is what they had', () => {
    const script = `trap 'kvm "$x"' EXIT; ${SOMETIMES} [ -z "$x" ] && exit`;
    assert.deepEqual(lines(script), ["''", '1']);
  });
});
