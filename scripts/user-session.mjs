// A user's session with the packaged extension, driven from outside: install the .vsix, open a
// file of each language, see the squiggle, read the message, take the preferred fix, save, and find the Problems
// panel empty. Each step asserts what the user would see and leaves a picture.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, startBrowser } from './browser.mjs';
import { installExtension, startCodeServer } from './code-server.mjs';
import { listPackagedFiles, packageExtension } from './package-extension.mjs';
import { ROOT } from './toolchain.mjs';

const FOLDER = join(ROOT, 'test', 'vscode', 'fixtures');

/**
 * @typedef {object} Story
 * @property {string} name what its pictures are called
 * @property {string} file with one finding
 * @property {RegExp} fixed what the preferred fix makes of it
 */

/** @type {readonly Story[]} */
const STORIES = [
  { name: 'shell', file: 'run.sh', fixed: /-monitor "unix:[^"]+\/run-monitor\.sock"/ },
  { name: 'domain-xml', file: 'domain.xml', fixed: /'unix:[^']+\/web-monitor\.sock,/ },
  { name: 'qemu-config', file: 'machine.qemu', fixed: /path = "machine-monitor\.sock"/ },
];

/** What may be in the package: the bundles, the grammars and what people read. */
const PACKAGED =
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt|\.md)?|dist\/(client|server)\.cjs|syntaxes\/[^/]+\.json|docs\/rules\/[a-z-]+\.md|docs\/images\/icon\.png)$/;

const SETTINGS = {
  'workbench.colorTheme': 'Default Light Modern',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 15,
  'breadcrumbs.enabled': false,
  'editor.lightbulb.enabled': 'off',
  'editor.occurrencesHighlight': 'off',
};

/**
 * @param {{ say: (sentence: string) => void, pictures: string }} options
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runUserSession({ say, pictures }) {
  const browserPath = findBrowser();
  if (!browserPath) throw new Error('No Chromium or Chrome on the PATH');
  mkdirSync(pictures, { recursive: true });
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-')));
  const folder = join(scratch, 'machines');
  mkdirSync(folder);
  for (const { file } of STORIES) cpSync(join(FOLDER, file), join(folder, file));
  const places = { dataDir: join(scratch, 'data'), extensionsDir: join(scratch, 'extensions') };

  const counts = { passed: 0, failed: 0 };
  /** @type {import('playwright-core').Page | undefined} */
  let page;

  /**
   * A step of the story. After one that fails the rest makes no sense and is not told.
   * @param {string} title
   * @param {() => Promise<void>} body
   */
  const step = async (title, body) => {
    if (counts.failed > 0) return;
    const start = performance.now();
    try {
      await body();
      counts.passed += 1;
      console.log(`passed  ${title} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      counts.failed += 1;
      console.log(`FAILED  ${title}\n${error instanceof Error ? error.stack : error}`);
      const picture = join(pictures, 'failed.png');
      await page?.screenshot({ path: picture });
      if (page) say(`The window at that moment is in ${picture}`);
    }
  };

  await step(
    'the package holds the bundles, the grammars and what people read, and nothing else',
    async () => {
      const strangers = (await listPackagedFiles()).filter((file) => !PACKAGED.test(file));
      assert.deepEqual(strangers, []);
    },
  );
  await step('the packaged extension installs', async () => {
    await installExtension(await packageExtension(), places);
  });
  if (counts.failed > 0) return counts;

  const server = await startCodeServer({
    ...places,
    settings: SETTINGS,
    flags: ['--disable-workspace-trust', '--enable-remote-auto-shutdown'],
  });
  const browser = await startBrowser(browserPath);
  try {
    page = await browser.newPage({ viewport: { width: 1200, height: 750 } });
    page.setDefaultTimeout(30_000);
    await page.goto(`${server.origin}/?folder=${encodeURIComponent(folder)}`);
    for (const story of STORIES) await tellStory(story, { page, folder, pictures, step });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts;
}

/**
 * @param {Story} story
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: (title: string, body: () => Promise<void>) => Promise<void>,
 * }} session
 */
async function tellStory({ name, file, fixed }, { page, folder, pictures, step }) {
  const squiggle = page.locator('.squiggly-error');
  const problems = page.locator('.markers-panel');
  const actions = page.locator('.action-widget .monaco-list-row.action');
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `${name}-${moment}.png`) });
  const middleOfSquiggle = async () => {
    const box = await squiggle.boundingBox();
    assert.ok(box);
    return /** @type {const} */ ([box.x + box.width / 2, box.y + box.height / 2]);
  };

  await step(`${file}: opening it underlines the exposed address`, async () => {
    await page.locator('.explorer-folders-view').getByText(file).dblclick();
    await page.locator('.tab.active', { hasText: file }).waitFor();
    // Waiting fails if there is more than one.
    await squiggle.waitFor();
  });

  await step(`${file}: resting the mouse on it tells who can reach the monitor`, async () => {
    const hover = page.locator('.monaco-hover:visible', { hasText: 'monitor-on-network' });
    await eventually(async () => {
      // Lines may still move for a moment after a file is opened; a hand would follow them.
      await page.mouse.move(600, 600);
      await page.mouse.move(...(await middleOfSquiggle()), { steps: 4 });
      await hover.waitFor({ timeout: 2000 });
    });
    const text = (await hover.textContent()) ?? '';
    assert.match(text, /every network interface .*without authentication/);
    await picture('finding');
  });

  await step(`${file}: the Problems panel lists it`, async () => {
    await page.keyboard.press('Control+Shift+m');
    await problems.getByText('every network interface').waitFor();
    await picture('problems');
  });

  await step(`${file}: Control+. offers the UNIX socket first`, async () => {
    await eventually(async () => {
      // VS Code drops the question when another extension is just starting; a user asks again.
      await page.mouse.click(...(await middleOfSquiggle()));
      await page.keyboard.press('Control+.');
      await actions.first().waitFor({ timeout: 2000 });
    });
    assert.match((await actions.first().textContent()) ?? '', /UNIX socket/);
    await picture('quick-fix');
  });

  await step(`${file}: taking it moves the monitor and takes the underline away`, async () => {
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor .view-lines').getByText('-monitor.sock').waitFor();
    await squiggle.waitFor({ state: 'detached' });
  });

  await step(
    `${file}: after saving the Problems panel is empty and the file is fixed`,
    async () => {
      // The tab learns a moment after the text that there is something to save.
      await page.locator('.tab.active.dirty').waitFor();
      await page.keyboard.press('Control+s');
      await page.locator('.tab.dirty').waitFor({ state: 'detached' });
      await problems.getByText('No problems have been detected').waitFor();
      await eventually(async () => {
        const text = readFileSync(join(folder, file), 'utf8');
        assert.match(text, fixed);
        assert.doesNotMatch(text, /0\.0\.0\.0/);
      });
      await picture('fixed');
      // The next story starts without the panel, as this one did.
      await page.keyboard.press('Control+j');
      await problems.waitFor({ state: 'hidden' });
    },
  );
}

/**
 * Tries until it works, for twenty seconds, then fails as the last try did.
 * @param {() => Promise<void>} attempt
 */
async function eventually(attempt) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
