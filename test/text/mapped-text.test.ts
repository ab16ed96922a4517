import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  concat,
  isKnown,
  knownText,
  type MappedText,
  mappedText,
  type Piece,
  pieceAt,
  runs,
  slice,
  spanOf,
  throughUse,
  UNKNOWN,
  type Use,
  unknownAt,
  verbatim,
} from '../../server/src/text/mapped-text.ts';
import type { Span } from '../../server/src/text/span.ts';
import { encodingsOf } from '../support/encodings.ts';

/** `tcp:a&b:$PORT` as a reader could decode it: one entity and one unknown piece. */
const SOURCE = `value='tcp:a&amp;b:$PORT'`;
const TEXT = mappedText([
  known(spanIn(SOURCE, 'tcp:a'), 'tcp:a', true),
  known(spanIn(SOURCE, '&amp;'), '&', false),
  known(spanIn(SOURCE, 'b:'), 'b:', true),
  unknown(spanIn(SOURCE, '$PORT'), '$PORT'),
]);

function spanIn(source: string, part: string): Span {
  const start = source.indexOf(part);
  assert.notEqual(start, -1);
  return { start, end: start + part.length };
}

function known(at: Span, text: string, isVerbatim: boolean): Piece {
  return {
    kind: 'known',
    text,
    at,
    verbatim: isVerbatim,
    encodings: encodingsOf('quoted'),
    through: [],
  };
}

function unknown(at: Span, source: string): Piece {
  return { kind: 'unknown', source, at, encodings: encodingsOf('quoted'), through: [] };
}

function written(text: MappedText): string {
  const { start, end } = spanOf(text);
  return SOURCE.slice(start, end);
}

test('the text of unknown pieces is one character each', () => {
  assert.equal(TEXT.decoded, `tcp:a&b:${UNKNOWN}`);
  assert.deepEqual(TEXT.starts, [0, 5, 6, 8]);
});

test('a text with an unknown piece has no known text', () => {
  assert.equal(isKnown(TEXT), false);
  assert.equal(knownText(TEXT), undefined);
  assert.equal(knownText(slice(TEXT, 0, 8)), 'tcp:a&b:');
});

test('the character that stands for the unknown may also be plain text', () => {
  const text = verbatim(UNKNOWN, { start: 0, end: 1 }, encodingsOf('bare'));
  assert.equal(text.decoded, UNKNOWN);
  assert.equal(unknownAt(text, 0), false);
  assert.equal(unknownAt(TEXT, 8), true);
});

test('a slice is written where its characters are', () => {
  assert.equal(written(slice(TEXT, 0, 3)), 'tcp');
  assert.equal(written(slice(TEXT, 4, 7)), 'a&amp;b');
  assert.equal(written(slice(TEXT, 8)), '$PORT');
  assert.equal(written(TEXT), 'tcp:a&amp;b:$PORT');
});

test('a slice moves positions outside the text inside', () => {
  assert.equal(slice(TEXT, -5, 3).decoded, 'tcp');
  assert.equal(slice(TEXT, 6, 99).decoded, `b:${UNKNOWN}`);
  assert.equal(slice(TEXT, 5, 2).decoded, '');
});

test('an empty slice stands where the next character is written', () => {
  assert.deepEqual(spanOf(slice(TEXT, 3, 3)), {
    start: SOURCE.indexOf(':a'),
    end: SOURCE.indexOf(':a'),
  });
  assert.equal(spanOf(slice(TEXT, 5, 5)).start, SOURCE.indexOf('&amp;'));
  assert.equal(spanOf(slice(TEXT, 6, 6)).start, SOURCE.indexOf('b:'));
});

test('an empty slice at the end stands behind the last character', () => {
  assert.equal(spanOf(slice(TEXT, 9)).start, SOURCE.indexOf(`'`, 8));
});

test('empty pieces are left out and an empty text remembers its place', () => {
  const place = { start: 7, end: 7 };
  const text = mappedText([known(place, '', true)], place);
  assert.deepEqual(text.pieces, []);
  assert.deepEqual(spanOf(text), place);
  assert.equal(isKnown(text), true);
  assert.equal(knownText(text), '');
});

test('a text of no pieces and no place stands at the start', () => {
  assert.deepEqual(spanOf(mappedText([])), { start: 0, end: 0 });
  assert.deepEqual(spanOf(concat([])), { start: 0, end: 0 });
});

test('texts that follow each other are one text', () => {
  const text = concat([slice(TEXT, 0, 4), slice(TEXT, 4)]);
  assert.equal(text.decoded, TEXT.decoded);
  assert.equal(written(text), 'tcp:a&amp;b:$PORT');
});

test('no piece is found outside the text', () => {
  assert.equal(pieceAt(TEXT, -1), undefined);
  assert.equal(pieceAt(TEXT, TEXT.decoded.length), undefined);
  assert.equal(pieceAt(mappedText([]), 0), undefined);
});

test('a text from one place is one run', () => {
  assert.equal(runs(TEXT).length, 1);
  assert.ok(runs(TEXT).length <= 1);
  assert.ok(runs(mappedText([])).length <= 1);
});

test('a text whose middle comes from an assignment has three runs', () => {
  const source = 'HOST=0.0.0.0; qemu -monitor tcp:$HOST:1';
  const use: Use = { at: spanIn(source, '$HOST'), source: '$HOST', encodings: encodingsOf('bare') };
  const host = verbatim(source, spanIn(source, '0.0.0.0'), encodingsOf('bare'));
  const text = concat([
    verbatim(source, spanIn(source, 'tcp:'), encodingsOf('bare')),
    throughUse(host, use),
    verbatim(source, spanIn(source, ':1'), encodingsOf('bare')),
  ]);
  assert.equal(text.decoded, 'tcp:0.0.0.0:1');
  assert.equal(runs(text).length, 3);
  assert.ok(runs(text).length > 1);
  assert.deepEqual(spanOf(text), spanIn(source, 'tcp:'));
  assert.deepEqual(spanOf(slice(text, 4, 11)), spanIn(source, '0.0.0.0'));
  assert.deepEqual(pieceAt(text, 4)?.through, [use]);
});

test('the nearest use comes first', () => {
  const outer: Use = { at: { start: 20, end: 22 }, source: '$B', encodings: encodingsOf('bare') };
  const inner: Use = { at: { start: 10, end: 12 }, source: '$A', encodings: encodingsOf('double') };
  const text = throughUse(
    throughUse(verbatim('abc', { start: 0, end: 3 }, encodingsOf('bare')), inner),
    outer,
  );
  assert.deepEqual(text.pieces[0]?.through, [outer, inner]);
});

test('the parts of a divided escape are still written in one place', () => {
  const emoji = mappedText([known({ start: 0, end: 9 }, '\u{1F600}', false)]);
  const text = concat([slice(emoji, 0, 1), slice(emoji, 1)]);
  assert.equal(text.decoded, '\u{1F600}');
  assert.ok(runs(text).length <= 1);
  assert.deepEqual(spanOf(text), { start: 0, end: 9 });
});
