// The pictures of the readme, taken in a small window without what surrounds an editor: a finding, the menu of
// its fixes, and the file behind the fix. Each step asserts what the picture is to show.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.mjs';

/** A monitor and somebody who connects to it, in lines that a picture has room for. */
const FILE = 'start-web.sh';
const TEXT = `#!/bin/sh
# Starts the web server's machine, and asks whether it runs.
qemu-system-x86_64 -name web -m 1G -drive file=web.img,format=raw \\
  -monitor telnet:0.0.0.0:4444,server,nowait &

sleep 1
echo info status | nc -N localhost 4444
`;

/** What the window of these pictures does without, and how large it is. */
export const README_WINDOW = {
  viewport: { width: 860, height: 400 },
  deviceScaleFactor: 2,
  settings: {
    'workbench.activityBar.location': 'hidden',
    'workbench.statusBar.visible': false,
    'editor.scrollBeyondLastLine': false,
    'editor.scrollbar.vertical': 'hidden',
    'editor.scrollbar.horizontal': 'hidden',
    'editor.hideCursorInOverviewRuler': true,
    'editor.overviewRulerBorder': false,
    'editor.guides.indentation': false,
    'editor.folding': false,
    'problems.autoReveal': false,
  },
};

/** @param {string} folder */
export function writeReadmeScript(folder) {
  writeFileSync(join(folder, FILE), TEXT);
}

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function takeReadmePictures({ page, folder, pictures, step }) {
  const squiggle = page.locator('.squiggly-error');
  const actions = page.locator('.action-widget .monaco-list-row.action');
  const problems = page.locator('.markers-panel');
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `readme-${moment}.png`), caret: 'hide' });

  await step('the readme shows a finding', async () => {
    await page.locator('.explorer-folders-view').getByText(FILE).dblclick();
    await page.locator('.tab.active', { hasText: FILE }).waitFor();
    await squiggle.waitFor();
    await page.keyboard.press('Control+b');
    await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+Shift+m');
    await problems.getByText('Anyone on the network can').waitFor();
    // What belongs to the finding would fill the panel.
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    await problems.getByText('QEMU is started here').waitFor({ state: 'detached' });
    await picture('before');
  });

  await step('the readme shows the menu of its fixes', async () => {
    await eventually(async () => {
      await squiggle.click({ force: true, timeout: 2000 });
      await page.locator('.monaco-editor.focused').waitFor({ timeout: 2000 });
      await page.keyboard.press('Control+.');
      await actions.first().waitFor({ timeout: 2000 });
    });
    assert.match((await actions.first().textContent()) ?? '', /^Switch to a UNIX socket/);
    await picture('menu');
  });

  await step('the readme shows the file behind the fix', async () => {
    await page.keyboard.press('Enter');
    await squiggle.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+s');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await problems.getByText('No problems have been detected').waitFor();
    assert.match(readFileSync(join(folder, FILE), 'utf8'), /-monitor "unix:.*web-monitor\.sock"/);
    await page.keyboard.press('Control+Home');
    await picture('after');
  });
}
