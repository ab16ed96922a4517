// The entry point in a web extension host, where the client is in one web worker and the server in
// another. There is no file to leave the counts in, so a line of the console has them.

import assert from 'node:assert/strict';
import { env, UIKind, version } from 'vscode';
import { registerCompletionTests } from './completion-tests.ts';
import { registerHoverTests } from './hover-tests.ts';
import { registerLanguageTests } from './language-tests.ts';
import { registerLinkedFilesTests } from './linked-files-tests.ts';
import { registerMapTests } from './map-tests.ts';
import { registerMonitorsViewTests } from './monitors-view-tests.ts';
import { registerNavigationTests } from './navigation-tests.ts';
import { runTests, test } from './runner.ts';
import { openInEditor } from './workspace.ts';

export async function run(): Promise<void> {
  console.log(`In ${env.appName}, VS Code ${version}, in a web extension host`);
  test('the extension host is one of a browser', () => {
    assert.equal(env.uiKind, UIKind.Web);
    assert.equal('process' in globalThis && 'versions' in process && process.versions.node, false);
  });
  registerHoverTests();
  registerMapTests();
  registerLanguageTests();
  registerLinkedFilesTests();
  test('a script that brings in files can be opened before them', async () => {
    // In a browser closed scripts are not searched.
    await openInEditor('navigation/run.sh');
  });
  registerNavigationTests();
  registerMonitorsViewTests();
  registerCompletionTests();
  const counts = await runTests();
  console.log(`Counts: ${JSON.stringify(counts)}`);
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}
