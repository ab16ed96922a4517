// Makes one moving picture (an animated PNG) of several pictures of the same size, as a browser takes them: eight bits a
// colour, not interlaced. Of each picture behind the first only the part is kept that is another than before.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const RGB = 2;
const RGBA = 6;

/**
 * @typedef {{ width: number, height: number, pixels: Buffer }} Picture three bytes a pixel, row by row
 * @typedef {{ png: Buffer, milliseconds: number }} Frame a picture, and how long it is shown
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/**
 * Shows the pictures one after the other, again and again.
 * @param {readonly Frame[]} frames
 * @returns {Buffer}
 */
export function makeMovingPicture(frames) {
  const pictures = frames.map(({ png }) => readPng(png));
  const [first] = pictures;
  if (!first) throw new Error('A moving picture needs at least one picture');
  const { width, height } = first;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(8, 8);
  head.writeUInt8(RGB, 9);
  const count = Buffer.alloc(8);
  count.writeUInt32BE(frames.length, 0);
  const chunks = [chunk('IHDR', head), chunk('acTL', count)];
  let sequence = 0;
  const numbered = (/** @type {Buffer} */ data) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence++);
    return Buffer.concat([number, data]);
  };
  pictures.forEach((picture, index) => {
    const before = pictures[index - 1];
    const box = before ? differentPart(before, picture) : { x: 0, y: 0, width, height };
    const control = Buffer.alloc(22);
    [box.width, box.height, box.x, box.y].forEach((value, at) => {
      control.writeUInt32BE(value, 4 * at);
    });
    control.writeUInt16BE(frames[index]?.milliseconds ?? 0, 16);
    control.writeUInt16BE(1000, 18);
    chunks.push(chunk('fcTL', numbered(control)));
    const data = packPixels(picture, box);
    chunks.push(before ? chunk('fdAT', numbered(data)) : chunk('IDAT', data));
  });
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/**
 * Reads a PNG without transparency.
 * @param {Buffer} png
 * @returns {Picture}
 */
export function readPng(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('This is no PNG');
  /** @type {Buffer[]} */
  const data = [];
  /** @type {Buffer} */
  let head = Buffer.alloc(0);
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') head = content;
    if (type === 'IDAT') data.push(content);
    at += length + 12;
  }
  const width = head.readUInt32BE(0);
  const height = head.readUInt32BE(4);
  const colours = head.readUInt8(9);
  if (
    head.readUInt8(8) !== 8 ||
    (colours !== RGB && colours !== RGBA) ||
    head.readUInt8(12) !== 0
  ) {
    throw new Error('Only PNGs of eight bits a colour that are not interlaced are read');
  }
  const size = colours === RGB ? 3 : 4;
  const lines = unfilter(inflateSync(Buffer.concat(data)), width * size, height, size);
  if (size === 3) return { width, height, pixels: lines };
  const pixels = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    lines.copy(pixels, pixel * 3, pixel * 4, pixel * 4 + 3);
  }
  return { width, height, pixels };
}

/**
 * Takes back what PNG does to each line: a byte is written as the difference to one that is near it.
 * @param {Buffer} filtered each line behind the number of its filter
 * @param {number} width in bytes
 * @param {number} height
 * @param {number} size of a pixel
 */
function unfilter(filtered, width, height, size) {
  const lines = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (width + 1)] ?? 0;
    for (let x = 0; x < width; x++) {
      const left = x >= size ? (lines[y * width + x - size] ?? 0) : 0;
      const above = y > 0 ? (lines[(y - 1) * width + x] ?? 0) : 0;
      const corner = x >= size && y > 0 ? (lines[(y - 1) * width + x - size] ?? 0) : 0;
      const near = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      if (near === undefined) throw new Error(`PNG has no filter ${filter}`);
      lines[y * width + x] = (filtered[y * (width + 1) + 1 + x] ?? 0) + near;
    }
  }
  return lines;
}

/**
 * The one of three neighbours that is nearest to left + above - corner.
 * @param {number} left
 * @param {number} above
 * @param {number} corner
 */
function paeth(left, above, corner) {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/**
 * The smallest box around all pixels that differ, of one pixel where none does.
 * @param {Picture} before
 * @param {Picture} after
 * @returns {Box}
 */
function differentPart(before, after) {
  const { width, height } = after;
  if (before.width !== width || before.height !== height) {
    throw new Error('All pictures of a moving one must have the same size');
  }
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      if (before.pixels.compare(after.pixels, at, at + 3, at, at + 3) === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Text on one colour packs best unfiltered, since the same letters are the same bytes then.
 * @param {Picture} picture
 * @param {Box} box
 */
function packPixels({ width, pixels }, box) {
  const lines = [];
  for (let y = box.y; y < box.y + box.height; y++) {
    const start = (y * width + box.x) * 3;
    lines.push(Buffer.alloc(1), pixels.subarray(start, start + box.width * 3));
  }
  return deflateSync(Buffer.concat(lines), { level: 9, memLevel: 9 });
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function chunk(type, data) {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}
