/**
 * A program that goes through a folder and reads the first 64 KiB of each file in it, with as little ado as Node allows,
 * and does nothing with them. It asks by Node's threads. With `--parsed` it also has the parser read each as a script, with the
 * parts of all words. Prints how long that took, without its own start.
 */
import { close, fstatSync, open, read } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachChild, parse, type SyntaxNode } from 'unbash';

const BUFFER_BYTES = 64 * 1024;
const isParsed = process.argv.includes('--parsed');
/** As many at the same time as the review has. */
const AT_ONCE = 32;

const buffers = Array.from({ length: AT_ONCE }, () => Buffer.alloc(BUFFER_BYTES));

function readByThreads(path: string, buffer: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    open(path, 'r', (failure, descriptor) => {
      if (failure) {
        reject(failure);
        return;
      }
      const wanted = Math.min(fstatSync(descriptor).size, BUFFER_BYTES);
      read(descriptor, buffer, 0, wanted, 0, (wrong, count) => {
        close(descriptor, () => (wrong ? reject(wrong) : resolve(count)));
      });
    });
  });
}

/** Reads all parts of a tree, which the parser makes on demand. */
function visit(node: SyntaxNode): void {
  forEachChild(node, visit);
}

const begin = performance.now();
const before = process.cpuUsage();
const folders = [process.argv[2] ?? '.'];
let files: string[] = [];
let [count, bytes] = [0, 0];

async function readThem(): Promise<void> {
  const read = await Promise.all(
    files.map(async (path, index) => {
      const buffer = buffers[index] ?? Buffer.alloc(BUFFER_BYTES);
      const length = await readByThreads(path, buffer);
      if (isParsed) visit(parse(buffer.toString('utf8', 0, length)));
      return length;
    }),
  );
  count += read.length;
  bytes += read.reduce((sum, one) => sum + one, 0);
  files = [];
}

for (const folder of folders) {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isFile()) files.push(path);
    if (files.length === AT_ONCE) await readThem();
  }
}
await readThem();
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - begin) / 1000;
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, count, bytes }));
