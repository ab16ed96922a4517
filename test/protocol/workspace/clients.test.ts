/** Clients of a monitor in other files than the one that starts it: what the action of an editor says of them. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { CodeAction } from 'vscode-languageserver';
import { type LspClient, PLAIN_EDITOR } from '../../support/lsp-client.ts';
import { applyEdits, rangeOf } from '../positions.ts';
import { makeFolder, startIn, tellOf, type WorkspaceFolder } from '../workspace-folder.ts';

const RUN = 'kvm -name vm -monitor tcp:127.0.0.1:4444,server,nowait &\n';
const NC = 'echo quit | nc -N localhost 4444\n';
const MOVED = NC.replace('localhost 4444', '-U "${XDG_RUNTIME_DIR:-$HOME}/vm-monitor.sock"');
const PYTHON = 'import socket\ns.connect(("127.0.0.1", 4444))\n';

async function openRun(t: TestContext, files: Readonly<Record<string, string>>) {
  const folder = makeFolder(t, { 'run.sh': RUN, ...files });
  const client = await startIn(t, folder, {
    capabilities: {
      ...PLAIN_EDITOR,
      workspace: {
        ...PLAIN_EDITOR.workspace,
        didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceEdit: { documentChanges: true },
      },
    },
    initializationOptions: { commands: ['tellMoved'] },
  });
  client.open(folder.uri('run.sh'), 'shellscript', RUN);
  return { folder, client };
}

async function switchOf(client: LspClient, folder: WorkspaceFolder): Promise<CodeAction> {
  const actions = await client.actions(folder.uri('run.sh'), rangeOf(RUN, '127.0.0.1'));
  return actions.find(({ title }) => title.startsWith('Switch')) ?? assert.fail('no switch');
}

/** The text of a file after an action. */
function after(folder: WorkspaceFolder, { edit }: CodeAction, name: string, text: string): string {
  for (const change of edit?.documentChanges ?? []) {
    if (!('textDocument' in change) || change.textDocument.uri !== folder.uri(name)) continue;
    return applyEdits(
      text,
      change.edits.flatMap((one) => ('newText' in one ? one : [])),
    );
  }
  return text;
}

test('a plain client in another script goes along in one edit', async (t) => {
  const { folder, client } = await openRun(t, { 'test.sh': NC, Makefile: `q:\n\t${NC}` });
  const action = await switchOf(client, folder);
  assert.equal(action.title, 'Switch to a UNIX socket and update 2 clients');
  assert.equal(action.isPreferred, true);
  assert.equal(after(folder, action, 'test.sh', NC), MOVED);
  const recipe = MOVED.replaceAll('$', '$$$$');
  assert.equal(after(folder, action, 'Makefile', `q:\n\t${NC}`), `q:\n\t${recipe}`);
});

test('a client that stays behind is in the title, among the related places and in the message', async (t) => {
  const { folder, client } = await openRun(t, { 'ctl.py': PYTHON });
  const action = await switchOf(client, folder);
  assert.equal(action.title, 'Switch to a UNIX socket (then update ctl.py:2)');
  assert.equal(action.isPreferred, false);
  const related = action.diagnostics?.flatMap((one) => one.relatedInformation ?? []);
  assert.deepEqual(
    related?.map(({ location }) => [location.uri, location.range.start.line]),
    [[folder.uri('ctl.py'), 1]],
  );
  const start = { line: 1, character: 0 };
  const place = { uri: folder.uri('ctl.py'), range: { start, end: start } };
  assert.deepEqual(action.command?.arguments, [{ addresses: [], clients: [place] }]);
  const all = await client.actions(folder.uri('run.sh'), rangeOf(RUN, '127.0.0.1'), {
    only: ['source.fixAll.qemuMonitorGuard'],
  });
  assert.deepEqual(all, []);
});

test('a file that changes, comes or goes is looked at again, and so is an open document', async (t) => {
  const { folder, client } = await openRun(t, {});
  const title = async () => (await switchOf(client, folder)).title;
  assert.equal(await title(), 'Switch to a UNIX socket');
  folder.write('ctl.py', PYTHON);
  tellOf(client, folder.uri('ctl.py'), 'created');
  assert.equal(await title(), 'Switch to a UNIX socket (then update ctl.py:2)');
  client.open(folder.uri('ctl.py'), 'python', '# nothing\n');
  assert.equal(await title(), 'Switch to a UNIX socket');
  client.change(folder.uri('ctl.py'), 2, [{ text: `\n${PYTHON}` }]);
  assert.equal(await title(), 'Switch to a UNIX socket (then update ctl.py:3)');
  client.close(folder.uri('ctl.py'));
  folder.remove('ctl.py');
  tellOf(client, folder.uri('ctl.py'), 'deleted');
  assert.equal(await title(), 'Switch to a UNIX socket');
});

test('an edit of an open client names the version that it was made for', async (t) => {
  const { folder, client } = await openRun(t, { 'test.sh': NC });
  client.open(folder.uri('test.sh'), 'shellscript', NC);
  client.change(folder.uri('test.sh'), 7, [{ text: NC }]);
  const { edit } = await switchOf(client, folder);
  const versions = edit?.documentChanges?.flatMap((change) =>
    'textDocument' in change ? [[change.textDocument.uri, change.textDocument.version]] : [],
  );
  assert.deepEqual(
    versions?.find(([uri]) => uri === folder.uri('test.sh')),
    [folder.uri('test.sh'), 7],
  );
});

test('a client in another file is a related place of the diagnostic, once it is found', async (t) => {
  const { folder, client } = await openRun(t, { 'ctl.py': PYTHON });
  /** Reads what the server says until it names these clients. */
  const told = async (...names: readonly string[]): Promise<void> => {
    for (let found: unknown; !isDeepStrictEqual(found, names.map(folder.uri)); ) {
      const [one] = (await client.pushed(folder.uri('run.sh'))).diagnostics;
      found = one?.relatedInformation?.map(({ location }) => location.uri) ?? [];
    }
  };
  await told('ctl.py');
  folder.remove('ctl.py');
  tellOf(client, folder.uri('ctl.py'), 'deleted');
  await told();
  folder.write('other.py', PYTHON);
  tellOf(client, folder.uri('other.py'), 'created');
  await told('other.py');
});

test('files that git ignores are no clients', async (t) => {
  const { folder, client } = await openRun(t, { '.gitignore': 'build\n', 'build/c.py': PYTHON });
  assert.equal((await switchOf(client, folder)).title, 'Switch to a UNIX socket');
});
