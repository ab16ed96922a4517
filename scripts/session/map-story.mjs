// The part of a user's session that is about the exposure map: open it, see who reaches which monitor, go to the text
// that decides it, change that, see the map follow, and find the map again in a window that was reloaded.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { callCommand, goToTab, openFile, save, waitForFocus } from './user-actions.mjs';

const WEB = 'start-web.sh';
const LAB = 'start-lab.sh';
const FILES = {
  [WEB]: `#!/bin/sh
qemu-system-x86_64 -name web -m 1G -drive file=web.img,format=raw \\
  -monitor telnet:0.0.0.0:4444,server,nowait \\
  -serial tcp:10.0.0.5:5555
`,
  [LAB]: `#!/bin/sh
qemu-system-x86_64 -name lab -m 2G -drive file=lab.img,format=raw \\
  -qmp unix:/run/lab/qmp.sock,server,nowait \\
  -monitor tcp:127.0.0.1:4445,server,nowait
`,
};

/** The window of the readme's picture is as high as its map. */
export const MAP_VIEWPORT = { width: 860, height: 560 };

/** @param {string} folder */
export function writeMapScripts(folder) {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
}

/**
 * @typedef {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} Session
 */

/** @param {Session} session */
export async function tellOfMap({ page, pictures, step }) {
  const map = mapIn(page);
  const monitor = map.getByRole('link', { name: /^HMP monitor\. Anyone on the network/ });
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `map-${moment}.png`) });

  await step('the exposure map shows who reaches which monitor', async () => {
    for (const name of [LAB, WEB]) await openFile(page, name);
    await callShowMap(page);
    await map.getByRole('button', { name: 'Anyone on the network: 1 monitor' }).waitFor();
    await map.getByRole('link', { name: `Machine web, started by ${WEB}:2` }).waitFor();
    assert.equal(await monitor.count(), 1);
    await picture('opened');
  });

  await step('a monitor on the map leads to the text that exposes it', async () => {
    await monitor.click();
    await page.locator('.statusbar-item', { hasText: 'Ln 3, Col 26 (7 selected)' }).waitFor();
    await page.locator('.tab.active', { hasText: WEB }).first().waitFor();
    await waitForFocus(page, WEB);
  });

  await step('the map follows what is typed', async () => {
    // What leads to a monitor is selected, so that typing changes it.
    await page.keyboard.type('127.0.0.1');
    await map.getByRole('button', { name: 'Any local user: 2 monitors' }).waitFor();
    await eventually(async () => assert.equal(await monitor.count(), 0));
    await picture('followed');
  });

  await step('an audience on the left shows only what it reaches', async () => {
    await map.getByRole('button', { name: 'Any local user: 2 monitors' }).click();
    await map.getByText('Showing only: Any local user').waitFor();
    assert.equal(await map.getByRole('link', { name: /^QMP monitor/ }).count(), 0);
    await picture('filtered');
  });

  await step('the map is there again in a window that was reloaded, as it was left', async () => {
    await goToTab(page, WEB);
    await save(page);
    await page.locator('.tab', { hasText: 'Exposure Map' }).click();
    // As VS Code reloads a window: what is open is written down first.
    await callCommand(page, 'Developer: Reload Window');
    const status = map.getByText('Showing only: Any local user');
    // All of VS Code is loaded again before.
    await status.waitFor({ timeout: 120_000 });
    await map.getByRole('link', { name: /telnet 127\.0\.0\.1:4444$/ }).waitFor();
    await picture('restored');
  });
}

/**
 * Opens the map, and closes it when there is something on it.
 * @param {import('playwright-core').Page} page
 */
export async function seeMap(page) {
  await callShowMap(page);
  await mapIn(page)
    .getByRole('button', { name: /^Anyone on the network: / })
    .waitFor();
  const tab = page.locator('.tab', { hasText: 'Exposure Map' });
  await tab.getByRole('button', { name: 'Close' }).click();
  await tab.waitFor({ state: 'detached' });
}

/** @param {Session} session */
export async function takeMapPicture({ page, pictures, step }) {
  await step('the readme shows the exposure map', async () => {
    for (const name of [LAB, WEB]) await openFile(page, name);
    await page.keyboard.press('Control+b');
    await page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
    await callShowMap(page);
    const map = mapIn(page);
    await map.getByRole('link', { name: /^HMP monitor\. Anyone on the network/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+m');
    // The other editors make room.
    await page.locator('.tab', { hasText: WEB }).waitFor({ state: 'hidden' });
    await eventually(async () => {
      await page.mouse.move(430, 500);
      assert.equal(await page.locator('.monaco-hover:visible').count(), 0);
    });
    await page.screenshot({ path: join(pictures, 'readme-map.png'), caret: 'hide' });
  });
}

/**
 * The page of the map, which VS Code has in a frame in a frame.
 * @param {import('playwright-core').Page} page
 */
export function mapIn(page) {
  return page.frameLocator('iframe.webview').frameLocator('#active-frame');
}

/**
 * Opens the map.
 * @param {import('playwright-core').Page} page
 */
export async function callShowMap(page) {
  await callCommand(page, 'Monitor Guard: Show Exposure Map');
  await page.locator('.tab.active', { hasText: 'Exposure Map' }).waitFor();
}
