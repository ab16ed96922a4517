/** The findings of closed files, in real folders: found, streamed, followed and taken back. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { renameSync, symlinkSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver';
import { PLAIN_EDITOR, PULLING_EDITOR, ResponseError } from '../../support/lsp-client.ts';
import { textIn } from '../positions.ts';
import { openStream, reportsOf, rulesByFile } from '../review.ts';
import { makeFolder, openFolder, startIn, tellOf, WATCHING_EDITOR } from '../workspace-folder.ts';

const OPEN = '#!/bin/sh\nkvm -monitor tcp:0.0.0.0:4444,server,nowait\n';
const LOOPBACK = OPEN.replace('0.0.0.0', '127.0.0.1');
const SAFE = '#!/bin/sh\nkvm -monitor stdio\n';
const DOMAIN = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>d</name>
<qemu:commandline><qemu:arg value='-qmp'/><qemu:arg value='tcp:0.0.0.0:4444,server'/></qemu:commandline></domain>
`;
const CONFIG =
  '[chardev "c"]\n  backend = "socket"\n  host = "0.0.0.0"\n  port = "4444"\n  server = "on"\n[mon]\n  chardev = "c"\n';
const SETTINGS = 'MONITOR="-monitor tcp:0.0.0.0:4444,server,nowait"\n';
const RUN = '#!/bin/sh\n. ./settings.sh\nqemu-system-x86_64 $MONITOR\n';
const CANCELLED = -32800;

describe('the diagnostics of the workspace', () => {
  it('are those of files of every language, none of which is open', async (t) => {
    const { folder, client } = await openFolder(t, {
      'a/run.sh': OPEN,
      'a/start': OPEN,
      'a/start-with-mark': `\uFEFF${OPEN}`,
      'a/README.md': OPEN,
      'domain.xml': DOMAIN,
      'guest.args': '/usr/bin/kvm \\\n-monitor tcp:0.0.0.0:4444,server\n',
      'machine.qemu': CONFIG,
      'by-content.cfg': CONFIG,
      'other.cfg': '[main]\nhost = "0.0.0.0"\n',
      'safe.sh': SAFE,
      '.ci/run.sh': LOOPBACK,
    });
    assert.deepEqual(rulesByFile(folder, await reportsOf(client)), {
      '.ci/run.sh': ['monitor-on-loopback'],
      'a/run.sh': ['monitor-on-network'],
      'a/start': ['monitor-on-network'],
      'a/start-with-mark': ['monitor-on-network'],
      'by-content.cfg': ['monitor-on-network'],
      'domain.xml': ['monitor-on-network'],
      'guest.args': ['monitor-on-network'],
      'machine.qemu': ['monitor-on-network'],
    });
  });

  it('name no version, stand where the text is, and say the same as for an open document', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': OPEN });
    const [report] = await reportsOf(client);
    assert.ok(report?.kind === 'full');
    assert.equal(report.version, null);
    const [diagnostic] = report.items;
    assert.equal(diagnostic && textIn(OPEN, diagnostic.range), '0.0.0.0');
    client.open(folder.uri('run.sh'), 'shellscript', OPEN);
    assert.deepEqual(await client.diagnostics(folder.uri('run.sh')), report.items);
  });

  it('are reported as unchanged if the client has them, and as none for files that are gone', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN, 'c.sh': OPEN });
    const known = (await reportsOf(client)).map(({ uri, resultId = '' }) => ({
      uri,
      value: resultId,
    }));
    folder.write('b.sh', LOOPBACK);
    tellOf(client, folder.uri('b.sh'), 'changed');
    folder.remove('c.sh');
    tellOf(client, folder.uri('c.sh'), 'deleted');
    const later = await reportsOf(client, known);
    const summary = later.map((report) => [
      report.uri.slice(folder.uri('').length + 1),
      report.kind === 'full' ? report.items.map(({ code }) => code) : report.kind,
    ]);
    assert.deepEqual(Object.fromEntries(summary), {
      'a.sh': 'unchanged',
      'b.sh': ['monitor-on-loopback'],
      'c.sh': [],
    });
  });

  it('are judged by all scripts that bring a file in, and stand where the text is written', async (t) => {
    const folder = makeFolder(t, { 'run.sh': RUN, 'again.sh': RUN, 'settings.sh': SETTINGS });
    const client = await startIn(t, folder);
    const reports = await reportsOf(client);
    assert.deepEqual(rulesByFile(folder, reports), { 'settings.sh': ['monitor-on-network'] });
    const [report] = reports as Extract<WorkspaceDocumentDiagnosticReport, { kind: 'full' }>[];
    const places = report?.items[0]?.relatedInformation?.map(({ location, message }) => {
      return `${location.uri.slice(folder.uri('').length + 1)}: ${message}`;
    });
    assert.deepEqual(places?.toSorted(), [
      'again.sh: The address is used here',
      'run.sh: The address is used here',
    ]);
    assert.doesNotMatch(String(report?.items[0]?.message), /unused here/);
  });

  it('say of comments what they say in an open document', async (t) => {
    const silenced = OPEN.replace(
      'kvm',
      '# qemu-monitor-guard: ignore[monitor-on-network] lab\nkvm',
    );
    const { folder, client } = await openFolder(t, {
      'silenced.sh': silenced,
      'stale.sh': silenced.replace('0.0.0.0', '127.0.0.1'),
      'malformed.sh': silenced.replace(' lab', ''),
    });
    assert.deepEqual(rulesByFile(folder, await reportsOf(client)), {
      'malformed.sh': ['suppression-malformed', 'monitor-on-network'],
      'stale.sh': ['suppression-stale', 'monitor-on-loopback'],
    });
  });

  it('leave out what git ignores and what the settings exclude', async (t) => {
    const folder = makeFolder(t, {
      '.gitignore': '/build/\n*.tmp.sh\n!keep.tmp.sh\n',
      'build/run.sh': OPEN,
      'a.tmp.sh': OPEN,
      'keep.tmp.sh': OPEN,
      'lab/.gitignore': 'mine/\n',
      'lab/mine/run.sh': OPEN,
      'lab/build/run.sh': OPEN,
      'old/lab/run.sh': OPEN,
      'hidden/run.sh': OPEN,
      '.git/info/exclude': 'private.sh\n',
      'private.sh': OPEN,
    });
    const client = await startIn(t, folder, { settings: { exclude: ['old/**'] } });
    client.answer('workspace/configuration', (params) =>
      (params as { items: { section: string }[] }).items.map(({ section }) =>
        section === 'files.exclude'
          ? { '**/hidden': true, '**/*.sh': false }
          : { exclude: ['old/**'] },
      ),
    );
    assert.deepEqual(Object.keys(rulesByFile(folder, await reportsOf(client))).toSorted(), [
      'keep.tmp.sh',
      'lab/build/run.sh',
    ]);
  });

  it('do not follow links, and one unreadable file costs itself alone', async (t) => {
    const elsewhere = makeFolder(t, { 'secret.sh': OPEN });
    const folder = makeFolder(t, {
      'a.sh': OPEN,
      'long.sh': `${OPEN}#${'x'.repeat(1024 * 1024)}\n`,
    });
    symlinkSync(elsewhere.path(''), folder.path('linked'));
    symlinkSync(elsewhere.path('secret.sh'), folder.path('linked.sh'));
    execFileSync('mkfifo', [folder.path('fifo.sh')]);
    const client = await startIn(t, folder);
    assert.deepEqual(Object.keys(rulesByFile(folder, await reportsOf(client))), ['a.sh']);
    const logged = client.sent('window/logMessage');
    assert.match(JSON.stringify(logged), /long\.sh is not checked: it has 10\d+ bytes/);
  });

  it('are none where the setting is off, and there as soon as it is on', async (t) => {
    const folder = makeFolder(t, { 'run.sh': OPEN });
    const client = await startIn(t, folder, { settings: { workspaceScan: false } });
    assert.deepEqual(await reportsOf(client), []);
    const stream = openStream(client);
    client.answer('workspace/configuration', () => [{}]);
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await stream.until(folder.uri('run.sh'), 1);
    client.answer('workspace/configuration', () => [{ workspaceScan: false }]);
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await stream.until(folder.uri('run.sh'), 0);
  });
});

describe('a stream of diagnostics', () => {
  it('follows what happens to files on the disk', async (t) => {
    const { folder, client } = await openFolder(t, { 'lab/a.sh': OPEN, 'lab/b.sh': SAFE });
    const stream = openStream(client);
    const [a, b, c] = ['lab/a.sh', 'lab/b.sh', 'lab/new/c.sh'].map(folder.uri) as [
      string,
      string,
      string,
    ];
    await stream.until(a, 1);
    assert.equal(stream.shown(b), undefined);
    folder.write('lab/b.sh', OPEN);
    tellOf(client, b, 'changed');
    await stream.until(b, 1);
    folder.write('lab/new/c.sh', OPEN);
    tellOf(client, c, 'created');
    await stream.until(c, 1);
    folder.remove('lab/a.sh');
    tellOf(client, a, 'deleted');
    await stream.until(a, 0);
    // Of a folder that is renamed no client tells what is in it.
    renameSync(folder.path('lab'), folder.path('moved'));
    tellOf(client, folder.uri('lab'), 'deleted');
    tellOf(client, folder.uri('moved'), 'created');
    await stream.until(folder.uri('moved/new/c.sh'), 1);
    await stream.until(folder.uri('moved/b.sh'), 1);
    await stream.until(b, 0);
    await stream.until(c, 0);
    assert.deepEqual(stream.log.filter(({ uri }) => uri === a).length, 2, 'nothing is told twice');
  });

  it('follows the files that scripts bring in, and those that were not there before', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': RUN });
    const stream = openStream(client);
    const settings = folder.uri('settings.sh');
    await reportsOf(client);
    folder.write('settings.sh', SETTINGS);
    tellOf(client, settings, 'created');
    const [diagnostic] = await stream.until(settings, 1);
    assert.doesNotMatch(String(diagnostic?.message), /unused here/);
    folder.write('run.sh', RUN.replace('$MONITOR', '-nographic'));
    tellOf(client, folder.uri('run.sh'), 'changed');
    await stream.until(settings, 0);
  });

  it('looks at everything anew when another branch is checked out or git ignores something else', async (t) => {
    const names = Array.from({ length: 700 }, (_, index) => `lab/${index}.sh`);
    const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, SAFE])));
    const client = await startIn(t, folder);
    const stream = openStream(client);
    await reportsOf(client);
    for (const name of names) folder.write(name, OPEN);
    client.notify('workspace/didChangeWatchedFiles', {
      changes: names.map((name) => ({ uri: folder.uri(name), type: 2 })),
    });
    for (const name of names) await stream.until(folder.uri(name), 1);
    folder.write('.gitignore', 'lab/\n');
    tellOf(client, folder.uri('.gitignore'), 'created');
    await stream.until(folder.uri('lab/0.sh'), 0);
    await stream.until(folder.uri('lab/699.sh'), 0);
  });

  it('leaves open documents to their own requests, and takes their files back behind them', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': OPEN });
    const uri = folder.uri('run.sh');
    const stream = openStream(client);
    await stream.until(uri, 1);
    client.open(uri, 'shellscript', SAFE);
    assert.deepEqual(await client.diagnostics(uri), []);
    client.change(uri, 2, [{ text: LOOPBACK }]);
    assert.equal((await client.diagnostics(uri)).length, 1);
    assert.deepEqual(await reportsOf(client), []);
    const versions = stream.log.slice(1).map((report) => report.version);
    assert.ok(!versions.includes(null), 'nothing is said of the file on the disk');
    const next = stream.next(uri);
    client.close(uri);
    const report = await next;
    assert.deepEqual(rulesByFile(folder, [report]), { 'run.sh': ['monitor-on-network'] });
  });

  it('has the findings of a document too, for a client that does not ask while its tab is closed', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': SAFE });
    const uri = folder.uri('run.sh');
    const stream = openStream(client);
    client.open(uri, 'shellscript', OPEN);
    await stream.until(uri, 1);
    client.change(uri, 2, [{ text: SAFE }]);
    const report = await stream.next(uri);
    assert.equal(report.version, 2);
    assert.equal(stream.shown(uri), undefined);
  });

  for (const [where, name, settings] of [
    ['outside of the workspace', 'outside/run.sh', {}],
    ['where the setting is off', 'inside/run.sh', { workspaceScan: false }],
  ] as const) {
    it(`takes back what is shown of a document that is closed ${where}`, async (t) => {
      const folder = makeFolder(t, { 'inside/a.sh': SAFE, [name]: OPEN });
      const client = await startIn(t, folder, { rootUri: folder.uri('inside'), settings });
      const uri = folder.uri(name);
      const stream = openStream(client);
      client.open(uri, 'shellscript', OPEN);
      assert.equal((await client.diagnostics(uri)).length, 1);
      await stream.until(uri, 1);
      client.close(uri);
      await stream.until(uri, 0);
    });
  }

  it('tells that a document without a finding is left, whatever the client shows of it', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': SAFE });
    const uri = folder.uri('run.sh');
    client.open(uri, 'shellscript', OPEN);
    const stream = openStream(client);
    assert.equal((await client.diagnostics(uri)).length, 1);
    client.close(uri);
    await stream.until(uri, 0);
  });

  it('follows what is typed in a script for the files that it brings in', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': RUN, 'settings.sh': SETTINGS });
    const [run, settings] = [folder.uri('run.sh'), folder.uri('settings.sh')];
    const stream = openStream(client);
    await stream.until(settings, 1);
    client.open(run, 'shellscript', RUN);
    client.change(run, 2, [{ text: RUN.replace('$MONITOR', '-nographic') }]);
    await stream.until(settings, 0);
    client.change(run, 3, [{ text: RUN }]);
    await stream.until(settings, 1);
    const pushed = client.sent('textDocument/publishDiagnostics');
    assert.deepEqual(pushed, [], 'closed files have no other reports');
  });

  it('begins and goes on during constant typing', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN, 'typed.sh': SAFE });
    const [a, typed] = [folder.uri('a.sh'), folder.uri('typed.sh')];
    client.open(typed, 'shellscript', SAFE);
    const stream = openStream(client);
    let version = 1;
    const typing = setInterval(() => client.change(typed, ++version, [{ text: SAFE }]), 10);
    t.after(() => clearInterval(typing));
    await stream.until(a, 1);
    folder.write('a.sh', SAFE);
    tellOf(client, a, 'changed');
    await stream.until(a, 0);
  });

  it('goes on from what the client has', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN });
    const known = (await reportsOf(client)).map(({ uri, resultId = '' }) => ({
      uri,
      value: resultId,
    }));
    const stream = openStream(client, [...known, { uri: folder.uri('gone.sh'), value: 'old' }]);
    await stream.until(folder.uri('gone.sh'), 0);
    assert.equal(stream.log.length, 1, 'what has not changed is not told again');
  });

  it('ends with an error when the client takes the request back, and the server goes on', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN });
    const stream = openStream(client);
    await stream.until(folder.uri('a.sh'), 1);
    client.notify('$/cancelRequest', { id: stream.id });
    await assert.rejects(
      stream.answer,
      (error) => error instanceof ResponseError && error.code === CANCELLED,
    );
    assert.equal((await reportsOf(client)).length, 1);
  });

  it('is answered when the client wants the server to end, in the middle of a review too', async (t) => {
    const names = Array.from({ length: 400 }, (_, index) => `${index}.sh`);
    const { client } = await openFolder(t, Object.fromEntries(names.map((name) => [name, OPEN])));
    const stream = openStream(client);
    await client.next('$/progress');
    const { code } = await client.stop();
    assert.equal(code, 0);
    assert.deepEqual(await stream.answer, { items: [] });
  });

  it('follows folders that come and go', async (t) => {
    const [one, other] = [makeFolder(t, { 'a.sh': OPEN }), makeFolder(t, { 'b.sh': OPEN })];
    const client = await startIn(t, one, {
      capabilities: {
        ...WATCHING_EDITOR,
        workspace: { ...WATCHING_EDITOR.workspace, workspaceFolders: true },
      },
    });
    const stream = openStream(client);
    await stream.until(one.uri('a.sh'), 1);
    const change = (added: string[], removed: string[]) =>
      client.notify('workspace/didChangeWorkspaceFolders', {
        event: {
          added: added.map((uri) => ({ uri, name: '' })),
          removed: removed.map((uri) => ({ uri, name: '' })),
        },
      });
    change([other.uri('')], []);
    await stream.until(other.uri('b.sh'), 1);
    change([], [one.uri('')]);
    await stream.until(one.uri('a.sh'), 0);
    assert.equal(stream.shown(other.uri('b.sh'))?.length, 1);
  });
});

describe('a client that waits for diagnostics', () => {
  it('is sent those of files that are not open, and those of a document once', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN });
    const capabilities = {
      ...PLAIN_EDITOR,
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    };
    const client = await startIn(t, folder, { capabilities });
    const [a, b] = [folder.uri('a.sh'), folder.uri('b.sh')];
    assert.equal((await client.pushed(a)).diagnostics.length, 1);
    assert.equal((await client.pushed(b)).diagnostics.length, 1);
    client.open(a, 'shellscript', SAFE);
    assert.deepEqual(await client.pushed(a), { uri: a, version: 1, diagnostics: [] });
    client.close(a);
    assert.deepEqual(await client.pushed(a), { uri: a, diagnostics: [] });
    assert.equal((await client.pushed(a)).diagnostics.length, 1, 'as it is on the disk');
    folder.write('b.sh', SAFE);
    tellOf(client, b, 'changed');
    assert.deepEqual(await client.pushed(b), { uri: b, diagnostics: [] });
  });

  it('is sent none of them where the setting is off', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN });
    const initializationOptions = { settings: { workspaceScan: false } };
    const client = await startIn(t, folder, { capabilities: PLAIN_EDITOR, initializationOptions });
    client.open(folder.uri('a.sh'), 'shellscript', OPEN);
    await client.pushed(folder.uri('a.sh'));
    await client.request('qemuMonitorGuard/inventory');
    const sent = client.sent('textDocument/publishDiagnostics');
    assert.equal(sent.length, 1);
  });
});

describe('a review', () => {
  it('needs no client that answers its requests', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN });
    const client = await startIn(t, folder, {
      capabilities: { ...PULLING_EDITOR, window: { workDoneProgress: true } },
    });
    client.answer('window/workDoneProgress/create', () => new Promise(() => {}));
    client.answer('client/registerCapability', () => new Promise(() => {}));
    assert.equal((await reportsOf(client)).length, 1);
  });
});
