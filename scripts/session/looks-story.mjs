// How everything looks in each kind of theme, in a window of 1,000 pixels and with a narrow side bar: pictures for people
// to look at, one by one. Told only when it is asked for: GUARD_STORY=looks node scripts/screenshots.mjs
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { mapIn } from './map-story.mjs';
import { openMonitors } from './monitors-story.mjs';
import { callCommand } from './palette.mjs';

export const LOOKS_VIEWPORT = { width: 1000, height: 720 };

/** Files of which one has much to say, besides those of the examples. */
export const LOOKS_FILES = /** @type {const} */ (['two-machines.sh', 'domain.xml', 'safe.sh']);
const [SCRIPT] = LOOKS_FILES;
const OTHERS = {
  'start-web-server-in-the-lab.sh': `#!/bin/sh
qemu-system-x86_64 -name web -m 1G -drive file=web.img,format=raw \\
  -monitor telnet:0.0.0.0:4444,server,nowait &
sleep 1
echo info status | nc -N localhost 4444
`,
  'a/deep/folder/with/a/long/path/run.sh': `#!/bin/sh
qemu-system-x86_64 -name box -qmp tcp:127.0.0.1:4401,server,nowait
`,
  Makefile: 'run:\n\tqemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server,nowait\n',
};

/** The themes, and the class by which the window has them. */
const THEMES = /** @type {const} */ ({
  light: ['Default Light Modern', 'vs'],
  dark: ['Default Dark Modern', 'vs-dark'],
  'contrast-dark': ['Default High Contrast', 'hc-black'],
  'contrast-light': ['Default High Contrast Light', 'hc-light'],
});

/** @param {string} folder */
export function writeLooksFiles(folder) {
  mkdirSync(join(folder, 'a/deep/folder/with/a/long/path'), { recursive: true });
  for (const [name, text] of Object.entries(OTHERS)) writeFileSync(join(folder, name), text);
}

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   dataDir: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function takeLooks({ page, dataDir, pictures, step }) {
  const settings = join(dataDir, 'data', 'User', 'settings.json');
  const squiggle = page.locator('.squiggly-error').first();
  const actions = page.locator('.action-widget .monaco-list-row.action');

  /** A window that is loaded again has its view, and nothing else for sure. */
  const arrange = async () => {
    await openMonitors(page);
    const problems = page.locator('.markers-panel').getByText('Anyone on the network').first();
    await eventually(async () => {
      if (!(await problems.isVisible())) await page.keyboard.press('Control+Shift+M');
      await problems.waitFor({ timeout: 3000 });
    });
    await eventually(async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+p');
      const box = page.locator('.quick-input-widget input.input');
      await box.fill(SCRIPT, { timeout: 2000 });
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: SCRIPT });
      await row.first().click({ timeout: 2000 });
    });
    await page.locator('.tab.active', { hasText: SCRIPT }).waitFor();
    await squiggle.waitFor();
  };

  for (const [name, [theme, mark]] of Object.entries(THEMES)) {
    const picture = (/** @type {string} */ moment) =>
      page.screenshot({ path: join(pictures, `looks-${name}-${moment}.png`) });

    await step(`${theme}: the panel, the view and the editor`, async () => {
      const before = JSON.parse(readFileSync(settings, 'utf8'));
      const after = { ...before, 'workbench.colorTheme': theme };
      writeFileSync(settings, JSON.stringify(after, undefined, 2));
      await page.reload();
      await page.locator(`.monaco-workbench.${mark}`).waitFor();
      await arrange();
      await page.mouse.move(990, 300);
      await picture('window');
    });

    await step(`${theme}: the hover`, async () => {
      const hover = page.locator('.monaco-hover:visible', { hasText: 'monitor-on-network' });
      await eventually(async () => {
        await page.mouse.move(990, 300);
        const box = await squiggle.boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
        await hover.waitFor({ timeout: 5000 });
      });
      await hover.getByText('Quick Fix...').waitFor();
      await picture('hover');
      await page.mouse.move(990, 300);
    });

    await step(`${theme}: the menu of fixes`, async () => {
      await eventually(async () => {
        await squiggle.click({ force: true, timeout: 2000 });
        await page.keyboard.press('Control+.');
        await actions.first().waitFor({ timeout: 3000 });
      });
      await picture('menu');
      await page.keyboard.press('Escape');
      await actions.first().waitFor({ state: 'hidden' });
    });

    await step(`${theme}: the list of fixes`, async () => {
      await callCommand(page, 'Monitor Guard: Fix All in Workspace');
      const rows = page.locator('.quick-input-list .monaco-list-row');
      await rows.filter({ hasText: SCRIPT }).first().waitFor();
      await picture('fixes');
      await page.keyboard.press('Escape');
      await rows.first().waitFor({ state: 'hidden' });
    });

    await step(`${theme}: the map`, async () => {
      await callCommand(page, 'Monitor Guard: Show Exposure Map');
      await mapIn(page)
        .getByRole('button', { name: /^Anyone on the network: / })
        .waitFor();
      await picture('map');
      const tab = page.locator('.tab', { hasText: 'Exposure Map' });
      await tab.getByRole('button', { name: 'Close' }).click();
      await tab.waitFor({ state: 'detached' });
    });

    await step(`${theme}: a narrow side bar`, async () => {
      const width = await dragSideBar(page, 210);
      await picture('narrow');
      await dragSideBar(page, width);
      await callCommand(page, 'View: Close All Editors');
      await page.locator('.tab').first().waitFor({ state: 'detached' });
    });
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {number} wanted
 * @returns {Promise<number>} how wide it was
 */
async function dragSideBar(page, wanted) {
  const box = await page.locator('.sidebar').first().boundingBox();
  assert.ok(box);
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + wanted, middle, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(990, 300);
  return box.width;
}
