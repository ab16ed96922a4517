/** How large the extension is as users download it. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES, ROOT } from './bundles.ts';
import { printTable } from './statistics.ts';

export function measurePackage(): void {
  const vsix = join(ROOT, '.cache', 'bench', 'qemu-monitor-guard.vsix');
  const vsce = join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', '--out', vsix], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  console.log('\nSizes');
  printTable([
    ['the .vsix', kibibytes(vsix)],
    ['its server, unpacked', kibibytes(BUNDLES.server, BUNDLES.thread)],
    ['of which an empty server has', kibibytes(BUNDLES.emptyServer)],
    ['its client.cjs, unpacked', kibibytes(BUNDLES.client)],
    ['of which an empty client has', kibibytes(BUNDLES.emptyClient)],
  ]);
}

function kibibytes(...files: readonly string[]): string {
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return `${(size / 1024).toFixed(0)} KiB`;
}
