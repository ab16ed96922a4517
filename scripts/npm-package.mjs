// Puts into npm/ what the package `qemu-monitor-guard` holds besides its own files: the bundles of the command line and of
// the language server, the pages of the rules, the schemas and the licence. npm runs it before it packs.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './processes.mjs';
import { ROOT, toolchainNode } from './toolchain.mjs';

const PACKAGE = join(ROOT, 'npm');

for (const name of ['dist', 'docs', 'schemas', 'LICENSE', 'CHANGELOG.md']) {
  rmSync(join(PACKAGE, name), { recursive: true, force: true });
}
const bundles = `--outdir=${join(PACKAGE, 'dist')}`;
const code = await runToEnd(toolchainNode(), [join(ROOT, 'esbuild.mjs'), '--production', bundles], {
  cwd: ROOT,
});
if (code !== 0) throw new Error('The build failed');
for (const name of ['docs/rules', 'schemas', 'LICENSE', 'CHANGELOG.md']) {
  cpSync(join(ROOT, name), join(PACKAGE, name), { recursive: true });
}
