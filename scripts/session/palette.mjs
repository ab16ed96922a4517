// The palette of commands, as a user picks from it.
import { eventually } from '../editor/eventually.mjs';

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
    await page.keyboard.press('F1');
    await box.waitFor({ timeout: 2000 });
    await box.fill(`>${title}`);
    await command.first().waitFor({ timeout: 2000 });
    await command.first().click();
  });
}
