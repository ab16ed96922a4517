// `npm run package [-- --out FOLDER]`: the files of a release, beside this folder's package.json unless they are to be elsewhere:
// the .vsix and the .tgz that people install, and the list of the packages in them. On a fresh clone it installs the packages
// first. The same sources give the same bytes, whenever and wherever that is done, so that anyone can tell what a release was
// made of.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageForNpm, SBOM } from './npm-package.mjs';
import { packageExtension } from './package-extension.mjs';
import { say } from './processes.mjs';
import { installPackages, ROOT } from './toolchain.mjs';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const folder = resolve(ROOT, values.out ?? '.');

await installPackages(say);
mkdirSync(folder, { recursive: true });
say('Building and packaging the extension');
console.log(await packageExtension(join(folder, `${name}-${version}.vsix`)));
say('Building and packaging the command line');
console.log(await packageForNpm(folder));
copyFileSync(SBOM, join(folder, `${name}-${version}.cdx.json`));
