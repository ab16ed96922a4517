// The part of a user's session that reviews a folder of which no file was ever opened: read what the Problems
// panel says, see it in the view and on the map, go there, fix it, and be left with an empty panel.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { callShowMap, mapIn } from './map-story.mjs';
import { openMonitors } from './monitors-story.mjs';
import { openProblems, save, waitForFocus } from './user-actions.mjs';

const FARM = 'farm.sh';
const BOX = 'box.sh';
const SAFE = 'quiet.sh';

/** A monitor open to the network, one open to this host, and a private one. */
const FILES = {
  [FARM]: '#!/bin/sh\nqemu-system-x86_64 -name farm -qmp tcp:0.0.0.0:4444,server,nowait\n',
  [BOX]: '#!/bin/sh\nqemu-system-x86_64 -name box -monitor telnet:127.0.0.1:4400,server,nowait\n',
  [SAFE]: '#!/bin/sh\nqemu-system-x86_64 -name quiet -monitor stdio\n',
};

/** @param {string} folder */
export function writeReviewScripts(folder) {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
}

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function tellOfReview({ page, pictures, step }) {
  const problems = page.locator('.markers-panel');
  const rows = problems.locator('.monaco-list-row');
  const map = mapIn(page);
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `review-${moment}.png`) });

  await step('the Problems panel has the findings of closed files', async () => {
    await page.locator('.explorer-folders-view').getByText(FARM).waitFor();
    await openProblems(page);
    await rows.filter({ hasText: FARM }).first().waitFor();
    await rows.filter({ hasText: BOX }).first().waitFor();
    await rows.filter({ hasText: 'QMP on tcp 0.0.0.0:4444' }).waitFor();
    assert.equal(await rows.filter({ hasText: SAFE }).count(), 0);
    assert.equal(await page.locator('.tab', { hasText: '.sh' }).count(), 0);
    await picture('problems');
  });

  await step('the view and the map show the same, and the safe monitor too', async () => {
    await openMonitors(page);
    await callShowMap(page);
    await map.getByRole('button', { name: 'Anyone on the network: 1 monitor' }).waitFor();
    await map.getByRole('button', { name: 'Any local user: 1 monitor' }).waitFor();
    await map.getByRole('link', { name: /^HMP monitor.*stdio/ }).waitFor();
    await picture('map');
  });

  for (const [file, monitor] of /** @type {const} */ ([
    [FARM, /^QMP monitor\. Anyone on the network/],
    [BOX, /^HMP monitor\. Any local user/],
  ])) {
    await step(`${file}: the map leads to the text, and the first fix closes it`, async () => {
      await page.locator('.tab', { hasText: 'Exposure Map' }).click();
      await map.getByRole('link', { name: monitor }).click();
      await page.locator('.tab.active', { hasText: file }).waitFor();
      await waitForFocus(page, file);
      const actions = page.locator('.action-widget .monaco-list-row.action');
      await eventually(async () => {
        await page.keyboard.press('Control+.');
        await actions.first().waitFor({ timeout: 5000 });
      });
      assert.match((await actions.first().textContent()) ?? '', /^Switch to a UNIX socket/);
      await actions.first().click();
      await save(page);
    });
  }

  await step(
    'nothing is left in the panel, and no audience on the map and in the view',
    async () => {
      await problems.getByText('No problems have been detected in the workspace.').waitFor();
      await page.locator('.tab', { hasText: 'Exposure Map' }).click();
      await map.getByRole('button', { name: 'Only the user who runs QEMU: 3 monitors' }).waitFor();
      assert.equal(await map.getByRole('button', { name: /^Anyone on/ }).count(), 0);
      await eventually(async () => {
        const groups = page.locator('.sidebar .monaco-list-row[aria-label^="Anyone on"]');
        assert.equal(await groups.count(), 0);
      });
      await picture('empty');
    },
  );
}
