// The part of a user's session without QEMU: no server and no icon, whatever is open, until a script starts a QEMU.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callCommand, openFile } from './user-actions.mjs';

/** Scripts that are opened. */
const SCRIPTS = Array.from({ length: 10 }, (_, index) => `step-${index}.sh`);
/** What many folders have. */
const FILES = {
  ...Object.fromEntries(
    SCRIPTS.map((name) => [name, `#!/bin/sh\necho ${name}\ncurl -fsS "$URL"\n`]),
  ),
  'build.sh': '#!/bin/sh\nset -e\nmake -j4 && make install\n',
  'pom.xml': '<project><modelVersion>4.0.0</modelVersion></project>\n',
  'main.c': 'int main(void) { return 0; }\n',
};
const LAUNCH = 'qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait';

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
  const icon = page.locator('.activitybar .action-item', {
    has: page.locator('[aria-label^="QEMU Monitors"]'),
  });
  const badge = icon.locator('.badge-content');

  await step('a folder without a QEMU starts the extension, and no server', async () => {
    await page.locator('.explorer-folders-view').getByText('build.sh').waitFor();
    await callCommand(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Monitor Guard' });
    await row.getByText(/^Activation/).waitFor();
    // The files are looked through by now on any machine; on a very slow one this step sees less.
    await page.waitForTimeout(2000);
    assert.deepEqual(servers(), []);
  });

  await step('ten scripts are opened, and still there is no server and no icon', async () => {
    // The list of extensions is over everything else.
    await page.keyboard.press('Escape');
    await page.locator('.runtime-extensions-editor').waitFor({ state: 'hidden' });
    for (const script of SCRIPTS) await openFile(page, script);
    await page.waitForTimeout(2000);
    assert.deepEqual(servers(), []);
    assert.equal(await icon.count(), 0);
  });

  await step('one of them is given a QEMU, and its monitor is counted', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.type(LAUNCH);
    await badge.filter({ hasText: /^1$/ }).waitFor();
    assert.notDeepEqual(servers(), []);
  });

  await step('a script that starts another one appears, and is counted, too', async () => {
    writeFileSync(join(folder, 'run.sh'), `#!/bin/sh\n${LAUNCH.replace('4444', '4445')}\n`);
    await badge.filter({ hasText: /^2$/ }).waitFor();
  });
}
