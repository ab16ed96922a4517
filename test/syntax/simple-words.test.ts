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
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type { ShellPart } from '../../server/src/syntax/shell/tree.ts';
import type { Span } from '../../server/src/text/span.ts';

const BEFORE = 'echo ';

describe('words of plain characters and variables', () => {
  it('have the parts that the parser gives', () => {
    let simple = 0;
    for (const word of words()) {
      for (const mode of [BARE, PLAIN, ASSIGNED, PATTERN]) {
        const source = `${BEFORE}${word}`;
        const at = { start: BEFORE.length, end: source.length };
        const parts = partsOf(source, 'bash', at, mode);
        if (parts === undefined) continue;
        simple++;
        assert.deepEqual(parts, partsOfParser(source, mode), word);
      }
    }
    assert.ok(simple > 4_000, `${simple} of them`);
  });

  it('are those in which nothing else means anything', () => {
    for (const word of ['"$HOST:4444"', '$HOST', '"tcp:${HOST}:1,server"', 'if=$DISK', '"a b"']) {
      assert.notEqual(partsOf(word), undefined, word);
    }
    for (const word of ['""', '"$(id)"', '"`id`"', '"a\\"b"', '"$"', '~/a', '*.sh']) {
      assert.equal(partsOf(word), undefined, word);
    }
    for (const word of ['{a,b}', "'a'b", '"a"b', '"$#"', '$x[1]', '"a', '$', '${x', 'a"', "'a"]) {
      assert.equal(partsOf(word), undefined, word);
    }
    for (const word of [
      '${x:-$y}',
      '"${x:-}"',
      '${x:1}',
      '${x[1]}',
      '${1[@]}',
      '${#x}',
      '${!x}',
      '${x%a}',
    ]) {
      assert.equal(partsOf(word), undefined, word);
    }
    // A name is one in one way only, or this would never end.
    const long = '$aaaaaaaaa'.repeat(90);
    const braces = '${x:-aaaaaa:-}'.repeat(70);
    for (const word of [`${long}*`, `"${long}`, `"${long}"*`, `${braces}*`, `"${braces}`]) {
      assert.equal(partsOf(word), undefined, word);
    }
    // There `$x[1]` and `${=x}` are more than variables.
    assert.equal(partsOf('"$x"', 'zsh'), undefined);
  });
});

function partsOf(
  source: string,
  dialect: ReadContext['dialect'] = 'bash',
  at: Span = { start: 0, end: source.length },
  mode: WordMode = BARE,
): readonly ShellPart[] | undefined {
  const context = contextOf(source, dialect);
  return simpleParts(context, source.slice(at.start, at.end), at, mode);
}

/** One, two and three pieces behind each other, with and without quotes around them. */
function words(): readonly string[] {
  const pieces = ['a', '-m', '/x_1', ':', '=', '$x', '${y}', '$_z9', ' ', '!', '~', '#', '{a,b}'];
  const some = pieces.flatMap((one) => pieces.map((other) => one + other));
  const others = [
    '$1',
    '$@',
    '$12a',
    '${10}',
    '${x:-d}',
    '${_+2.,}',
    '${1:=a:-}',
    '${y[@]}',
    '${x?}',
  ];
  const more = others.flatMap((one) => [one, ...pieces.flatMap((two) => [one + two, two + one])]);
  const three = some.flatMap((two) => pieces.map((one) => two + one));
  const all = [...pieces, ...others, ...some, ...more, ...three];
  const bare = all.filter((text) => !/[ ]|^#|^[~!]/.test(text));
  const quoted = all.flatMap((text) => [`"${text}"`, `'${text}'`]);
  return [...bare, ...quoted, "''", "'a\\'"];
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
    readText: (text) => readShell(text, undefined, dialect),
    open: new Set(),
    statements: [],
    depth: 0,
    inner: undefined,
    deep: { left: 1_000 },
    noteCommand: () => {},
  };
}
