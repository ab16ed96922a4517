/** The documents that mutation begins with: examples, the pages of the rules, and what tests of shells and fixes have. */
import { BY_HAND } from '../oracle/fixed/by-hand.ts';
import { languageOf, mainFile } from '../oracle/fixed/document.ts';
import { codeBlocks, LANGUAGE_IDS } from '../support/markdown.ts';
import { filesBelow, readExamples, readRepositoryFile } from '../support/repository.ts';

export interface Seed {
  readonly languageId: string;
  readonly text: string;
}

/** Longer ones would take the time of many. */
const MAX_LENGTH = 3_000;

export function corpus(): readonly Seed[] {
  const inFiles = [...readExamples(), ...readExamples('test/oracle/data/flow')];
  const inPages = filesBelow('docs/rules').flatMap((page) =>
    codeBlocks(readRepositoryFile(page)).flatMap(({ language, text }): readonly Seed[] => {
      const languageId = LANGUAGE_IDS.get(language);
      return languageId ? [{ languageId, text }] : [];
    }),
  );
  const byHand = BY_HAND.map((document): Seed => {
    return {
      languageId: languageOf(document),
      text: document.files[mainFile(document)] ?? '',
    };
  });
  return [...inFiles, ...inPages, ...byHand].filter(({ text }) => text.length <= MAX_LENGTH);
}
