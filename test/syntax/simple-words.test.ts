import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'unbash';
import { literal } from '../../server/src/syntax/shell/read/literals.ts';
import type { ReadContext } from '../../server/src/syntax/shell/read/read-context.ts';
import { simpleParts } from '../../server/src/syntax/shell/read/simple-words.ts';
import {
  ASSIGNED,
  BARE,
  PATTERN,
  PLAIN,
  type WordMode,
} from '../../server/src/syntax/shell/read/word-modes.ts';
import { readPart } from '../../server/src/syntax/shell/read/words.ts';
import type { ShellPart } from '../../server/src/syntax/shell/tree.ts';

const BEFORE = 'echo ';

describe('words of plain characters and variables', () => {
  it('have the parts that the parser gives', () => {
    let simple = 0;
    for (const word of words()) {
      for (const mode of [BARE, PLAIN, ASSIGNED, PATTERN]) {
        const source = `${BEFORE}${word}`;
        const at = { start: BEFORE.length, end: source.length };
        const parts = simpleParts(contextOf(source, 'bash'), word, at, mode);
        if (parts === undefined) continue;
        simple++;
        assert.deepEqual(parts, partsOfParser(source, mode), word);
      }
    }
    assert.ok(simple > 4_000, `${simple} of them`);
  });

  it('are those in which nothing else means anything', () => {
    const partsOf = (word: string, dialect: ReadContext['dialect'] = 'bash') => {
      return simpleParts(contextOf(word, dialect), word, { start: 0, end: word.length }, BARE);
    };
    for (const word of ['"$HOST:4444"', '$HOST', '"tcp:${HOST}:1,server"', 'if=$DISK', '"a b"']) {
      assert.notEqual(partsOf(word), undefined, word);
    }
    for (const word of ['""', '"$(id)"', '"`id`"', '"a\\"b"', '"$"', '"${x:-d}"', '~/a', '*.sh']) {
      assert.equal(partsOf(word), undefined, word);
    }
    for (const word of ['{a,b}', "'a'", '"a"b', '"$1"', '$x[1]', '"a', '$', '${x', 'a"']) {
      assert.equal(partsOf(word), undefined, word);
    }
    // A name is one in one way only, or this would never end.
    const long = '$aaaaaaaaa'.repeat(90);
    for (const word of [`${long}*`, `"${long}`, `"${long}"*`]) {
      assert.equal(partsOf(word), undefined, word);
    }
    // There `$x[1]` and `${=x}` are more than variables.
    assert.equal(partsOf('"$x"', 'zsh'), undefined);
  });
});

/** One, two and three pieces behind each other, with and without quotes around them. */
function words(): readonly string[] {
  const pieces = ['a', '-m', '/x_1', ':', '=', '$x', '${y}', '$_z9', ' ', '!', '~', '#', '{a,b}'];
  const some = pieces.flatMap((one) => pieces.map((other) => one + other));
  const all = [...pieces, ...some, ...some.flatMap((two) => pieces.map((one) => two + one))];
  const bare = all.filter((text) => !/[ ]|^#|^[~!]/.test(text));
  return [...bare, ...all.map((text) => `"${text}"`)];
}

function partsOfParser(source: string, mode: WordMode): readonly ShellPart[] {
  const [statement] = parse(source).commands;
  const command = statement?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  assert.ok(word?.type === 'Word', source);
  const context = contextOf(source, 'bash');
  const at = { start: word.pos, end: word.end };
  return word.parts?.flatMap((part) => readPart(context, part, mode)) ?? literal(context, at, mode);
}

function contextOf(source: string, dialect: ReadContext['dialect']): ReadContext {
  return {
    source,
    dialect,
    begin: 0,
    offset: 0,
    readScript: () => [],
    readText: () => [],
    statements: [],
    depth: 0,
    inner: undefined,
    deep: { left: 1_000 },
    noteCommand: () => {},
  };
}
