// The entry point that VS Code loads from extensionTestsPath. The environment says which of the
// two suites to run (a window is either trusted or it is not) and where the counts belong.
import { writeFileSync } from 'node:fs';
import { env, version } from 'vscode';
import { registerCompletionTests } from './completion-tests.ts';
import { registerFillInTests } from './fill-in-tests.ts';
import { registerFixAllTests } from './fix-all-tests.ts';
import { registerHoverTests } from './hover-tests.ts';
import { registerIgnoreTests } from './ignore-tests.ts';
import { registerLanguageTests } from './language-tests.ts';
import { registerLinkedFilesTests } from './linked-files-tests.ts';
import { registerRestrictedModeTests } from './restricted-mode-tests.ts';
import { runTests } from './runner.ts';
import { registerSessionTests } from './session-tests.ts';
import { registerSilenceTests } from './silence-tests.ts';

export async function run(): Promise<void> {
  console.log(`In ${env.appName}, VS Code ${version}, extension host on Node ${process.version}`);
  if (process.env['GUARD_SUITE'] === 'restricted-mode') {
    registerRestrictedModeTests();
    registerLinkedFilesTests();
  } else {
    registerLanguageTests();
    registerHoverTests();
    registerSilenceTests();
    registerLinkedFilesTests();
    registerIgnoreTests();
    registerFixAllTests();
    registerFillInTests();
    registerCompletionTests();
    registerSessionTests();
  }
  const counts = await runTests();
  const file = process.env['GUARD_COUNTS_FILE'];
  if (file) writeFileSync(file, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}
