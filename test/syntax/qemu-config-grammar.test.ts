/**
 * The TextMate grammar of -readconfig files, run by VS Code's own tokenizer. A law compares it with the
 * reader, so that colours never promise what QEMU does not do.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { endsWithItsLine, tokenizeLine as tokens } from '../support/grammar.ts';
import { SEEDED } from '../support/random.ts';

/** What the line has under a scope, or undefined. */
function under(line: string, scope: string): string | undefined {
  const found = tokens(line).filter(({ scopes }) => scopes.includes(scope));
  return found.length === 0 ? undefined : found.map(({ text }) => text).join('');
}

const GROUP = 'entity.name.section.group';
const ID = 'string.quoted.double.id';
const KEY = 'variable.other.key';
const VALUE = 'string.quoted.double.value';
const INVALID = 'invalid.illegal';

test('no line depends on the lines before it', () => {
  for (const line of ['[chardev "a', 'k = "v', '[mon', '# note', ' ']) {
    assert.ok(endsWithItsLine(line), line);
  }
});

/** Lines without the characters that editors and QEMU divide lines at in different ways. */
const line = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'[]""\'= \t\v\f#;aé', ' = '),
      fc.constantFrom('[mon]', '[chardev "a"]', 'host = "a"', 'k', '\u00a0', '\u{1F600}', ','),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('the grammar sees in a line what the reader sees', () => {
  fc.assert(
    fc.property(line, (text) => {
      const { sections, comments } = readConfig(`[x]\n${text}\n`);
      const [first, section] = sections;
      const entry = first?.entries[0];
      const isInvalid = under(text, INVALID) !== undefined;
      assert.equal(under(text, 'comment.line') !== undefined, comments.length > 0);
      if (section !== undefined) {
        const takesLineEnd = /\n$/.test(section.id?.decoded ?? section.group.decoded);
        assert.equal(takesLineEnd && section.id === undefined, isInvalid);
        if (isInvalid) return;
        assert.equal(under(text, GROUP), section.group.decoded);
        const id = section.id?.decoded.replace(/\n$/, '');
        assert.equal(under(text, ID)?.replaceAll('"', ''), id);
      } else if (entry?.dropped) {
        assert.ok(isInvalid);
      } else if (entry && !/^[#;[]/.test(entry.key.decoded)) {
        assert.equal(under(text, KEY), entry.key.decoded);
        assert.equal(
          under(text, VALUE)?.replaceAll('"', ''),
          entry.value.decoded.replace(/\n$/, ''),
        );
        assert.equal(isInvalid, entry.value.decoded.endsWith('\n'));
      } else {
        assert.equal(isInvalid, text !== '' && comments.length === 0);
      }
    }),
    SEEDED,
  );
});

test('the grammar colours a hostile line quickly', () => {
  for (const part of [' ', '[', '"', 'a = ', '[a "', 'a "']) tokens(part.repeat(2000));
});

const LANGUAGE = new URL('../../syntaxes/qemu-config.language-configuration.json', import.meta.url);

test('commenting out a line puts the number sign into the first column', () => {
  // VS Code before 1.100 does not know `noIndent`, and then has no such command here, which is better
  // than one that makes a key of the comment.
  const { comments } = JSON.parse(readFileSync(LANGUAGE, 'utf8'));
  assert.deepEqual(comments, { lineComment: { comment: '#', noIndent: true } });
});
