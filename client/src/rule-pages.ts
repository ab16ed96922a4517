/**
 * The location of the rule pages.
 * Why: docs/decisions/client.md
 */
import { type ExtensionContext, Uri } from 'vscode';

/** The installed pages, else the published ones; ends with `/`. */
export function rulePages({ extension, extensionUri }: ExtensionContext): string {
  // A page on an extension server would be shown as plain text.
  return /^https?$/.test(extensionUri.scheme)
    ? publishedRulePages(extension)
    : `${Uri.joinPath(extensionUri, 'docs', 'rules').toString()}/`;
}

/** The published pages; ends with `/`. */
export function publishedRulePages({ packageJSON }: ExtensionContext['extension']): string {
  const { homepage, version } = packageJSON as Readonly<Record<'homepage' | 'version', string>>;
  return `${homepage}/blob/v${version}/docs/rules/`;
}
