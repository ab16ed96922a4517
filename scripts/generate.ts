// Renews all that is generated: settings, tables and schema of the rules, the selectors of the client, the bundles of
// sentences. Tests say when something is stale.
//
//     npm run generate
import { generatedFiles as ofRules } from './generate/catalogue.ts';
import { generatedLimits } from './generate/limits.ts';
import { generatedSelectors } from './generate/selectors.ts';
import { saidInSources, generatedFiles as withSentences, writeFiles } from './strings.ts';

/** Files as they should be, one generator after the other, since some read what others write. */
const GENERATORS: readonly (() => ReadonlyMap<string, string>)[] = [
  generatedSelectors,
  generatedLimits,
  ofRules,
  () => withSentences(saidInSources()),
];

for (const generate of GENERATORS) writeFiles(generate());
