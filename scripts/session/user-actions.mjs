// What a user does in every story: open a file, pick a command of the palette, look at the Problems panel. Each waits
// until the window is ready for what comes next, which is the state it is in and no time.
import { eventually } from '../editor/eventually.mjs';

/**
 * Opens a file, and has the focus in it.
 * @param {import('playwright-core').Page} page
 * @param {string} file
 */
export async function openFile(page, file) {
  await eventually(async () => {
    await page.locator('.explorer-folders-view').getByText(file).dblclick({ timeout: 5000 });
    await page.locator('.tab.active', { hasText: file }).waitFor({ timeout: 5000 });
    await waitForFocus(page, file);
  });
}

/**
 * Goes to a file that has a tab.
 * @param {import('playwright-core').Page} page
 * @param {string} file
 */
export async function goToTab(page, file) {
  await eventually(async () => {
    await page.locator('.tab', { hasText: file }).first().click({ timeout: 5000 });
    await page.locator('.tab.active', { hasText: file }).first().waitFor({ timeout: 5000 });
    await waitForFocus(page, file);
  });
}

/**
 * The editor that had the focus before keeps it for a while, or the explorer has it, or a page in a frame.
 * @param {import('playwright-core').Page} page
 * @param {string} file
 */
export async function waitForFocus(page, file) {
  await page.locator(`.monaco-editor.focused[data-uri$="/${file}"]`).waitFor({ timeout: 5000 });
}

/**
 * Writes the file that has the focus.
 * @param {import('playwright-core').Page} page
 */
export async function save(page) {
  // The tab learns a moment after the text that there is something to save.
  const unsaved = page.locator('.tab.active.dirty');
  await unsaved.waitFor();
  await page.keyboard.press('Control+s');
  await unsaved.waitFor({ state: 'detached' });
}

/**
 * Opens the Problems panel; a window that is still loading knows no keys.
 * @param {import('playwright-core').Page} page
 */
export async function openProblems(page) {
  const panel = page.locator('.markers-panel');
  await eventually(async () => {
    if (!(await panel.isVisible())) await page.keyboard.press('Control+Shift+M');
    await panel.waitFor({ timeout: 5000 });
  });
}

/**
 * Picks a command, as soon as it is there.
 * @param {import('playwright-core').Page} page
 * @param {string} title
 */
export async function callCommand(page, title) {
  const box = page.locator('.quick-input-widget input.input');
  const command = page.locator('.quick-input-list .monaco-list-row', { hasText: title });
  await eventually(async () => {
    // A list that is open already does not learn of an extension that has just been found.
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden', timeout: 5000 });
    await page.keyboard.press('F1');
    await box.waitFor({ timeout: 5000 });
    await box.fill(`>${title}`, { timeout: 5000 });
    await command.first().click({ timeout: 5000 });
  });
}
