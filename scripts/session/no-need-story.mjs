// The part of a user's session in which there is no QEMU at first: nothing of ours runs for such a folder, until a
// script appears in it that starts one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callCommand } from './user-actions.mjs';

/** What many folders have. */
const FILES = {
  'build.sh': '#!/bin/sh\nset -e\nmake -j4 && make install\n',
  'pom.xml': '<project><modelVersion>4.0.0</modelVersion></project>\n',
  'main.c': 'int main(void) { return 0; }\n',
};
const LAUNCH = '#!/bin/sh\nqemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait\n';

/** @param {string} folder */
export function writeOtherFiles(folder) {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
}

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   extensionsDir: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function tellOfNoNeed({ page, folder, extensionsDir, step }) {
  const servers = () =>
    execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
      .split('\n')
      .filter((line) => line.includes(extensionsDir) && line.includes('server.js'));
  const badge = page
    .locator('.activitybar .action-item', { has: page.locator('[aria-label^="QEMU Monitors"]') })
    .locator('.badge-content');

  await step('a folder without a QEMU starts the extension, and no server', async () => {
    await page.locator('.explorer-folders-view').getByText('build.sh').waitFor();
    await callCommand(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Monitor Guard' });
    await row.getByText(/^Activation/).waitFor();
    // The files are looked through by now on any machine; on a very slow one this step sees less.
    await page.waitForTimeout(2000);
    assert.deepEqual(servers(), []);
  });

  await step('a script that starts one appears, and its monitor is counted', async () => {
    writeFileSync(join(folder, 'run.sh'), LAUNCH);
    await badge.filter({ hasText: /^1$/ }).waitFor();
    assert.notDeepEqual(servers(), []);
  });
}
