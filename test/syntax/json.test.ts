import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJson } from '../../server/src/syntax/json/reader.ts';
import type { JsonValue } from '../../server/src/syntax/json/tree.ts';

/** A value with the text that each part of it covers. */
function outline(text: string, value: JsonValue | undefined): unknown {
  if (value === undefined) return undefined;
  const written = text.slice(value.at.start, value.at.end);
  if (value.kind === 'array') return value.items.map((item) => outline(text, item));
  if (value.kind !== 'object') return [value.kind, written];
  return value.members.map(({ key, value: member }) => [
    text.slice(key.at.start, key.at.end),
    key.text,
    outline(text, member),
  ]);
}

function read(text: string): unknown {
  const { root, problems } = readJson(text);
  assert.deepEqual(problems, []);
  return outline(text, root);
}

/** The problems of a text: their kinds, and what they cover. */
function problems(text: string): readonly string[] {
  return readJson(text).problems.map(({ kind, at }) => `${kind} ${text.slice(at.start, at.end)}`);
}

describe('the reader of JSON', () => {
  it('gives each value its place, strings with their quotes', () => {
    assert.deepEqual(read('{ "a\\u0062": [1, "x\\n", true, null, -2.5e1] }'), [
      [
        '"a\\u0062"',
        'ab',
        [
          ['number', '1'],
          ['string', '"x\\n"'],
          ['boolean', 'true'],
          ['null', 'null'],
          ['number', '-2.5e1'],
        ],
      ],
    ]);
  });

  it('passes over comments and commas behind last members', () => {
    assert.deepEqual(read('// top\n{ /* in */ "a": [1,], }\n// end'), [
      ['"a"', 'a', [['number', '1']]],
    ]);
    assert.equal(readJson(' // nothing\n').root, undefined);
  });

  it('keeps a key that is there twice, and one without a value', () => {
    assert.deepEqual(read('{"a":1,"a":2}'), [
      ['"a"', 'a', ['number', '1']],
      ['"a"', 'a', ['number', '2']],
    ]);
    const text = '{"a": , "b": 1}';
    assert.deepEqual(outline(text, readJson(text).root), [
      ['"a"', 'a', undefined],
      ['"b"', 'b', ['number', '1']],
    ]);
  });

  it('says at each place what is missing or stray there', () => {
    assert.deepEqual(problems('{"a" 1}'), ['colon 1']);
    assert.deepEqual(problems('[1 2]'), ['comma 2']);
    assert.deepEqual(problems('[1'), ['closing ']);
    assert.deepEqual(problems('[1] 2'), ['end 2']);
    assert.deepEqual(problems('[1,,2]'), ['value ,']);
    assert.deepEqual(problems('{1: 2}').at(0), 'key 1');
    assert.deepEqual(problems('[one]').at(0), 'stray one');
    assert.deepEqual(problems('["one\n]').at(0), 'stray "one');
    assert.deepEqual(problems('/* no end'), ['stray /* no end']);
  });

  it('takes no nesting that would be too much for a parser that calls itself', () => {
    const deep = 1_000_000;
    assert.deepEqual(problems('['.repeat(deep)), ['tooDeep [']);
    assert.deepEqual(problems('{"a":'.repeat(deep)), ['tooDeep {']);
    assert.deepEqual(problems(`${'['.repeat(32)}${']'.repeat(32)}`), []);
    assert.deepEqual(problems('"[["'), []);
  });
});
