/** All safe fixes of a document as one action, as an editor asks for it when a file is saved. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver';
import { type LspClient, startClient } from '../../support/lsp-client.ts';
import { applyAction, rangeOf } from '../positions.ts';

const FIX_ALL = 'source.fixAll.qemuMonitorGuard';
const URI = 'file:///vm/machine.qemu';

/** A monitor on every interface for want of quotes, another such value, and a misspelt word. */
const TEXT = `[chardev "a"]
  backend = "socket"
  host = 127.0.0.1
  port = "4444"
  server = "on"
[mon "m"]
  chardev = "a"
[chardev "b"]
  backend = "stdo"
[name]
  guest = web
`;
const FIXED = TEXT.replace('host = 127.0.0.1\n  port = "4444"', 'path = "machine-monitor.sock"')
  .replace('"stdo"', '"stdio"')
  .replace('web', '"web"');

let client: LspClient;
before(async () => {
  client = await startClient();
});
after(() => client.stop());

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The actions of a kind that are offered for a document. */
async function offered(text: string, only: string[] | undefined): Promise<readonly CodeAction[]> {
  client.open(URI, 'qemu-config', text);
  const actions = await client.actions(URI, NOWHERE, { ...(only && { only }) });
  client.close(URI);
  return actions;
}

for (const [only, isOffered] of [
  [['source.fixAll.qemuMonitorGuard'], true],
  [['source.fixAll'], false],
  [['source'], true],
  [['source.fixAll', 'source.fixAll.qemuMonitorGuard'], true],
  [[''], true],
  [undefined, false],
  [[], false],
  [['quickfix'], false],
  [['source.organizeImports'], false],
  [['source.fixAll.eslint'], false],
  [['source.fix'], false],
  [['source.fixAll.qemuMonitorGuard.more'], false],
] as const) {
  const asked = only ? `for ${JSON.stringify(only)}` : 'for no kind in particular';
  test(`asked ${asked}, the server ${isOffered ? 'offers' : 'does not offer'} to fix all`, async () => {
    const actions = await offered(TEXT, only && [...only]);
    const kinds = actions.map(({ kind }) => kind);
    assert.deepEqual(kinds, isOffered ? [FIX_ALL] : []);
  });
}

test('fixing all of a document is one edit, and the next one has nothing to do', async () => {
  const [action, ...others] = await offered(TEXT, [FIX_ALL]);
  assert.deepEqual(others, []);
  assert.equal(action?.title, 'Apply all safe fixes of Monitor Guard');
  assert.equal(action.edit?.documentChanges?.length, 1);
  assert.equal(applyAction(TEXT, action), FIXED);
  assert.deepEqual(await offered(FIXED, [FIX_ALL]), []);
});

test('a client that tells is told which monitors have moved', async (t) => {
  const telling = await startClient({ initializationOptions: { commands: ['tellMoved'] } });
  t.after(() => telling.stop());
  telling.open(URI, 'qemu-config', TEXT);
  const [action] = await telling.actions(URI, NOWHERE, { only: [FIX_ALL] });
  assert.equal(action?.command?.command, 'qemuMonitorGuard.tellMoved');
  assert.deepEqual(action.command.arguments, [{ addresses: ['*:4444'], clients: [] }]);
  const repaired = TEXT.replace('host = 127.0.0.1\n  port = "4444"', 'path = "a.sock"');
  telling.change(URI, 2, [{ text: repaired }]);
  const [repairing] = await telling.actions(URI, NOWHERE, { only: [FIX_ALL] });
  assert.ok(repairing?.edit && repairing.command === undefined, 'no monitor moves');
});

/** What fixing all makes of a script, and how the action is called; undefined where there is nothing to fix. */
async function allFixed(text: string) {
  const uri = 'file:///vm/run.sh';
  client.open(uri, 'shellscript', text);
  const [action] = await client.actions(uri, NOWHERE, { only: [FIX_ALL] });
  client.close(uri);
  return action && { title: action.title, text: applyAction(text, action) };
}

test('more findings than are shown are fixed at once', async () => {
  const once = await allFixed('kvm -monitor tcp::1,server\n'.repeat(1100));
  assert.equal(once?.text.match(/unix:/g)?.length, 1100);
  assert.equal(await allFixed(once?.text ?? ''), undefined);
});

test('a word is fixed at once of whose misspelt keys QEMU names only the first', async () => {
  const once = await allFixed(`kvm -monitor unix:/run/m${',servr'.repeat(10)}\n`);
  assert.equal(once?.text, `kvm -monitor unix:/run/m${',server'.repeat(10)}\n`);
  assert.equal(await allFixed(once?.text ?? ''), undefined);
});

test('the title says that something may be left of a word with too many misspelt keys', async () => {
  let text = `kvm -monitor unix:/run/m${',servr'.repeat(90)}\n`;
  const titles: string[] = [];
  for (let all = await allFixed(text); all; all = await allFixed(text)) {
    titles.push(all.title);
    text = all.text;
  }
  assert.deepEqual(titles, [
    'Apply safe fixes of Monitor Guard (repeat for the rest)',
    'Apply all safe fixes of Monitor Guard',
  ]);
  assert.equal(text, `kvm -monitor unix:/run/m${',server'.repeat(90)}\n`);
});

test('there is nothing to offer where nothing is safe to fix, or nothing is found', async () => {
  const abstract = 'kvm -monitor unix:/x,abstract=on,server=on\n';
  const uri = 'file:///vm/run.sh';
  for (const text of [abstract, 'kvm -monitor stdio\n', '']) {
    client.open(uri, 'shellscript', text);
    assert.deepEqual(await client.actions(uri, NOWHERE, { only: [FIX_ALL] }), []);
    client.close(uri);
  }
});

test('a client that shows annotations is told what each fix does and risks, and not to ask', async () => {
  const annotating = await startClient({
    capabilities: {
      workspace: {
        workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
      },
    },
  });
  annotating.open(URI, 'qemu-config', TEXT);
  const [quickFix] = await annotating.actions(URI, rangeOf(TEXT, 'web'));
  assert.deepEqual(quickFix?.edit, {
    documentChanges: [
      {
        textDocument: { uri: URI, version: 1 },
        edits: [{ range: rangeOf(TEXT, 'web'), newText: '"web"', annotationId: 'fix-1' }],
      },
    ],
    changeAnnotations: {
      'fix-1': {
        label: 'Put web in double quotes',
        description: 'QEMU then uses the value as written',
        needsConfirmation: false,
      },
    },
  });
  const [all] = await annotating.actions(URI, NOWHERE, { only: [FIX_ALL] });
  assert.equal(applyAction(TEXT, all), FIXED);
  assert.deepEqual(
    Object.values(all?.edit?.changeAnnotations ?? {}).map(({ label }) => label),
    ['Switch to a UNIX socket', 'Change stdo to stdio', 'Put web in double quotes'],
  );
  await annotating.stop();
});
