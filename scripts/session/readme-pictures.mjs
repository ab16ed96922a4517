// The moving picture of the readme, taken in a small window without what surrounds an editor, in light and in dark.
// Each step asserts what its moment is to show.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { makeMovingPicture } from './moving-picture.mjs';
import { openFile, save, waitForFocus } from './user-actions.mjs';

/** A monitor and its client, in lines that fit into a picture. */
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
  viewport: { width: 850, height: 370 },
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

/** What each moving picture is called, and the theme that it is taken in. */
export const README_THEMES = /** @type {const} */ ({
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
});

/** Where the mouse points at nothing. */
const AWAY = /** @type {const} */ ([780, 350]);

/** @param {string} folder */
export function writeReadmeScript(folder) {
  writeFileSync(join(folder, FILE), TEXT);
}

/**
 * The moving picture: a monitor that is underlined, what the mouse is told of it, the menu of fixes, and the file
 * behind the first of them.
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   theme: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function takeMovingPicture({ page, folder, pictures, theme, step }) {
  const squiggle = page.locator('.squiggly-error');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'monitor-on-network' });
  const actions = page.locator('.action-widget .monaco-list-row.action');
  /** @type {import('./moving-picture.mjs').Frame[]} */
  const frames = [];
  const keep = async (/** @type {string} */ moment, /** @type {number} */ milliseconds) => {
    const path = join(pictures, `readme-${theme}-${moment}.png`);
    frames.push({
      png: await page.screenshot({ path, caret: 'hide', animations: 'disabled' }),
      milliseconds,
    });
  };

  await step(`the readme shows a finding (${theme})`, async () => {
    await openFile(page, FILE);
    await squiggle.waitFor();
    await page.keyboard.press('Control+b');
    await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
  });

  await step(`the readme shows who can do what (${theme})`, async () => {
    await eventually(async () => {
      await page.mouse.move(...AWAY);
      // One that stays has what it was told first, before the server was asked.
      await hover.waitFor({ state: 'hidden', timeout: 5000 });
      const box = await squiggle.boundingBox({ timeout: 5000 });
      assert.ok(box);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
      // What it is to be told comes in pieces, while the mouse rests, and goes when the text moves below it.
      const whole = hover.filter({ hasText: 'telnet 127.0.0.1 4444' });
      await whole.getByText('Quick Fix...').waitFor({ timeout: 5000 });
    });
    assert.match((await hover.textContent()) ?? '', /anyone on the network can run commands/);
    await keep('2-hover', 3500);
    // The finding alone, now that the colours of QEMU's words are there too.
    await page.mouse.move(...AWAY);
    await page.keyboard.press('Control+Home');
    await hover.waitFor({ state: 'hidden' });
    await keep('1-finding', 2000);
    frames.reverse();
  });

  await step(`the readme shows the menu of its fixes (${theme})`, async () => {
    await eventually(async () => {
      await squiggle.click({ force: true, timeout: 5000 });
      await page.mouse.move(...AWAY);
      await page.keyboard.press('Escape');
      await hover.waitFor({ state: 'hidden', timeout: 5000 });
      await waitForFocus(page, FILE);
      await page.keyboard.press('Control+.');
      await actions.first().waitFor({ timeout: 5000 });
    });
    assert.match((await actions.first().textContent()) ?? '', /^Switch to a UNIX socket/);
    await keep('3-menu', 2500);
  });

  await step(`the readme shows the file behind the fix (${theme})`, async () => {
    await page.keyboard.press('Enter');
    await squiggle.waitFor({ state: 'detached' });
    await save(page);
    assert.match(
      readFileSync(join(folder, FILE), 'utf8'),
      /-monitor "unix:.*web-monitor\.sock,server,nowait"/,
    );
    await page.keyboard.press('Control+Home');
    await keep('4-fixed', 4000);
    writeFileSync(join(pictures, `readme-${theme}.png`), makeMovingPicture(frames));
  });
}
