import * as l10n from '@vscode/l10n';
import { compareTexts } from '../../../text/lookup.ts';
import { folderOf } from '../../../text/paths.ts';
import type { Span } from '../../../text/span.ts';
import type { MonitorClient } from '../../analysis/connections.ts';
import type { PortPlace } from '../clients/project.ts';
import type { FollowContext } from './client-edits.ts';

/** How many clients a risk names. */
export const NAMED_IN_RISK = 10;

/** Sorts places by file and line; keeps one of each line. */
export function inOrder(places: readonly PortPlace[]): readonly PortPlace[] {
  const byLine = new Map(places.map((place) => [`${place.line} ${place.path}`, place]));
  return [...byLine.values()].toSorted((a, b) => compareTexts(a.path, b.path) || a.line - b.line);
}

/** Adds ` and update 2 clients`; nothing for 0. */
export function withUpdates(title: string, count: number): string {
  if (count === 0) return title;
  return count === 1
    ? l10n.t('{0} and update 1 client', title)
    : l10n.t('{0} and update {1} clients', title, count);
}

/** Adds ` (then update test.sh:3 and ctl.py:9)`; of more than two only one. */
export function thenUpdate(title: string, from: string, clients: readonly PortPlace[]): string {
  return l10n.t('{0} (then update {1})', title, namesOf(from, clients, NAMED_IN_TITLE));
}

const NAMED_IN_TITLE = 2;

/** `test.sh:3, ctl.py:9 and 3 more`, relative to a file's folder. */
export function namesOf(from: string, clients: readonly PortPlace[], most: number): string {
  const names = clients.slice(0, most).map((place) => nameOf(from, place));
  const list = names.reduce((before, name) => l10n.t('{0}, {1}', before, name));
  const more = clients.length - names.length;
  return more > 0 ? l10n.t('{0} and {1} more', list, more) : list;
}

/** `test.sh:3`, or `tools/test.sh:3`. */
export function nameOf(from: string, { path, line }: PortPlace): string {
  return `${shownPath(from, path)}:${line}`;
}

/** `tools/test.sh`, or `../test.sh` beside the folder; else the name alone. */
export function shownPath(from: string, path: string): string {
  const folder = folderOf(from);
  if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  const [, around = ''] = /^(.*\/)[^/]*$/.exec(folder) ?? [];
  return around !== '' && path.startsWith(around)
    ? `../${path.slice(around.length)}`
    : path.slice(path.lastIndexOf('/') + 1);
}

/** `telnet in line 12`, or `telnet in stop.sh line 12` in another file. */
export function named(
  context: FollowContext,
  { tool, at }: Pick<MonitorClient, 'tool' | 'at'>,
): string {
  const { line, file } = placeOf(context, at);
  return file === undefined
    ? l10n.t('{0} in line {1}', tool, line)
    : l10n.t('{0} in {1} line {2}', tool, file, line);
}

function placeOf({ analysis, text }: FollowContext, at: Span) {
  const place = analysis.files.locate(at);
  const start = place ? at.start - place.at.start : 0;
  const line = text.slice(start, at.start).split('\n').length;
  const path = place?.path ?? analysis.source.path;
  const file = path === analysis.source.path ? undefined : path.slice(path.lastIndexOf('/') + 1);
  return { line, file };
}
