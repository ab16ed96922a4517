import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fileSet, type PlacedFile, slotSize } from '../../server/src/text/file-set.ts';

const RUN: PlacedFile = { path: '/w/run.sh', text: '. ./vm.conf\n', start: 0 };
const CONF: PlacedFile = { path: '/w/vm.conf', text: 'MON=tcp::1', start: 20 };
const EMPTY: PlacedFile = { path: '/w/empty', text: '', start: 40 };
const SET = fileSet([CONF, RUN, EMPTY]);

describe('a set of files', () => {
  it('has its files in the order of their places', () => {
    assert.deepEqual(SET.files, [RUN, CONF, EMPTY]);
  });

  it('has every file at its place, and line endings between', () => {
    const gap = '\n'.repeat(8);
    assert.equal(SET.text(), `${RUN.text}${gap}${CONF.text}${'\n'.repeat(10)}`);
  });

  for (const { start, end, place } of [
    { start: 0, end: 12, place: '/w/run.sh 0-12' },
    { start: 3, end: 3, place: '/w/run.sh 3-3' },
    { start: 12, end: 12, place: '/w/run.sh 12-12' },
    { start: 12, end: 13, place: undefined },
    { start: 13, end: 13, place: undefined },
    { start: 19, end: 21, place: undefined },
    { start: 20, end: 20, place: '/w/vm.conf 0-0' },
    { start: 24, end: 30, place: '/w/vm.conf 4-10' },
    { start: 24, end: 31, place: undefined },
    { start: 0, end: 30, place: undefined },
    { start: 40, end: 40, place: '/w/empty 0-0' },
    { start: 40, end: 41, place: undefined },
    { start: -1, end: 0, place: undefined },
    { start: 5, end: 4, place: undefined },
    { start: 1000, end: 1001, place: undefined },
  ]) {
    it(`knows ${place ?? 'no file'} at ${start}-${end}`, () => {
      const found = SET.locate({ start, end });
      assert.equal(found && `${found.path} ${found.at.start}-${found.at.end}`, place);
    });
  }

  it('knows the span of a place, and none of a file that it does not have', () => {
    assert.deepEqual(SET.place({ path: '/w/vm.conf', at: { start: 4, end: 10 } }), {
      start: 24,
      end: 30,
    });
    assert.equal(SET.place({ path: '/w/other', at: { start: 0, end: 0 } }), undefined);
  });

  it('may have no file at all', () => {
    const none = fileSet([]);
    assert.equal(none.text(), '');
    assert.equal(none.locate({ start: 0, end: 0 }), undefined);
  });
});

describe('the slot of a file', () => {
  it('is a power of two that is greater than the file, so that a gap remains', () => {
    const sizes = [0, 1, 4095, 4096, 8191, 8192, 1_000_000].map(slotSize);
    assert.deepEqual(sizes, [4096, 4096, 4096, 8192, 8192, 16_384, 1_048_576]);
  });
});

/** Files of any text, each in a slot behind the other. */
const placedFiles = fc
  .array(fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '$', '😀') }), { minLength: 1 })
  .map((texts) => {
    let start = 0;
    return texts.map((text, index): PlacedFile => {
      const file = { path: `/w/${index}`, text, start };
      start += slotSize(text.length);
      return file;
    });
  });

describe('laws of sets', () => {
  it('a place in a file is found again where the set has it, with the same characters', () => {
    fc.assert(
      fc.property(placedFiles, fc.nat(), fc.nat(), fc.nat(), (files, which, from, length) => {
        const set = fileSet(files);
        const file = files[which % files.length];
        assert.ok(file);
        const start = from % (file.text.length + 1);
        const end = start + (length % (file.text.length - start + 1));
        const place = { path: file.path, at: { start, end } };
        const span = set.place(place);
        assert.ok(span);
        assert.deepEqual(set.locate(span), place);
        assert.equal(set.text().slice(span.start, span.end), file.text.slice(start, end));
      }),
    );
  });

  it('what it locates is in one file, and what it does not is in none', () => {
    fc.assert(
      fc.property(placedFiles, fc.nat(40_000), fc.nat(5_000), (files, start, length) => {
        const set = fileSet(files);
        const at = { start, end: start + length };
        const holders = files.filter(
          (file) => file.start <= at.start && at.end <= file.start + file.text.length,
        );
        assert.ok(holders.length <= 1);
        assert.equal(set.locate(at)?.path, holders[0]?.path);
      }),
    );
  });
});
