/**
 * A hostile workspace. All of it is looked at, and the system's calls tell what
 * the server did.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { SERVER, SERVER_NODE, startClient } from '../../support/lsp-client.ts';
import {
  assertHarmless,
  callsIn,
  hasStrace,
  hostileFolder,
  NAMES,
  STRACE,
  straceWords,
} from '../hostile-folder.ts';
import { makeFolder, WATCHING_EDITOR, type WorkspaceFolder } from '../workspace-folder.ts';

/** Reviews all of it and looks at one document; gives what was found, by the names of files. */
async function lookAt(t: TestContext, folder: WorkspaceFolder, server = {}) {
  const client = await startClient({
    capabilities: WATCHING_EDITOR,
    rootUri: folder.uri(''),
    ...server,
  });
  t.after(() => client.kill());
  const uri = folder.uri('run.sh');
  client.open(uri, 'shellscript', readFileSync(folder.path('run.sh'), 'utf8'));
  const open = await client.diagnostics(uri);
  const { items } = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
  });
  assert.deepEqual((await client.stop()).code, 0);
  return { items, open, log: client.log };
}

test('a hostile workspace is looked at, and nothing that it leads to', async (t) => {
  const { folder } = hostileFolder(t);
  const { items, open, log } = await lookAt(t, folder);
  const found = items.flatMap(({ uri, ...report }) =>
    'items' in report && report.items.length > 0 ? [uri] : [],
  );
  const expected = [...NAMES, `${'a/'.repeat(90)}deep.sh`].map(
    (name) => pathToFileURL(folder.path(name)).href,
  );
  const decoded = (uris: readonly string[]) => uris.map(decodeURIComponent).toSorted();
  assert.deepEqual(decoded(found), decoded(expected));
  const codes = open.map(({ code }) => code);
  assert.deepEqual(codes, ['monitor-on-network']);
  assert.doesNotMatch(JSON.stringify([items, open, log]), /5555/);
});

/** The calls of a server, as strace writes them, while something is done. */
async function traced(t: TestContext, run: (server: object) => Promise<unknown>) {
  const file = makeFolder(t).path('trace');
  await run({ node: STRACE, nodeFlags: [...straceWords(file), SERVER_NODE], server: SERVER });
  return callsIn(file);
}

test('the system is asked to start nothing, to connect nothing and to write nothing', async (t) => {
  if (!hasStrace()) return;
  const { folder, outside } = hostileFolder(t);
  // What Node itself does at its start is what it does for a server that is given nothing.
  const idle = await traced(t, async (server) => {
    const client = await startClient(server);
    await client.stop();
  });
  const calls = await traced(t, (server) => lookAt(t, folder, server));
  assertHarmless(calls, idle, folder, outside);
});
