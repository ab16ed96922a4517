// `npm run package`: the .vsix that people install, beside this folder's package.json. The same sources give the same
// bytes, whenever and wherever that is done, so that anybody can tell what a release was made of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './package-extension.mjs';
import { ROOT } from './toolchain.mjs';

const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const vsix = join(ROOT, `${name}-${version}.vsix`);
await packageExtension(vsix);
console.log(vsix);
