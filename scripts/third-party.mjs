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
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file to ship`);
  return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}`;
}
