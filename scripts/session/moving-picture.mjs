// Makes one moving picture (an animated PNG) of several pictures of the same size and kind, as a browser takes them. Their
// pixels stay packed as they are.
import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * @typedef {{ png: Buffer, milliseconds: number }} Frame a picture, and how long it is shown
 * @typedef {{ type: string, data: Buffer }} Chunk
 */

/**
 * Shows the pictures one after the other, again and again.
 * @param {readonly Frame[]} frames
 * @returns {Buffer}
 */
export function makeMovingPicture(frames) {
  const pictures = frames.map(({ png }) => chunksOf(png));
  const heads = pictures.map((chunks) => dataOf(chunks, 'IHDR'));
  const [head] = heads;
  if (!head) throw new Error('A moving picture needs at least one picture');
  if (heads.some((other) => !other.equals(head))) {
    throw new Error('All pictures of a moving one must have the same size and kind');
  }
  const parts = [SIGNATURE, chunk('IHDR', head), chunk('acTL', numbers(frames.length, 0))];
  let sequence = 0;
  for (const [index, chunks] of pictures.entries()) {
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence++);
    // Width and height, at the left and top.
    head.copy(control, 4, 0, 8);
    control.writeUInt16BE(frames[index]?.milliseconds ?? 0, 20);
    control.writeUInt16BE(1000, 22);
    parts.push(chunk('fcTL', control));
    const data = dataOf(chunks, 'IDAT');
    parts.push(
      index === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([numbers(sequence++), data])),
    );
  }
  return Buffer.concat([...parts, chunk('IEND', Buffer.alloc(0))]);
}

/**
 * The chunks of a PNG.
 * @param {Buffer} png
 * @returns {readonly Chunk[]}
 */
export function chunksOf(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('This is no PNG');
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

/**
 * @param {readonly Chunk[]} chunks
 * @param {string} wanted
 */
function dataOf(chunks, wanted) {
  return Buffer.concat(chunks.filter(({ type }) => type === wanted).map(({ data }) => data));
}

/** @param {readonly number[]} values */
function numbers(...values) {
  const written = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => {
    written.writeUInt32BE(value, 4 * at);
  });
  return written;
}

/**
 * @param {string} type
 * @param {Buffer} data
 */
function chunk(type, data) {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([numbers(data.length), content, numbers(crc32(content))]);
}
