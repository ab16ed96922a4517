/** Locations for VS Code and for display. */
import { Range, Uri, workspace } from 'vscode';
import type { Location } from 'vscode-languageclient';

export function toUri({ uri }: Location): Uri {
  return Uri.parse(uri);
}

/** Converts a range; both count lines and UTF-16 units from 0. */
export function toRange({ range: { start, end } }: Pick<Location, 'range'>): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** `run.sh:4` with its folders, and the workspace folder if there are several. */
export function placeLabel(location: Location): string {
  return `${workspace.asRelativePath(toUri(location))}:${location.range.start.line + 1}`;
}
