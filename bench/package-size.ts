/** How large the extension is as users download it, and what each language costs that is read. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { BUNDLES, FOLDER, ROOT } from './bundles.ts';
import { printTable } from './statistics.ts';

/** Which files are there for one host language alone, by their folders and packages. */
const HOSTS: Readonly<Record<string, RegExp>> = {
  'shell scripts': /\/shell\/|\/(?:from|edited)-shell\.ts|\/unbash\//,
  Python: /\/(?:from-)?python[/.]|\/@lezer\//,
  YAML: /\/yaml\//,
  'lists of strings': /\/(?:lists|literals)\//,
  Makefiles: /\/(?:make|makefile)\/|\/from-make\.ts/,
  Dockerfiles: /\/dockerfile\//,
  'libvirt XML': /\/(?:xml|domain-xml)\/|\/from-domain-xml\.ts/,
  'documents for people': /\/(?:markup|from-markup)[/.]/,
  'systemd units': /\/systemd\//,
  'command lines of other formats': /\/(?:command-lines|from-command-lines)[/.]/,
  'QEMU config files': /\/readconfig\/|\/from-readconfig\.ts/,
};

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
  console.log('\nOf these the host languages, packed as the whole server is');
  printTable(Object.entries(HOSTS).map(([name, files]) => [name, packed(files)]));
}

interface Output {
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

/** What some files take in the server's bundle, once that is packed. */
function packed(files: RegExp): string {
  const sizes = readFileSync(join(FOLDER, 'sizes.json'), 'utf8');
  const outputs = (JSON.parse(sizes) as Record<string, Output>[]).flatMap(Object.entries<Output>);
  const [, { inputs } = { inputs: {} }] =
    outputs.find(([file]) => basename(file) === basename(BUNDLES.thread)) ?? [];
  const own = Object.entries(inputs).filter(([file]) => files.test(file));
  const bytes = own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const bundle = readFileSync(BUNDLES.thread);
  return inKibibytes((bytes * deflateRawSync(bundle).length) / bundle.length);
}

function kibibytes(...files: readonly string[]): string {
  return inKibibytes(files.reduce((sum, file) => sum + statSync(file).size, 0));
}

function inKibibytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}
