import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type LspClient,
  PLAIN_EDITOR,
  PULLING_EDITOR,
  startClient,
} from '../../support/lsp-client.ts';
import { SHELL } from '../documents.ts';
import { rangeOf } from '../positions.ts';

const { uri, languageId, text, found } = SHELL;
const OFF = { rules: { 'monitor-on-network': 'off' } };
const HINT = { rules: { 'monitor-on-network': 'hint' } };
const REFRESH = 'workspace/diagnostic/refresh';

async function open(t: TestContext, settings: unknown): Promise<LspClient> {
  const client = await startClient({ settings });
  t.after(() => client.stop());
  client.open(uri, languageId, text);
  return client;
}

/** Changes the settings as an editor does that is asked for them. */
function set(client: LspClient, settings: unknown): void {
  client.answer('workspace/configuration', () => [settings]);
  client.notify('workspace/didChangeConfiguration', { settings: null });
}

async function severities(client: LspClient): Promise<readonly unknown[]> {
  return (await client.diagnostics(uri)).map(({ severity }) => severity);
}

test('the server asks for its section of the settings and wants to hear of changes', async (t) => {
  const client = await open(t, null);
  const { params } = await client.next('workspace/configuration');
  assert.deepEqual(params, { items: [{ section: 'qemuMonitorGuard' }] });
  const registration = await client.next('client/registerCapability');
  const { registrations } = registration.params as {
    readonly registrations: readonly { readonly id: string }[];
  };
  assert.deepEqual(
    registrations.map(({ id, ...rest }) => ({ ...rest, named: id !== '' })),
    [
      {
        method: 'workspace/didChangeConfiguration',
        registerOptions: { section: 'qemuMonitorGuard' },
        named: true,
      },
    ],
  );
});

test('diagnostics asked for at once already follow the settings', async (t) => {
  const client = await open(t, OFF);
  assert.deepEqual(await client.diagnostics(uri), []);
});

test('a changed severity is followed, after the client is asked to ask again', async (t) => {
  const client = await open(t, null);
  assert.deepEqual(await severities(client), [1]);
  for (const [word, severity] of [
    ['warning', 2],
    ['information', 3],
    ['hint', 4],
    ['error', 1],
  ]) {
    set(client, { rules: { 'monitor-on-network': word } });
    await client.next(REFRESH);
    assert.deepEqual(await severities(client), [severity]);
  }
});

test('a rule that is switched off finds nothing, and offers nothing', async (t) => {
  const client = await open(t, null);
  const before = await client.report(uri);
  set(client, OFF);
  await client.next(REFRESH);
  const report = await client.report(uri, before.resultId);
  assert.equal(report.kind, 'full');
  assert.deepEqual(report.items, []);
  assert.deepEqual(await client.actions(uri, rangeOf(text, found)), []);
  set(client, null);
  await client.next(REFRESH);
  assert.deepEqual(await severities(client), [1]);
});

test('settings that change nothing cause no new request', async (t) => {
  const client = await open(t, HINT);
  await client.next('workspace/configuration');
  await client.diagnostics(uri);
  const { length } = client.log;
  set(client, { ...HINT, exclude: null, showPossible: false });
  await client.next('workspace/configuration');
  assert.deepEqual(await severities(client), [4]);
  const methods = client.log.slice(length).map(({ method }) => method);
  assert.deepEqual(methods, ['workspace/configuration']);
});

test('of two changes in a row the later one wins, even if its answer overtakes the other', async (t) => {
  const client = await open(t, null);
  await client.next('workspace/configuration');
  const answers: ((settings: readonly unknown[]) => void)[] = [];
  client.answer('workspace/configuration', () => new Promise((answer) => answers.push(answer)));
  client.notify('workspace/didChangeConfiguration', { settings: null });
  client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.next('workspace/configuration');
  await client.next('workspace/configuration');
  const [first, second] = answers;
  second?.([HINT]);
  await client.next(REFRESH);
  first?.([OFF]);
  assert.deepEqual(await severities(client), [4]);
  // The next answer to anything is behind the late one.
  await client.report('file:///nothing');
  assert.deepEqual(await severities(client), [4]);
});

test('a client that refuses everything the server asks for is served all the same', async (t) => {
  const client = await startClient({ initializationOptions: { settings: HINT } });
  t.after(() => client.stop());
  for (const method of ['workspace/configuration', 'client/registerCapability', REFRESH]) {
    client.refuse(method);
  }
  client.open(uri, languageId, text);
  client.notify('workspace/didChangeConfiguration', { settings: null });
  assert.deepEqual(await severities(client), [4]);
  const messages = client.sent('window/logMessage');
  assert.match(JSON.stringify(messages), /settings could not be read and stay as they are/);
});

test('a client that is not asked pushes its settings, and gets new diagnostics', async (t) => {
  const client = await startClient({ capabilities: PLAIN_EDITOR });
  t.after(() => client.stop());
  client.open(uri, languageId, text);
  assert.equal((await client.pushed(uri)).diagnostics[0]?.severity, 1);
  const push = async (settings: unknown): Promise<readonly unknown[]> => {
    client.notify('workspace/didChangeConfiguration', { settings });
    return (await client.pushed(uri)).diagnostics.map(({ severity }) => severity);
  };
  assert.deepEqual(await push({ qemuMonitorGuard: HINT }), [4]);
  assert.deepEqual(await push({ qemuMonitorGuard: OFF }), []);
  assert.deepEqual(await push({}), [1]);
});

test('a client that cannot be asked to ask again is not asked to', async (t) => {
  const { workspace } = PULLING_EDITOR;
  const capabilities = { ...PULLING_EDITOR, workspace: { ...workspace, diagnostics: {} } };
  const client = await startClient({ capabilities });
  t.after(() => client.stop());
  client.open(uri, languageId, text);
  await client.next('workspace/configuration');
  set(client, OFF);
  await client.next('workspace/configuration');
  assert.deepEqual(await client.diagnostics(uri), []);
  assert.ok(client.log.every(({ method }) => method !== REFRESH));
});

test('what no setting can be is logged once, and the rest holds', async (t) => {
  const wrong = { ...HINT, workspaceScan: 'yes', exclude: ['lab', '*.{sh,x}'] };
  const client = await open(t, wrong);
  assert.deepEqual(await severities(client), [4]);
  set(client, { rules: { ...HINT.rules, 'monitor-on-netwrok': 'off' }, workspaceScan: 'yes' });
  await client.next(REFRESH);
  assert.deepEqual(await severities(client), [4]);
  const logged = client.logged();
  assert.deepEqual(logged, [
    'The setting qemuMonitorGuard.workspaceScan cannot be "yes", so it has no effect',
    'The setting qemuMonitorGuard.exclude cannot be "*.{sh,x}", so it has no effect',
    'There is no setting qemuMonitorGuard.rules.monitor-on-netwrok, so it has no effect',
  ]);
});
