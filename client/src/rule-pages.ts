/**
 * Where the pages of the rules are.
 * Why: docs/decisions/client.md
 */
import { type ExtensionContext, Uri } from 'vscode';

/** The folder of those that come with the extension, or else of the published ones; it ends with a `/`. */
export function rulePages({ extension, extensionUri }: ExtensionContext): string {
  // A page that lies on a server for extensions would be shown as plain text.
  return /^https?$/.test(extensionUri.scheme)
    ? publishedRulePages(extension)
    : `${Uri.joinPath(extensionUri, 'docs', 'rules').toString()}/`;
}

/** The folder of those that anybody can read, who has the extension or not; it ends with a `/`. */
export function publishedRulePages({ packageJSON }: ExtensionContext['extension']): string {
  const { homepage, version } = packageJSON as Readonly<Record<'homepage' | 'version', string>>;
  return `${homepage}/blob/v${version}/docs/rules/`;
}
