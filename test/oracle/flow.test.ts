/**
 * bash, dash and zsh run scripts and record what these start: a reading allows each command, and each character is where the
 * reading says. `scripts/fuzz/programs.ts shell` tries thousands of random scripts; this file some hundreds, and all that were once
 * read wrongly.
 */

import assert from 'node:assert/strict';
import { after, describe, it, test } from 'node:test';
import type { Word } from '../../server/src/invocation/invocation.ts';
import { type KnownPiece, mappedText, type Piece } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';
import { compare } from './flow/compare.ts';
import { loadFixtures } from './flow/fixtures.ts';
import { matchArgv } from './flow/match.ts';
import { runCases } from './flow/run.ts';
import { readingOf, shellOracle } from './flow/shell-oracle.ts';
import { openShells, type Recording } from './flow/shells.ts';

const CASES = 300;
/** Always the same: a change must not fail for a script that it has nothing to do with. */
const SEED = 20250101;

const shells = openShells();
after(() => shells.close());

test(`shells start the commands that are read in ${CASES} random scripts`, async (t) => {
  const options = { seed: SEED, count: CASES, limit: 3, shrink: true };
  const { disagreements, ...totals } = await runCases(shellOracle(shells), options);
  t.diagnostic(JSON.stringify(totals));
  assert.deepEqual(
    disagreements,
    [],
    `repeat it with scripts/fuzz/programs.ts shell --seed ${SEED}`,
  );
  // Otherwise there was little to compare, or we only agree since we know nothing.
  assert.ok(totals.commands > CASES && totals.stopped === 0);
  assert.ok(totals.known > totals.words / 2);
});

describe('a shell starts the commands that are read in a script with', () => {
  for (const { title, script, shell, straight, runs } of loadFixtures()) {
    it(title, async () => {
      const recordings = await shells.run(runs.map((inputs) => ({ script, shell, inputs })));
      const reading = readingOf(script);
      assert.ok(Array.isArray(reading), String(reading));
      const { differences, commands } = compare(script, reading, recordings, straight);
      assert.deepEqual(differences, []);
      assert.ok(commands > 0 || straight, 'the script starts nothing');
    });
  }
});

const IF = {};
const LOOP = { looped: true };

function known(text: string, rest: Partial<KnownPiece> = {}): KnownPiece {
  const at = { start: 0, end: 1 };
  return {
    kind: 'known',
    text,
    at,
    verbatim: false,
    encodings: encodingsOf('bare'),
    through: [],
    ...rest,
  };
}

function unknown(branch?: object, context = 'double'): Piece {
  const at = { start: 0, end: 1 };
  return {
    kind: 'unknown',
    source: '$X',
    at,
    encodings: encodingsOf(context),
    through: [],
    branch,
  };
}

function word(pieces: readonly Piece[], many = false): Word {
  return { value: mappedText(pieces), at: { start: 0, end: 1 }, many };
}

/** Words as we read them, what they allow, and what they do not. */
const MATCHES: Readonly<Record<string, [words: Word[], yes: string[][], no: string[][]]>> = {
  'known text is itself': [[word([known('a'), known('b')])], [['ab']], [['a'], ['ab', ''], []]],
  'an empty word is a word': [[word([])], [['']], [[], ['a']]],
  'unknown text is any text in its word': [
    [word([known('a:'), unknown()]), word([known('z')])],
    [
      ['a:', 'z'],
      ['a:b c', 'z'],
    ],
    [
      ['a', 'z'],
      ['a:', 'b', 'z'],
    ],
  ],
  'unquoted unknown text beside other text may be several words': [
    [word([known('a'), known(' '), unknown(undefined, 'bare')]), word([known('z')])],
    [['a b', 'c', 'z'], ['a', 'z'], ['az']],
    [['a b']],
  ],
  'many words are any words': [
    [word([unknown()], true), word([known('z')])],
    [['z'], ['', 'z'], ['a', 'b', 'z']],
    [[], ['a']],
  ],
  'known text in many words stays': [
    [word([known('a'), unknown()], true)],
    [['a'], ['ab', 'c']],
    [[], ['b']],
  ],
  'words of a branch are present or absent': [
    [word([known('-m')], false), word([known('x', { branch: IF })]), word([unknown(IF)])],
    [['-m'], ['-m', 'x', 'y']],
    [['-m', 'x'], [], ['-m', 'y', 'x']],
  ],
  'a branch decides once for a command': [
    [word([known('a'), known('b', { branch: IF })]), word([known('c', { branch: IF })])],
    [['a'], ['ab', 'c']],
    [['ab'], ['a', 'c']],
  ],
  'a loop repeats text any number of times': [
    [word([known('a'), known(',b', { branch: LOOP }), known('c')])],
    [['ac'], ['a,bc'], ['a,b,bc']],
    [['abc'], ['a', 'c']],
  ],
  'a loop repeats words any number of times': [
    [word([known('a')]), word([known('b', { branch: LOOP })]), word([unknown(LOOP)])],
    [['a'], ['a', 'b', 'x'], ['a', 'b', 'x', 'b', 'y']],
    [[], ['b']],
  ],
};

describe('the words of a reading allow an argv, and no other:', () => {
  for (const [title, [words, yes, no]] of Object.entries(MATCHES)) {
    it(title, () => {
      for (const argv of yes) assert.ok(matchArgv(words, argv)?.settled, argv.join(' '));
      for (const argv of no) assert.equal(matchArgv(words, argv), undefined, argv.join(' '));
    });
  }
});

const SCRIPT = 'M=tcp\nqemu-system-x86_64 $M\n';

function recording(...commands: readonly string[][]): readonly Recording[] {
  return [{ commands, complaints: '', output: '', ended: true }];
}

/** Each mistake that a reading can make is named. */
describe('the comparison reports', () => {
  const line = (words: readonly Word[]) => [
    {
      ...({ kind: 'argv', program: 'system', programAt: { start: 6, end: 24 } } as const),
      ...({ words, partial: false, name: undefined } as const),
    },
  ];
  const value = known('tcp', { at: { start: 2, end: 5 }, verbatim: true });
  const kindsOf = (words: readonly Word[], ...commands: readonly string[][]) =>
    compare(SCRIPT, line(words), recording(...commands), true).differences.map(({ kind }) => kind);
  it('no difference for an equal command', () => {
    assert.deepEqual(kindsOf([word([value])], ['tcp']), []);
  });
  it('a command that the reading missed', () => {
    assert.deepEqual(kindsOf([word([value])], ['tcp'], ['udp']), ['missed']);
  });
  it('a command that the reading invented', () => {
    assert.deepEqual(kindsOf([word([value])]), ['invented']);
  });
  it('a piece at a wrong place', () => {
    const elsewhere = { ...value, at: { start: 3, end: 6 } };
    assert.deepEqual(kindsOf([word([elsewhere])], ['tcp']), ['misattributed']);
    const outside = { ...value, at: { start: 2, end: 99 } };
    assert.deepEqual(kindsOf([word([outside])], ['tcp']), ['misattributed']);
  });
});
