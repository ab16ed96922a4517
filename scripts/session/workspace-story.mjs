// The part of a user's session that is about the whole workspace: call the command, see the list of fixes and what one
// of them changes, untick one, apply, read what was fixed and what is left, go there, and take it all back.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { callCommand, openFile, save } from './user-actions.mjs';

/** Examples with what is safe to fix. */
export const WORKSPACE_FILES = /** @type {const} */ (['refused.sh', 'machine.qemu']);
const [SCRIPT, UNTOUCHED] = WORKSPACE_FILES;
/** A second script of the same words, so that one kind of fixes changes several files. */
const COPY = 'second.sh';

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function tellOfWorkspace({ page, folder, pictures, step }) {
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const notification = page.locator('.notification-toast', { hasText: 'are fixed' });
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `workspace-${moment}.png`) });
  const textOf = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8');
  cpSync(join(folder, SCRIPT), join(folder, COPY));
  const original = new Map([...WORKSPACE_FILES, COPY].map((file) => [file, textOf(file)]));

  await step('the command for the workspace lists the fixes, the safe ones ticked', async () => {
    await callCommand(page, 'Monitor Guard: Fix All in Workspace');
    await rows.filter({ hasText: UNTOUCHED }).first().waitFor();
    for (const row of await rows.all()) {
      const isSafe = !((await row.textContent()) ?? '').includes('Check first');
      assert.equal(await row.getByRole('checkbox').isChecked(), isSafe);
    }
    await picture('list');
    for (const [file, text] of original) assert.equal(textOf(file), text);
  });

  await step('the button of a row shows what it changes, and the list stays', async () => {
    const row = rows.filter({ hasText: SCRIPT }).first();
    await row.hover();
    await row.getByRole('button', { name: 'Show Difference' }).click();
    await page.locator('.monaco-diff-editor').waitFor();
    await rows.first().waitFor();
    await picture('difference');
  });

  await step('what is ticked is changed and saved, and nothing else', async () => {
    const others = rows.filter({ hasText: UNTOUCHED });
    for (const row of await others.all()) {
      const box = row.getByRole('checkbox');
      if (await box.isChecked()) await box.click();
    }
    await picture('ticked');
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    await eventually(async () => {
      for (const file of [SCRIPT, COPY]) assert.doesNotMatch(textOf(file), /wiat|chardev=mon$/m);
    });
    assert.equal(textOf(UNTOUCHED), original.get(UNTOUCHED));
    assert.equal(await page.locator('.monaco-diff-editor').count(), 0, 'no stale difference');
  });

  await step('a message says what was fixed and what is left, and leads there', async () => {
    await notification.getByText(/4 findings in 2 files are fixed/).waitFor();
    const words = (await notification.textContent()) ?? '';
    assert.match(words, /\d+ findings? can be fixed safely/);
    assert.match(words, /\d+ findings? in \d+ files? needs? review/);
    await picture('message');
    await notification.getByRole('button', { name: 'Show Findings' }).click();
    const found = page.locator('.quick-input-list .monaco-list-row');
    await found.first().waitFor();
    await picture('findings');
    await found.first().click();
    await page.locator('.tab.active').waitFor();
  });

  await step('one undo takes the changes back in every file', async () => {
    await openFile(page, SCRIPT);
    await page.keyboard.press('Control+z');
    for (const file of [SCRIPT, COPY]) {
      await openFile(page, file);
      await save(page);
      await eventually(async () => assert.equal(textOf(file), original.get(file)));
    }
  });
}
