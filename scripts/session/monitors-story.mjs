// The part of a user's session that is about the view of monitors: what it lists and how it is grouped, where a
// click leads, what can be copied, how a fix moves a monitor to another group, and what the report says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../editor/eventually.mjs';
import { README_WINDOW } from './readme-pictures.mjs';
import { callCommand, goToTab, openFile, save } from './user-actions.mjs';

/** Examples with exposed and with private monitors. */
export const MONITOR_FILES = /** @type {const} */ (['domain.xml', 'safe.sh', 'two-machines.sh']);
const SCRIPT = 'two-machines.sh';
const REPORT = 'qemu-monitors.md';

const ICON = '[aria-label^="QEMU Monitors"]';
const NETWORK = 'Anyone on the network';
const HOST = 'Any local user';
const OWN = 'Only the user who runs QEMU';

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   folder: string,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function tellOfMonitors({ page, folder, pictures, step }) {
  const tree = page.locator('.sidebar .monaco-list');
  const rows = tree.locator('.monaco-list-row');
  const picture = (/** @type {string} */ moment) =>
    page.screenshot({ path: join(pictures, `monitors-${moment}.png`) });
  const row = (/** @type {string | RegExp} */ text) => rows.filter({ hasText: text }).first();
  const group = (/** @type {string} */ name) =>
    tree.locator(`.monaco-list-row[aria-label^="${name}: "]`);
  const labels = () =>
    rows.evaluateAll((all) => all.map((one) => String(one.getAttribute('aria-label'))));
  const assertGroups = (/** @type {readonly string[]} */ groups) =>
    eventually(async () => {
      assert.deepEqual(
        (await labels()).filter((label) => /: \d+ monitors?$/.test(label)),
        groups,
      );
    });
  const choose = async (
    /** @type {import('playwright-core').Locator} */ on,
    /** @type {string} */ item,
  ) => {
    const line = page.locator('.monaco-menu').getByText(item, { exact: true });
    await eventually(async () => {
      // A list that is drawn anew closes the menu of one of its lines.
      if (!(await line.isVisible())) await on.click({ button: 'right', timeout: 5000 });
      await line.waitFor({ timeout: 5000 });
      // A menu that has just opened does not take a click for one that was meant for it.
      await line.click({ timeout: 5000 });
      await line.waitFor({ state: 'hidden', timeout: 1000 });
    });
  };
  const restOn = (/** @type {import('playwright-core').Locator} */ on) =>
    eventually(async () => {
      // What is said of another row may cover this one, and comes late, when the mouse is gone from there already.
      await page.mouse.move(800, 590);
      await page.mouse.move(800, 600);
      await page.locator('.monaco-hover:visible').waitFor({ state: 'hidden', timeout: 5000 });
      await on.hover({ timeout: 5000 });
    });
  const assertCopied = (/** @type {RegExp} */ text) =>
    eventually(async () => {
      assert.match(String(await page.evaluate('navigator.clipboard.readText()')), text);
    });

  await step('the view lists all monitors by who can open them, with how many each', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const file of MONITOR_FILES) await openFile(page, file);
    await openMonitors(page);
    await assertGroups([`${NETWORK}: 3 monitors`, `${HOST}: 1 monitor`, `${OWN}: 3 monitors`]);
    await picture('by-reach');
  });

  await step('its icon counts those that others can open, and says so', async () => {
    assert.equal(await activityIcon(page).locator('.badge-content').textContent(), '4');
    const label = await activityIcon(page).locator(ICON).first().getAttribute('aria-label');
    assert.match(label ?? '', /4 monitors can be opened from the network or by any local user/);
  });

  await step('a line says aloud what its colour and its place in the list say', async () => {
    const label = await row('0.0.0.0:4441').getAttribute('aria-label');
    assert.match(
      label ?? '',
      /^two-machines\.sh:10\. HMP monitor on tcp 0\.0\.0\.0:4441\. Machine left\. Anyone on the network can open it\. Error: /,
    );
  });

  await step('resting the mouse on a monitor tells why it can be opened', async () => {
    const hover = page.locator('.monaco-hover:visible', { hasText: 'every network interface' });
    await eventually(async () => {
      await page.mouse.move(800, 600);
      await row('0.0.0.0:4441').hover();
      await hover.waitFor({ timeout: 5000 });
    });
    assert.match((await hover.textContent()) ?? '', /Without TLS, clients are not authenticated/);
    await picture('hover');
    await page.mouse.move(800, 600);
  });

  await step('a click leads to the text that decides, and selects it', async () => {
    await row('0.0.0.0:4441').click();
    await page.locator('.tab.active', { hasText: SCRIPT }).waitFor();
    await page.getByText('Ln 10, Col 44 (7 selected)').waitFor();
  });

  await step('the keyboard leads there too', async () => {
    // A click closes the group, another one opens it.
    for (const [expanded, shown] of /** @type {const} */ ([
      ['false', 'hidden'],
      ['true', 'visible'],
    ])) {
      await group(NETWORK).click();
      await tree.locator(`[aria-label^="${NETWORK}"][aria-expanded=${expanded}]`).waitFor();
      await row('0.0.0.0:4441').waitFor({ state: shown });
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'domain.xml' }).waitFor();
    await page.getByText(/Ln 23, Col \d+ \(7 selected\)/).waitFor();
  });

  await step('the status of a file counts its monitors', async () => {
    await eventually(async () => {
      const label = await page.locator('#status\\.languageStatus').getAttribute('aria-label');
      assert.match(label ?? '', /QEMU monitors of this file: 2\..* Anyone on the network/);
    });
  });

  await step('one of several commands that connect is copied', async () => {
    await choose(row('0.0.0.0:4444'), 'Copy Connect Command…');
    const tools = page.locator('.quick-input-list .monaco-list-row');
    await tools.filter({ hasText: 'virsh' }).waitFor();
    await picture('connect');
    await tools.filter({ hasText: 'qmp-shell' }).first().click();
    await assertCopied(/^qmp-shell 127\.0\.0\.1:4444$/);
  });

  await step('the same is copied for another machine, through ssh', async () => {
    await choose(row('0.0.0.0:4444'), 'Copy Connect Command…');
    const tools = page.locator('.quick-input-list .monaco-list-row');
    await tools.filter({ hasText: 'qmp-shell through ssh' }).click();
    // The question comes in the place of the list, with the same box.
    await page.locator('.quick-input-widget').getByText('as you call it for ssh').waitFor();
    await page.locator('.quick-input-widget input.input').fill('me@farm');
    await page.keyboard.press('Enter');
    await assertCopied(/^ssh -t me@farm 'qmp-shell 127\.0\.0\.1:4444'$/);
  });

  await step('a group is copied as a table', async () => {
    await choose(group(NETWORK), 'Copy as Markdown');
    await assertCopied(/^\| Monitor \|.*\n\| ---.*\n(?:\| [HQ]MP .*\n){3}$/);
  });

  await step(
    'the list is grouped by file on demand, and stays so when the window is loaded anew',
    async () => {
      await restOn(group(HOST));
      await page.getByRole('button', { name: 'Group Monitors by File' }).first().click();
      const byFile = [
        ...['domain.xml: 2 monitors', 'safe.sh: 3 monitors', 'two-machines.sh: 2 monitors'],
      ];
      await assertGroups(byFile);
      await picture('by-file');
      await page.reload();
      await rows.first().waitFor();
      for (const file of MONITOR_FILES) await goToTab(page, file);
      await assertGroups(byFile);
      await restOn(row('domain.xml'));
      const toReach = 'Group Monitors by Who Can Open Them';
      await page.getByRole('button', { name: toReach }).first().click();
      await group(NETWORK).waitFor();
    },
  );

  await step(
    'a fix takes its monitor to another group, and what was closed stays closed',
    async () => {
      await group(OWN).waitFor();
      assert.equal(await group(OWN).getAttribute('aria-expanded'), 'false');
      await choose(row('0.0.0.0:4441'), 'Switch to a UNIX Socket');
      await assertGroups([`${NETWORK}: 2 monitors`, `${HOST}: 1 monitor`, `${OWN}: 4 monitors`]);
      assert.equal(await group(OWN).getAttribute('aria-expanded'), 'false');
      await save(page);
      assert.match(
        readFileSync(join(folder, SCRIPT), 'utf8'),
        /"socket,id=leftmon,path=.*left-monitor\.sock/,
      );
      await picture('fixed');
    },
  );

  await step('the machine of a monitor can be gone to', async () => {
    await choose(row(':4442'), 'Go to Machine');
    await page.getByText(/Ln 14, Col \d+ \(19 selected\)/).waitFor();
  });

  await step('all fixes of a monitor can be chosen from', async () => {
    const actions = page.locator('.action-widget .monaco-list-row.action');
    await eventually(async () => {
      await choose(row(':4442'), 'Choose a Quick Fix…');
      await actions.first().waitFor({ timeout: 5000 });
    });
    assert.match((await actions.first().textContent()) ?? '', /^Switch to a UNIX socket/);
    await page.keyboard.press('Escape');
    await actions.first().waitFor({ state: 'hidden' });
  });

  await step('the report is written to where its reader wants it', async () => {
    const box = page.locator('.quick-input-widget input.input');
    await callCommand(page, 'Monitor Guard: Export Review');
    await page.locator('.quick-input-list').getByText('Save As…').click();
    await eventually(async () => {
      assert.match(await box.inputValue(), new RegExp(`/${REPORT}$`));
    });
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: REPORT }).waitFor();
    const report = readFileSync(join(folder, REPORT), 'utf8');
    assert.match(report, /^# Review of QEMU monitors\n/);
    assert.match(report, /\| Anyone on the network \| 2 \| 2 \| 2 \|/);
    assert.match(report, /\[two-machines\\\.sh:18\]\(two-machines\.sh#L18\)/);
    await picture('report');
  });
}

/** @param {import('playwright-core').Page} page */
function activityIcon(page) {
  // The badge lies over what is called like that, and within what is clicked.
  return page.locator('.activitybar .action-item', { has: page.locator(ICON) });
}

/**
 * Opens the view, once it lists a monitor on the network.
 * @param {import('playwright-core').Page} page
 */
export async function openMonitors(page) {
  await eventually(async () => {
    // A second click would close what the first one opened.
    const isOpen = await page.locator('.sidebar').getByText('QEMU Monitors').first().isVisible();
    if (!isOpen) await activityIcon(page).click({ timeout: 5000 });
    await page.locator('.sidebar').getByText(NETWORK).first().waitFor({ timeout: 5000 });
  });
}

/**
 * A window without a folder has no icon of ours.
 * @param {import('playwright-core').Page} page
 * @param {import('./user-session.mjs').Step} step
 */
export async function tellOfNoFolder(page, step) {
  await step('without a folder there is no view', async () => {
    await page.locator('.activitybar .action-item').first().waitFor();
    assert.equal(await activityIcon(page).count(), 0);
  });
}

/** The window of the readme's picture: room for a list beside a file. */
export const VIEW_WINDOW = {
  ...README_WINDOW,
  viewport: { width: 1000, height: 400 },
};

/**
 * @param {{
 *   page: import('playwright-core').Page,
 *   pictures: string,
 *   step: import('./user-session.mjs').Step,
 * }} session
 */
export async function takeViewPicture({ page, pictures, step }) {
  await step('the readme shows the view of monitors', async () => {
    for (const file of MONITOR_FILES) await openFile(page, file);
    await callCommand(page, 'Focus on QEMU Monitors View');
    await page.locator('.sidebar').getByText(NETWORK).waitFor();
    const box = await page.locator('.sidebar').first().boundingBox();
    assert.ok(box);
    const [edge, middle] = [box.x + box.width, box.y + box.height / 2];
    await page.mouse.move(edge, middle);
    await page.mouse.down();
    await page.mouse.move(480, middle, { steps: 4 });
    await page.mouse.up();
    const tree = page.locator('.sidebar .monaco-list');
    await tree.locator(`.monaco-list-row[aria-label^="${OWN}: 3 "]`).click();
    await tree.locator('.monaco-list-row', { hasText: '0.0.0.0:4441' }).click();
    await page.locator('.tab.active', { hasText: SCRIPT }).waitFor();
    await page.mouse.move(900, 380);
    await page.screenshot({ path: join(pictures, 'readme-view.png'), caret: 'hide' });
  });
}
