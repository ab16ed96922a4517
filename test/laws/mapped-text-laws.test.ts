import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyEdits, type Edit, editsOverlap } from '../../server/src/text/edit.ts';
import {
  concat,
  isKnown,
  type MappedText,
  mappedText,
  type Piece,
  pieceAt,
  pieceLength,
  runs,
  slice,
  spanOf,
  throughUse,
  UNKNOWN,
  type Use,
  unknownAt,
} from '../../server/src/text/mapped-text.ts';
import { contains } from '../../server/src/text/span.ts';
import { encodingsOf } from '../support/encodings.ts';
import { SEEDED } from '../support/random.ts';

interface Example {
  readonly source: string;
  readonly text: MappedText;
}

/** One stretch of source and what a reader makes of it; `gap` is source that decodes to nothing. */
const segment = fc.record({
  kind: fc.constantFrom('verbatim', 'decoded', 'unknown'),
  gap: fc.string({ maxLength: 3 }),
  source: fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', ',', '$', UNKNOWN) }),
  decoded: fc.string({ maxLength: 3 }),
  uses: fc.array(fc.nat(9), { maxLength: 2 }),
});

/** A source and a text decoded from it, with pieces in the order of the source. */
function exampleOf(uses: boolean): fc.Arbitrary<Example> {
  return fc.array(segment, { maxLength: 8 }).map((segments) => {
    let source = '';
    const pieces: Piece[] = [];
    for (const part of segments) {
      source += part.gap;
      const at = { start: source.length, end: source.length + part.source.length };
      source += part.source;
      const through = uses ? part.uses.map(useAt) : [];
      const base = { at, encodings: encodingsOf('quoted'), through };
      if (part.kind === 'unknown') pieces.push({ ...base, kind: 'unknown', source: part.source });
      else {
        const isVerbatim = part.kind === 'verbatim';
        const text = isVerbatim ? part.source : part.decoded;
        pieces.push({ ...base, kind: 'known', text, verbatim: isVerbatim });
      }
    }
    return { source, text: mappedText(pieces, { start: 0, end: 0 }) };
  });
}

function useAt(start: number): Use {
  return { at: { start, end: start + 1 }, source: '$', encodings: encodingsOf('bare') };
}

const example = exampleOf(true);
const place = fc.integer({ min: -2, max: 40 });

function clamp(position: number, length: number): number {
  return Math.max(0, Math.min(position, length));
}

test('the text is that of its pieces, each at its start', () => {
  fc.assert(
    fc.property(example, ({ text }) => {
      let position = 0;
      for (const [index, piece] of text.pieces.entries()) {
        assert.equal(text.starts[index], position);
        const expected = piece.kind === 'known' ? piece.text : UNKNOWN;
        assert.equal(text.decoded.slice(position, position + pieceLength(piece)), expected);
        assert.ok(pieceLength(piece) > 0);
        position += pieceLength(piece);
      }
      assert.equal(text.decoded.length, position);
      assert.equal(
        isKnown(text),
        text.pieces.every(({ kind }) => kind === 'known'),
      );
    }),
    SEEDED,
  );
});

test('every character of a verbatim piece stands in the source, also in slices and sums', () => {
  fc.assert(
    fc.property(example, place, place, ({ source, text }, a, b) => {
      for (const part of [text, slice(text, a, b), concat([slice(text, a, b), slice(text, b)])]) {
        for (const [index, character] of [...part.decoded.split('')].entries()) {
          const piece = pieceAt(part, index);
          assert.ok(piece);
          assert.equal(unknownAt(part, index), piece.kind === 'unknown');
          if (piece.kind === 'unknown' || !piece.verbatim) continue;
          const start = part.starts[part.pieces.indexOf(piece)] ?? 0;
          assert.equal(source[piece.at.start + index - start], character);
        }
      }
    }),
    SEEDED,
  );
});

test('slicing is slicing the text', () => {
  fc.assert(
    fc.property(example, place, place, ({ text }, a, b) => {
      const from = clamp(a, text.decoded.length);
      const to = Math.max(from, clamp(b, text.decoded.length));
      assert.equal(slice(text, a, b).decoded, text.decoded.slice(from, to));
    }),
    SEEDED,
  );
});

test('a slice of a slice is a slice', () => {
  fc.assert(
    fc.property(example, fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20), (sample, a, b, c, d) => {
      const outer = slice(sample.text, a, a + b);
      const end = Math.min(a + c + d, a + outer.decoded.length);
      const direct = slice(sample.text, a + c, end);
      const nested = slice(outer, c, c + d);
      assert.equal(nested.decoded, direct.decoded);
      if (direct.decoded === '') return;
      assert.deepEqual(nested.pieces, direct.pieces);
    }),
    SEEDED,
  );
});

test('a text that is cut and put together is written where it was', () => {
  fc.assert(
    fc.property(exampleOf(false), place, ({ text }, cut) => {
      const whole = concat([slice(text, 0, cut), slice(text, cut)]);
      assert.equal(whole.decoded, text.decoded);
      if (text.decoded !== '') assert.deepEqual(spanOf(whole), spanOf(text));
      assert.ok(runs(whole).length <= 1);
    }),
    SEEDED,
  );
});

test('an empty slice stands inside the text that it was cut from', () => {
  fc.assert(
    fc.property(exampleOf(false), place, ({ text }, cut) => {
      const { start, end } = spanOf(slice(text, cut, cut));
      if (text.decoded !== '') assert.equal(start, end);
      assert.ok(contains(spanOf(text), { start, end }));
    }),
    SEEDED,
  );
});

test('runs are the pieces in order, and the span is that of the first run', () => {
  fc.assert(
    fc.property(example, ({ source, text }) => {
      assert.deepEqual(runs(text).flat(), text.pieces);
      const span = spanOf(text);
      assert.ok(contains({ start: 0, end: source.length }, span));
      for (const piece of runs(text)[0] ?? []) assert.ok(contains(span, piece.at));
    }),
    SEEDED,
  );
});

test('a use changes where a text comes from and nothing else', () => {
  fc.assert(
    fc.property(example, fc.nat(9), ({ text }, start) => {
      const used = throughUse(text, useAt(start));
      assert.equal(used.decoded, text.decoded);
      assert.deepEqual(spanOf(used), spanOf(text));
      assert.equal(runs(used).length, runs(text).length);
      for (const [index, piece] of used.pieces.entries()) {
        assert.deepEqual(piece.through, [useAt(start), ...(text.pieces[index]?.through ?? [])]);
      }
    }),
    SEEDED,
  );
});

test('edits that do not overlap can be applied one by one from the last', () => {
  const edit = fc
    .tuple(fc.nat(12), fc.nat(4), fc.string({ maxLength: 3 }))
    .map(([start, length, text]): Edit => ({ at: { start, end: start + length }, text }));
  fc.assert(
    fc.property(fc.string({ minLength: 16 }), fc.array(edit, { maxLength: 4 }), (source, edits) => {
      const result = applyEdits(source, edits);
      assert.equal(result === undefined, editsOverlap(edits));
      if (result === undefined) return;
      const backwards = edits
        .map((one, index) => ({ one, index }))
        .sort(
          (a, b) =>
            b.one.at.start - a.one.at.start || b.one.at.end - a.one.at.end || b.index - a.index,
        );
      let expected = source;
      for (const { one } of backwards) {
        expected = expected.slice(0, one.at.start) + one.text + expected.slice(one.at.end);
      }
      assert.equal(result, expected);
    }),
    SEEDED,
  );
});
