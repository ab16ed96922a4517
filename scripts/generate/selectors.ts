// Writes which documents the client tells the server of: what the languages in server/src/languages say of themselves.
import { LANGUAGES } from '../../server/src/languages/index.ts';
import type { LanguageSupport } from '../../server/src/languages/support.ts';
import { WORKSPACE_FILE } from '../../server/src/service/settings/workspace-file.ts';

/** The file as it should be, by its path. */
export function generatedSelectors(): ReadonlyMap<string, string> {
  const common = rowsOf(LANGUAGES.filter(({ detect }) => detect.isCommon));
  const others = rowsOf(
    LANGUAGES.filter(({ detect }) => !detect.isCommon),
    [`**/${WORKSPACE_FILE}`],
  );
  const text = `/**
 * What the server reads, or decides about by the content. Written by \`npm run generate\` from what the languages in
 * server/src/languages say of themselves.
 */

/** Most people have documents of these that have nothing to do with QEMU. */
export const COMMON = [
${common}] as const;

/** All that the server reads, common documents with them. */
export const READ = [
  ...COMMON,
${others}] as const;
`;
  return new Map([['client/src/selectors.ts', text]]);
}

/** The lines of a selector: what editors call the languages, and the patterns of their files. */
function rowsOf(languages: readonly LanguageSupport[], others: readonly string[] = []): string {
  const ids = languages.flatMap(({ detect }) => detect.languageIds.slice(0, 1));
  const patterns = languages.flatMap(({ detect }) => detect.patterns ?? []);
  return [
    ...ids.map((language) => `{ language: '${language}' }`),
    ...[...new Set(patterns), ...others].map((pattern) => `{ pattern: '${pattern}' }`),
  ]
    .map((row) => `  ${row},\n`)
    .join('');
}
