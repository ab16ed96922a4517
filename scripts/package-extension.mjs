// Packages the extension into .vscode-test/, where the tests and the tour install it from.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** @returns {Promise<string>} the path of the .vsix */
export async function packageExtension() {
  const folder = join(ROOT, '.vscode-test');
  const vsix = join(folder, 'qemu-monitor-guard.vsix');
  mkdirSync(folder, { recursive: true });
  const code = await runToEnd(
    toolchainNode(),
    [VSCE, 'package', '--no-dependencies', '--out', vsix],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (code !== 0) throw new Error('vsce could not package the extension');
  return vsix;
}
