// The part of a user's session that is about the whole workspace: call the command, see its changes, tick one kind
// of them, apply, read what was fixed and what is left, go there, and take it all back.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.mjs';

/** Examples with what is safe to fix. */
export const WORKSPACE_FILES = /** @type {const} */ (['refused.sh', 'machine.qemu']);
const [SCRIPT, UNTOUCHED] = WORKSPACE_FILES;
/** A second script of the same words, so that one kind of fixes changes several files. */
const COPY = 'second.sh';
const KIND = 'Repair misspelt words';
const RISK = 'QEMU did not start before';

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function tellOfWorkspace({ page, folder, pictures, step }) {
  const preview = page.locator('.bulk-edit-panel');
  const notification = page.locator('.notification-fade-in-done', { hasText: 'are fixed' });
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `workspace-${moment}.png`) });
  const textOf = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8');
  cpSync(join(folder, SCRIPT), join(folder, COPY));
  const original = new Map([...WORKSPACE_FILES, COPY].map((file) => [file, textOf(file)]));

  await step('the command for the workspace shows its changes before it makes them', async () => {
    await callCommand(page);
    await preview.getByText(UNTOUCHED).waitFor();
    await picture('preview');
    await page.getByRole('button', { name: 'Group Changes By Type' }).first().click();
    const kind = preview.locator('.monaco-list-row', { hasText: KIND });
    await kind.waitFor();
    assert.match((await kind.textContent()) ?? '', new RegExp(RISK));
    await picture('kinds');
    for (const [file, text] of original) assert.equal(textOf(file), text);
  });

  await step('what is ticked is changed and saved, and nothing else', async () => {
    const kind = preview.locator('.monaco-list-row', { hasText: KIND });
    await kind.click();
    await page.keyboard.press('Space');
    await picture('ticked');
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await eventually(async () => {
      for (const file of [SCRIPT, COPY]) assert.doesNotMatch(textOf(file), /wiat|chardev=mon$/m);
    });
    assert.equal(textOf(UNTOUCHED), original.get(UNTOUCHED));
  });

  await step('a message says what was fixed and what is left, and leads there', async () => {
    await notification.getByText(/4 findings in 2 files are fixed/).waitFor();
    const words = (await notification.textContent()) ?? '';
    assert.match(words, /\d+ findings? can be fixed safely/);
    assert.match(words, /\d+ findings? in \d+ files? needs? a look/);
    await picture('message');
    await notification.getByRole('button', { name: 'Show Findings' }).click();
    const found = page.locator('.quick-input-list .monaco-list-row');
    await found.first().waitFor();
    await picture('findings');
    await found.first().click();
    await page.locator('.tab.active').waitFor();
  });

  await step('one undo takes the changes back in every file', async () => {
    await openAndFocus(page, SCRIPT);
    await page.keyboard.press('Control+z');
    for (const file of [SCRIPT, COPY]) {
      await openAndFocus(page, file);
      await page.locator('.tab.active.dirty').waitFor();
      await page.keyboard.press('Control+s');
      await eventually(async () => assert.equal(textOf(file), original.get(file)));
    }
  });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} file
 */
async function openAndFocus(page, file) {
  await page.locator('.explorer-folders-view').getByText(file).dblclick();
  await page.locator('.tab.active', { hasText: file }).waitFor();
  await page.locator('.monaco-editor.focused').waitFor();
}

/** @param {import('playwright-core').Page} page */
export async function callCommand(page) {
  const box = page.locator('.quick-input-widget input.input');
  const command = page.locator('.quick-input-list .monaco-list-row', {
    hasText: 'Monitor Guard: Fix All Safe Findings in the Workspace',
  });
  await eventually(async () => {
    // A list that is open already does not learn of an extension that has just been found.
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await box.waitFor({ timeout: 2000 });
    await box.fill('>Monitor Guard: Fix All');
    await command.first().waitFor({ timeout: 2000 });
    await command.first().click();
  });
}
