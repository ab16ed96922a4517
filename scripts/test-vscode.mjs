// Tests the extension inside a real VS Code: the suites of test/vscode in its extension host, then
// a user's session with the packaged extension. VS Code is the desktop program where there is a
// display and it can be downloaded, and code-server in a browser otherwise. Says what it leaves
// out and why; under CI=true leaving something out is a failure. `GUARD_TESTS=outline` runs the tests
// of the first suite that have it in their title, and nothing else, for whoever works on one thing.
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
import { findBrowser } from './browser.mjs';
import { CODE_SERVER_VERSION, installCodeServer, VSCODE_VERSION } from './code-server.mjs';
import { downloadDesktop, hasDisplay } from './desktop-vscode.mjs';
import { npmRun, preferToolchain, ROOT } from './toolchain.mjs';
import { runUserSession } from './user-session.mjs';

const STAND_IN = join(ROOT, 'scripts', 'code-server-as-vscode.mjs');
const SUITE = join(ROOT, '.vscode-test', 'suite', 'index.cjs');

/** @typedef {{ passed: number, failed: number }} Counts */

const say = (/** @type {string} */ sentence) => console.log(`-- ${sentence}`);

process.exitCode = await main();

async function main() {
  preferToolchain();
  if ((await npmRun(['run', '--silent', 'build'])) !== 0) return 1;
  await bundleSuite();

  /** @type {string[]} */
  const skipped = [];
  /** @type {Counts[]} */
  const all = [];
  const whyNoStandIn = await prepareStandIn();
  const standIn = whyNoStandIn === undefined ? STAND_IN : undefined;
  const desktop = hasDisplay() ? await downloadDesktop(say) : undefined;
  const editor = desktop ?? standIn;
  if (editor) {
    say(`Running test/vscode in ${desktop ? 'desktop VS Code' : standInName()}`);
    all.push(await runSuite('main', editor, []));
  } else {
    const whyNoDesktop = hasDisplay() ? 'it could not be downloaded' : 'there is no display';
    skipped.push(`test/vscode in desktop VS Code, since ${whyNoDesktop}`);
  }
  if (process.env.GUARD_TESTS) {
    skipped.push('all other suites, since GUARD_TESTS names some tests');
  } else if (standIn) {
    say(`Running test/vscode in Restricted Mode in ${standInName()}`);
    all.push(await runSuite('restricted-mode', standIn, ['--with-workspace-trust']));
    say('Installing the packaged extension and using it as a user does');
    all.push(await runUserSession({ say, pictures: join(ROOT, '.vscode-test', 'screenshots') }));
  } else {
    skipped.push(`Restricted Mode and a user's session in code-server, since ${whyNoStandIn}`);
  }
  return conclude(all, skipped);
}

/**
 * @param {readonly Counts[]} all
 * @param {readonly string[]} skipped
 */
function conclude(all, skipped) {
  const passed = all.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = all.reduce((sum, counts) => sum + counts.failed, 0);
  for (const sentence of skipped) console.log(`skipped: ${sentence}`);
  const file = process.env.GUARD_RESULTS_FILE;
  if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  console.log(`${passed} passed, ${failed} failed`);
  const incomplete = process.env.CI === 'true' && skipped.length > 0;
  return failed > 0 || incomplete ? 1 : 0;
}

function standInName() {
  return `code-server ${CODE_SERVER_VERSION} (VS Code ${VSCODE_VERSION})`;
}

/** One file, so that the extension host need not know TypeScript. */
function bundleSuite() {
  return build({
    entryPoints: [join(ROOT, 'test', 'vscode', 'suite', 'index.ts')],
    outfile: SUITE,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
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
 * @param {'main' | 'restricted-mode'} suite
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
  cpSync(join(ROOT, 'test', 'vscode', 'fixtures'), folder, { recursive: true });
  let succeeded = true;
  try {
    await runTests({
      vscodeExecutablePath: editor,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: SUITE,
      launchArgs: [
        folder,
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
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  const nothingRan = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (!succeeded || nothingRan)) return { ...counts, failed: 1 };
  return counts;
}
