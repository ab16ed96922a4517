// Makes of l10n/ what the package holds of the translations, each of them once. VS Code itself reads the texts of
// package.json and the client's sentences, with the English beside each of them. The server, which knows its
// sentences, finds their translations by fingerprints: these are a list, and so are the translations in each language, in
// the same order. The client reads two of the lists and hands them over.
// Why: docs/decisions/messages.md
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../server/src/lsp/fingerprint.ts';
import { ROOT } from './toolchain.mjs';

/** @param {string} path @returns {Record<string, string>} */
const read = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/**
 * The files by path. What is not translated is left out, and `null` in a list.
 * @returns {ReadonlyMap<string, string>}
 */
export function packagedTranslations() {
  const sentences = Object.entries(read('l10n/sentences.json'));
  const ofClient = sentences.filter(([, speaker]) => speaker !== 'server').map(([text]) => text);
  const ofServer = sentences.filter(([, speaker]) => speaker !== 'client').map(([text]) => text);
  const ofPackage = Object.entries(read('package.nls.json'));
  const fingerprints = ofServer.map(fingerprint);
  if (new Set(fingerprints).size < ofServer.length) throw new Error('Two sentences look the same');
  const files = new Map([['dist/l10n/server.json', JSON.stringify(fingerprints)]]);
  for (const file of readdirSync(join(ROOT, 'l10n'))) {
    const language = /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1];
    if (language === undefined) continue;
    const translated = read(`l10n/${file}`);
    // JSON leaves out what is undefined.
    const pairs = ofClient.map((text) => [text, translated[text]]);
    const texts = ofPackage.map(([key, text]) => [key, translated[text]]);
    files.set(`dist/l10n/${file}`, JSON.stringify(Object.fromEntries(pairs)));
    files.set(
      `dist/l10n/server.${language}.json`,
      JSON.stringify(ofServer.map((text) => translated[text] ?? null)),
    );
    files.set(`package.nls.${language}.json`, JSON.stringify(Object.fromEntries(texts)));
  }
  return files;
}
