// Packages the extension: for the tests and the tour into .vscode-test/, where they install it from. With GUARD_PACKAGES they
// install what lies there: the files of a release are tested as they are published.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runToEnd } from './processes.mjs';
import { ROOT, toolchainNode } from './toolchain.mjs';

const VSCE = join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');

/** The files that the package will hold, relative to the repository. */
export async function listPackagedFiles() {
  const { stdout } = await promisify(execFile)(toolchainNode(), [VSCE, 'ls', '--no-dependencies'], {
    cwd: ROOT,
  });
  return stdout.split('\n').filter((line) => line !== '');
}

/** The time that all files of the package have, in a zone that is the same everywhere. */
const SAME_TIME = { SOURCE_DATE_EPOCH: '1704067200', TZ: 'UTC' };

/** Where it is to be used, and not kept. */
const FOR_TESTS = join(ROOT, '.vscode-test', 'qemu-monitor-guard.vsix');

/**
 * @param {string} vsix
 * @returns {Promise<string>} the path of the .vsix
 */
export async function packageExtension(vsix = FOR_TESTS) {
  const release = process.env.GUARD_PACKAGES;
  const released = release && readdirSync(release).find((name) => name.endsWith('.vsix'));
  if (release && released && vsix === FOR_TESTS) return join(release, released);
  mkdirSync(dirname(vsix), { recursive: true });
  const code = await runToEnd(
    toolchainNode(),
    [VSCE, 'package', '--no-dependencies', '--out', vsix],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...SAME_TIME, ...process.env, TZ: SAME_TIME.TZ },
    },
  );
  if (code !== 0) throw new Error('vsce could not package the extension');
  return vsix;
}
