/** The server for a browser: the same findings, and no file that the editor does not read for it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR, startClient } from '../../support/lsp-client.ts';
import { connectToWebServer, type WebServerOptions } from '../../support/web-server.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const LANGUAGES: readonly (readonly [ending: string, languageId: string])[] = [
  ['.sh', 'shellscript'],
  ['.xml', 'xml'],
  ['.args', 'qemu-args'],
  ['.cfg', 'ini'],
  ['.qemu', 'qemu-config'],
];

async function startWebServer(
  t: TestContext,
  folder: string | null,
  files: boolean,
  options: WebServerOptions = {},
) {
  const client = connectToWebServer(options);
  t.after(client.end);
  await client.request('initialize', {
    processId: null,
    rootUri: folder,
    capabilities: PULLING_EDITOR,
    initializationOptions: { files },
  });
  client.notify('initialized', {});
  return client;
}

test('open files have the same diagnostics in a browser as on a machine', async (t) => {
  const web = await startWebServer(t, null, false);
  const own = await startClient();
  t.after(own.kill);
  const names = readdirSync(EXAMPLES);
  let found = 0;
  for (const name of names) {
    const languageId = LANGUAGES.find(([ending]) => name.endsWith(ending))?.[1];
    if (languageId === undefined) continue;
    const uri = `file:///examples/${name}`;
    const text = readFileSync(`${EXAMPLES}${name}`, 'utf8');
    const diagnostics: (readonly Diagnostic[])[] = [];
    for (const client of [web, own]) {
      client.open(uri, languageId, text);
      diagnostics.push(await client.diagnostics(uri));
      client.close(uri);
    }
    assert.deepEqual(diagnostics[0], diagnostics[1], name);
    found += diagnostics[0]?.length ?? 0;
  }
  assert.ok(found > 10, `${found} findings`);
});

const FOLDER = 'vscode-vfs://github/w';
const SCRIPT = '. ./settings.sh\nkvm -monitor "$MONITOR"\n';
const SETTINGS = 'MONITOR=tcp:0.0.0.0:4444,server\n';

/** An editor that has one file to read, and notes what it is asked for. */
function readsSettings(client: Pick<LspClient, 'answer'>): readonly string[] {
  const asked: string[] = [];
  client.answer('qemuMonitorGuard/readFile', (params) => {
    const { uri } = params as { readonly uri: string };
    asked.push(uri);
    return uri === `${FOLDER}/settings.sh`
      ? { kind: 'text', text: SETTINGS, stamp: '1' }
      : { kind: 'absent' };
  });
  client.answer('qemuMonitorGuard/stampFile', () => '1');
  return asked;
}

for (const [where, start] of [
  ['in a browser', (t: TestContext) => startWebServer(t, FOLDER, true)],
  [
    'on a machine that does not have them',
    async (t: TestContext) => {
      const initializationOptions = { files: true };
      const client = await startClient({ rootUri: FOLDER, initializationOptions });
      t.after(client.kill);
      return client;
    },
  ],
] as const) {
  test(`files of a repository are read by the editor, for a server ${where}`, async (t) => {
    const client = await start(t);
    const asked = readsSettings(client);
    client.open(`${FOLDER}/run.sh`, 'shellscript', SCRIPT);
    assert.deepEqual(await client.diagnostics(`${FOLDER}/run.sh`), []);
    client.open(`${FOLDER}/settings.sh`, 'shellscript', SETTINGS);
    const [finding] = await client.diagnostics(`${FOLDER}/settings.sh`);
    assert.equal(finding?.code, 'monitor-on-network');
    const uris = finding.relatedInformation?.map(({ location }) => location.uri);
    assert.deepEqual(uris, [`${FOLDER}/run.sh`]);
    assert.ok(asked.includes(`${FOLDER}/settings.sh`));
    const wrong = asked.filter((uri) => !uri.startsWith('vscode-vfs://github/'));
    assert.deepEqual(wrong, []);
  });
}

test('an editor that reads no files is not asked for any', async (t) => {
  const client = await startWebServer(t, FOLDER, false);
  client.open(`${FOLDER}/run.sh`, 'shellscript', SCRIPT);
  assert.deepEqual(await client.diagnostics(`${FOLDER}/run.sh`), []);
  const wrong = client.log.filter(({ method }) => method.startsWith('qemuMonitorGuard/'));
  assert.deepEqual(wrong, []);
});

test('an editor that cannot read a file costs that file only', async (t) => {
  const client = await startWebServer(t, FOLDER, true);
  client.refuse('qemuMonitorGuard/readFile');
  client.open(`${FOLDER}/run.sh`, 'shellscript', `${SCRIPT}kvm -qmp tcp::5,server\n`);
  const found = await client.diagnostics(`${FOLDER}/run.sh`);
  const codes = found.map(({ code }) => code);
  assert.deepEqual(codes, ['monitor-on-network']);
});

test('a browser in which workers cannot start any does without a supervisor', async (t) => {
  const client = await startWebServer(t, FOLDER, false, { isNested: false });
  client.open(`${FOLDER}/run.sh`, 'shellscript', 'kvm -qmp tcp::5,server\n');
  assert.equal((await client.diagnostics(`${FOLDER}/run.sh`)).length, 1);
});

test('a file that takes the server down in a browser costs no more than that file', async (t) => {
  let times = 0;
  const takesDown = (message: unknown): boolean => {
    const goesDown = JSON.stringify(message).includes(
      '"path":"/vscode-vfs:%2F%2Fgithub/w/hang.sh"',
    );
    if (goesDown) times++;
    return goesDown;
  };
  const client = await startWebServer(t, FOLDER, false, { takesDown });
  const script = 'kvm -qmp tcp::5,server\n';
  client.open(`${FOLDER}/run.sh`, 'shellscript', script);
  assert.equal((await client.diagnostics(`${FOLDER}/run.sh`)).length, 1);
  const uri = `${FOLDER}/hang.sh`;
  client.open(uri, 'shellscript', script);
  await assert.rejects(client.diagnostics(uri), { code: -32802 });
  const [finding, ...others] = await client.diagnostics(uri);
  assert.match(String(finding?.message), /^Not checked: this file takes too long/);
  assert.deepEqual(others, []);
  assert.equal((await client.diagnostics(`${FOLDER}/run.sh`)).length, 1);
  assert.equal(times, 1);
});
