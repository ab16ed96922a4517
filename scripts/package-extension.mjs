// Packages the extension: for the tests and the tour into .vscode-test/, where they install it from.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
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

/**
 * @param {string} vsix
 * @returns {Promise<string>} the path of the .vsix
 */
export async function packageExtension(
  vsix = join(ROOT, '.vscode-test', 'qemu-monitor-guard.vsix'),
) {
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
