// The part of a user's session that leads to the command line: the review as a command on the clipboard, and the monitors
// of running QEMUs in a terminal, after the question whether that is wanted.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { callCommand } from './user-actions.mjs';

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function tellOfCommandLine({ page, folder, pictures, step }) {
  await step('the review is copied as a command', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await callCommand(page, 'Monitor Guard: Copy Review as Command');
    await eventually(async () => {
      assert.equal(
        await page.evaluate('navigator.clipboard.readText()'),
        `npx qemu-monitor-guard check ${folder}`,
      );
    });
  });

  await step('running QEMUs are looked at in a terminal, once somebody says so', async () => {
    const terminal = page.locator('.terminal-wrapper.active .xterm-rows');
    const button = page
      .locator('.monaco-dialog-box', { hasText: 'as your user, and changes nothing' })
      .getByRole('button', { name: 'Run in Terminal' });
    await callCommand(page, 'Monitor Guard: Check Running QEMUs');
    await button.waitFor();
    assert.equal(await terminal.count(), 0);
    await button.click();
    await terminal
      .getByText(/\d+ QEMUs? running/)
      .first()
      .waitFor();
    await page.screenshot({ path: join(pictures, 'running.png') });
  });
}
