// Which packages are in the bundles, and what their licences ask for: a list of them and their texts, beside the bundles.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * The notices of every package that the bundles hold, from the list of files that esbuild read.
 * @param {readonly string[]} inputs paths relative to the repository, such as
 *   `node_modules/unbash/dist/parser.js`
 */
export function thirdPartyNotices(inputs) {
  const notices = foldersOf(inputs).map(notice);
  return [
    'The bundles of Monitor Guard for QEMU hold these packages, each under its own licence.',
    ...notices,
  ].join(`\n\n${'-'.repeat(80)}\n\n`);
}

/**
 * The same packages as a software bill of materials: https://cyclonedx.org/docs/1.6/json/
 * @param {readonly string[]} inputs
 */
export function bundledPackages(inputs) {
  const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component('application', { name, version, license }) },
    components: foldersOf(inputs).map((folder) => {
      const own = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      const [, hash = ''] = /^sha512-(.*)$/.exec(packages[folder]?.integrity) ?? [];
      const content = Buffer.from(hash, 'base64').toString('hex');
      return { ...component('library', own), hashes: [{ alg: 'SHA-512', content }] };
    }),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/**
 * @param {string} type
 * @param {{ readonly name: string, readonly version: string, readonly license: string }} manifest
 */
function component(type, { name, version, license }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type, 'bom-ref': purl, name, version, licenses: [{ license: { id: license } }], purl };
}

/** @param {readonly string[]} inputs */
function foldersOf(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder) folders.add(folder);
  }
  return [...folders].sort();
}

/** @param {string} folder */
function notice(folder) {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const { name, version, license } = manifest;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(`${folder}/${file}`, 'utf8') : namedLicence(manifest);
  if (text === undefined) throw new Error(`${name} has no licence file to ship`);
  return `${name} ${version} (${license})\n\n${text.trim()}`;
}

/**
 * The text of the licence that a package names without having a file of it; undefined for other licences.
 * @param {{ readonly license?: unknown, readonly author?: unknown }} manifest
 */
function namedLicence({ license, author }) {
  if (license !== 'MIT' || typeof author !== 'string') return undefined;
  return `MIT License

Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
