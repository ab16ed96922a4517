import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { knownValue } from '../../server/src/qemu/options/fact.ts';
import {
  booleanFact,
  doubleCommas,
  findProperty,
  type Property,
  parsePropertyList,
} from '../../server/src/qemu/options/keyval.ts';
import { type MappedText, spanOf, verbatim } from '../../server/src/text/mapped-text.ts';
import { encodingsOf } from '../support/encodings.ts';

function textOf(source: string): MappedText {
  return verbatim(source, { start: 0, end: source.length }, encodingsOf('bare'));
}

function parse(source: string, implied?: string): readonly Property[] {
  return parsePropertyList(textOf(source), 0, implied).properties;
}

/** `key=value` of each property, `key:on` for flags. */
function show(properties: readonly Property[]): string {
  return properties
    .map(({ key, value, flag }) => (flag ? `${key}:${flag}` : `${key}=${value.decoded}`))
    .join(' ');
}

describe('property lists', () => {
  it('are read as QEMU reads them', () => {
    const table: readonly (readonly [string, string | undefined, string])[] = [
      ['', 'k', ''],
      ['socket,id=a', 'backend', 'backend=socket id=a'],
      ['id=a,socket', 'backend', 'id=a socket:on'],
      ['server,nowait,noserver', undefined, 'server:on wait:off server:off'],
      ['a=b=c', undefined, 'a=b=c'],
      ['path=/x,,y,id=a', undefined, 'path=/x,y id=a'],
      ['/x,,y', 'path', 'path=/x,y'],
      ['a=,b=', undefined, 'a= b='],
      ['a=1,', undefined, 'a=1'],
      ['a=,,,b=1', undefined, 'a=, b=1'],
      ['a,,b', undefined, 'a:on :on b:on'],
      ['=x', undefined, '=x'],
    ];
    for (const [source, implied, expected] of table) {
      assert.equal(show(parse(source, implied)), expected, source);
    }
  });

  it('keep the place of every value, doubled commas included', () => {
    const source = 'socket,path=/a,,b,id=m';
    const path = findProperty(parse(source, 'backend'), 'path');
    assert.ok(path);
    const at = spanOf(path.value);
    assert.equal(source.slice(at.start, at.end), '/a,,b');
    const comma = path.value.pieces.find((piece) => piece.kind === 'known' && piece.text === ',');
    assert.ok(comma);
    assert.equal(source.slice(comma.at.start, comma.at.end), ',,');
  });

  it('give the last value of a key, and the first id', () => {
    const properties = parse('host=a,id=x,host=b,id=y');
    assert.equal(findProperty(properties, 'host')?.value.decoded, 'b');
    assert.equal(findProperty(properties, 'id')?.value.decoded, 'x');
  });

  it('take exactly the booleans that QEMU takes', () => {
    const value = (text: string) => knownValue(booleanFact(parse(`k=${text}`), 'k'));
    for (const yes of ['on', 'yes', 'true', 'y']) assert.equal(value(yes), true);
    for (const no of ['off', 'no', 'false', 'n']) assert.equal(value(no), false);
    for (const neither of ['1', '0', 'ON', 'True', '']) assert.equal(value(neither), undefined);
  });

  it('read back what was written with doubled commas', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (values) => {
        const list = values.map((value, index) => `k${index}=${doubleCommas(value)}`).join(',');
        const texts = parse(list).map((property) => property.value.decoded);
        assert.deepEqual(texts, values);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
