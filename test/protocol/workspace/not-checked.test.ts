/** What the server tells of files in languages that it does not read, so that nobody takes them for checked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inventory } from '../../../server/src/lsp/features/inventory-feature.ts';
import { splitWords } from '../../../server/src/text/split-words.ts';
import type { LspClient } from '../../support/lsp-client.ts';
import { reportsOf } from '../review.ts';
import { makeFolder, openFolder, startIn, tellOf } from '../workspace-folder.ts';

const MONITOR = '-monitor tcp:0.0.0.0:4444,server,nowait';
const LAUNCH = `qemu-system-x86_64 ${MONITOR}`;

/** What is told once everything that is known to have changed was looked at. */
async function ask(client: LspClient, state?: string): Promise<Inventory> {
  await reportsOf(client);
  return client.request<Inventory>('qemuMonitorGuard/inventory', state ? { state } : null);
}

test('files in languages that are not read are named, and those that only name QEMU counted', async (t) => {
  const { folder, client } = await openFolder(t, {
    'run.tcl': `exec ${LAUNCH}\n`,
    'run.awk': `BEGIN { system("${LAUNCH}") }\n`,
    'run.lua': 'cmd = {"kvm", "-qmp", "unix:q.sock"}\n',
    'run.fish': `${LAUNCH}\n`,
    'tools/start': `#!/usr/bin/env tcsh\n${LAUNCH}\n`,
    'vm.conf': `args: ${MONITOR}\n`,
    'docs/manual.adoc': `    ${LAUNCH}\n`,
    'notes.lua': 'PROGRAM = "qemu-system-arm"\n',
    'old/run.tcl': `exec ${LAUNCH}\n`,
    '.gitignore': 'old\n',
    'run.sh': 'kvm -monitor stdio\n',
    'disk.tcl': `\0 ${LAUNCH}`,
  });
  const { notChecked } = await ask(client);
  const names = splitWords('run.awk run.fish run.lua run.tcl tools/start vm.conf');
  assert.deepEqual(notChecked, {
    uris: names.map(folder.uri),
    more: 0,
    unfollowed: [],
    documentation: 1,
    programs: 1,
  });
});

test('what changes on the disk is told, and nothing is told twice', async (t) => {
  const folder = makeFolder(t, { 'run.tcl': `exec ${LAUNCH}\n`, 'run.sh': 'kvm\n' });
  const client = await startIn(t, folder);
  const first = await ask(client);
  assert.deepEqual(first.notChecked?.uris, [folder.uri('run.tcl')]);
  const second = await ask(client, first.state);
  assert.ok(!('notChecked' in second), 'the same as before');
  folder.write('run.tcl', 'puts x\n');
  folder.write('run.lua', `os.execute("${LAUNCH}")\n`);
  tellOf(client, folder.uri('run.tcl'), 'changed');
  tellOf(client, folder.uri('run.lua'), 'created');
  const third = await ask(client, second.state);
  assert.deepEqual(third.notChecked?.uris, [folder.uri('run.lua')]);
  folder.remove('run.lua');
  tellOf(client, folder.uri('run.lua'), 'deleted');
  assert.deepEqual((await ask(client, third.state)).notChecked?.uris, []);
});

test('what a script brings in is checked with it, whatever it is called', async (t) => {
  const settings = `if x; then y; fi\nMONITOR="${MONITOR}"\n`;
  const { folder, client } = await openFolder(t, {
    'run.sh': '. ./vm.defaults\nkvm $MONITOR\n',
    'vm.defaults': settings,
    'other.defaults': settings,
  });
  const first = await ask(client);
  assert.deepEqual(first.notChecked?.uris, [folder.uri('other.defaults')]);
  folder.write('run.sh', '. ./other.defaults\nkvm $MONITOR\n');
  tellOf(client, folder.uri('run.sh'), 'changed');
  const second = await ask(client, first.state);
  assert.deepEqual(second.notChecked?.uris, [folder.uri('vm.defaults')]);
});

test('a script for another shell is not checked, open or closed', async (t) => {
  const { folder, client } = await openFolder(t, { 'run.csh': `${LAUNCH}\n` });
  const uri = folder.uri('run.csh');
  assert.deepEqual((await ask(client)).notChecked?.uris, [uri]);
  client.open(uri, 'shellscript', `${LAUNCH} # typed\n`);
  assert.deepEqual(await client.diagnostics(uri), []);
  const open = await ask(client);
  assert.deepEqual(open.notChecked?.uris, [uri]);
  assert.deepEqual(open.files, []);
  client.change(uri, 2, [{ text: 'echo\n' }]);
  assert.deepEqual((await ask(client)).notChecked?.uris, []);
});

test('fixing all says how many files were not checked', async (t) => {
  const { client } = await openFolder(t, {
    'run.tcl': `exec ${LAUNCH}\n`,
    'run.sh': '. ./vm.defaults\nkvm $MONITOR\n',
    'vm.defaults': `if x; then y; fi\nMONITOR="${MONITOR}"\n`,
  });
  const answer = await client.request<{ readonly notChecked: number }>(
    'qemuMonitorGuard/fixWorkspace',
    {},
  );
  assert.equal(answer.notChecked, 1);
});

test('a document that shows a file once more has no monitors of its own', async (t) => {
  const { folder, client } = await openFolder(t, { 'run.sh': `${LAUNCH}\n` });
  for (const scheme of ['git', 'vscode-local-history', 'clipboardCompare', 'fugitive']) {
    client.open(folder.uri('run.sh').replace('file:', `${scheme}:`), 'shellscript', `${LAUNCH}\n`);
  }
  client.open('untitled:Untitled-1', 'shellscript', `${LAUNCH}\n`);
  const { files } = await ask(client);
  assert.deepEqual(files.map(({ uri }) => uri).toSorted(), [
    folder.uri('run.sh'),
    'untitled:Untitled-1',
  ]);
});

test('a script that is not followed to its end is named, open or closed', async (t) => {
  const calls = 'f 1\n'.repeat(10_000);
  const { folder, client } = await openFolder(t, {
    'run.sh': `f() { kvm -S -m $1; }\n${calls}${LAUNCH}\n`,
    'short.sh': `f() { kvm -S -m $1; }\nf 1\n${LAUNCH}\n`,
  });
  const uri = folder.uri('run.sh');
  const closed = await ask(client);
  const [stop, ...others] = closed.notChecked?.unfollowed ?? [];
  assert.deepEqual([stop?.uri, others], [uri, []]);
  assert.ok(stop && stop.line > 1 && stop.line < 10_000, 'among the calls');
  assert.deepEqual(closed.notChecked?.uris, []);
  client.open(uri, 'shellscript', `f() { kvm -S -m $1; }\n${calls}${LAUNCH} # typed\n`);
  assert.deepEqual((await ask(client)).notChecked?.unfollowed, [stop]);
  const found = await client.diagnostics(uri);
  assert.ok(found.some(({ code }) => code === 'monitor-on-network'));
  // The review and the open document have looked at it.
  const told = client.log.filter(({ params }) => {
    return JSON.stringify(params).includes('analysis stopped at line');
  });
  assert.equal(told.length, 1);
  client.change(uri, 2, [{ text: `${LAUNCH}\n` }]);
  assert.deepEqual((await ask(client)).notChecked?.unfollowed, []);
});
