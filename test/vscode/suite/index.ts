// The entry point that VS Code loads from extensionTestsPath. The environment says which of the
// suites to run (a window is either trusted or not, has one language, and one folder or several) and where the
// counts belong.
import { writeFileSync } from 'node:fs';
import { env, version } from 'vscode';
import { registerCompletionTests } from './completion-tests.ts';
import { registerFillInTests } from './fill-in-tests.ts';
import { registerFirstStepsTests } from './first-steps-tests.ts';
import { registerFixAllTests } from './fix-all-tests.ts';
import { registerGermanTests } from './german-tests.ts';
import { registerHoverTests } from './hover-tests.ts';
import { registerIgnoreTests } from './ignore-tests.ts';
import { registerLanguageTests } from './language-tests.ts';
import { registerLinkedFilesTests } from './linked-files-tests.ts';
import { registerMapTests } from './map-tests.ts';
import { registerMonitorsViewTests } from './monitors-view-tests.ts';
import { registerMovedClientsTests } from './moved-clients-tests.ts';
import { registerNavigationTests } from './navigation-tests.ts';
import { registerRestrictedModeTests } from './restricted-mode-tests.ts';
import { registerReviewTests } from './review-tests.ts';
import { runTests } from './runner.ts';
import { registerSessionTests } from './session-tests.ts';
import { registerSeveralFoldersTests } from './several-folders-tests.ts';
import { registerThemeTests } from './theme-tests.ts';

export async function run(): Promise<void> {
  console.log(`In ${env.appName}, VS Code ${version}, extension host on Node ${process.version}`);
  if (process.env['GUARD_SUITE'] === 'restricted-mode') {
    registerRestrictedModeTests();
    registerLinkedFilesTests();
    registerFirstStepsTests();
  } else if (process.env['GUARD_SUITE'] === 'german') {
    registerGermanTests();
  } else if (process.env['GUARD_SUITE'] === 'several-folders') {
    registerSeveralFoldersTests();
  } else {
    // The stories of the languages leave their files fixed, so this comes first.
    registerHoverTests();
    registerMapTests();
    registerLanguageTests();
    registerLinkedFilesTests();
    registerNavigationTests();
    registerThemeTests();
    registerIgnoreTests();
    registerFixAllTests();
    registerFillInTests();
    registerMonitorsViewTests();
    registerReviewTests();
    registerCompletionTests();
    registerSessionTests();
    registerFirstStepsTests();
    registerMovedClientsTests();
  }
  const counts = await runTests();
  const file = process.env['GUARD_COUNTS_FILE'];
  if (file) writeFileSync(file, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
}
