// Writes which documents the client tells the server of: what the languages in server/src/languages say of themselves.
import { LANGUAGES } from '../server/src/languages/index.ts';
import { WORKSPACE_FILE } from '../server/src/service/settings/workspace-file.ts';

/** The file as it should be, by its path. */
export function generatedSelectors(): ReadonlyMap<string, string> {
  const ids = LANGUAGES.flatMap(({ detect }) => detect.languageIds.slice(0, 1));
  const patterns = LANGUAGES.flatMap(({ detect }) => detect.patterns ?? []);
  const rows = [
    ...ids.map((language) => `{ language: '${language}' }`),
    ...[...new Set(patterns), `**/${WORKSPACE_FILE}`].map((pattern) => `{ pattern: '${pattern}' }`),
  ];
  const text = `/**
 * What the server reads, or decides about by the content. Written by \`npm run generate\` from what the languages in
 * server/src/languages say of themselves.
 */
export const READ = [
${rows.map((row) => `  ${row},\n`).join('')}] as const;
`;
  return new Map([['client/src/selectors.ts', text]]);
}
