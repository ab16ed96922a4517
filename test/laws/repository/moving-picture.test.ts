/** The readme's moving pictures: what is written is what was shown, and those that we show have all their moments. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { chunksOf, makeMovingPicture } from '../../../scripts/session/moving-picture.mjs';

/** Pictures of one pixel. */
const DARK =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';
const LIGHT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==';
const png = (text: string) => Buffer.from(text, 'base64');

interface Shown {
  readonly lines: Buffer;
  readonly milliseconds: number;
}

/** The unpacked lines of each part of an animated PNG, and how long it is shown. */
function play(picture: Buffer): readonly Shown[] {
  const chunks = chunksOf(picture);
  const numbered = chunks.filter(({ type }) => type === 'fcTL' || type === 'fdAT');
  assert.deepEqual(
    numbered.map(({ data }) => data.readUInt32BE(0)),
    [...numbered.keys()],
  );
  const controls = chunks.filter(({ type }) => type === 'fcTL');
  assert.equal(chunks.find(({ type }) => type === 'acTL')?.data.readUInt32BE(0), controls.length);
  const parts = chunks.flatMap(({ type, data }) =>
    type === 'IDAT' ? [data] : type === 'fdAT' ? [data.subarray(4)] : [],
  );
  assert.equal(parts.length, controls.length);
  return controls.map(({ data }, index) => ({
    lines: inflateSync(parts[index] ?? Buffer.alloc(0)),
    milliseconds: (data.readUInt16BE(20) / data.readUInt16BE(22)) * 1000,
  }));
}

describe('a moving picture', () => {
  it('shows each picture for its time', () => {
    const frames = [
      { png: png(DARK), milliseconds: 1500 },
      { png: png(LIGHT), milliseconds: 65_000 },
    ];
    const made = makeMovingPicture(frames);
    assert.deepEqual(play(made), [
      { lines: Buffer.from([0, 0]), milliseconds: 1500 },
      { lines: Buffer.from([0, 255]), milliseconds: 65_000 },
    ]);
    let at = 8;
    for (const { data } of chunksOf(made)) {
      const end = at + 8 + data.length;
      assert.equal(made.readUInt32BE(end), crc32(made.subarray(at + 4, end)));
      at = end + 4;
    }
    assert.equal(at, made.length);
  });

  it('is made of pictures of one size', () => {
    const other = png(DARK);
    other.writeUInt32BE(2, 16);
    const frames = [DARK, LIGHT].map((text) => ({ png: png(text), milliseconds: 1 }));
    assert.throws(
      () => makeMovingPicture([...frames, { png: other, milliseconds: 1 }]),
      /same size/,
    );
  });

  for (const theme of ['light', 'dark']) {
    it(`shows the readme's four moments, each long enough to be read (${theme})`, () => {
      const file = new URL(`../../../docs/images/readme-${theme}.png`, import.meta.url);
      const shown = play(readFileSync(file));
      assert.equal(new Set(shown.map(({ lines }) => lines.toString('latin1'))).size, 4);
      assert.ok(shown.every(({ milliseconds }) => milliseconds >= 2000));
    });
  }
});
