import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { type DoubleQuotedChild, parse, type WordPart } from 'unbash';
import type { ReadContext } from '../../server/src/syntax/shell/read/read-context.ts';
import { simpleParts } from '../../server/src/syntax/shell/read/simple-words.ts';
import { BARE } from '../../server/src/syntax/shell/read/word-modes.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import type { ShellPart } from '../../server/src/syntax/shell/tree.ts';

/** What a part of the parser says in our words, and `?` for one that no simple word has. */
function told(part: WordPart | DoubleQuotedChild): readonly string[] {
  switch (part.type) {
    case 'Literal':
      return [`text ${part.text}`];
    case 'SingleQuoted':
      return [`text ${part.text.slice(1, -1)}`];
    case 'DoubleQuoted':
      return part.parts.length === 0 ? ['text '] : part.parts.flatMap(told);
    case 'SimpleExpansion':
      return [`parameter ${part.text.slice(1)}`];
    case 'ParameterExpansion':
      return [`parameter ${part.parameter}`];
    default:
      return ['?'];
  }
}

function shown(parts: readonly ShellPart[]): readonly string[] {
  return parts.map((part) => {
    if (part.kind === 'text') return `text ${part.text.decoded}`;
    return `${part.kind} ${part.kind === 'parameter' ? part.name : ''}`;
  });
}

const PIECES = ['a', 'b_1', '.', '=', ':', '$x', '${x}', '$1', '$10', '$@', '$', '"', '""', "'"];
const OTHERS = ["''", '\\', '`', '~', '{', '}', '{a,b}', '$(y)', '${x:-d}', '*', '[', '#', 'é'];

it('a simple word has the parts that the parser finds', () => {
  let simple = 0;
  const pieces = fc.array(fc.constantFrom(...PIECES, ...PIECES, ...OTHERS), {
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(pieces, (written) => {
      const word = written.join('');
      const source = `: ${word} z`;
      const at = { start: 2, end: 2 + word.length };
      const parts = readSimple(source, at);
      if (parts === undefined) return;
      simple++;
      const { command } = parse(source).commands[0] ?? {};
      assert.ok(command?.type === 'Command');
      const [found] = command.suffix;
      assert.ok(found?.type === 'Word' && found.end === at.end, word);
      const expected = found.parts?.flatMap(told) ?? [`text ${found.text}`];
      assert.deepEqual(shown(parts), expected, word);
      // Where it is read for a script it is no other.
      const [read] = readShell(source).nodes;
      assert.ok(read?.kind === 'command');
      assert.deepEqual(shown(read.words[1]?.parts ?? []), expected, word);
    }),
    { numRuns: 2000, seed: 20250101 },
  );
  assert.ok(simple > 200, `${simple} words were simple`);
});

function readSimple(source: string, at: { readonly start: number; readonly end: number }) {
  const context: ReadContext = {
    source,
    dialect: 'bash',
    begin: 0,
    offset: 0,
    statements: [],
    depth: 0,
    inner: undefined,
    deep: { left: 0 },
    readScript: () => [],
    readText: () => [],
    noteCommand: () => {},
  };
  return simpleParts(context, at, BARE);
}
