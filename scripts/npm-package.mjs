// The package `qemu-monitor-guard` for npm, as one file: the bundles of the command line and of the language server, the pages
// of the rules, the schemas, completions for shells, the manual's page, and what npm/ holds. Its version is the extension's. The
// same sources give the same bytes.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './processes.mjs';
import { npmRun, ROOT, toolchainNode } from './toolchain.mjs';

const GIVEN = process.env.GUARD_PACKAGES;
/** Where its files are put together: a folder for each process that packs, since tests pack at the same time. */
export const STAGE = join(ROOT, '.cache', GIVEN ? 'npm-package' : `npm-package-${process.pid}`);
if (!GIVEN) process.on('exit', () => rmSync(STAGE, { recursive: true, force: true }));
/** The list of the packages in the bundles, once they are built. */
export const SBOM = join(STAGE, 'dist', 'sbom.cdx.json');

/**
 * Packs it into a folder, unless GUARD_PACKAGES names one with the files of a release, which are tested then.
 * @param {string} folder
 * @returns {Promise<string>} the path of the .tgz
 */
export async function packageForNpm(folder) {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const own = JSON.parse(readFileSync(join(ROOT, 'npm', 'package.json'), 'utf8'));
  const file = `${own.name}-${version}.tgz`;
  if (GIVEN) return join(GIVEN, file);
  rmSync(STAGE, { recursive: true, force: true });
  mkdirSync(STAGE, { recursive: true });
  await node('esbuild.mjs', '--production', `--outdir=${join(STAGE, 'dist')}`);
  await node('scripts/command-line-docs.ts', STAGE);
  for (const name of ['docs/rules', 'schemas', 'LICENSE', 'CHANGELOG.md']) {
    cpSync(join(ROOT, name), join(STAGE, name), { recursive: true });
  }
  cpSync(join(ROOT, 'npm', 'README.md'), join(STAGE, 'README.md'));
  const manifest = { name: own.name, version, ...own };
  writeFileSync(join(STAGE, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  if ((await npmRun(pack, { cwd: STAGE, stdio: 'ignore' })) !== 0)
    throw new Error('npm could not pack');
  return join(folder, file);
}

/** @param {...string} words */
async function node(...words) {
  if ((await runToEnd(toolchainNode(), words, { cwd: ROOT })) !== 0) {
    throw new Error(`${words[0]} failed`);
  }
}
