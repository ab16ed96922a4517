// `npm run package [-- --out FILE]`: the .vsix that people install, beside this folder's package.json unless it is to be
// elsewhere. On a fresh clone it installs the packages first. The same sources give the same bytes, whenever and wherever
// that is done, so that anybody can tell what a release was made of.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './package-extension.mjs';
import { installPackages, ROOT } from './toolchain.mjs';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const vsix = values.out ? resolve(ROOT, values.out) : join(ROOT, `${name}-${version}.vsix`);

const say = (/** @type {string} */ sentence) => console.log(`-- ${sentence}`);
await installPackages(say);
say('Building and packaging the extension');
await packageExtension(vsix);
console.log(vsix);
