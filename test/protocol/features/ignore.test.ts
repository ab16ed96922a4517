/** Comments that silence findings: actions that write them, with and without a client that asks why. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CodeAction, Range } from 'vscode-languageserver';
import { type LspClient, startClient } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, SHELL } from '../documents.ts';
import { applyAction, applyEdits, rangeOf } from '../positions.ts';
import { openFolder } from '../workspace-folder.ts';

const COMMAND = 'qemuMonitorGuard.ignore';
const HERE = 'Ignore monitor-on-network here…';

/** The arguments of the command, as `client/src/fixes/ignore.ts` takes them. */
interface AskedEdit {
  readonly uri: string;
  readonly version: number | null;
  readonly range: Range;
  readonly before: string;
  readonly behind: string;
  readonly isXml: boolean;
}

let plain: LspClient;
let asking: LspClient;
before(async () => {
  plain = await startClient();
  asking = await startClient({ initializationOptions: { commands: ['ignore'] } });
});
after(async () => {
  await plain.stop();
  await asking.stop();
});

function titled(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((one) => one.title === title);
  return action ?? assert.fail(`no ${title} in: ${actions.map((one) => one.title).join(' | ')}`);
}

/** The text after the command of an action, as a client runs it. */
function answered(text: string, action: CodeAction, reason: string): string {
  assert.equal(action.command?.command, COMMAND);
  const [asked, ...others] = (action.command.arguments ?? []) as AskedEdit[];
  assert.ok(asked);
  assert.deepEqual(others, []);
  const newText = asked.before + reason + asked.behind;
  return applyEdits(text, [{ range: asked.range, newText }]);
}

for (const { uri, languageId, text, found } of EVERY_LANGUAGE) {
  test(`a ${languageId} document is silent once its comment has a reason`, async () => {
    plain.open(uri, languageId, text);
    const diagnostics = await plain.diagnostics(uri);
    const action = titled(await plain.actions(uri, rangeOf(text, found)), HERE);
    assert.equal(action.kind, 'quickfix');
    assert.equal(action.isPreferred, false);
    assert.equal(action.command, undefined);
    assert.deepEqual(action.diagnostics, diagnostics);
    const unanswered = applyAction(text, action);
    plain.change(uri, 2, [{ text: unanswered }]);
    const codes = (await plain.diagnostics(uri)).map(({ code }) => code);
    assert.deepEqual(codes, ['suppression-malformed', 'monitor-on-network']);
    plain.change(uri, 3, [{ text: unanswered.replace('say why', 'lab network') }]);
    assert.deepEqual(await plain.diagnostics(uri), []);
    plain.close(uri);
  });

  test(`a client that asks gets a command for a ${languageId} document, and no edit`, async () => {
    asking.open(uri, languageId, text);
    const action = titled(await asking.actions(uri, rangeOf(text, found)), HERE);
    assert.equal(action.edit, undefined);
    const [asked] = (action.command?.arguments ?? []) as AskedEdit[];
    assert.deepEqual(
      { uri: asked?.uri, version: asked?.version, isXml: asked?.isXml },
      { uri, version: 1, isXml: languageId === 'xml' },
    );
    asking.change(uri, 2, [{ text: answered(text, action, 'lab network') }]);
    assert.deepEqual(await asking.diagnostics(uri), []);
    asking.close(uri);
  });
}

test('what only silences a finding comes behind all that repairs one', async () => {
  const text = 'qemu-system-arm -monitor tcp::1,server\nqemu-system-arm -monitor tcp::2,server\n';
  plain.open(SHELL.uri, 'shellscript', text);
  const actions = await plain.actions(SHELL.uri, rangeOf(text, text));
  const titles = actions.map(({ title }) => title);
  const first = titles.findIndex((title) => title.startsWith('Ignore '));
  assert.notEqual(first, -1);
  assert.ok(
    titles.slice(first).every((title) => title.startsWith('Ignore ')),
    titles.join(),
  );
  assert.ok(titles.slice(0, first).includes('Switch to a UNIX socket'));
  plain.close(SHELL.uri);
});

test('a comment without a reason is completed by the same command', async () => {
  const text =
    '# qemu-monitor-guard: ignore[monitor-on-network]\nqemu-system-arm -qmp tcp::1,server\n';
  asking.open(SHELL.uri, 'shellscript', text);
  const actions = await asking.actions(SHELL.uri, rangeOf(text, 'ignore[monitor-on-network]'));
  const action = titled(actions, 'Add a reason…');
  assert.equal(action.isPreferred, true);
  const completed = answered(text, action, 'lab');
  assert.equal(completed, text.replace(']', '] lab'));
  asking.change(SHELL.uri, 2, [{ text: completed }]);
  assert.deepEqual(await asking.diagnostics(SHELL.uri), []);
  asking.close(SHELL.uri);
});

test('an id is added to a comment without a question', async () => {
  const text =
    '# qemu-monitor-guard: ignore[monitor-on-loopback] lab\nqemu-system-arm -qmp tcp::1,server -monitor tcp:localhost:2,server\n';
  asking.open(SHELL.uri, 'shellscript', text);
  const [diagnostic] = await asking.diagnostics(SHELL.uri);
  assert.ok(diagnostic);
  const actions = await asking.actions(SHELL.uri, diagnostic.range);
  const after = applyAction(text, titled(actions, 'Ignore monitor-on-network here'));
  assert.equal(after, text.replace('loopback', 'loopback, monitor-on-network'));
  asking.close(SHELL.uri);
});

test('a comment in settings is stale once no script of the workspace needs it', async (t) => {
  const settings = '# qemu-monitor-guard: ignore[monitor-on-network] lab\nHOST=0.0.0.0\n';
  const run = '. ./settings.sh\nqemu-system-arm -monitor tcp:$HOST:1,server\n';
  const { folder, client } = await openFolder(t, { 'run.sh': run, 'settings.sh': settings });
  const uri = folder.uri('settings.sh');
  client.open(uri, 'shellscript', settings);
  assert.deepEqual(await client.diagnostics(uri), []);
  client.open(folder.uri('run.sh'), 'shellscript', run);
  client.change(folder.uri('run.sh'), 2, [{ text: run.replace('$HOST', 'localhost') }]);
  const codes = (await client.diagnostics(uri)).map(({ code }) => code);
  assert.deepEqual(codes, ['suppression-stale']);
});

test('settings outside of any folder may be needed by unknown scripts', async () => {
  const settings = '# qemu-monitor-guard: ignore[monitor-on-network] lab\nHOST=0.0.0.0\n';
  plain.open(SHELL.uri, 'shellscript', settings);
  assert.deepEqual(await plain.diagnostics(SHELL.uri), []);
  plain.change(SHELL.uri, 2, [{ text: `${settings}qemu-system-arm -S\n` }]);
  const codes = (await plain.diagnostics(SHELL.uri)).map(({ code }) => code);
  assert.deepEqual(codes, ['suppression-stale']);
  plain.close(SHELL.uri);
});
