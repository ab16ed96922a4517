import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigurationParams, Diagnostic } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR } from '../../support/lsp-client.ts';
import { rangeOf } from '../positions.ts';
import { makeFolder, startIn, tellOf, type WorkspaceFolder } from '../workspace-folder.ts';

const FILE = '.qemu-monitor-guard.json';
const SCRIPT = 'kvm -monitor tcp:0.0.0.0:4444,server,nowait\n';
const REFRESH = 'workspace/diagnostic/refresh';
const PUBLISH = 'textDocument/publishDiagnostics';

const WITH_FOLDERS = {
  ...PULLING_EDITOR,
  workspace: {
    ...PULLING_EDITOR.workspace,
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

function severityIs(severity: string): string {
  return JSON.stringify({ rules: { 'monitor-on-network': severity } });
}

function accepting(entry: object): string {
  return JSON.stringify({ accept: [entry] });
}

const ENTRY = { path: '*.sh', rules: ['monitor-on-network'], reason: 'lab network' };

async function severities(client: LspClient, uri: string): Promise<readonly unknown[]> {
  return (await client.diagnostics(uri)).map(({ severity }) => severity);
}

/** A client that has a script open, in a folder with a file of settings and whatever else is given. */
async function open(
  test: Parameters<typeof startIn>[0],
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof startIn>[2] = {},
) {
  const folder = makeFolder(test, { 'run.sh': SCRIPT, ...files });
  const client = await startIn(test, folder, options);
  const uri = folder.uri('run.sh');
  client.open(uri, 'shellscript', SCRIPT);
  return { folder, client, uri, file: folder.uri(FILE) };
}

function write(client: LspClient, folder: WorkspaceFolder, text: string): void {
  folder.write(FILE, text);
  tellOf(client, folder.uri(FILE), 'changed');
}

/** What was sent about a file, as text, severity and message. */
async function sent(client: LspClient, uri: string, text: string): Promise<readonly string[]> {
  const { diagnostics } = await client.pushed(uri);
  return diagnostics.map((one) => {
    const lines = text.split('\n');
    const { start, end } = one.range;
    assert.equal(start.line, end.line);
    const covered = lines[start.line]?.slice(start.character, end.character);
    return `${covered} ${one.severity} ${one.code}: ${one.message}`;
  });
}

test('the settings of a folder’s file hold from the first look on', async (t) => {
  const { client, uri } = await open(t, { [FILE]: severityIs('hint') });
  assert.deepEqual(await severities(client, uri), [4]);
});

test('a file that appears, changes and goes is followed', async (t) => {
  const { client, uri, folder, file } = await open(t, {});
  assert.deepEqual(await severities(client, uri), [1]);
  folder.write(FILE, severityIs('warning'));
  tellOf(client, file, 'created');
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), [2]);
  write(client, folder, severityIs('off'));
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), []);
  folder.remove(FILE);
  tellOf(client, file, 'deleted');
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), [1]);
});

test('a file that is broken leaves the settings as they were, and says so where it is broken', async (t) => {
  const { client, uri, folder, file } = await open(t, { [FILE]: severityIs('hint') });
  assert.deepEqual(await severities(client, uri), [4]);
  const broken = '{\n  "rules": { "monitor-on-network" "off" }\n}';
  write(client, folder, broken);
  assert.deepEqual(await sent(client, file, broken), [
    '"off" 1 workspace-file-malformed: A colon is missing here; the last valid settings stay in effect',
  ]);
  assert.deepEqual(await severities(client, uri), [4]);
  const logged = client.sent('window/logMessage');
  assert.match(JSON.stringify(logged), /qemu-monitor-guard\.json, line 2: A colon is missing here/);
  write(client, folder, severityIs('warning'));
  assert.deepEqual(await sent(client, file, ''), []);
  assert.deepEqual(await severities(client, uri), [2]);
});

test('the text of an open file wins over the disk, saved or not', async (t) => {
  const { client, uri, file } = await open(t, { [FILE]: severityIs('hint') });
  assert.deepEqual(await severities(client, uri), [4]);
  client.open(file, 'jsonc', severityIs('hint'));
  client.change(file, 2, [{ text: severityIs('information') }]);
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), [3]);
  client.close(file);
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), [4]);
});

test('a file that is deleted counts no more, though its document is still open, until that is changed', async (t) => {
  const { client, uri, folder, file } = await open(t, { [FILE]: severityIs('hint') });
  client.open(file, 'jsonc', severityIs('hint'));
  assert.deepEqual(await severities(client, uri), [4]);
  folder.remove(FILE);
  tellOf(client, file, 'deleted');
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), [1]);
  client.change(file, 2, [{ text: severityIs('information') }]);
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, uri), [3]);
});

test('a change without effect causes no new request', async (t) => {
  const { client, uri, folder, file } = await open(t, { [FILE]: severityIs('hint') });
  const before = await client.report(uri);
  const { length } = client.log;
  write(client, folder, `// agreed in spring\n${severityIs('hint')}\n`);
  client.open(file, 'jsonc', `// agreed\n${severityIs('hint')}`);
  const after = await client.report(uri, before.resultId);
  assert.equal(after.kind, 'unchanged');
  assert.ok(client.log.slice(length).every(({ method }) => method !== REFRESH));
});

test('a file outside of the workspace is no settings file, and says so when it is opened', async (t) => {
  const text = severityIs('off');
  const { client, uri } = await open(t, {}, { capabilities: WITH_FOLDERS });
  const other = makeFolder(t, { [FILE]: text });
  assert.deepEqual(await severities(client, uri), [1]);
  const outside = other.uri(FILE);
  client.open(outside, 'jsonc', text);
  assert.deepEqual(await sent(client, outside, text), [
    '{ 3 workspace-file-unread: This file is not read: it is outside of the workspace',
  ]);
  client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: other.uri(''), name: 'other' }], removed: [] },
  });
  assert.deepEqual(await sent(client, outside, text), []);
});

test('a wrong value is told at its place; an open file is left to an editor that knows its schema', async (t) => {
  const text = '{ "showPossible": 1, "exclude": ["/abs"] }';
  const wrong = '1 2 workspace-file-malformed: showPossible must be true or false';
  const absolute =
    '"/abs" 2 workspace-file-malformed: Paths are relative to the folder of this file, so none begins with / or ~';
  const options = { initializationOptions: { jsonSchema: true } };
  const { client, file } = await open(t, { [FILE]: text }, options);
  assert.deepEqual(await sent(client, file, text), [wrong, absolute]);
  client.open(file, 'jsonc', text);
  assert.deepEqual(await sent(client, file, text), [absolute]);
  client.close(file);
  assert.deepEqual(await sent(client, file, text), [wrong, absolute]);
});

test('a problem links the page about the file', async (t) => {
  const { client, file } = await open(
    t,
    { [FILE]: '[]' },
    { initializationOptions: { rulePages: 'file:///ext/docs/rules/' } },
  );
  const { diagnostics } = await client.pushed(file);
  assert.equal(diagnostics[0]?.codeDescription?.href, 'file:///ext/docs/workspace-file.md');
});

test('an accepted monitor is silent, and offers nothing', async (t) => {
  const { client, uri } = await open(t, { [FILE]: accepting(ENTRY) });
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.deepEqual(await client.actions(uri, rangeOf(SCRIPT, '0.0.0.0')), []);
});

test('an entry that accepts nothing is told in the open file, once all files are looked at', async (t) => {
  const stale = { ...ENTRY, path: 'gone.sh' };
  const text = JSON.stringify({ accept: [ENTRY, stale] });
  const { client, file, folder } = await open(t, { [FILE]: text });
  client.open(file, 'jsonc', text);
  assert.deepEqual(await sent(client, file, text), [
    '"gone.sh" 3 acceptance-stale: This accepts nothing: its rules find nothing in gone.sh any more',
  ]);
  folder.write('gone.sh', SCRIPT);
  tellOf(client, folder.uri('gone.sh'), 'created');
  assert.deepEqual(await sent(client, file, text), []);
  folder.remove('gone.sh');
  tellOf(client, folder.uri('gone.sh'), 'deleted');
  assert.equal((await sent(client, file, text)).length, 1);
  client.close(file);
  assert.deepEqual(await sent(client, file, text), []);
});

test('an excluded path has no findings, open or brought in', async (t) => {
  const { client, folder } = await open(t, {
    [FILE]: JSON.stringify({ exclude: ['vendor'] }),
    'vendor/settings.sh': 'HOST=0.0.0.0\n',
  });
  const uri = folder.uri('vendor/run.sh');
  client.open(uri, 'shellscript', SCRIPT);
  assert.deepEqual(await client.diagnostics(uri), []);
  const start = folder.uri('start.sh');
  client.open(start, 'shellscript', '. vendor/settings.sh\nkvm -monitor tcp:$HOST:1,server\n');
  assert.deepEqual(await client.diagnostics(start), []);
  assert.deepEqual(client.sent(PUBLISH), []);
});

test('a client that tells of no changes is shown what the file says when it asks', async (t) => {
  const { client, uri, folder } = await open(
    t,
    { [FILE]: severityIs('hint') },
    { capabilities: PULLING_EDITOR },
  );
  assert.deepEqual(await severities(client, uri), [4]);
  folder.write(FILE, severityIs('warning'));
  assert.deepEqual(await severities(client, uri), [2]);
  folder.remove(FILE);
  assert.deepEqual(await severities(client, uri), [1]);
});

test('two folders have their own files, and their own settings of the editor', async (t) => {
  const one = makeFolder(t, { 'run.sh': SCRIPT, [FILE]: severityIs('hint') });
  const two = makeFolder(t, { 'run.sh': SCRIPT, 'inner/run.sh': SCRIPT });
  const client = await startIn(t, one, { capabilities: WITH_FOLDERS });
  const scopes: (string | undefined)[] = [];
  client.answer('workspace/configuration', (params) =>
    (params as ConfigurationParams).items.map(({ scopeUri }) => {
      scopes.push(scopeUri);
      return scopeUri === two.uri('') ? { rules: { 'monitor-on-network': 'information' } } : null;
    }),
  );
  const folders = (event: object) =>
    client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [], ...event },
    });
  folders({ added: [{ uri: two.uri(''), name: 'two' }] });
  const uris = [one.uri('run.sh'), two.uri('run.sh'), two.uri('inner/run.sh'), 'untitled:a.sh'];
  for (const uri of uris) client.open(uri, 'shellscript', SCRIPT);
  const all = async (): Promise<readonly unknown[]> =>
    (await Promise.all(uris.map((uri) => client.diagnostics(uri)))).map(
      ([first]: readonly Diagnostic[]) => first?.severity,
    );
  assert.deepEqual(await all(), [4, 3, 3, 1]);
  assert.deepEqual([...new Set(scopes)], [undefined, one.uri(''), two.uri('')]);
  // The innermost folder decides.
  two.write(`inner/${FILE}`, severityIs('warning'));
  folders({ added: [{ uri: two.uri('inner'), name: 'inner' }] });
  assert.deepEqual(await all(), [4, 3, 2, 1]);
  folders({ removed: [{ uri: two.uri(''), name: 'two' }] });
  assert.deepEqual(await all(), [4, 1, 2, 1]);
  folders({ removed: [{ uri: one.uri(''), name: 'one' }] });
  assert.deepEqual(await all(), [1, 1, 2, 1]);
});

test('what changes in one folder is no other answer in another', async (t) => {
  const one = makeFolder(t, { [FILE]: severityIs('hint') });
  const two = makeFolder(t, {});
  const client = await startIn(t, one, { capabilities: WITH_FOLDERS });
  client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: two.uri(''), name: 'two' }], removed: [] },
  });
  client.open(one.uri('run.sh'), 'shellscript', SCRIPT);
  client.open(two.uri('run.sh'), 'shellscript', SCRIPT);
  const before = await client.report(two.uri('run.sh'));
  assert.deepEqual(await severities(client, one.uri('run.sh')), [4]);
  write(client, one, severityIs('warning'));
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, one.uri('run.sh')), [2]);
  assert.equal((await client.report(two.uri('run.sh'), before.resultId)).kind, 'unchanged');
});

test('a folder that is on no disk has the settings of its open file', async (t) => {
  const uri = 'vscode-vfs://github/owner/repository';
  const client = await startIn(t, { ...makeFolder(t), uri: () => uri }, { settings: null });
  client.open(`${uri}/lab/run.sh`, 'shellscript', SCRIPT);
  assert.deepEqual(await severities(client, `${uri}/lab/run.sh`), [1]);
  client.open(`${uri}/${FILE}`, 'jsonc', accepting({ ...ENTRY, path: 'lab' }));
  assert.deepEqual(await severities(client, `${uri}/lab/run.sh`), []);
  client.close(`${uri}/${FILE}`);
  assert.deepEqual(await severities(client, `${uri}/lab/run.sh`), [1]);
});

test('a finding can be accepted, by a client that asks why', async (t) => {
  const { client, uri, file, folder } = await open(
    t,
    {},
    { initializationOptions: { commands: ['accept'] } },
  );
  const actions = await client.actions(uri, rangeOf(SCRIPT, '0.0.0.0'));
  const action = actions.find(({ command }) => command?.command === 'qemuMonitorGuard.accept');
  assert.equal(action?.title, 'Accept monitor-on-network in .qemu-monitor-guard.json…');
  const [entry] = action.command?.arguments ?? [];
  assert.deepEqual(entry, {
    uri: file,
    path: 'run.sh',
    rules: ['monitor-on-network'],
    address: '0.0.0.0:4444',
  });
  const ask = (reason: string) =>
    client.request<{ readonly newText: string } | null>('qemuMonitorGuard/accept', {
      ...entry,
      reason,
    });
  assert.equal(await ask('-'), null);
  const edit = await ask('lab network');
  write(client, folder, edit?.newText ?? '');
  await client.next(REFRESH);
  assert.deepEqual(await client.diagnostics(uri), []);
});

test('no finding can be accepted outside of all folders, or by a client that does not ask', async (t) => {
  const { client, uri } = await open(t, {});
  const title = /^Accept/;
  const offered = async (document: string, of: LspClient) =>
    (await of.actions(document, rangeOf(SCRIPT, '0.0.0.0'))).some((one) => title.test(one.title));
  assert.equal(await offered(uri, client), false);
  const asking = await open(t, {}, { initializationOptions: { commands: ['accept'] } });
  assert.equal(await offered(asking.uri, asking.client), true);
  asking.client.open('untitled:run.sh', 'shellscript', SCRIPT);
  assert.equal(await offered('untitled:run.sh', asking.client), false);
});

test('the nearest file counts for each open file, and what that extends', async (t) => {
  const { client, folder, uri } = await open(t, {
    [FILE]: severityIs('warning'),
    [`packages/a/${FILE}`]: severityIs('hint'),
    'packages/a/lab/run.sh': SCRIPT,
    [`packages/b/${FILE}`]: '{ "extends": "../../base.json" }',
    'packages/b/run.sh': SCRIPT,
    'base.json': severityIs('information'),
  });
  const inA = folder.uri('packages/a/lab/run.sh');
  const inB = folder.uri('packages/b/run.sh');
  client.open(inA, 'shellscript', SCRIPT);
  client.open(inB, 'shellscript', SCRIPT);
  assert.deepEqual(await severities(client, uri), [2]);
  assert.deepEqual(await severities(client, inA), [4]);
  assert.deepEqual(await severities(client, inB), [3]);
  folder.write('base.json', severityIs('hint'));
  tellOf(client, folder.uri('base.json'), 'changed');
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, inB), [4]);
  folder.remove(`packages/a/${FILE}`);
  tellOf(client, folder.uri(`packages/a/${FILE}`), 'deleted');
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, inA), [2]);
});

test('a file that extends itself says so, and the rest of it counts', async (t) => {
  const text = `{ "extends": "${FILE}", "rules": { "monitor-on-network": "hint" } }`;
  const { client, uri, file } = await open(t, { [FILE]: text });
  assert.deepEqual(await severities(client, uri), [4]);
  assert.deepEqual(await sent(client, file, text), [
    `"${FILE}" 1 workspace-file-malformed: The settings in ${FILE} extend themselves`,
  ]);
});

test('a file that appears further down counts for what is open below it', async (t) => {
  const { client, folder } = await open(t, { 'sub/deep/run.sh': SCRIPT });
  const below = folder.uri('sub/deep/run.sh');
  client.open(below, 'shellscript', SCRIPT);
  assert.deepEqual(await severities(client, below), [1]);
  folder.write(`sub/${FILE}`, severityIs('warning'));
  tellOf(client, folder.uri(`sub/${FILE}`), 'created');
  await client.next(REFRESH);
  assert.deepEqual(await severities(client, below), [2]);
});
