/** Links of a report, relative to its folder, so that they work for other readers. */
import { type ExtensionContext, Uri, workspace } from 'vscode';
import type { Location } from 'vscode-languageclient';
import { placeLabel, toUri } from '../place.ts';
import { publishedRulePages } from '../rule-pages.ts';
import { relativeTarget } from './markdown.ts';
import type { ReviewLinks } from './review-report.ts';

/** Without a folder, the first workspace folder is assumed. */
export function reviewLinks({ extension }: ExtensionContext, folder?: Uri): ReviewLinks {
  const base = folder ?? workspace.workspaceFolders?.[0]?.uri;
  return {
    place: (location: Location) => {
      const target = targetFrom(base, toUri(location));
      return {
        label: placeLabel(location),
        target: `${target}#L${location.range.start.line + 1}`,
      };
    },
    file: (uri) => {
      const file = Uri.parse(uri);
      return { label: workspace.asRelativePath(file), target: targetFrom(base, file) };
    },
    rule: (rule) => `${publishedRulePages(extension)}${encodeURIComponent(rule)}.md`,
  };
}

function targetFrom(base: Uri | undefined, file: Uri): string {
  const top = ({ path }: Uri): string | undefined => path.split('/')[1];
  const isNear =
    base?.scheme === file.scheme && base.authority === file.authority && top(base) === top(file);
  return base && isNear ? relativeTarget(base.path, file.path) : file.toString();
}

/** The folder of a file. */
export function folderOf(file: Uri): Uri {
  return Uri.joinPath(file, '..');
}
