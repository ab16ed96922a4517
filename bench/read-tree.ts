/**
 * A program that goes through a folder and reads the first 64 KiB of each file in it, with as little ado as Node allows,
 * and does nothing with them: what nobody can do without who wants to know what is in them. Prints how long that took,
 * without its own start.
 */
import { close, fstatSync, open, read } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const BUFFER_BYTES = 64 * 1024;
/** As many at once as the review has. */
const AT_ONCE = 32;

const buffers = Array.from({ length: AT_ONCE }, () => Buffer.alloc(BUFFER_BYTES));

function readFirst(path: string, buffer: Buffer): Promise<number> {
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

const begin = performance.now();
const before = process.cpuUsage();
const folders = [process.argv[2] ?? '.'];
let files: string[] = [];
let [count, bytes] = [0, 0];

async function readThem(): Promise<void> {
  const read = await Promise.all(
    files.map((path, index) => readFirst(path, buffers[index] ?? Buffer.alloc(BUFFER_BYTES))),
  );
  count += read.length;
  bytes += read.reduce((sum, one) => sum + one, 0);
  files = [];
}

for (const folder of folders) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
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
