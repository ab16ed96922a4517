/** What busy workspaces and clients of other kinds do to a review: it loses nothing and tells nothing twice. */
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ConfigurationParams } from 'vscode-languageserver';
import { type LspClient, PULLING_EDITOR } from '../../support/lsp-client.ts';
import { openStream, reportsOf, rulesByFile, WORKSPACE_DIAGNOSTIC } from '../review.ts';
import { makeFolder, openFolder, startIn, tellOf, WATCHING_EDITOR } from '../workspace-folder.ts';

const OPEN = '#!/bin/sh\nkvm -monitor tcp:0.0.0.0:4444,server,nowait\n';
const SAFE = '#!/bin/sh\nkvm -monitor stdio\n';
const SETTINGS = 'MONITOR="-monitor tcp:0.0.0.0:4444,server,nowait"\n';
const RUN = '#!/bin/sh\n. ./settings.sh\nqemu-system-x86_64 $MONITOR\n';
/** So many of these take more than the second that a review may take without a word. */
const SLOW = OPEN + 'if [ "$A" ]; then B=$A$B; fi\n'.repeat(120);
const PUBLISH = 'textDocument/publishDiagnostics';
const MANY = 600;

const WITH_FOLDERS = {
  ...WATCHING_EDITOR,
  workspace: { ...WATCHING_EDITOR.workspace, workspaceFolders: true },
};
const WITH_PROGRESS = { ...WATCHING_EDITOR, window: { workDoneProgress: true } };

interface Progress {
  readonly token: string;
  readonly value: { readonly kind?: string; readonly cancellable?: boolean };
}

/** What was said of progress, in its order. */
function progress(client: LspClient): readonly Progress[] {
  return client
    .sent('$/progress')
    .map((params) => params as Progress)
    .filter(({ value }) => value.kind !== undefined);
}

/** Resolves when a kind of progress is told. */
async function said(client: LspClient, kind: string): Promise<Progress> {
  for (;;) {
    const found = progress(client).find(({ value }) => value.kind === kind);
    if (found) return found;
    await client.next('$/progress');
  }
}

function manyFiles(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`lab/${index}.sh`, text]));
}

function addFolder(client: LspClient, uri: string): void {
  client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri, name: '' }], removed: [] },
  });
}

describe('what an open script finds in files that are not open', () => {
  it('is told of a folder that is not reviewed too, while another one is', async (t) => {
    const reviewed = makeFolder(t, { 'a.sh': OPEN });
    const other = makeFolder(t, { 'run.sh': RUN, 'settings.sh': SETTINGS });
    const client = await startIn(t, reviewed, { capabilities: WITH_FOLDERS });
    client.answer('workspace/configuration', (params) =>
      (params as ConfigurationParams).items.map(({ scopeUri }) =>
        scopeUri === other.uri('') ? { workspaceScan: false } : {},
      ),
    );
    addFolder(client, other.uri(''));
    const stream = openStream(client);
    await stream.until(reviewed.uri('a.sh'), 1);
    client.open(other.uri('run.sh'), 'shellscript', RUN);
    const { diagnostics } = await client.pushed(other.uri('settings.sh'));
    assert.equal(diagnostics.length, 1);
    assert.equal(stream.shown(other.uri('settings.sh')), undefined);
  });

  it('is told once, by the review, where the script is one of a reviewed folder', async (t) => {
    const reviewed = makeFolder(t, { 'run.sh': RUN, 'settings.sh': SETTINGS });
    const client = await startIn(t, reviewed);
    const stream = openStream(client);
    client.open(reviewed.uri('run.sh'), 'shellscript', RUN);
    await stream.until(reviewed.uri('settings.sh'), 1);
    await client.diagnostics(reviewed.uri('run.sh'));
    assert.deepEqual(client.sent(PUBLISH), []);
  });
});

describe('an open script', () => {
  const told = (diagnostic: { readonly relatedInformation?: readonly unknown[] } | undefined) =>
    JSON.stringify(diagnostic?.relatedInformation);

  it('that brings in a file which was not there before is known to do so', async (t) => {
    const { folder, client } = await openFolder(t, { 'run.sh': RUN });
    client.open(folder.uri('run.sh'), 'shellscript', RUN);
    const stream = openStream(client);
    await reportsOf(client);
    folder.write('settings.sh', SETTINGS);
    tellOf(client, folder.uri('settings.sh'), 'created');
    const [diagnostic] = await stream.until(folder.uri('settings.sh'), 1);
    assert.match(told(diagnostic), /run\.sh/);
  });

  it('that finds a nearer file from now on leaves the other one alone', async (t) => {
    const text = '#!/bin/sh\nkvm -readconfig ./c.cfg\n';
    const folder = makeFolder(t, { 'lab/x/run.sh': text, 'lab/c.cfg': 'kvm -monitor stdio\n' });
    const client = await startIn(t, folder);
    const [near, far] = [folder.uri('lab/x/c.cfg'), folder.uri('lab/c.cfg')];
    client.open(folder.uri('lab/x/run.sh'), 'shellscript', text);
    const stream = openStream(client);
    await stream.until(far, 1);
    folder.write('lab/x/c.cfg', 'kvm -monitor stdio\n');
    tellOf(client, near, 'created');
    await stream.until(near, 1);
    await stream.until(far, 0);
  });

  it('goes on to count where its folder was renamed behind it', async (t) => {
    const { folder, client } = await openFolder(t, { 'lab/run.sh': RUN, 'settings.sh': SETTINGS });
    client.open(folder.uri('lab/run.sh'), 'shellscript', RUN);
    const stream = openStream(client);
    const [diagnostic] = await stream.until(folder.uri('settings.sh'), 1);
    assert.match(told(diagnostic), /lab\/run\.sh/);
    renameSync(folder.path('lab'), folder.path('moved'));
    tellOf(client, folder.uri('lab'), 'deleted');
    tellOf(client, folder.uri('moved'), 'created');
    await reportsOf(client);
    const [later] = stream.shown(folder.uri('settings.sh')) ?? [];
    assert.match(told(later), /lab\/run\.sh/);
    assert.match(told(later), /moved\/run\.sh/);
  });
});

describe('progress of a review', () => {
  it('ends with the request that asked for it, and says that it cannot be cancelled by itself', async (t) => {
    const client = await startIn(t, makeFolder(t, manyFiles(OPEN)));
    const params = { previousResultIds: [], workDoneToken: 'asked' };
    const { id, answer } = client.ask(WORKSPACE_DIAGNOSTIC, params);
    await client.next('$/progress');
    client.notify('$/cancelRequest', { id });
    await assert.rejects(answer);
    const told = progress(client);
    assert.equal(told[0]?.value.cancellable, false);
    assert.equal(told.at(-1)?.value.kind, 'end');
    assert.equal((await reportsOf(client)).length, MANY);
    assert.deepEqual(progress(client), told, 'no progress is sent any more');
  });

  it('is not sent for requests that are over, however often there are new ones', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'b.sh': OPEN });
    const client = await startIn(t, folder);
    await reportsOf(client);
    const params = { previousResultIds: [], workDoneToken: 'asked' };
    await client.request(WORKSPACE_DIAGNOSTIC, params);
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await reportsOf(client);
    assert.deepEqual(progress(client), []);
  });

  it('is shown once, although a review begins anew before it is shown', async (t) => {
    const client = await startIn(t, makeFolder(t, manyFiles(SLOW)), {
      capabilities: WITH_PROGRESS,
    });
    client.answer('window/workDoneProgress/create', () => null);
    openStream(client);
    await client.next('$/progress');
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await reportsOf(client);
    let shown = 0;
    for (const { value } of progress(client)) {
      if (value.kind === 'begin') shown++;
      if (value.kind === 'end') shown--;
      assert.ok(shown <= 1, 'one at a time');
    }
    assert.equal(shown, 0);
  });
});

describe('a change', () => {
  it('that is overtaken by other settings while it is looked at is shown all the same', async (t) => {
    const text = '#!/bin/sh\nkvm -readconfig ./c.cfg\n';
    const config = 'kvm -monitor stdio\n';
    const { folder, client } = await openFolder(t, { 'lab/x/run.sh': text, 'lab/c.cfg': config });
    client.open(folder.uri('lab/x/run.sh'), 'shellscript', text);
    const stream = openStream(client);
    await stream.until(folder.uri('lab/c.cfg'), 1);
    const names = ['lab/x/c.cfg', ...Object.keys(manyFiles('')).slice(0, 400)];
    for (const name of names) folder.write(name, name.endsWith('.cfg') ? config : SLOW);
    client.notify('workspace/didChangeWatchedFiles', {
      changes: names.map((name) => ({ uri: folder.uri(name), type: 1 })),
    });
    await stream.until(folder.uri('lab/0.sh'), 1);
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await stream.until(folder.uri('lab/x/c.cfg'), 1);
    await stream.until(folder.uri('lab/c.cfg'), 0);
  });
});

describe('a document', () => {
  it('that is closed when everything is about to be looked at anew is taken back', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN });
    const stream = openStream(client);
    await stream.until(folder.uri('a.sh'), 1);
    const uri = folder.uri('never-saved.sh');
    client.open(uri, 'shellscript', OPEN);
    await stream.until(uri, 1);
    client.close(uri);
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await stream.until(uri, 0);
  });

  it('in a folder of packages is taken back when it is closed, as any other', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN, 'node_modules/p/run.sh': OPEN });
    const stream = openStream(client);
    await stream.until(folder.uri('a.sh'), 1);
    const uri = folder.uri('node_modules/p/run.sh');
    client.open(uri, 'shellscript', OPEN);
    await stream.until(uri, 1);
    client.close(uri);
    await stream.until(uri, 0);
  });
});

describe('a review that was cancelled', () => {
  it('keeps what it has, follows changes, and goes on at the next request', async (t) => {
    const folder = makeFolder(t, manyFiles(SLOW));
    const client = await startIn(t, folder, { capabilities: WITH_PROGRESS });
    client.answer('window/workDoneProgress/create', () => null);
    const stream = openStream(client);
    const token = (await said(client, 'begin')).token;
    client.notify('window/workDoneProgress/cancel', { token });
    await said(client, 'end');
    const inventory = () =>
      client.request<{ readonly isComplete: boolean }>('qemuMonitorGuard/inventory');
    assert.equal((await inventory()).isComplete, false);
    const changed = folder.uri('lab/0.sh');
    await stream.until(changed, 1);
    folder.write('lab/0.sh', SAFE);
    tellOf(client, changed, 'changed');
    // It comes late, as a click does.
    client.notify('window/workDoneProgress/cancel', { token });
    await stream.until(changed, 0);
    assert.equal((await inventory()).isComplete, false, 'a view that asks is no reason to go on');
    assert.equal((await reportsOf(client)).length, MANY - 1);
    assert.equal((await inventory()).isComplete, true);
  });
});

describe('a review that is asked for again', () => {
  it('sees changes without an event, also in included files', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'run.sh': RUN, 'settings.sh': SETTINGS });
    const client = await startIn(t, folder);
    const stream = openStream(client);
    await stream.until(folder.uri('settings.sh'), 1);
    folder.write('a.sh', SAFE);
    folder.write('settings.sh', 'MONITOR=-nographic # for now\n');
    client.notify('qemuMonitorGuard/reviewAgain');
    await stream.until(folder.uri('a.sh'), 0);
    await stream.until(folder.uri('settings.sh'), 0);
  });
});

describe('a client that tells of no changes', () => {
  it('sees files as they are by then each time it asks', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN, 'run.sh': RUN, 'settings.sh': SETTINGS });
    const client = await startIn(t, folder, { capabilities: PULLING_EDITOR });
    const both = { 'a.sh': ['monitor-on-network'], 'settings.sh': ['monitor-on-network'] };
    assert.deepEqual(rulesByFile(folder, await reportsOf(client)), both);
    folder.write('a.sh', SAFE);
    folder.write('settings.sh', 'MONITOR=-nographic # for now\n');
    assert.deepEqual(rulesByFile(folder, await reportsOf(client)), {});
  });
});

describe('very many changes at once', () => {
  it('of packages that are installed are no reason to look at everything anew', async (t) => {
    const { folder, client } = await openFolder(t, {
      'a.sh': OPEN,
      'run.sh': RUN.replace('./settings.sh', './node_modules/lab/settings.sh'),
    });
    const stream = openStream(client);
    await stream.until(folder.uri('a.sh'), 1);
    // No event tells of this, so only a full review would see it.
    folder.write('a.sh', SAFE);
    const installed = (count: number) =>
      client.notify('workspace/didChangeWatchedFiles', {
        changes: Array.from({ length: count }, (_, index) => ({
          uri: folder.uri(`node_modules/p${index}/run.sh`),
          type: 1,
        })),
      });
    installed(MANY);
    await reportsOf(client);
    assert.equal(stream.shown(folder.uri('a.sh'))?.length, 1);
    const settings = folder.uri('node_modules/lab/settings.sh');
    folder.write('node_modules/lab/settings.sh', SETTINGS);
    tellOf(client, folder.uri('node_modules/lab'), 'created');
    await stream.until(settings, 1);
    folder.remove('node_modules');
    tellOf(client, folder.uri('node_modules'), 'deleted');
    await stream.until(settings, 0);
  });

  it('of what is no launch script are none either, whatever it is called', async (t) => {
    const { folder, client } = await openFolder(t, { 'a.sh': OPEN });
    const stream = openStream(client);
    await stream.until(folder.uri('a.sh'), 1);
    folder.write('a.sh', SAFE);
    client.notify('workspace/didChangeWatchedFiles', {
      changes: Array.from({ length: MANY }, (_, index) => ({
        uri: folder.uri(`build/${index}.o`),
        type: 1,
      })),
    });
    await reportsOf(client);
    assert.equal(stream.shown(folder.uri('a.sh'))?.length, 1);
  });
});

describe('a folder of the workspace', () => {
  it('that is named twice is one', async (t) => {
    const folder = makeFolder(t, { 'a.sh': OPEN });
    const client = await startIn(t, folder, { capabilities: WITH_FOLDERS });
    addFolder(client, folder.uri(''));
    assert.equal((await reportsOf(client)).length, 1);
    client.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: folder.uri(''), name: '' }] },
    });
    assert.deepEqual(await reportsOf(client), []);
  });
});
