/** What the server reads of the disk, seen at the config files that a script gives to QEMU. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { type LspClient, PLAIN_EDITOR, PULLING_EDITOR } from '../../support/lsp-client.ts';
import { CONFIG } from '../documents.ts';
import { applyEdits, rangeOf, textIn } from '../positions.ts';
import {
  makeFolder,
  openFolder,
  startIn,
  tellOf,
  type WorkspaceFolder,
} from '../workspace-folder.ts';

const RUN = '#!/bin/sh\nqemu-system-x86_64 -readconfig vm.cfg\n';
const SAFE = CONFIG.text
  .replace('host = "0.0.0.0"', 'path = "mon.sock"')
  .replace(/ .*port.*\n/, '');
const REFRESH = 'workspace/diagnostic/refresh';

/** The next diagnostics for a file that is not open. */
async function pushedFor(client: LspClient, uri: string) {
  return (await client.pushed(uri)).diagnostics;
}

/** Opens the script, and asserts that the server takes nothing out of a file that it may not read. */
async function assertUnread(client: LspClient, folder: WorkspaceFolder, script = RUN) {
  client.open(folder.uri('run.sh'), 'shellscript', script);
  assert.deepEqual(await client.diagnostics(folder.uri('run.sh')), []);
  const pushed = client.sent('textDocument/publishDiagnostics');
  assert.deepEqual(pushed, []);
}

test('a config file that an open script gives to QEMU is reported where it is written', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  client.open(folder.uri('run.sh'), 'shellscript', RUN);
  assert.deepEqual(await client.diagnostics(folder.uri('run.sh')), []);
  const [diagnostic, ...others] = await pushedFor(client, folder.uri('vm.cfg'));
  assert.deepEqual(others, []);
  assert.equal(diagnostic?.code, 'monitor-on-network');
  assert.equal(textIn(CONFIG.text, diagnostic.range), '0.0.0.0');
  const places = diagnostic.relatedInformation?.map(({ location: { uri, range } }) => {
    return [uri, textIn(uri === folder.uri('run.sh') ? RUN : CONFIG.text, range)];
  });
  assert.deepEqual(places, [
    [folder.uri('vm.cfg'), '[mon "monitor"]'],
    [folder.uri('run.sh'), 'qemu-system-x86_64'],
  ]);
});

test('what was sent of a file goes when nothing open uses it any more', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  const script = folder.uri('run.sh');
  client.open(script, 'shellscript', RUN);
  await client.diagnostics(script);
  assert.equal((await pushedFor(client, folder.uri('vm.cfg'))).length, 1);
  client.change(script, 2, [{ text: '#!/bin/sh\nqemu-system-x86_64\n' }]);
  await client.diagnostics(script);
  assert.deepEqual(await pushedFor(client, folder.uri('vm.cfg')), []);
  client.change(script, 3, [{ text: RUN }]);
  await client.diagnostics(script);
  assert.equal((await pushedFor(client, folder.uri('vm.cfg'))).length, 1);
  client.close(script);
  assert.deepEqual(await pushedFor(client, folder.uri('vm.cfg')), []);
});

test('the same findings are sent once', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  const script = folder.uri('run.sh');
  client.open(script, 'shellscript', RUN);
  for (let version = 2; version < 6; version++) {
    await client.diagnostics(script);
    client.change(script, version, [{ text: RUN.replace('\n', ` # ${version}\n`) }]);
  }
  await client.diagnostics(script);
  const sent = client.sent('textDocument/publishDiagnostics');
  // The place of the command moves with none of these changes.
  assert.equal(sent.length, 1);
});

test('a change, a deletion and a creation on the disk are followed', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  const script = folder.uri('run.sh');
  const config = folder.uri('vm.cfg');
  client.open(script, 'shellscript', RUN);
  await client.diagnostics(script);
  assert.equal((await pushedFor(client, config)).length, 1);
  folder.write('vm.cfg', SAFE);
  tellOf(client, config, 'changed');
  assert.deepEqual(await pushedFor(client, config), []);
  folder.write('vm.cfg', `\n${CONFIG.text}`);
  tellOf(client, config, 'changed');
  const [moved] = await pushedFor(client, config);
  assert.equal(moved && textIn(`\n${CONFIG.text}`, moved.range), '0.0.0.0');
  folder.remove('vm.cfg');
  tellOf(client, config, 'deleted');
  assert.deepEqual(await pushedFor(client, config), []);
  folder.write('vm.cfg', CONFIG.text);
  tellOf(client, config, 'created');
  assert.equal((await pushedFor(client, config)).length, 1);
});

test('a folder that goes takes its files along', async (t) => {
  const { folder, client } = await openFolder(t, { 'etc/vm.cfg': CONFIG.text });
  const script = folder.uri('run.sh');
  client.open(script, 'shellscript', RUN.replace('vm.cfg', 'etc/vm.cfg'));
  await client.diagnostics(script);
  assert.equal((await pushedFor(client, folder.uri('etc/vm.cfg'))).length, 1);
  folder.remove('etc');
  tellOf(client, folder.uri('etc'), 'deleted');
  assert.deepEqual(await pushedFor(client, folder.uri('etc/vm.cfg')), []);
});

test('a client that tells of no changes is told what the disk says when it asks', async (t) => {
  const folder = makeFolder(t, { 'vm.cfg': CONFIG.text });
  const client = await startIn(t, folder, { capabilities: PULLING_EDITOR });
  const script = folder.uri('run.sh');
  client.open(script, 'shellscript', RUN);
  await client.diagnostics(script);
  assert.equal((await pushedFor(client, folder.uri('vm.cfg'))).length, 1);
  folder.write('vm.cfg', SAFE);
  await client.diagnostics(script);
  assert.deepEqual(await pushedFor(client, folder.uri('vm.cfg')), []);
  folder.write('vm.cfg', CONFIG.text);
  await client.diagnostics(script);
  assert.equal((await pushedFor(client, folder.uri('vm.cfg'))).length, 1);
});

test('the text of an open file wins over the disk, and the disk when it is closed', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': SAFE, 'run.sh': RUN });
  const config = folder.uri('vm.cfg');
  client.open(folder.uri('run.sh'), 'shellscript', RUN);
  await client.diagnostics(folder.uri('run.sh'));
  client.open(config, 'qemu-config', CONFIG.text);
  const [diagnostic] = await client.diagnostics(config);
  assert.equal(diagnostic && textIn(CONFIG.text, diagnostic.range), '0.0.0.0');
  assert.match(JSON.stringify(diagnostic?.relatedInformation), /QEMU is started here/);
  client.change(config, 2, [{ text: SAFE }]);
  assert.deepEqual(await client.diagnostics(config), []);
  client.change(config, 3, [{ text: CONFIG.text }]);
  assert.equal((await client.diagnostics(config)).length, 1);
  const { length } = client.log;
  client.close(config);
  await client.diagnostics(folder.uri('run.sh'));
  const sent = client.log.slice(length).filter(({ method }) => method.endsWith('Diagnostics'));
  assert.deepEqual(sent, []);
});

test('what was sent of a file is taken back when it is opened, since then it is asked about', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  client.open(folder.uri('run.sh'), 'shellscript', RUN);
  await client.diagnostics(folder.uri('run.sh'));
  assert.equal((await pushedFor(client, folder.uri('vm.cfg'))).length, 1);
  client.open(folder.uri('vm.cfg'), 'qemu-config', CONFIG.text);
  assert.deepEqual(await pushedFor(client, folder.uri('vm.cfg')), []);
  assert.equal((await client.diagnostics(folder.uri('vm.cfg'))).length, 1);
});

test('a script that is not open says where QEMU is started, and a change of it is followed', async (t) => {
  const folder = makeFolder(t, { 'vm.cfg': CONFIG.text, 'bin/run.sh': RUN, launch: RUN });
  const client = await startIn(t, folder);
  const config = folder.uri('vm.cfg');
  client.open(config, 'qemu-config', CONFIG.text);
  const starts = async (): Promise<readonly string[]> => {
    const [diagnostic, ...others] = await client.diagnostics(config);
    assert.deepEqual(others, []);
    const related = diagnostic?.relatedInformation ?? [];
    return related
      .filter(({ message }) => message === 'QEMU is started here')
      .map(({ location }) => location.uri)
      .toSorted();
  };
  assert.deepEqual(await starts(), [folder.uri('bin/run.sh'), folder.uri('launch')]);
  folder.write('launch', '#!/bin/sh\n');
  tellOf(client, folder.uri('launch'), 'changed');
  await client.next(REFRESH);
  assert.deepEqual(await starts(), [folder.uri('bin/run.sh')]);
  folder.remove('bin');
  tellOf(client, folder.uri('bin'), 'deleted');
  await client.next(REFRESH);
  assert.deepEqual(await starts(), []);
  folder.write('start.bash', RUN);
  tellOf(client, folder.uri('start.bash'), 'created');
  await client.next(REFRESH);
  assert.deepEqual(await starts(), [folder.uri('start.bash')]);
});

test('scripts in hidden folders and among packages belong to no project', async (t) => {
  const hidden = { '.git/run.sh': RUN, 'node_modules/a/run.sh': RUN, 'notes.txt': RUN };
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text, ...hidden });
  client.open(folder.uri('vm.cfg'), 'qemu-config', CONFIG.text);
  const [diagnostic] = await client.diagnostics(folder.uri('vm.cfg'));
  assert.doesNotMatch(JSON.stringify(diagnostic?.relatedInformation), /QEMU is started here/);
});

test('who starts QEMU with a config file knows more than the file', async (t) => {
  const run = 'qemu-system-x86_64 -readconfig vm.cfg -set chardev.mon0.host=127.0.0.1\n';
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  const config = folder.uri('vm.cfg');
  client.open(config, 'qemu-config', CONFIG.text);
  const alone = await client.diagnostics(config);
  const codes = alone.map(({ code }) => code);
  assert.deepEqual(codes, ['monitor-on-network']);
  client.open(folder.uri('run.sh'), 'shellscript', run);
  const [diagnostic] = await client.diagnostics(folder.uri('run.sh'));
  assert.equal(diagnostic?.code, 'monitor-on-loopback');
  await client.next(REFRESH);
  assert.deepEqual(await client.diagnostics(config), []);
});

test('a fix is offered at the finding, in whatever file it is', async (t) => {
  const run = 'qemu-system-x86_64 -mon chardev=mon0 -readconfig vm.cfg\n';
  const [chardev = ''] = CONFIG.text.split('\n\n');
  const { folder, client } = await openFolder(t, { 'run.sh': run, 'vm.cfg': `${chardev}\n` });
  client.open(folder.uri('vm.cfg'), 'qemu-config', `${chardev}\n`);
  const [diagnostic] = await client.diagnostics(folder.uri('vm.cfg'));
  assert.equal(diagnostic && textIn(chardev, diagnostic.range), '0.0.0.0');
  const actions = await client.actions(folder.uri('vm.cfg'), rangeOf(chardev, '0.0.0.0'));
  const fix = actions.find(({ isPreferred }) => isPreferred);
  assert.deepEqual(fix?.diagnostics, [diagnostic]);
  const [change] = fix?.edit?.documentChanges ?? [];
  assert.ok(change && 'edits' in change);
  assert.deepEqual(change.textDocument, { uri: folder.uri('vm.cfg'), version: 1 });
  const fixed = applyEdits(chardev, change.edits as Parameters<typeof applyEdits>[1]);
  assert.match(fixed, /path = "vm-monitor\.sock"/);
  assert.doesNotMatch(fixed, /port/);
});

test('a hover tells in a config file what the command makes of it', async (t) => {
  const run = 'qemu-system-x86_64 -mon chardev=mon0 -readconfig vm.cfg\n';
  const [chardev = ''] = CONFIG.text.split('\n\n');
  const { folder, client } = await openFolder(t, { 'run.sh': run, 'vm.cfg': chardev });
  client.open(folder.uri('vm.cfg'), 'qemu-config', chardev);
  const range = rangeOf(chardev, '0.0.0.0');
  const hover = await client.request('textDocument/hover', {
    textDocument: { uri: folder.uri('vm.cfg') },
    position: range.start,
  });
  // Without the command there is no monitor, nothing that it is open to and no way to connect.
  assert.match(
    JSON.stringify(hover),
    /Connect from this host.*See also: monitor, chardev, command/,
  );
});

test('a client that never asks is sent all of it', async (t) => {
  const folder = makeFolder(t, { 'vm.cfg': CONFIG.text });
  const client = await startIn(t, folder, { capabilities: PLAIN_EDITOR });
  const config = folder.uri('vm.cfg');
  client.open(folder.uri('run.sh'), 'shellscript', RUN);
  assert.deepEqual(await pushedFor(client, folder.uri('run.sh')), []);
  assert.equal((await pushedFor(client, config)).length, 1);
  client.open(config, 'qemu-config', SAFE);
  assert.deepEqual(await pushedFor(client, config), []);
  client.change(config, 2, [{ text: CONFIG.text }]);
  const [diagnostic] = await pushedFor(client, config);
  assert.match(JSON.stringify(diagnostic?.relatedInformation), /QEMU is started here/);
  client.change(folder.uri('run.sh'), 2, [{ text: '\n' }]);
  const [alone] = await pushedFor(client, config);
  assert.doesNotMatch(JSON.stringify(alone?.relatedInformation), /QEMU is started here/);
});

test('a link inside the workspace is followed to the file that it is', async (t) => {
  const folder = makeFolder(t, { 'real/machine.cfg': CONFIG.text });
  symlinkSync('real/machine.cfg', folder.path('vm.cfg'));
  const client = await startIn(t, folder);
  client.open(folder.uri('run.sh'), 'shellscript', RUN);
  await client.diagnostics(folder.uri('run.sh'));
  assert.equal((await pushedFor(client, folder.uri('real/machine.cfg'))).length, 1);
});

test('a workspace that is itself reached by a link is called as the editor calls it', async (t) => {
  const real = makeFolder(t, { 'ws/vm.cfg': CONFIG.text });
  const folder = makeFolder(t);
  symlinkSync(real.path('ws'), folder.path('ws'));
  const client = await startIn(t, folder, { rootUri: folder.uri('ws') });
  client.open(folder.uri('ws/run.sh'), 'shellscript', RUN);
  await client.diagnostics(folder.uri('ws/run.sh'));
  assert.equal((await pushedFor(client, folder.uri('ws/vm.cfg'))).length, 1);
});

test('nothing outside the workspace is read', async (t) => {
  const outside = makeFolder(t, { 'vm.cfg': CONFIG.text });
  const { folder, client } = await openFolder(t);
  const absolute = RUN.replace('vm.cfg', outside.path('vm.cfg'));
  await assertUnread(client, folder, absolute);
  assert.deepEqual(client.logged(), []);
});

for (const { name, make, reason, script = RUN } of [
  {
    name: 'a link that leads out of the workspace',
    make: (folder: WorkspaceFolder, outside: WorkspaceFolder) =>
      symlinkSync(outside.path('vm.cfg'), folder.path('vm.cfg')),
    reason: /vm\.cfg is not checked: it leads out of the workspace/,
  },
  {
    name: 'a folder behind a link that leads out of the workspace',
    make: (folder: WorkspaceFolder, outside: WorkspaceFolder) =>
      symlinkSync(outside.path(''), folder.path('etc')),
    script: RUN.replace('vm.cfg', 'etc/vm.cfg'),
    reason: /etc\/vm\.cfg is not checked: it leads out of the workspace/,
  },
  {
    name: 'a FIFO, which would keep its reader waiting',
    make: (folder: WorkspaceFolder) => execFileSync('mkfifo', [folder.path('vm.cfg')]),
    reason: /it is no regular file/,
  },
  {
    name: 'a link to a device',
    make: (folder: WorkspaceFolder) => symlinkSync('/dev/zero', folder.path('vm.cfg')),
    reason: /leads out of the workspace/,
  },
  {
    name: 'a file of more than 8 MB',
    make: (folder: WorkspaceFolder) =>
      folder.write('vm.cfg', CONFIG.text + '\n'.repeat(8 * 1024 * 1024)),
    reason: /it has 8\d+ bytes, more than 8388608/,
  },
]) {
  test(`${name} is not read, and that is said once`, async (t) => {
    const outside = makeFolder(t, { 'vm.cfg': CONFIG.text });
    const folder = makeFolder(t);
    make(folder, outside);
    const client = await startIn(t, folder);
    await assertUnread(client, folder, script);
    client.change(folder.uri('run.sh'), 2, [{ text: `${script}\n` }]);
    await client.diagnostics(folder.uri('run.sh'));
    assert.equal(client.logged().length, 1);
    assert.match(client.logged()[0] ?? '', reason);
  });
}

for (const { name, make } of [
  { name: 'a folder', make: (folder: WorkspaceFolder) => mkdirSync(folder.path('vm.cfg')) },
  { name: 'a link to nothing', make: (f: WorkspaceFolder) => symlinkSync('no', f.path('vm.cfg')) },
  {
    name: 'a link to itself',
    make: (f: WorkspaceFolder) => symlinkSync('vm.cfg', f.path('vm.cfg')),
  },
  { name: 'nothing', make: () => {} },
]) {
  test(`${name} in the place of a file does no harm`, async (t) => {
    const folder = makeFolder(t);
    make(folder);
    const client = await startIn(t, folder);
    await assertUnread(client, folder);
  });
}

test('without a workspace nothing is read, but what is open is known', async (t) => {
  const folder = makeFolder(t, { 'vm.cfg': CONFIG.text });
  const client = await startIn(t, folder, { rootUri: '' });
  await assertUnread(client, folder);
  client.open(folder.uri('vm.cfg'), 'qemu-config', CONFIG.text);
  const [diagnostic] = await client.diagnostics(folder.uri('vm.cfg'));
  assert.match(JSON.stringify(diagnostic?.relatedInformation), /QEMU is started here/);
});

test('a document that was never saved brings in nothing', async (t) => {
  const { folder, client } = await openFolder(t, { 'vm.cfg': CONFIG.text });
  const text = RUN.replace('vm.cfg', folder.path('vm.cfg'));
  client.open('untitled:Untitled-1', 'shellscript', text);
  assert.deepEqual(await client.diagnostics('untitled:Untitled-1'), []);
  const wrong = client.log.filter(({ method }) => method.endsWith('Diagnostics'));
  assert.deepEqual(wrong, []);
});
