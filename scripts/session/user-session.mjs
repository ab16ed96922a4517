// A user's session with the packaged extension, driven from outside: install the .vsix, open a
// file of each language, see the squiggle, read the message, take the preferred fix, save, and find the Problems
// panel empty. Each step asserts what the user would see and leaves a picture.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser, startBrowser } from '../editor/browser.mjs';
import { installExtension, startCodeServer } from '../editor/code-server.mjs';
import { eventually } from '../editor/eventually.mjs';
import { listPackagedFiles, packageExtension } from '../package-extension.mjs';
import { ROOT } from '../toolchain.mjs';
import { MAP_VIEWPORT, seeMap, takeMapPicture, tellOfMap, writeMapScripts } from './map-story.mjs';
import {
  MONITOR_FILES,
  openMonitors,
  takeViewPicture,
  tellOfMonitors,
  tellOfNoFolder,
  VIEW_WINDOW,
} from './monitors-story.mjs';
import { tellOfNoNeed, writeOtherFiles } from './no-need-story.mjs';
import {
  README_THEMES,
  README_WINDOW,
  takeMovingPicture,
  writeReadmeScript,
} from './readme-pictures.mjs';
import { tellOfReview, writeReviewScripts } from './review-story.mjs';
import {
  callCommand,
  goToTab,
  openFile,
  openProblems,
  save,
  waitForFocus,
} from './user-actions.mjs';
import { tellOfWorkspace, WORKSPACE_FILES } from './workspace-story.mjs';

const EXAMPLES = join(ROOT, 'examples');

/**
 * @typedef {object} Story
 * @property {string} name what its pictures are called
 * @property {string} file one of the examples
 * @property {number} findings how many errors it has; the first is a monitor on the network
 * @property {readonly string[]} fixed what the preferred fixes write
 */

/** @type {readonly Story[]} */
const STORIES = [
  {
    name: 'shell',
    file: 'two-machines.sh',
    findings: 2,
    fixed: ['/left-monitor.sock,server=on,wait=off"', '/right-qmp.sock,server=on,wait=off"'],
  },
  {
    name: 'domain-xml',
    file: 'snapshot.xml',
    findings: 1,
    fixed: ["<q:arg value='unix:/var/lib/libvirt/qemu/mail-monitor-2.sock,server,nowait'/>"],
  },
  {
    name: 'qemu-config',
    file: 'machine.qemu',
    findings: 2,
    fixed: ['path = "machine-monitor.sock"', 'path = "/run/machine/log.sock"'],
  },
];

/** How messages begin, or what they say first, of a monitor on the network. */
const OPEN = /anyone on the network can |listens on every interface/;

/** An example of one finding, which is ignored. */
const IGNORED = 'ci-boot-test.sh';
const REASON = 'the job has a network of its own';

/** What may be in the package: the bundles, the grammars, the languages, and what people look at. */
const PACKAGED = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(README\.md|CHANGELOG\.md|LICENSE(\.txt|\.md)?)$/,
  /^dist\/(client\.cjs|running\.js|server(-thread)?\.js|package\.json|third-party-notices\.txt)$/,
  /^syntaxes\/[^/]+\.json$/,
  /^dist\/l10n\/(bundle\.l10n|server)(\.[a-z-]+)?\.json$/,
  /^docs\/(rules\/(README|[a-z-]+)|workspace-file)\.md$/,
  /^schemas\/[a-z-]+\.schema\.json$/,
  /^walkthrough\/(samples\/)?[a-z-]+\.(svg|sh|xml|qemu)$/,
  /^dist\/map\/(page\.js|style\.css)$/,
  /^media\/([a-z-]+\.svg|icon\.png)$/,
];

const SETTINGS = {
  // The stories are about one file each, and the panel shall be empty when it is fixed.
  'qemuMonitorGuard.workspaceScan': false,
  'workbench.colorTheme': 'Default Light Modern',
  // What closes slowly is there for a while, takes no clicks, and counts as open.
  'workbench.reduceMotion': 'on',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 13,
  'breadcrumbs.enabled': false,
  'editor.lightbulb.enabled': 'off',
  'editor.occurrencesHighlight': 'off',
  // What a terminal shows shall be text, and no picture.
  'terminal.integrated.gpuAcceleration': 'off',
};

/** For stories about whole folders. */
const REVIEWED = { 'qemuMonitorGuard.workspaceScan': true };

/**
 * @typedef {(title: string, body: () => Promise<void>) => Promise<void>} Step
 *
 * @param {{ say: (sentence: string) => void, pictures: string }} options
 * @returns {Promise<{ passed: number, failed: number, failures: string[] }>}
 */
export async function runUserSession({ say, pictures }) {
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-')));
  const counts = { passed: 0, failed: 0, failures: /** @type {string[]} */ ([]) };
  /** @type {import('playwright-core').Page | undefined} */
  let page;

  // A step of the story. After one that fails the rest makes no sense and is not told.
  const step = /** @type {Step} */ async (title, body) => {
    if (counts.failed > 0) return;
    const start = performance.now();
    try {
      await body();
      counts.passed += 1;
      console.log(`passed  ${title} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      counts.failed += 1;
      counts.failures.push(title);
      console.log(`FAILED  ${title}\n${error instanceof Error ? error.stack : error}`);
      const picture = join(pictures, 'failed.png');
      await page?.screenshot({ path: picture });
      if (page) say(`The window at that moment is in ${picture}`);
    }
  };

  try {
    const places = { dataDir: join(scratch, 'data'), extensionsDir: join(scratch, 'extensions') };
    await installPackaged(places, step);
    const trusting = ['--disable-workspace-trust'];
    if (counts.failed === 0 && isWanted('examples')) {
      await withWindow({ ...places, flags: trusting }, async (window, origin) => {
        page = window;
        const folder = copyExamples(join(scratch, 'machines'));
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        for (const story of STORIES) await tellStory(story, { page, folder, pictures, step });
        await tellOfIgnoring({ page, folder, pictures, step });
      });
    }
    if (counts.failed === 0 && isWanted('workspace')) {
      await withWindow({ ...places, flags: trusting }, async (window, origin) => {
        page = window;
        await page.goto(`${origin}/?ew=true`);
        await tellOfNoFolder(page, step);
        const folder = copyFiles(join(scratch, 'monitors'), MONITOR_FILES);
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await tellOfMonitors({ page, folder, pictures, step });
      });
      await withWindow({ ...places, flags: trusting }, async (window, origin) => {
        page = window;
        const folder = copyFiles(join(scratch, 'workspace'), WORKSPACE_FILES);
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await tellOfWorkspace({ page, folder, pictures, step });
      });
    }
    if (counts.failed === 0 && isWanted('review')) {
      await withWindow(
        { ...places, flags: trusting, settings: REVIEWED },
        async (window, origin) => {
          page = window;
          const folder = copyFiles(join(scratch, 'review'), []);
          writeReviewScripts(folder);
          await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
          await tellOfReview({ page, pictures, step });
        },
      );
    }
    if (counts.failed === 0 && isWanted('review')) {
      const reviewed = { ...places, flags: trusting, settings: REVIEWED };
      await withWindow(reviewed, async (window, origin) => {
        page = window;
        const folder = copyFiles(join(scratch, 'other'), []);
        writeOtherFiles(folder);
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await tellOfNoNeed({ page, folder, extensionsDir: places.extensionsDir, step });
      });
    }
    if (counts.failed === 0 && isWanted('map')) {
      await withWindow({ ...places, flags: trusting }, async (window, origin) => {
        page = window;
        const folder = copyFiles(join(scratch, 'map'), []);
        writeMapScripts(folder);
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await tellOfMap({ page, folder, pictures, step });
      });
      const settings = { ...README_WINDOW.settings, ...REVIEWED };
      const small = { ...README_WINDOW, viewport: MAP_VIEWPORT, settings };
      await withWindow({ ...places, flags: trusting, ...small }, async (window, origin) => {
        page = window;
        const folder = copyFiles(join(scratch, 'readme-map'), []);
        writeMapScripts(folder);
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await takeMapPicture({ page, folder, pictures, step });
      });
    }
    if (counts.failed === 0 && isWanted('readme')) {
      for (const [theme, colorTheme] of Object.entries(README_THEMES)) {
        const settings = { ...README_WINDOW.settings, 'workbench.colorTheme': colorTheme };
        const small = { ...README_WINDOW, settings };
        await withWindow({ ...places, flags: trusting, ...small }, async (window, origin) => {
          page = window;
          const folder = copyFiles(join(scratch, `readme-${theme}`), []);
          writeReadmeScript(folder);
          await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
          await takeMovingPicture({ page, folder, pictures, theme, step });
        });
      }
      const seen = { ...VIEW_WINDOW, settings: { ...VIEW_WINDOW.settings, ...REVIEWED } };
      await withWindow({ ...places, flags: trusting, ...seen }, async (window, origin) => {
        page = window;
        const folder = copyFiles(join(scratch, 'view'), MONITOR_FILES);
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await takeViewPicture({ page, pictures, step });
      });
    }
    if (counts.failed === 0 && isWanted('mistrust')) {
      await withWindow({ ...places, flags: [] }, async (window, origin) => {
        page = window;
        const folder = copyExamples(join(scratch, 'strangers'));
        await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
        await tellOfMistrust(page, step);
      });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts;
}

/**
 * Whether a part of the session is told: all are, unless GUARD_STORY names some of them, with commas between.
 * @param {'examples' | 'workspace' | 'review' | 'map' | 'readme' | 'mistrust'} part
 */
function isWanted(part) {
  const { GUARD_STORY: wanted = part } = process.env;
  return wanted.split(',').includes(part);
}

/**
 * @param {{ dataDir: string, extensionsDir: string }} places
 * @param {Step} step
 */
async function installPackaged(places, step) {
  await step('the package holds the bundles and what people read, and nothing else', async () => {
    const strangers = (await listPackagedFiles()).filter(
      (file) => !PACKAGED.some((pattern) => pattern.test(file)),
    );
    assert.deepEqual(strangers, []);
  });
  await step('the packaged extension installs', async () => {
    await installExtension(await packageExtension(), places);
  });
}

/**
 * @typedef {object} Window
 * @property {string} dataDir
 * @property {string} extensionsDir
 * @property {readonly string[]} flags
 * @property {{ width: number, height: number }} [viewport]
 * @property {number} [deviceScaleFactor]
 * @property {Record<string, unknown>} [settings] besides those of every window
 *
 * Opens a window of code-server for as long as the work takes.
 * @param {Window} options
 * @param {(page: import('playwright-core').Page, origin: string) => Promise<void>} work
 */
async function withWindow(
  { viewport = { width: 1200, height: 750 }, deviceScaleFactor = 1, settings, ...places },
  work,
) {
  const browserPath = findBrowser();
  if (!browserPath) throw new Error('No Chromium or Chrome on the PATH');
  const server = await startCodeServer({
    ...places,
    settings: { ...SETTINGS, ...settings },
    flags: ['--enable-remote-auto-shutdown', ...places.flags],
  });
  const browser = await startBrowser(browserPath);
  try {
    const page = await browser.newPage({ viewport, deviceScaleFactor });
    page.setDefaultTimeout(60_000);
    await work(page, server.origin);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** @param {string} folder */
function copyExamples(folder) {
  return copyFiles(folder, [...STORIES.map((story) => story.file), IGNORED]);
}

/**
 * @param {string} folder
 * @param {readonly string[]} examples
 * @returns {string} the folder
 */
function copyFiles(folder, examples) {
  mkdirSync(folder);
  for (const file of examples) cpSync(join(EXAMPLES, file), join(folder, file));
  return folder;
}

/**
 * A user who does not trust a stranger's folder is warned of its monitors all the same. Only an
 * installed extension can tell: VS Code starts one under development whatever its manifest says.
 * @param {import('playwright-core').Page} page
 * @param {Step} step
 */
async function tellOfMistrust(page, step) {
  await step('an untrusted folder opens in Restricted Mode', () =>
    page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor(),
  );
  for (const { file, findings } of STORIES) {
    await step(`${file}: what is exposed is underlined in Restricted Mode too`, async () => {
      await openFile(page, file);
      await eventually(async () =>
        assert.equal(await page.locator('.squiggly-error').count(), findings),
      );
    });
  }
  await step('the view of monitors works in Restricted Mode too', () => openMonitors(page));
  await step('the exposure map is shown in Restricted Mode too', () => seeMap(page));
  await step('the command for the workspace works in Restricted Mode too', async () => {
    await callCommand(page, 'Monitor Guard: Fix All in Workspace');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'machine.qemu' }).first().waitFor();
  });
}

/**
 * @param {Story} story
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: Step,
 * }} session
 */
async function tellStory(story, { page, folder, pictures, step }) {
  const { name, file } = story;
  const squiggles = page.locator('.squiggly-error');
  const problems = page.locator('.markers-panel');
  const actions = page.locator('.action-widget .monaco-list-row.action');
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `${name}-${moment}.png`) });
  const middleOfFirst = async () => {
    const box = await squiggles.first().boundingBox();
    assert.ok(box);
    return /** @type {const} */ ([box.x + box.width / 2, box.y + box.height / 2]);
  };
  const squigglesBecome = (/** @type {number} */ count) =>
    eventually(async () => assert.equal(await squiggles.count(), count));

  await step(`${file}: opening it underlines what is exposed`, async () => {
    await openFile(page, file);
    await squigglesBecome(story.findings);
  });

  await step(`${file}: resting the mouse on it tells who can reach the monitor`, async () => {
    const hover = page.locator('.monaco-hover:visible', { hasText: 'monitor-on-network' });
    await eventually(async () => {
      // Lines may still move for a moment after a file is opened; a hand would follow them.
      await page.mouse.move(600, 600);
      await page.mouse.move(...(await middleOfFirst()), { steps: 4 });
      await hover.waitFor({ timeout: 5000 });
    });
    assert.match((await hover.textContent()) ?? '', OPEN);
    await picture('finding');
  });

  await step(`${file}: the Problems panel lists it`, async () => {
    await openProblems(page);
    await problems.getByText(OPEN).first().waitFor();
    await picture('problems');
  });

  for (let left = story.findings; left > 0; left--) {
    const isFirst = left === story.findings;
    await step(
      `${file}: Control+. offers ${isFirst ? 'a UNIX socket' : 'a fix'} first`,
      async () => {
        await eventually(async () => {
          // VS Code drops the question when another extension is just starting; a user asks again.
          if (isFirst) await page.mouse.click(...(await middleOfFirst()));
          // The next one may be out of sight; its line in the panel leads there.
          else await problems.locator('.monaco-list-row', { hasText: /\[Ln/ }).first().dblclick();
          await waitForFocus(page, file);
          await page.keyboard.press('Control+.');
          await actions.first().waitFor({ timeout: 5000 });
        });
        if (!isFirst) return;
        assert.match((await actions.first().textContent()) ?? '', /UNIX socket/);
        await picture('quick-fix');
      },
    );

    await step(`${file}: taking it takes one underline away`, async () => {
      await page.keyboard.press('Enter');
      await squigglesBecome(left - 1);
    });
  }

  await step(`${file}: after saving, the file is fixed and the Problems panel empty`, async () => {
    await save(page);
    await problems.getByText('No problems have been detected').waitFor();
    await eventually(async () => {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const written of story.fixed) assert.ok(text.includes(written), text);
    });
    await page.locator('.monaco-editor.focused').press('Home');
    await picture('fixed');
    // The next story starts without the panel, as this one did.
    await page.keyboard.press('Control+j');
    await problems.waitFor({ state: 'hidden' });
  });
}

/**
 * A monitor that may stay: the last action of the menu asks why, and writes a comment.
 * @param {{ page: import('playwright-core').Page, folder: string, pictures: string, step: Step }} session
 */
async function tellOfIgnoring({ page, folder, pictures, step }) {
  const squiggle = page.locator('.squiggly-error');
  const box = page.locator('.quick-input-widget input.input');
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `ignore-${moment}.png`) });
  const choose = () =>
    eventually(async () => {
      await squiggle.first().click({ force: true, timeout: 5000 });
      await waitForFocus(page, IGNORED);
      await page.keyboard.press('Control+.');
      const action = page.locator('.action-widget .monaco-list-row.action', { hasText: /^Ignore/ });
      await action.first().waitFor({ timeout: 5000 });
      await picture('menu');
      await action.first().click({ timeout: 5000 });
      await box.waitFor({ timeout: 5000 });
    });

  await step(`${IGNORED}: ignoring a finding asks for a reason`, async () => {
    await openFile(page, IGNORED);
    await eventually(async () => assert.equal(await squiggle.count(), 1));
    await choose();
    await picture('question');
  });

  await step(`${IGNORED}: the link of a finding opens its page rendered`, async () => {
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
    await openProblems(page);
    const link = page.locator('.markers-panel a', { hasText: 'monitor-on-network' });
    await link.first().click();
    await page.locator('.tab.active', { hasText: 'monitor-on-network' }).waitFor();
    const rendered = page.frameLocator('iframe.webview.ready').last().frameLocator('iframe');
    await rendered.locator('h1').waitFor();
    await picture('page');
    await page.keyboard.press('Control+Shift+m');
    await goToTab(page, IGNORED);
    await choose();
  });

  await step(`${IGNORED}: leaving the question changes nothing`, async () => {
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
    assert.equal(await page.locator('.tab.active.dirty').count(), 0);
    assert.equal(await squiggle.count(), 1);
  });

  await step(`${IGNORED}: the reason goes into a comment, and the underline goes`, async () => {
    await choose();
    await page.keyboard.type(REASON);
    await page.keyboard.press('Enter');
    await eventually(async () => assert.equal(await squiggle.count(), 0));
    await save(page);
    const comment = `# qemu-monitor-guard: ignore[monitor-on-network] ${REASON}\nqmp_address=`;
    await eventually(async () => {
      const text = readFileSync(join(folder, IGNORED), 'utf8');
      assert.ok(text.includes(comment), text);
    });
    await picture('done');
  });
}
