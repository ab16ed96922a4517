import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import {
  connectOverIpc,
  connectOverStdio,
  PULLING_EDITOR,
  SERVER,
  SERVER_NODE,
  startClient,
} from '../../support/lsp-client.ts';
import { SHELL } from '../documents.ts';

const INITIALIZE = { processId: process.pid, rootUri: null, capabilities: PULLING_EDITOR };

test('shutdown and exit end the server with code 0 and nothing on stderr', async () => {
  const client = await startClient();
  assert.equal(await client.request('shutdown'), null);
  client.notify('exit');
  assert.deepEqual(await client.ended(), { code: 0, signal: null, stderr: '' });
});

test('exit without shutdown ends the server with code 1', async () => {
  const client = await startClient();
  client.notify('exit');
  assert.equal((await client.ended()).code, 1);
});

test('the end of its standard input ends the server', async () => {
  const client = await startClient();
  client.open(SHELL.uri, SHELL.languageId, SHELL.text);
  assert.equal((await client.diagnostics(SHELL.uri)).length, 1);
  client.stdin.end();
  assert.equal((await client.ended()).code, 1);
});

test('the end of its standard input ends a server that was never spoken to', async () => {
  const client = connectOverStdio();
  client.stdin.end();
  assert.equal((await client.ended()).code, 1);
});

test("the server speaks over Node's channel, as it does with VS Code", async () => {
  const client = connectOverIpc();
  await client.request('initialize', INITIALIZE);
  client.notify('initialized', {});
  client.open(SHELL.uri, SHELL.languageId, SHELL.text);
  const [diagnostic] = await client.diagnostics(SHELL.uri);
  assert.equal(diagnostic?.code, 'monitor-on-network');
  assert.deepEqual(await client.stop(), { code: 0, signal: null, stderr: '' });
});

test("the end of Node's channel ends the server", async () => {
  const client = connectOverIpc();
  await client.request('initialize', INITIALIZE);
  const exit = once(client.child, 'exit', { signal: AbortSignal.timeout(10_000) });
  client.child.disconnect();
  assert.deepEqual(await exit, [1, null]);
});

test('a server that is not told how to speak says so and fails', async () => {
  const child = spawn(SERVER_NODE, [SERVER], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 1);
  assert.match(stderr, /--stdio/);
});
