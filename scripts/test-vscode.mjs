// Tests the extension inside a real VS Code: the suites of test/vscode in its extension host, then
// a user's session with the packaged extension. VS Code is the desktop program where there is a
// display and it can be downloaded, and code-server in a browser otherwise. Says what it leaves
// out and why; under CI=true leaving something out is a failure. `GUARD_TESTS=outline` runs the tests
// of the first suite that have it in their title, and nothing else.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { findBrowser } from './editor/browser.mjs';
import { CODE_SERVER_VERSION, installCodeServer, VSCODE_VERSION } from './editor/code-server.mjs';
import { downloadDesktop, hasDisplay } from './editor/desktop-vscode.mjs';
import { say } from './processes.mjs';
import { runUserSession } from './session/user-session.mjs';
import { npmRun, preferToolchain, ROOT } from './toolchain.mjs';

const STAND_IN = join(ROOT, 'scripts', 'editor', 'code-server-as-vscode.mjs');
const SUITE = join(ROOT, '.vscode-test', 'suite', 'index.cjs');
const WEB_SUITE = join(ROOT, '.vscode-test', 'suite', 'web.cjs');

/** The suites to run, with commas between: `GUARD_SUITES=several-folders`. */
const WANTED = process.env.GUARD_SUITES?.split(',');
/** @param {string} suite */
const isWanted = (suite) => WANTED === undefined || WANTED.includes(suite);

/** The windows in which test/vscode runs; some need what only the stand-in has. */
const SUITES = /** @type {const} */ ([
  { suite: 'main', needs: 'any', about: 'in one folder', flags: [] },
  { suite: 'several-folders', needs: 'any', about: 'in a workspace of several folders', flags: [] },
  {
    suite: 'restricted-mode',
    needs: 'stand-in',
    about: 'in Restricted Mode',
    flags: ['--with-workspace-trust'],
  },
  { suite: 'german', needs: 'stand-in', about: 'in German', flags: ['--locale=de'] },
  {
    suite: 'web',
    needs: 'stand-in',
    about: 'in its web extension host',
    flags: ['--in-a-browser'],
  },
]);

/**
 * @typedef {{ passed: number, failed: number, failures: readonly string[] }} Counts
 * @typedef {Counts & { again?: readonly string[] }} Tried with the titles that failed in a first window
 */

process.exitCode = await main();

async function main() {
  preferToolchain();
  if ((await npmRun(['run', '--silent', 'build'])) !== 0) return 1;
  await bundleSuite();

  /** @type {string[]} */
  const skipped = [];
  /** @type {Tried[]} */
  const all = [];
  const whyNoStandIn = await prepareStandIn();
  const standIn = whyNoStandIn === undefined ? STAND_IN : undefined;
  const desktop = hasDisplay() ? await downloadDesktop(say) : undefined;
  const editor = desktop ?? standIn;
  for (const { suite, needs, about, flags } of SUITES) {
    const where = needs === 'any' ? editor : standIn;
    if (!where || !isWanted(suite)) continue;
    const name = where === desktop ? 'desktop VS Code' : standInName();
    say(`Running test/vscode in ${name}, ${about}`);
    all.push(await tryTwice(() => runSuite(suite, where, flags)));
  }
  if (!editor) {
    const whyNoDesktop = hasDisplay() ? 'it could not be downloaded' : 'there is no display';
    skipped.push(`test/vscode in desktop VS Code, since ${whyNoDesktop}`);
  }
  if (standIn && isWanted('session')) {
    say('Installing the packaged extension and using it as a user does');
    const pictures = join(ROOT, '.vscode-test', 'screenshots');
    all.push(await tryTwice(() => runUserSession({ say, pictures })));
  }
  if (!standIn) {
    skipped.push(
      `Restricted Mode, German, a browser and a user's session in code-server, since ${whyNoStandIn}`,
    );
  }
  return conclude(all, skipped);
}

/**
 * Opens a second window where tests failed in the first one, and goes by it. A browser, its server, the extension
 * host and our own server share a machine here: what one of them is late with fails once, and a failure of ours fails
 * again. What failed once is printed at the end all the same.
 * @param {() => Promise<Counts>} attempt
 * @returns {Promise<Tried>}
 */
async function tryTwice(attempt) {
  const first = await attempt();
  if (first.failed === 0) return first;
  say(`Once more in a new window, since ${first.failed} failed: ${first.failures.join('; ')}`);
  return { ...(await attempt()), again: first.failures };
}

/**
 * @param {readonly Tried[]} all
 * @param {readonly string[]} skipped
 */
function conclude(all, skipped) {
  const passed = all.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = all.reduce((sum, counts) => sum + counts.failed, 0);
  const failures = all.flatMap((counts) => counts.failures);
  const again = all.flatMap((tried) => tried.again ?? []);
  for (const sentence of skipped) console.log(`skipped: ${sentence}`);
  const file = process.env.GUARD_RESULTS_FILE;
  if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped, failures, again }));
  console.log(`${passed} passed, ${failed} failed`);
  const incomplete = process.env.CI === 'true' && skipped.length > 0;
  return failed > 0 || incomplete ? 1 : 0;
}

function standInName() {
  return `code-server ${CODE_SERVER_VERSION} (VS Code ${VSCODE_VERSION})`;
}

/** One file for each kind of extension host, which need not know TypeScript then. */
async function bundleSuite() {
  const folder = join(ROOT, 'test', 'vscode', 'suite');
  /** @type {import('esbuild').BuildOptions} */
  const common = { bundle: true, format: 'cjs', external: ['vscode'], logLevel: 'warning' };
  await build({
    ...common,
    entryPoints: [join(folder, 'index.ts')],
    outfile: SUITE,
    platform: 'node',
    target: 'node20',
  });
  await build({
    ...common,
    entryPoints: [join(folder, 'web.ts')],
    outfile: WEB_SUITE,
    platform: 'browser',
    target: 'es2022',
    alias: { 'node:assert/strict': join(folder, 'web-assert.ts') },
  });
}

/**
 * Installs what the stand-in needs.
 * @returns {Promise<string | undefined>} why it cannot run here, if it cannot
 */
async function prepareStandIn() {
  if (process.platform === 'win32') return 'code-server does not run on Windows';
  if (!findBrowser()) {
    return 'there is no Chromium or Chrome (Debian: apt install chromium; or name one in CHROME_PATH)';
  }
  try {
    await installCodeServer(say);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {typeof SUITES[number]['suite']} suite
 * @param {string} editor
 * @param {readonly string[]} flags
 * @returns {Promise<Counts>}
 */
async function runSuite(suite, editor, flags) {
  // Under the system's temporary folder: a path that is too long leaves no room for the sockets
  // that VS Code keeps in its user data folder.
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'monitor-guard-')));
  const folder = join(scratch, 'folder');
  const countsFile = join(scratch, 'counts.json');
  const isOneFolder = suite !== 'several-folders';
  const files = isOneFolder ? 'fixtures' : suite;
  cpSync(join(ROOT, 'test', 'vscode', files), folder, { recursive: true });
  let succeeded = true;
  try {
    await runTests({
      vscodeExecutablePath: editor,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: suite === 'web' ? WEB_SUITE : SUITE,
      launchArgs: [
        isOneFolder ? folder : join(folder, 'several.code-workspace'),
        `--user-data-dir=${join(scratch, 'data')}`,
        `--extensions-dir=${join(scratch, 'extensions')}`,
        ...flags,
      ],
      extensionTestsEnv: {
        GUARD_SUITE: suite,
        GUARD_COUNTS_FILE: countsFile,
        ...(process.env.GUARD_TESTS && { GUARD_TESTS: process.env.GUARD_TESTS }),
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    succeeded = false;
  }
  const counts = readCounts(countsFile, succeeded);
  if (counts.failed === 0) rmSync(scratch, { recursive: true, force: true });
  else say(`The window's files, console.log among them, are kept in ${scratch}`);
  return counts;
}

/**
 * The suite writes its counts when it is through; an editor that died before that is one failure.
 * @param {string} file
 * @param {boolean} succeeded
 * @returns {Counts}
 */
function readCounts(file, succeeded) {
  if (!existsSync(file)) return { passed: 0, failed: 1, failures: ['an editor that ended early'] };
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  const nothingRan = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (!succeeded || nothingRan)) return { ...counts, failed: 1 };
  return counts;
}
