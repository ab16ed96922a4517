// Writes what the client has of the server's tables: the documents that are read, and the options that open a monitor.
import { MONITOR_AND_CHARDEV_OPTIONS } from '../../server/src/invocation/monitor-options.ts';
import { LANGUAGES } from '../../server/src/languages/index.ts';
import type { LanguageSupport } from '../../server/src/languages/support.ts';
import { WORKSPACE_FILE } from '../../server/src/service/settings/workspace-file.ts';

/** The file as it should be, by its path. */
export function generatedSelectors(): ReadonlyMap<string, string> {
  const rows = rowsOf(LANGUAGES, [`**/${WORKSPACE_FILE}`]);
  const options = MONITOR_AND_CHARDEV_OPTIONS.map((name) => `'${name}'`);
  const text = `/** From the server's tables, written by \`npm run generate\`. */

/** What the server reads, or decides about by the content. */
export const READ = [
${rows}] as const;

/** Options that make a monitor, or what it talks through. */
export const MONITOR_OPTIONS = [${options.join(', ')}] as const;
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
