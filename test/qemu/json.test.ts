/** QEMU's JSON, with the source of every character. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { jsonField, jsonString, readJson } from '../../server/src/qemu/options/json.ts';
import { spanOf, verbatim } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';

const read = (source: string) =>
  readJson(verbatim(source, { start: 0, end: source.length }, encodingsOf('unknown')));

describe('JSON', () => {
  it('knows where a string is written, without its quotes', () => {
    const id = jsonString(read(' {"id" : "m0", "n": [1, {"x": "y"}]} '), 'id');
    assert.equal(id?.decoded, 'm0');
    assert.deepEqual(id && spanOf(id), { start: 10, end: 12 });
  });

  it('decodes escapes to the place of their characters', () => {
    const value = read(String.raw`"a\"\u0041\\"`);
    assert.equal(value?.text.decoded, 'a"A\\');
    assert.deepEqual(
      value?.text.pieces.map(({ at }) => at.end - at.start),
      [1, 2, 6, 2],
    );
  });

  it("takes single quotes, as QEMU's lexer does", () => {
    assert.equal(jsonString(read(`{'id': 'it\\'s "m"'}`), 'id')?.decoded, `it's "m"`);
  });

  it('takes the last of two equal keys', () => {
    assert.equal(jsonString(read('{"a":"1","a":"2"}'), 'a')?.decoded, '2');
  });

  for (const broken of [
    '',
    '{',
    '{"a"}',
    '{"a":}',
    '[1,]',
    '{"a":1,}',
    '"a',
    '01',
    'x',
    '"\\x"',
    '{} {}',
  ]) {
    it(`is none: ${broken}`, () => assert.equal(read(broken), undefined));
  }

  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (object) => {
        const value = read(JSON.stringify(object));
        for (const [key, text] of Object.entries(object)) {
          const found = jsonField(value, key);
          assert.equal(found?.kind === 'string' && found.text.decoded, text);
        }
      }),
    );
  });

  it('answers to lists that lie too deep, and does not fall over', () => {
    assert.equal(read('['.repeat(100_000)), undefined);
  });
});
