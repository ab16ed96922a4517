/**
 * No file outside of the workspace is read, even if a process exchanges a folder for a link all the time: between
 * the look at a path and the opening of it there is always a moment.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { diskAccess } from '../../../server/src/workspace/disk/disk-access.ts';
import { makeFolder } from '../workspace-folder.ts';

/** How often each way to a file is tried. Without a look at what was opened, a fifth of the tries leaked. */
const TRIES = 1000;

const OWN = 'own';
const SECRET = 'secret';

/** Puts the folder and a link to another one at one path, in turns, until `stop` is called. */
async function exchange(inside: string, outside: string) {
  const program = `
    const { renameSync, symlinkSync } = require('node:fs');
    const { parentPort, workerData } = require('node:worker_threads');
    const { inside, outside, stop } = workerData;
    symlinkSync(outside, inside + '.link');
    parentPort.postMessage('ready');
    const swaps = new Int32Array(stop);
    while (Atomics.load(swaps, 0) === 0) {
      renameSync(inside, inside + '.own');
      renameSync(inside + '.link', inside);
      renameSync(inside, inside + '.link');
      renameSync(inside + '.own', inside);
      swaps[1]++;
    }`;
  const stop = new SharedArrayBuffer(8);
  const worker = new Worker(program, { eval: true, workerData: { inside, outside, stop } });
  await new Promise((resolve) => worker.once('message', resolve));
  return async (): Promise<number> => {
    const state = new Int32Array(stop);
    Atomics.store(state, 0, 1);
    await new Promise((resolve) => worker.once('exit', resolve));
    return state[1] ?? 0;
  };
}

/** `tick` is what each look at the clock takes, by which the disk is quick or slow. */
async function twoFolders(t: TestContext, tick: number) {
  const folder = makeFolder(t, { 'w/lab/run.sh': OWN });
  const elsewhere = makeFolder(t);
  mkdirSync(elsewhere.path('deep'));
  writeFileSync(elsewhere.path('run.sh'), SECRET);
  writeFileSync(elsewhere.path('secret.sh'), SECRET);
  const stop = await exchange(folder.path('w/lab'), elsewhere.path(''));
  const root = folder.path('w');
  let now = 0;
  const clock = (): number => {
    now += tick;
    return now;
  };
  return { access: diskAccess(() => [root], clock), root, stop };
}

async function readExchanged(t: TestContext, tick: number): Promise<void> {
  const { access, root, stop } = await twoFolders(t, tick);
  const seen = new Map<string, number>();
  const see = (what: string): void => {
    seen.set(what, (seen.get(what) ?? 0) + 1);
  };
  try {
    for (let count = 0; count < TRIES; count++) {
      const read = await access.read(`${root}/lab/run.sh`, 1000);
      see(read.kind === 'text' ? read.text : read.kind);
      for (const { name } of (await access.visit(`${root}/lab`)).entries) see(name);
      const top = await access.visit(root);
      const inside = await top.enter('lab');
      for (const { name } of inside.entries) see(name);
      const visited = await inside.read('run.sh', 1000, () => true);
      see(visited.kind === 'text' ? visited.text : visited.kind);
    }
  } finally {
    assert.ok((await stop()) > 100, 'the folder was exchanged all the time');
  }
  // It was there, it was away, and there was something else: all three are seen, or the test proves nothing.
  for (const what of [OWN, 'run.sh', 'absent', 'refused']) {
    assert.ok((seen.get(what) ?? 0) > 0, `${what}: ${JSON.stringify([...seen])}`);
  }
  assert.equal(seen.get(SECRET), undefined);
  assert.equal(seen.get('secret.sh'), undefined);
  assert.equal(seen.get('deep'), undefined);
}

test('a folder that is exchanged for a link while it is read gives nothing of what is outside', (t) =>
  readExchanged(t, 0));

test('nor does it where the disk is slow', (t) => readExchanged(t, 1));
