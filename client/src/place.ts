/** Where something is written, for VS Code and for people. */
import { Range, Uri, workspace } from 'vscode';
import type { Location } from 'vscode-languageclient';

export function toUri({ uri }: Location): Uri {
  return Uri.parse(uri);
}

/** A range of the server as one of VS Code; both count lines and UTF-16 units from 0. */
export function toRange({ range: { start, end } }: Pick<Location, 'range'>): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** `run.sh:4`, with folders, and with the name of the workspace's folder where it has several. */
export function placeLabel(location: Location): string {
  return `${workspace.asRelativePath(toUri(location))}:${location.range.start.line + 1}`;
}
