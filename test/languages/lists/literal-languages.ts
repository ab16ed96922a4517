/** The languages whose literals are read, by their names in the table. */
import { LIST_LANGUAGES } from '../../../server/src/languages/lists/table.ts';
import type { LiteralLanguage } from '../../../server/src/syntax/literals/language.ts';

type LiteralLanguageId = keyof typeof LIST_LANGUAGES;
export const LITERAL_LANGUAGES: Readonly<Record<LiteralLanguageId, LiteralLanguage>> =
  LIST_LANGUAGES;

/** The name of a row, for messages. */
export function nameOf(language: LiteralLanguage): string {
  return Object.entries(LITERAL_LANGUAGES).find(([, row]) => row === language)?.[0] ?? '';
}
