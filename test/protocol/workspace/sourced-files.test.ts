/** Scripts that bring in others, in real folders: findings stand where text is written, whatever is open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver';
import { type LspClient, PLAIN_EDITOR } from '../../support/lsp-client.ts';
import { applyEdits, rangeOf, textIn } from '../positions.ts';
import { makeFolder, openFolder, startIn, type WorkspaceFolder } from '../workspace-folder.ts';

const SETTINGS = 'MONITOR="-monitor tcp:0.0.0.0:4444,server,nowait"\n';
const RUN = '#!/bin/sh\n. ./settings.sh\nqemu-system-x86_64 $MONITOR\n';
const REFRESH = 'workspace/diagnostic/refresh';

/** Opens a file of a folder as it is on the disk. */
function open(client: LspClient, folder: WorkspaceFolder, name: string, text: string): void {
  client.open(folder.uri(name), 'shellscript', text);
}

/** The files of the places that belong to a diagnostic, with their messages. */
function places(folder: WorkspaceFolder, diagnostic: Diagnostic | undefined): readonly string[] {
  return (diagnostic?.relatedInformation ?? []).map(({ location, message }) => {
    return `${location.uri.slice(folder.uri('').length + 1)}: ${message}`;
  });
}

const IN_BOTH = ['run.sh: The address is used here'];

test('with the settings open, the script that sources them says what they are for', async (t) => {
  const { folder, client } = await openFolder(t, { 'run.sh': RUN, 'settings.sh': SETTINGS });
  open(client, folder, 'settings.sh', SETTINGS);
  const [diagnostic, ...others] = await client.diagnostics(folder.uri('settings.sh'));
  assert.deepEqual(others, []);
  assert.doesNotMatch(String(diagnostic?.message), /unused here/);
  assert.deepEqual(places(folder, diagnostic), IN_BOTH);
});

for (const first of ['run.sh', 'settings.sh']) {
  test(`both open, ${first} first: each has its own, and a change of one refreshes the other`, async (t) => {
    const texts: Readonly<Record<string, string>> = { 'run.sh': RUN, 'settings.sh': SETTINGS };
    const { folder, client } = await openFolder(t, texts);
    const [run, settings] = [folder.uri('run.sh'), folder.uri('settings.sh')];
    for (const name of [first, ...Object.keys(texts).filter((other) => other !== first)]) {
      open(client, folder, name, texts[name] ?? '');
      await client.diagnostics(folder.uri(name));
    }
    const [diagnostic] = await client.diagnostics(settings);
    assert.deepEqual(places(folder, diagnostic), IN_BOTH);
    assert.deepEqual(await client.diagnostics(run), []);
    client.change(run, 2, [{ text: RUN.replace('$MONITOR', '-nographic') }]);
    await client.diagnostics(run);
    await client.next(REFRESH);
    assert.deepEqual(await client.diagnostics(settings), []);
    client.change(run, 3, [{ text: `\n${RUN}` }]);
    await client.diagnostics(run);
    await client.next(REFRESH);
    const [again] = await client.diagnostics(settings);
    assert.deepEqual(places(folder, again), IN_BOTH);
    // The settings are typed in, and nothing is saved.
    const typed = SETTINGS.replace('0.0.0.0', '127.0.0.1');
    client.change(settings, 2, [{ text: typed }]);
    const [loopback] = await client.diagnostics(settings);
    assert.equal(loopback?.code, 'monitor-on-loopback');
    assert.equal(textIn(typed, loopback.range), '127.0.0.1');
  });
}

test('settings with long users are answered first by themselves, and then with the users', async (t) => {
  const long = `${RUN}${'# A long script.\n'.repeat(7_000)}`;
  const { folder, client } = await openFolder(t, { 'run.sh': long, 'settings.sh': SETTINGS });
  const settings = folder.uri('settings.sh');
  open(client, folder, 'settings.sh', SETTINGS);
  assert.deepEqual(places(folder, (await client.diagnostics(settings))[0]), IN_BOTH);
  const moved = `# The lab.\n${SETTINGS}`;
  client.change(settings, 2, [{ text: moved }]);
  const [known] = await client.diagnostics(settings);
  assert.equal(known && textIn(moved, known.range), '0.0.0.0');
  assert.deepEqual(places(folder, known), IN_BOTH);
  const typed = moved.replace('0.0.0.0', '127.0.0.1');
  client.change(settings, 3, [{ text: typed }]);
  assert.deepEqual(await client.diagnostics(settings), []);
  await client.next(REFRESH);
  const [loopback] = await client.diagnostics(settings);
  assert.equal(loopback?.code, 'monitor-on-loopback');
  assert.deepEqual(places(folder, loopback), IN_BOTH);
});

test('from the end of a chain its beginning is found, though it does not name it', async (t) => {
  const files = {
    'run.sh': '#!/bin/sh\n. ./common.sh\nqemu-system-x86_64 $MONITOR\n',
    'common.sh': '. ./settings.sh\n',
    'settings.sh': SETTINGS,
  };
  const { folder, client } = await openFolder(t, files);
  open(client, folder, 'settings.sh', SETTINGS);
  const [diagnostic] = await client.diagnostics(folder.uri('settings.sh'));
  assert.deepEqual(places(folder, diagnostic), IN_BOTH);
});

test('the fix of a finding edits the file that holds the text, open or not', async (t) => {
  const run = '. ./settings.sh\nqemu-system-x86_64 -monitor "tcp:$HOST:4444,server,nowait"\n';
  const settings = 'HOST=0.0.0.0\n';
  const { folder, client } = await openFolder(t, { 'run.sh': run, 'settings.sh': settings });
  open(client, folder, 'settings.sh', settings);
  const [diagnostic] = await client.diagnostics(folder.uri('settings.sh'));
  assert.equal(diagnostic && textIn(settings, diagnostic.range), '0.0.0.0');
  const actions = await client.actions(folder.uri('settings.sh'), rangeOf(settings, '0.0.0.0'));
  const fix = actions.find(({ isPreferred }) => isPreferred);
  assert.deepEqual(fix?.diagnostics, [diagnostic]);
  const [change, ...others] = fix?.edit?.documentChanges ?? [];
  assert.deepEqual(others, []);
  assert.ok(change && 'edits' in change);
  // A file that is not open has no version.
  assert.deepEqual(change.textDocument, { uri: folder.uri('run.sh'), version: null });
  const fixed = applyEdits(run, change.edits as Parameters<typeof applyEdits>[1]);
  assert.match(
    fixed,
    /-monitor "unix:\$\{XDG_RUNTIME_DIR:-\$HOME\}\/run-monitor\.sock,server,nowait"/,
  );
  open(client, folder, 'run.sh', run);
  const again = await client.actions(folder.uri('settings.sh'), rangeOf(settings, '0.0.0.0'));
  const [edit] = again.find(({ isPreferred }) => isPreferred)?.edit?.documentChanges ?? [];
  assert.ok(edit && 'edits' in edit);
  assert.deepEqual(edit.textDocument, { uri: folder.uri('run.sh'), version: 1 });
});

test('positions in another file count as the client counts', async (t) => {
  const settings = `NAME='😀é'; ${SETTINGS}`;
  const folder = makeFolder(t, { 'settings.sh': settings });
  const client = await startIn(t, folder, {
    capabilities: { ...PLAIN_EDITOR, general: { positionEncodings: ['utf-8'] } },
  });
  open(client, folder, 'run.sh', RUN);
  const { diagnostics } = await client.pushed(folder.uri('settings.sh'));
  const [diagnostic] = diagnostics;
  assert.equal(diagnostic && textIn(settings, diagnostic.range, 'utf-8'), '0.0.0.0');
});
