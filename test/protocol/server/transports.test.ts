/** All the ways in which editors start the command `lsp` and speak to it, and what the server makes of odd ones. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  connectOverIpc,
  connectOverSocket,
  connectOverStdio,
  PULLING_EDITOR,
  plainEnvironment,
  SERVER_NODE,
} from '../../support/lsp-client.ts';
import { SHELL } from '../documents.ts';
import { makeFolder } from '../workspace-folder.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
const INITIALIZE = { processId: null, rootUri: null, capabilities: PULLING_EDITOR };

type Client = Omit<ReturnType<typeof connectOverStdio>, 'stdin'>;

async function findsSomething(client: Client): Promise<void> {
  await client.request('initialize', INITIALIZE);
  client.notify('initialized', {});
  client.open(SHELL.uri, SHELL.languageId, SHELL.text);
  const [diagnostic] = await client.diagnostics(SHELL.uri);
  assert.equal(diagnostic?.code, 'monitor-on-network');
  assert.deepEqual(await client.stop(), { code: 0, signal: null, stderr: '' });
}

describe('the command lsp', () => {
  for (const words of [[], ['--stdio'], ['--stdio', `--clientProcessId=${process.pid}`]]) {
    it(`speaks over its streams with ${words.join(' ') || 'nothing else'}`, async () => {
      await findsSomething(connectOverStdio({ server: CLI, serverWords: ['lsp', ...words] }));
    });
  }

  it('speaks over a pipe on which the editor listens', async (t) => {
    const folder = makeFolder(t);
    for (const written of ['=', ' ']) {
      const words = (path: string) => [CLI, 'lsp', ...`--pipe${written}${path}`.split(' ')];
      await findsSomething(await connectOverSocket(folder.path('editor.sock'), words));
    }
  });

  it('speaks over a port of 127.0.0.1 on which the editor listens', async () => {
    await findsSomething(await connectOverSocket(0, (port) => [CLI, 'lsp', `--socket=${port}`]));
    await findsSomething(await connectOverSocket(0, (port) => [CLI, 'lsp', '--socket', port]));
  });

  it("speaks over Node's channel", async () => {
    await findsSomething(connectOverIpc([CLI, 'lsp', '--node-ipc']));
  });

  it('ends with the connection', async () => {
    const client = await connectOverSocket(0, (port) => [CLI, 'lsp', `--socket=${port}`]);
    await client.request('initialize', INITIALIZE);
    client.socket.destroy();
    assert.equal((await client.ended()).code, 1);
  });

  it('says that nothing listens there', async () => {
    const { ended } = connectOverStdio({ server: CLI, serverWords: ['lsp', '--pipe=/nowhere'] });
    const { code, stderr } = await ended();
    assert.equal(code, 1);
    assert.match(stderr, /^The editor cannot be reached: .*ENOENT.*\n$/);
  });

  it('ends with the editor that it was told of', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    const words = ['lsp', '--stdio', `--clientProcessId=${editor.pid}`];
    const client = connectOverStdio({ server: CLI, serverWords: words });
    await client.request('initialize', INITIALIZE);
    editor.kill();
    await once(editor, 'exit');
    assert.equal((await client.ended()).code, 1);
  });

  it('starts from a folder whose name would be cut in a URL', async (t) => {
    const folder = makeFolder(t, { 'package.json': '{}' });
    const home = folder.path('a#b?c%20d');
    cpSync(DIST, `${home}/dist`, { recursive: true });
    await findsSomething(connectOverStdio({ server: `${home}/dist/cli.js`, serverWords: ['lsp'] }));
  });
});

/** A message with the text of its body, which JSON.stringify would not write. */
function framed(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const DEEP = `${'{"a":'.repeat(6000)}1${'}'.repeat(6000)}`;

/** Starts the server, and keeps what it says as text. */
function listenTo() {
  const client = connectOverStdio();
  let out = '';
  client.child.stdout?.on('data', (text: Buffer) => {
    out += text;
  });
  /** What the server has said, once it has said something. */
  const says = async (words: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = words.exec(out);
      if (found) return found;
      await once(client.child.stdout as NodeJS.ReadableStream, 'data');
    }
  };
  return { ...client, says };
}

async function goesOn(client: Client): Promise<void> {
  client.open(SHELL.uri, SHELL.languageId, SHELL.text);
  assert.equal((await client.diagnostics(SHELL.uri)).length, 1);
  assert.equal((await client.stop()).code, 0);
}

describe('a message that nests 6,000 levels deep', () => {
  it('is said to be passed over if it is a notification, and the server goes on', async () => {
    const client = listenTo();
    await client.request('initialize', INITIALIZE);
    const head = '{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration"';
    client.stdin.write(framed(`${head},"params":{"settings":${DEEP}}}`));
    await client.says(/passed over: workspace\/didChangeConfiguration/);
    await goesOn(client);
  });

  it('is refused if it is a request', async () => {
    const client = listenTo();
    await client.request('initialize', INITIALIZE);
    const head = '{"jsonrpc":"2.0","id":"deep","method":"textDocument/hover"';
    client.stdin.write(framed(`${head},"params":${DEEP}}`));
    await client.says(/"id":"deep","error":\{"code":-32600,"message":"A message nests too deeply/);
    await goesOn(client);
  });

  it('is as good as no answer if it is one', async () => {
    const client = listenTo();
    client.answer('workspace/configuration', () => new Promise(() => undefined));
    await client.request('initialize', INITIALIZE);
    client.notify('initialized', {});
    const [, id] = await client.says(/"id":(\d+),"method":"workspace\/configuration"/);
    client.stdin.write(framed(`{"jsonrpc":"2.0","id":${id},"result":[${DEEP}]}`));
    await goesOn(client);
  });

  it('ends the server with a message if it introduces the editor', async () => {
    const client = listenTo();
    const head = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null';
    const rest = `"rootUri":null,"capabilities":{},"initializationOptions":${DEEP}}}`;
    client.stdin.write(framed(`${head},${rest}`));
    await client.says(/passed over: initialize/);
    assert.equal((await client.ended()).code, 1);
  });
});

describe('a stream that is none of messages', () => {
  for (const [text, words] of [
    ['hello\r\n\r\n', 'The header of a message has no Content-Length\n'],
    ['Content-Length: two\r\n\r\n{}', 'The header of a message has no Content-Length\n'],
    ['x'.repeat(5000), 'The header of a message is too long\n'],
    ['Content-Length: 999999999999\r\n\r\n', 'A message is too long\n'],
  ] as const) {
    it(`ends the server with a sentence: ${words.trim()}`, async () => {
      const client = connectOverStdio();
      client.stdin.write(text);
      assert.deepEqual(await client.ended(), { code: 1, signal: null, stderr: words });
    });
  }
});

describe('a current folder that was deleted', () => {
  function startIn(folder: string, words: readonly string[]) {
    const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
    return spawn('sh', ['-c', script, 'sh', folder, SERVER_NODE, CLI, ...words], {
      env: plainEnvironment(),
    });
  }

  it('is no obstacle for the server', async (t) => {
    const folder = makeFolder(t);
    mkdirSync(folder.path('gone'));
    const child = startIn(folder.path('gone'), ['lsp']);
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text;
    });
    const message = (body: object): boolean =>
      child.stdin.write(framed(JSON.stringify({ jsonrpc: '2.0', ...body })));
    message({ id: 1, method: 'initialize', params: INITIALIZE });
    message({ method: 'initialized', params: {} });
    const textDocument = { ...SHELL, version: 1 };
    message({ method: 'textDocument/didOpen', params: { textDocument } });
    message({ id: 2, method: 'textDocument/diagnostic', params: { textDocument } });
    for await (const _ of child.stdout) if (out.includes('monitor-on-network')) break;
    assert.match(out, /monitor-on-network/);
    child.kill();
  });

  it('is said by the command line', async (t) => {
    const folder = makeFolder(t);
    mkdirSync(folder.path('gone'));
    const child = startIn(folder.path('gone'), ['check']);
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text;
    });
    assert.deepEqual(await once(child, 'close'), [2, null]);
    assert.equal(err, 'qemu-monitor-guard: the current folder does not exist any more\n');
  });
});
