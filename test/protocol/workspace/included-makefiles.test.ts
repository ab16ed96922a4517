/** Makefiles that include others, in real folders: what is open decides nothing, and fixes go where the text is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, rangeOf, textIn } from '../positions.ts';
import { openFolder } from '../workspace-folder.ts';

const FLAGS = 'FLAGS = -m 1G \\\n\t-monitor tcp:0.0.0.0:4444,server,nowait\n';
const RUN = 'include vm/flags.mk\nrun:\n\tqemu-system-x86_64 $(FLAGS)\n';
const FILES = { Makefile: RUN, 'vm/flags.mk': FLAGS };

test('with the Makefile open, the finding stands in the file that it includes', async (t) => {
  const { folder, client } = await openFolder(t, FILES);
  client.open(folder.uri('Makefile'), 'makefile', RUN);
  assert.deepEqual(await client.diagnostics(folder.uri('Makefile')), []);
  const { diagnostics } = await client.pushed(folder.uri('vm/flags.mk'));
  const [diagnostic, ...others] = diagnostics;
  assert.deepEqual(others, []);
  assert.equal(diagnostic?.code, 'monitor-on-network');
  assert.equal(textIn(FLAGS, diagnostic.range), '0.0.0.0');
});

test('with the included file open, the Makefile says what its variable is for', async (t) => {
  const { folder, client } = await openFolder(t, FILES);
  const uri = folder.uri('vm/flags.mk');
  client.open(uri, 'makefile', FLAGS);
  const [diagnostic, ...others] = await client.diagnostics(uri);
  assert.deepEqual(others, []);
  assert.doesNotMatch(String(diagnostic?.message), /unused here/);
  const actions = await client.actions(uri, rangeOf(FLAGS, '0.0.0.0'));
  const fix = actions.find(({ isPreferred }) => isPreferred);
  const [change, ...more] = fix?.edit?.documentChanges ?? [];
  assert.deepEqual(more, []);
  assert.ok(change && 'edits' in change);
  const fixed = applyEdits(FLAGS, change.edits as Parameters<typeof applyEdits>[1]);
  assert.match(
    fixed,
    /-monitor "unix:\$\$\{XDG_RUNTIME_DIR:-\$\$HOME\}\/[\w-]+\.sock,server,nowait"\n$/,
  );
});
