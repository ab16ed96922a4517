#!/usr/bin/env node
// Takes the flags of a desktop VS Code that runs an extension's tests and does the same in
// code-server and a browser without a window, so that one runTests call of @vscode/test-electron
// serves both. Prints the extension host's console and ends with the tests' exit code.
// It must run under the toolchain's Node: node_modules/.bin first on the PATH.
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent } from '../processes.mjs';
import { findBrowser, startBrowser } from './browser.mjs';
import { startCodeServer } from './code-server.mjs';

/** Longer than any run of the suite; a hung editor must not hang the whole test. */
const TIME_LIMIT = Number(process.env.GUARD_EDITOR_SECONDS ?? 900) * 1000;

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    // Ours: asks for a window in which the folder is not trusted.
    'with-workspace-trust': { type: 'boolean' },
    // Ours: asks for the extension host of a browser instead of Node's.
    'in-a-browser': { type: 'boolean' },
    locale: { type: 'string' },
  },
  allowPositionals: true,
  // The rest of what runTests says is about the desktop: sandbox, updates, welcome page.
  strict: false,
});

const WORKBENCH_TALK =
  /^(\[[A-Za-z -]+(:\w+)?\]|Resolv(ing|ed) connection|Creating a socket|Updating additional|Ignoring fetching)/;

const dataDir = resolve(String(values['user-data-dir']));
mkdirSync(dataDir, { recursive: true });
const inBrowser = values['in-a-browser'] === true;
/** A host that does not exist: requests to it are answered here. */
const WEB_ORIGIN = 'https://extension.invalid';
const EXTENSION = '/extension';
/** The workbench runs tests where the extension runs in whose folder they lie. */
const TESTS = `${EXTENSION}/suite.cjs`;
const consoleLog = createWriteStream(join(dataDir, 'console.log'));

endWithParent();
process.exit(await main());

async function main() {
  const watchdog = setTimeout(() => {
    console.error(`The tests did not end within ${TIME_LIMIT / 1000} s`);
    // Leaving ends the server and the browser too.
    process.exit(1);
  }, TIME_LIMIT);
  const browserPath = findBrowser();
  if (!browserPath) throw new Error('No Chromium or Chrome on the PATH');
  const locale = values.locale === undefined ? undefined : String(values.locale);
  if (locale) pretendLanguagePack(locale);
  const server = await startCodeServer({
    dataDir,
    extensionsDir: resolve(String(values['extensions-dir'])),
    flags: [
      // Without it a released workbench ignores the development options of the payload.
      '--enable-smoke-test-driver',
      // Should we be killed outright, the server notices that its parent is gone and ends.
      '--enable-remote-auto-shutdown',
      ...(values['with-workspace-trust'] ? [] : ['--disable-workspace-trust']),
      ...(locale ? ['--locale', locale] : []),
    ],
  });
  const browser = await startBrowser(browserPath);
  try {
    return await runTestsIn(await browser.newPage(), server);
  } finally {
    clearTimeout(watchdog);
    await browser.close();
    await server.stop();
  }
}

/**
 * VS Code speaks a language when it has a pack of it, and asks extensions for theirs then. This one is empty,
 * so that VS Code's own words stay English.
 * @param {string} locale
 */
function pretendLanguagePack(locale) {
  const folder = join(dataDir, 'data');
  mkdirSync(folder, { recursive: true });
  const translations = join(folder, 'empty.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'empty',
    label: locale,
    extensions: [{ extensionIdentifier: { id: 'none.none' }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  writeFileSync(join(folder, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/**
 * Opens the window and waits for the exit code of the tests, or for a crash.
 * @param {import('playwright-core').Page} page
 * @param {Awaited<ReturnType<typeof startCodeServer>>} server
 * @returns {Promise<number>}
 */
async function runTestsIn(page, server) {
  const exitCode = new Promise((resolve, reject) => {
    page.on('crash', () => reject(new Error('The browser page crashed')));
    void server.ended.then(() => reject(new Error('code-server ended')));
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.exposeFunction('codeAutomationLog', printLog);
  if (inBrowser) await serveExtension(page.context());
  await page.goto(addressOf(server.origin));
  return exitCode;
}

/**
 * Answers in the place of a server that has the extension's files, as they are for a browser, and the tests;
 * and tells the workbench of them, whose page has no other way for extensions that are not on its machine.
 * @param {import('playwright-core').BrowserContext} context
 */
async function serveExtension(context) {
  const root = resolve(String(values.extensionDevelopmentPath));
  await context.route(`${WEB_ORIGIN}/**`, (route) => {
    const name = decodeURIComponent(new URL(route.request().url()).pathname);
    const path =
      name === TESTS ? String(values.extensionTestsPath) : join(root, name.slice(EXTENSION.length));
    const headers = { 'access-control-allow-origin': '*' };
    return existsSync(path)
      ? route.fulfill({ path, headers })
      : route.fulfill({ status: 404, headers });
  });
  const uri = (/** @type {string} */ path) => ({
    scheme: 'https',
    authority: new URL(WEB_ORIGIN).host,
    path,
  });
  const developmentOptions = { extensions: [uri(EXTENSION)], extensionTestsPath: uri(TESTS) };
  await context.addInitScript((options) => {
    const { document, MutationObserver } = /** @type {any} */ (globalThis);
    // The workbench's scripts stand behind this element, and read it when they run.
    const observer = new MutationObserver(() => {
      const element = document.getElementById('vscode-workbench-web-configuration');
      const settings = element?.getAttribute('data-settings');
      if (!element || !settings) return;
      observer.disconnect();
      const developmentOptions = options;
      element.setAttribute(
        'data-settings',
        JSON.stringify({ ...JSON.parse(settings), developmentOptions }),
      );
    });
    observer.observe(document, { childList: true, subtree: true });
  }, developmentOptions);
}

/** @param {string} origin */
function addressOf(origin) {
  const remote = (/** @type {string} */ path) =>
    `vscode-remote://${new URL(origin).host}${encodeURI(resolve(path))}`;
  const payload = [
    ...(inBrowser
      ? []
      : [
          ['extensionDevelopmentPath', remote(String(values.extensionDevelopmentPath))],
          ['extensionTestsPath', remote(String(values.extensionTestsPath))],
        ]),
    ['skipWelcome', 'true'],
    ['enableProposedApi', ''],
  ];
  const address = new URL(origin);
  const opened = resolve(String(positionals[0]));
  address.searchParams.set(opened.endsWith('.code-workspace') ? 'workspace' : 'folder', opened);
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/**
 * The workbench talks through the same door as the extension host. What it says is in the file.
 * @param {string} type
 * @param {unknown[]} args
 */
function printLog(type, args) {
  const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
  consoleLog.write(`${type}: ${text}\n`);
  const counts = /^Counts: (.*)$/.exec(text)?.[1];
  if (counts && process.env.GUARD_COUNTS_FILE) writeFileSync(process.env.GUARD_COUNTS_FILE, counts);
  if (WORKBENCH_TALK.test(text) || text.includes('/workbench.js:')) return;
  console.log(type === 'error' || type === 'warn' ? `${type}: ${text}` : text);
}
