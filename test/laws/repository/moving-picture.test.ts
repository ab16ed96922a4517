/** The readme's moving pictures: what is written is what was shown, and those that we show have all their moments. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { makeMovingPicture, readPng } from '../../../scripts/session/moving-picture.mjs';

interface Shown {
  readonly pixels: Buffer;
  readonly milliseconds: number;
}

/** All that a browser shows of an animated PNG, picture by picture. */
function play(png: Buffer): readonly Shown[] {
  const chunks = chunksOf(png);
  const head = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(0);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const canvas = Buffer.alloc(width * height * 3);
  const shown: Shown[] = [];
  let control: Buffer = Buffer.alloc(0);
  let number = 0;
  for (const { type, data } of chunks) {
    if (type === 'fcTL' || type === 'fdAT') assert.equal(data.readUInt32BE(0), number++);
    if (type === 'fcTL') control = data;
    if (type !== 'IDAT' && type !== 'fdAT') continue;
    const partHead = Buffer.from(head);
    control.copy(partHead, 0, 4, 12);
    const part = readPng(pngOf(partHead, type === 'IDAT' ? data : data.subarray(4)));
    const [x, y] = [control.readUInt32BE(12), control.readUInt32BE(16)];
    for (let line = 0; line < part.height; line++) {
      const start = line * part.width * 3;
      part.pixels.copy(canvas, ((y + line) * width + x) * 3, start, start + part.width * 3);
    }
    const milliseconds = (control.readUInt16BE(20) / control.readUInt16BE(22)) * 1000;
    shown.push({ pixels: Buffer.from(canvas), milliseconds });
  }
  assert.equal(chunks.find(({ type }) => type === 'acTL')?.data.readUInt32BE(0), shown.length);
  return shown;
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    assert.equal(crc32(png.subarray(at + 4, end)), png.readUInt32BE(end));
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/** A picture that stands still: its head, and its packed lines. */
function pngOf(head: Buffer, lines: Buffer): Buffer {
  const parts = [Buffer.from('89504e470d0a1a0a', 'hex')];
  for (const [type, data] of [
    ['IHDR', head],
    ['IDAT', lines],
    ['IEND', Buffer.alloc(0)],
  ] as const) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(content));
    parts.push(length, content, sum);
  }
  return Buffer.concat(parts);
}

/** A picture of `width` pixels a line, whose lines are all unfiltered. */
function pngOfLines(width: number, lines: readonly (readonly number[])[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(lines.length, 4);
  head.set([8, 2], 8);
  return pngOf(head, deflateSync(Buffer.from(lines.flatMap((line) => [0, ...line]))));
}

describe('a moving picture', () => {
  const [red, blue] = [
    [255, 0, 0],
    [0, 0, 255],
  ];
  const first = [
    [...red, ...red, ...red],
    [...red, ...red, ...red],
  ];
  const second = [
    [...red, ...red, ...red],
    [...red, ...blue, ...red],
  ];

  it('shows each picture for its time', () => {
    const shown = play(
      makeMovingPicture([
        { png: pngOfLines(3, first), milliseconds: 1500 },
        { png: pngOfLines(3, second), milliseconds: 700 },
        { png: pngOfLines(3, second), milliseconds: 1 },
        { png: pngOfLines(3, first), milliseconds: 65_000 },
      ]),
    );
    assert.deepEqual(shown, [
      { pixels: Buffer.from(first.flat()), milliseconds: 1500 },
      { pixels: Buffer.from(second.flat()), milliseconds: 700 },
      { pixels: Buffer.from(second.flat()), milliseconds: 1 },
      { pixels: Buffer.from(first.flat()), milliseconds: 65_000 },
    ]);
  });

  it('keeps of a picture only what is another than before', () => {
    const one = { png: pngOfLines(3, first), milliseconds: 1 };
    const two = { png: pngOfLines(3, second), milliseconds: 1 };
    const boxes = chunksOf(makeMovingPicture([one, two]))
      .filter(({ type }) => type === 'fcTL')
      .map(({ data }) => [4, 8, 12, 16].map((at) => data.readUInt32BE(at)));
    assert.deepEqual(boxes, [
      [3, 2, 0, 0],
      [1, 1, 1, 1],
    ]);
  });

  it('is made of pictures of one size', () => {
    const one = { png: pngOfLines(3, first), milliseconds: 1 };
    const other = { png: pngOfLines(3, first.slice(1)), milliseconds: 1 };
    assert.throws(() => makeMovingPicture([one, other]), /the same size/);
  });

  for (const theme of ['light', 'dark']) {
    it(`shows the readme's four moments, each long enough to be read (${theme})`, () => {
      const png = readFileSync(
        new URL(`../../../docs/images/readme-${theme}.png`, import.meta.url),
      );
      const shown = play(png);
      assert.equal(shown.length, 4);
      assert.equal(new Set(shown.map(({ pixels }) => pixels.toString('latin1'))).size, 4);
      assert.ok(shown.every(({ milliseconds }) => milliseconds >= 2000));
      const isLight = (pixels: Buffer) => (pixels.at(-4) ?? 0) > 128;
      assert.ok(shown.every(({ pixels }) => isLight(pixels) === (theme === 'light')));
    });
  }
});
