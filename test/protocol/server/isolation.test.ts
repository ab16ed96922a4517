/**
 * The server works on what the editor sends and on the workspace's files, and on nothing else. Node's
 * permission model keeps it from processes, a hook tells which resources its threads opened, and it has to work
 * all the same.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { plainEnvironment, SERVER, SERVER_THREAD, startClient } from '../../support/lsp-client.ts';
import { CONFIG, EVERY_LANGUAGE } from '../documents.ts';
import { applyAction, rangeOf } from '../positions.ts';
import { makeFolder } from '../workspace-folder.ts';

const RECORDER = fileURLToPath(new URL('../fixtures/record-resources.cjs', import.meta.url));
/** The bundles, and the hook: all that may be read. Nothing may be written or started but a thread. */
const CONFINED = [
  '--permission',
  '--allow-worker',
  `--allow-fs-read=${SERVER}`,
  `--allow-fs-read=${SERVER_THREAD}`,
  `--allow-fs-read=${RECORDER}`,
  `--require=${RECORDER}`,
];
/** What Node calls sockets, name lookups, processes and requests to the file system. */
const FORBIDDEN = /TCP|UDP|TLS|HTTP|GETADDRINFO|GETNAMEINFO|QUERY|PROCESSWRAP|FSREQ|FSEVENT/;

/** What of it the threads of a process have opened. */
function resources(stderr: string): readonly string[] {
  const kinds = [...stderr.matchAll(/^resource: (.*)$/gm)].map((match) => match[1] ?? '');
  assert.ok(kinds.length > 0, `the hook told nothing: ${stderr}`);
  return kinds.filter((kind) => FORBIDDEN.test(kind));
}

/** Runs a line of JavaScript as confined as the server. */
async function runConfined(script: string): Promise<string> {
  // What it opened must not keep it.
  const program = `${script}; setTimeout(process.exit, 100)`;
  const child = spawn(process.execPath, [...CONFINED, '-e', program], {
    timeout: 10_000,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: plainEnvironment(),
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  return stderr;
}

test('without a workspace the server reads no file; it starts no process and opens no connection', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-guard-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const { uri, text } of EVERY_LANGUAGE) {
    writeFileSync(join(folder, uri.slice(uri.lastIndexOf('/'))), text);
  }
  const client = await startClient({
    node: process.execPath,
    nodeFlags: CONFINED,
  });
  for (const { uri: name, languageId, text, found, fixed } of EVERY_LANGUAGE) {
    const uri = pathToFileURL(join(folder, name.slice(name.lastIndexOf('/')))).href;
    client.open(uri, languageId, text);
    const [diagnostic] = await client.diagnostics(uri);
    assert.deepEqual(diagnostic?.range, rangeOf(text, found));
    const [action] = await client.actions(uri, diagnostic.range);
    assert.equal(applyAction(text, action), fixed);
    client.close(uri);
  }
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.next('workspace/configuration');
  const { code, stderr } = await client.stop();
  assert.equal(code, 0);
  assert.deepEqual(resources(stderr), []);
  // Nothing else is said there, but for what Node says of the flags that confine it.
  const others = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !/^resource: |^\(/.test(line));
  assert.deepEqual(others, []);
  assert.equal(readdirSync(folder).length, EVERY_LANGUAGE.length);
});

test('in a workspace it reads files of that and no others, and writes none', async (t) => {
  const folder = makeFolder(t, {
    'run.sh': 'qemu-system-x86_64 -readconfig vm.cfg -readconfig /etc/passwd\n',
    'vm.cfg': CONFIG.text,
    'other.sh': 'qemu-system-x86_64 -readconfig ../../etc/passwd\n',
  });
  const files = readdirSync(folder.path(''));
  const client = await startClient({
    node: process.execPath,
    nodeFlags: [...CONFINED, `--allow-fs-read=${folder.path('')}/*`],
    rootUri: folder.uri(''),
  });
  t.after(() => client.kill());
  client.open(folder.uri('vm.cfg'), CONFIG.languageId, CONFIG.text);
  const [diagnostic] = await client.diagnostics(folder.uri('vm.cfg'));
  assert.match(JSON.stringify(diagnostic?.relatedInformation), /QEMU is started here/);
  // Whatever it had tried to read in vain would be told there.
  assert.deepEqual(client.sent('window/logMessage'), []);
  const { code, stderr } = await client.stop();
  assert.equal(code, 0);
  // The thread has to read files, and that these are the right ones is asked by `hostile-workspace.test.ts`.
  const network = resources(stderr).filter((kind) => !kind.startsWith('FSREQ'));
  assert.deepEqual(network, []);
  assert.deepEqual(readdirSync(folder.path('')), files);
});

test('a server that did any of this would not get through the test above', async () => {
  const other = JSON.stringify(fileURLToPath(import.meta.url));
  assert.match(await runConfined(`require('node:fs').readFileSync(${other})`), /ERR_ACCESS_DENIED/);
  assert.match(
    await runConfined(`require('node:fs').writeFileSync(${other}, '')`),
    /ERR_ACCESS_DENIED/,
  );
  assert.match(
    await runConfined(`require('node:child_process').execSync('true')`),
    /ERR_ACCESS_DENIED/,
  );
  const connected = await runConfined(`require('node:net').connect(1, '127.0.0.1')`);
  assert.ok(resources(connected).includes('TCPWRAP'), connected);
  const looked = await runConfined(`require('node:dns').lookup('localhost', () => {})`);
  assert.ok(resources(looked).includes('GETADDRINFOREQWRAP'), looked);
  const datagram = await runConfined(`require('node:dgram').createSocket('udp4').bind(0)`);
  assert.ok(resources(datagram).includes('UDPWRAP'), datagram);
  const stat = await runConfined(`require('node:fs').stat(${JSON.stringify(SERVER)}, () => {})`);
  assert.ok(resources(stat).includes('FSREQCALLBACK'), stat);
});

test('the bundles need no module of Node by which a process or a connection could be made', () => {
  const bundles = [SERVER, SERVER_THREAD].map((bundle) => readFileSync(bundle, 'utf8')).join('\n');
  const needed = new Set([...bundles.matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1]));
  const expected = ['fs', 'fs/promises', 'path', 'v8', 'worker_threads'];
  assert.deepEqual(
    [...needed]
      .map((name) => name?.replace(/^node:/, ''))
      .filter((name) => !expected.includes(`${name}`)),
    [],
  );
});
