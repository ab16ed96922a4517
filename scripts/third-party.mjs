// What the licences of bundled packages ask for: their texts, in one file beside the bundles.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * The notices of every package that the bundles hold, from the list of files that esbuild read.
 * @param {readonly string[]} inputs paths relative to the repository, such as
 *   `node_modules/unbash/dist/parser.js`
 */
export function thirdPartyNotices(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const folder = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder) folders.add(folder);
  }
  const notices = [...folders].sort().map(notice);
  return [
    'The bundles of Monitor Guard for QEMU hold these packages, each under its own licence.',
    ...notices,
  ].join(`\n\n${'-'.repeat(80)}\n\n`);
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
