/** What busy workspaces and clients of other kinds do to a review: it loses nothing and tells nothing twice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigurationParams } from 'vscode-languageserver';
import type { LspClient } from '../support/lsp-client.ts';
import { openStream } from './review.ts';
import { makeFolder, startIn, WATCHING_EDITOR } from './workspace-folder.ts';

const OPEN = '#!/bin/sh\nkvm -monitor tcp:0.0.0.0:4444,server,nowait\n';
const SETTINGS = 'MONITOR="-monitor tcp:0.0.0.0:4444,server,nowait"\n';
const RUN = '#!/bin/sh\n. ./settings.sh\nqemu-system-x86_64 $MONITOR\n';
const PUBLISH = 'textDocument/publishDiagnostics';

const WITH_FOLDERS = {
  ...WATCHING_EDITOR,
  workspace: { ...WATCHING_EDITOR.workspace, workspaceFolders: true },
};

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
    assert.deepEqual(
      client.log.filter(({ method }) => method === PUBLISH),
      [],
    );
  });
});
