// code-server is VS Code's own workbench, server and extension host behind a web page, and npm has
// it. It stands in for the desktop program where that cannot be downloaded or has no display.
// This file installs it into .vscode-test/, outside our dependencies since it weighs 600 MB, and
// starts it on this machine's loopback address only.
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { runToEnd, startGroup, stopGroup } from '../processes.mjs';
import { downloadWithNpm, ROOT, toolchainNode } from '../toolchain.mjs';

export const CODE_SERVER_VERSION = '4.139.1';

/** The version of VS Code that this code-server is made of. */
export const VSCODE_VERSION = '1.139.1';

const FOLDER = join(ROOT, '.vscode-test', `code-server-${CODE_SERVER_VERSION}`);
const VSCODE = join(FOLDER, 'node_modules', 'code-server', 'lib', 'vscode');

// Two native modules would need a C++ compiler and Node's headers. VS Code does without them: the
// first ends an extension host that hangs after its server died (we end the whole process group),
// the second writes log files.
const STAND_INS = {
  '@vscode/native-watchdog': `'use strict';
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`,
  '@vscode/spdlog': `'use strict';
class Logger {}
for (const name of ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'setLevel', 'setPattern',
  'clearFormatters', 'flush', 'drop']) Logger.prototype[name] = () => {};
Logger.prototype.getLevel = () => 2;
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = exports.setFlushOn = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async () => new Logger();
`,
};

/**
 * Installs code-server unless it is there already.
 * @param {(sentence: string) => void} say
 */
export async function installCodeServer(say) {
  const marker = join(FOLDER, 'installed.txt');
  const recipe = createHash('sha256').update(JSON.stringify(STAND_INS)).digest('hex');
  const complete = existsSync(marker) && readFileSync(marker, 'utf8');
  if (complete === recipe) return;
  say(`Downloading code-server ${CODE_SERVER_VERSION} from npm (150 MB, once; 600 MB on disk)`);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  // Without a package.json of its own npm would install into the repository above.
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  // --ignore-scripts: its own script compiles every native module, Kerberos included.
  const codeServer = `code-server@${CODE_SERVER_VERSION}`;
  await downloadWithNpm(['install', '--ignore-scripts', codeServer], say, { cwd: FOLDER });
  say('Downloading the modules VS Code itself needs');
  await downloadWithNpm(['install', '--omit=dev', '--ignore-scripts'], say, { cwd: VSCODE });
  for (const [name, text] of Object.entries(STAND_INS)) {
    writeFileSync(join(VSCODE, 'node_modules', name, 'index.js'), text);
  }
  writeFileSync(marker, recipe);
}

/**
 * @typedef {object} ServerOptions
 * @property {string} dataDir settings, logs and state
 * @property {string} extensionsDir
 * @property {readonly string[]} [flags] further flags of the server
 * @property {Record<string, unknown>} [settings] beside QUIET_SETTINGS
 */

/** An editor that shows the folder alone and makes no request to the network. */
const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  // As on the desktop; in a browser the default is to save after a second.
  'files.autoSave': 'off',
};

/**
 * Starts the server and answers once it listens.
 * @param {ServerOptions} options
 */
export async function startCodeServer(options) {
  const port = await freePort();
  const userDir = join(options.dataDir, 'data', 'User');
  mkdirSync(userDir, { recursive: true });
  const settings = { ...QUIET_SETTINGS, ...options.settings };
  writeFileSync(join(userDir, 'settings.json'), JSON.stringify(settings, undefined, 2));
  const child = startGroup(
    toolchainNode(),
    [
      join(VSCODE, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...commonFlags(options),
      ...(options.flags ?? []),
    ],
    // The extension gallery is a web service; the tests and the tour have no use for it.
    { cwd: options.dataDir, env: { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' } },
  );
  const log = createWriteStream(join(options.dataDir, 'server.log'));
  child.stderr?.pipe(log, { end: false });
  await new Promise((resolve, reject) => {
    let said = '';
    setTimeout(() => reject(new Error(`code-server does not listen:\n${said}`)), 60_000).unref();
    child.stdout?.on('data', (data) => {
      log.write(data);
      said += data;
      if (said.includes('Extension host agent listening')) resolve(undefined);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`code-server ended with ${code} before it listened:\n${said}`)),
    );
  });
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    stop: () => stopGroup(child),
  };
}

/**
 * Installs a packaged extension into the folder the server will read.
 * @param {string} vsix
 * @param {Pick<ServerOptions, 'dataDir' | 'extensionsDir'>} options
 */
export async function installExtension(vsix, options) {
  const code = await runToEnd(
    toolchainNode(),
    [join(VSCODE, 'out', 'server-main.js'), '--install-extension', vsix, ...commonFlags(options)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (code !== 0) throw new Error(`code-server could not install ${vsix}`);
}

/** @param {Pick<ServerOptions, 'dataDir' | 'extensionsDir'>} options */
function commonFlags(options) {
  return [
    '--accept-server-license-terms',
    ...['--server-data-dir', options.dataDir, '--extensions-dir', options.extensionsDir],
    ...['--telemetry-level', 'off'],
  ];
}

/** A port that is free at this moment. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
