/** Files that only the client can read, with a client that the test has in its hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from 'vscode-languageserver';
import { clientAccess } from '../../../server/src/lsp/client-access.ts';

const FILE = '/vscode-vfs:%2F%2Fgithub/w/run.sh';

/** A client that answers as it is told to, and what was logged. */
function accessThrough(answer: () => Promise<unknown>, patience: () => Promise<void>) {
  const log: string[] = [];
  const connection = {
    sendRequest: answer,
    console: { warn: (message: string) => log.push(message) },
  } as unknown as Connection;
  return { access: clientAccess(connection, undefined, { reads: () => true, patience }), log };
}

test('a file that the client never sends is none after a while, and named in the log', async () => {
  const { access, log } = accessThrough(
    () => new Promise(() => {}),
    () => Promise.resolve(),
  );
  assert.deepEqual(await access.read(FILE, 100), { kind: 'absent' });
  assert.equal(await access.stamp(FILE), undefined);
  assert.match(String(log[0]), /vscode-vfs:\/\/github\/w\/run\.sh/);
});

test('an answer in time is the file', async () => {
  const { access, log } = accessThrough(
    () => Promise.resolve({ kind: 'text', text: 'kvm', stamp: '1' }),
    () => new Promise(() => {}),
  );
  const read = await access.read(FILE, 100);
  assert.deepEqual(read, { kind: 'text', path: FILE, text: 'kvm', stamp: '1' });
  assert.deepEqual(log, []);
});
