import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver';
import { type LspClient, PLAIN_EDITOR, startClient } from '../../support/lsp-client.ts';
import { EVERY_LANGUAGE, SHELL } from '../documents.ts';
import { applyAction, applyEdits, rangeOf } from '../positions.ts';

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

function preferred(actions: readonly CodeAction[]): CodeAction | undefined {
  return actions.find(({ isPreferred }) => isPreferred);
}

for (const { uri, languageId, text, found, fixed } of EVERY_LANGUAGE) {
  test(`the preferred fix of a ${languageId} document makes it safe, and nothing else of it new`, async () => {
    client.open(uri, languageId, text);
    const diagnostics = await client.diagnostics(uri);
    const actions = await client.actions(uri, rangeOf(text, found), { diagnostics: [] });
    assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 1);
    const action = preferred(actions);
    assert.equal(action?.title, 'Switch to a UNIX socket');
    assert.equal(action.kind, 'quickfix');
    assert.deepEqual(action.diagnostics, diagnostics);
    assert.equal(applyAction(text, action), fixed);
    client.change(uri, 2, [{ text: fixed }]);
    assert.deepEqual(await client.diagnostics(uri), []);
    client.close(uri);
  });
}

const TWO_MONITORS = `qemu-system-arm -monitor tcp:0.0.0.0:1,server \\
  -qmp tcp:127.0.0.1:2,server -serial stdio
`;
const MONITORS_URI = 'file:///vm/monitors.sh';

test('the range decides whose fixes are offered', async () => {
  client.open(MONITORS_URI, 'shellscript', TWO_MONITORS);
  const codesAt = async (part: string): Promise<readonly unknown[]> => {
    const actions = await client.actions(MONITORS_URI, rangeOf(TWO_MONITORS, part));
    return actions
      .filter(({ isPreferred }) => isPreferred)
      .map(({ diagnostics }) => diagnostics?.map(({ code }) => code));
  };
  assert.deepEqual(await codesAt('0.0.0.0'), [['monitor-on-network']]);
  assert.deepEqual(await codesAt('127.0.0.1'), [['monitor-on-loopback']]);
  assert.deepEqual(await codesAt(TWO_MONITORS), [['monitor-on-network'], ['monitor-on-loopback']]);
  assert.deepEqual(await codesAt('-serial'), []);
  assert.deepEqual(await codesAt('qemu-system-arm'), []);
  client.close(MONITORS_URI);
});

test('a cursor inside, before or behind the finding is enough', async () => {
  client.open(MONITORS_URI, 'shellscript', TWO_MONITORS);
  const { start, end } = rangeOf(TWO_MONITORS, '127.0.0.1');
  const offered = async (character: number): Promise<number> => {
    const cursor = { line: start.line, character };
    const actions = await client.actions(MONITORS_URI, { start: cursor, end: cursor });
    return actions.filter(({ isPreferred }) => isPreferred).length;
  };
  assert.equal(await offered(start.character - 1), 0);
  assert.equal(await offered(start.character), 1);
  assert.equal(await offered(start.character + 3), 1);
  assert.equal(await offered(end.character), 1);
  assert.equal(await offered(end.character + 1), 0);
  client.close(MONITORS_URI);
});

test('the fixes of a finding come with the preferred one first', async () => {
  client.open(MONITORS_URI, 'shellscript', TWO_MONITORS);
  const actions = await client.actions(MONITORS_URI, rangeOf(TWO_MONITORS, '0.0.0.0'));
  assert.deepEqual(
    actions.map(({ title, isPreferred = false }) => [title, isPreferred]),
    [
      ['Switch to a UNIX socket', true],
      ['Require TLS and an authorized client', false],
      ['Listen on 127.0.0.1 only (still open to local users)', false],
      ['Remove the monitor', false],
      ['Add -sandbox on,spawn=deny (the port stays open)', false],
      ['Ignore monitor-on-network here…', false],
    ],
  );
  client.close(MONITORS_URI);
});

for (const { only, offered } of [
  { only: undefined, offered: true },
  { only: [''], offered: true },
  { only: ['quickfix'], offered: true },
  { only: ['refactor', 'quickfix'], offered: true },
  { only: [], offered: false },
  { only: ['refactor'], offered: false },
  { only: ['source.organizeImports'], offered: false },
  { only: ['quickfix.spelling'], offered: false },
  { only: ['quick'], offered: false },
]) {
  const asked = only ? `for kinds ${JSON.stringify(only)}` : 'for no kind in particular';
  test(`asked ${asked}, the server ${offered ? 'offers' : 'does not offer'} its quick fixes`, async () => {
    client.open(SHELL.uri, SHELL.languageId, SHELL.text);
    const range = rangeOf(SHELL.text, SHELL.found);
    const actions = await client.actions(SHELL.uri, range, { ...(only && { only }) });
    const quickFixes = actions.filter(({ kind }) => kind === 'quickfix');
    assert.equal(quickFixes.length > 0, offered);
    client.close(SHELL.uri);
  });
}

test('the edit names the version of the document it was made for', async () => {
  const { uri, languageId, text } = SHELL;
  client.open(uri, languageId, '');
  client.change(uri, 42, [{ text }]);
  const action = preferred(await client.actions(uri, rangeOf(text, SHELL.found)));
  const [change] = action?.edit?.documentChanges ?? [];
  assert.ok(change && 'textDocument' in change);
  assert.deepEqual(change.textDocument, { uri, version: 42 });
  assert.equal(action?.edit?.changes, undefined);
  client.close(uri);
});

test('a client that cannot check versions gets plain changes', async () => {
  const { uri, languageId, text, fixed } = SHELL;
  const plain = await startClient({ capabilities: PLAIN_EDITOR });
  plain.open(uri, languageId, text);
  const action = preferred(await plain.actions(uri, rangeOf(text, SHELL.found)));
  assert.equal(action?.edit?.documentChanges, undefined);
  assert.equal(applyEdits(text, action?.edit?.changes?.[uri] ?? []), fixed);
  await plain.stop();
});

test('fixes follow the document, not the diagnostics that the client sends back', async () => {
  const { uri, languageId, text, found } = SHELL;
  client.open(uri, languageId, text);
  const stale = await client.diagnostics(uri);
  client.change(uri, 2, [{ text: `\n\n${text}` }]);
  assert.deepEqual(
    await client.actions(uri, rangeOf(text, found), { diagnostics: [...stale] }),
    [],
  );
  const moved = rangeOf(`\n\n${text}`, found);
  const action = preferred(await client.actions(uri, moved, { diagnostics: [...stale] }));
  assert.equal(applyAction(`\n\n${text}`, action), `\n\n${SHELL.fixed}`);
  client.close(uri);
});

test('the switch to a socket says that a monitor has moved, to clients that tell', async (t) => {
  const asking = await startClient({ initializationOptions: { commands: ['tellMoved'] } });
  t.after(() => asking.stop());
  const { uri, languageId, text, found } = SHELL;
  asking.open(uri, languageId, text);
  const actions = await asking.actions(uri, rangeOf(text, found));
  assert.deepEqual(
    actions.filter(({ isPreferred }) => isPreferred).map(({ command }) => command),
    [{ title: 'Switch to a UNIX socket', command: 'qemuMonitorGuard.tellMoved' }],
  );
  const others = actions.filter(({ isPreferred }) => !isPreferred);
  assert.ok(others.length > 0 && others.every(({ command }) => command === undefined));
  client.open(uri, languageId, text);
  const plain = preferred(await client.actions(uri, rangeOf(text, found)));
  assert.equal(plain?.command, undefined);
  client.close(uri);
});
