/**
 * The documents that mutation begins with: examples, the pages of the rules, what tests of shells and fixes have, and what
 * people write in each host language.
 */
import { BY_HAND } from '../oracle/fixed/by-hand.ts';
import { languageOf, mainFile } from '../oracle/fixed/document.ts';
import { comparedScripts } from '../support/blocks.ts';
import { codeBlocks, LANGUAGE_IDS } from '../support/markdown.ts';
import { filesBelow, readExamples, readRepositoryFile } from '../support/repository.ts';
import { endingOf, HOSTS } from './hosts.ts';

export interface Seed {
  /** That of its file, which says its language. */
  readonly ending: string;
  readonly text: string;
}

/** Longer ones would take the time of many. */
const MAX_LENGTH = 3_000;

export function corpus(): readonly Seed[] {
  const inFiles = [
    ...readExamples().map(({ path, text }): Seed => ({ ending: endingOf(path), text })),
    ...Object.values(comparedScripts()).map((text): Seed => ({ ending: 'sh', text })),
  ];
  const inPages = filesBelow('docs/rules').flatMap((page) =>
    codeBlocks(readRepositoryFile(page)).flatMap(({ language, text }) =>
      inLanguage(LANGUAGE_IDS.get(language), text),
    ),
  );
  const byHand = BY_HAND.flatMap((document) =>
    inLanguage(languageOf(document), document.files[mainFile(document)] ?? ''),
  );
  const inHosts = [...HOSTS].flatMap(([ending, { documents }]) =>
    documents.map((text): Seed => ({ ending, text })),
  );
  return [...inFiles, ...inPages, ...byHand, ...inHosts].filter(
    ({ text }) => text.length <= MAX_LENGTH,
  );
}

/** A document in what editors call such a language, if it is one of the hosts. */
function inLanguage(languageId: string | undefined, text: string): readonly Seed[] {
  for (const [ending, host] of HOSTS) if (host.languageId === languageId) return [{ ending, text }];
  return [];
}
