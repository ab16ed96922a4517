// Renews all that is generated: settings, tables and schema of the rules, the selectors of the client, the bundles of
// sentences. Tests say when something is stale.
//
//     npm run generate
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles as ofRules } from './generate/catalogue.ts';
import { generatedSelectors } from './generate/selectors.ts';
import { saidInSources, generatedFiles as withSentences } from './strings.ts';

const ROOT = join(import.meta.dirname, '..');

/** Files as they should be, one generator after the other, since some read what others write. */
const GENERATORS: readonly (() => ReadonlyMap<string, string>)[] = [
  generatedSelectors,
  ofRules,
  () => withSentences(saidInSources()),
];

for (const generate of GENERATORS) {
  for (const [path, text] of generate()) {
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
