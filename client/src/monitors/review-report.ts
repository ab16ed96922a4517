/** The review as a Markdown report. */
import { l10n } from 'vscode';
import type { Location } from 'vscode-languageclient';
import { audienceLabel, groupLabel } from '../inventory/audience-labels.ts';
import { type Audience, givenId, type NotChecked } from '../inventory/inventory.ts';
import { besideNotChecked, isSomethingNotChecked } from '../not-checked.ts';
import { byAudience, isExposed, type ListedMonitor, uriOf } from './listed-monitor.ts';
import { markdownCode, markdownLink, markdownRow, markdownText } from './markdown.ts';
import {
  audienceAdvice,
  excusedSentence,
  exposedSentence,
  modeLabel,
  severityLabel,
  wayLabel,
} from './monitor-labels.ts';

export interface Review {
  readonly monitors: readonly ListedMonitor[];
  /** The date: `2026-11-25`. */
  readonly date: string;
  /** The window's setting; empty for the newest. */
  readonly qemuVersion: string;
  readonly folders: readonly ReviewedFolder[];
  readonly isComplete: boolean;
  readonly notChecked: NotChecked;
}

/** A workspace folder with its settings. */
export interface ReviewedFolder {
  readonly name: string;
  /** Its setting; empty for the newest. */
  readonly qemuVersion: string;
  /** Excluded globs. */
  readonly excluded: readonly string[];
}

/** Links of the report. */
export interface ReviewLinks {
  /** A place for display, `vm/run.sh:4`, and its link target. */
  readonly place: (location: Location) => { readonly label: string; readonly target: string };
  /** A file, `vm/Makefile`, and its link target. */
  readonly file: (uri: string) => { readonly label: string; readonly target: string };
  readonly rule: (rule: string) => string;
}

/** The whole document with a final line break. */
export function renderReview(review: Review, links: ReviewLinks): string {
  const { monitors } = review;
  const groups = byAudience(monitors);
  const blocks = [
    `# ${l10n.t('Review of QEMU monitors')}`,
    facts(review),
    ...(review.isComplete
      ? []
      : [l10n.t('Not all files of the workspace were checked, so there may be other monitors.')]),
    summary(review),
    ...groups.flatMap(([audience, some]) => {
      const advice = audienceAdvice(audience);
      return [
        `## ${labelOf(audience, some)}`,
        ...(advice === undefined ? [] : [advice]),
        table(some, links),
      ];
    }),
    ...(isSomethingNotChecked(review.notChecked) ? notChecked(review.notChecked, links) : []),
    ...(review.notChecked.unfollowed.length > 0 ? notFollowed(review.notChecked, links) : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function labelOf(audience: Audience, listed: readonly ListedMonitor[]): string {
  return groupLabel(
    audience,
    listed.map(({ monitor }) => monitor),
  );
}

function notFollowed({ unfollowed }: NotChecked, links: ReviewLinks): readonly string[] {
  return [
    `## ${l10n.t('Analysis stopped')}`,
    l10n.t(
      'It takes too long to follow these scripts to their end, so they may open other monitors.',
    ),
    unfollowed
      .map(({ uri, line }) => {
        const from = line > 0 ? `: ${l10n.t('Line {0}', line)}` : '';
        return `- ${fileLink(uri, links)}${from}`;
      })
      .join('\n'),
  ];
}

function fileLink(uri: string, links: ReviewLinks): string {
  const { label, target } = links.file(uri);
  return markdownLink(markdownText(label), target);
}

/** Files that may start QEMU and were not read. */
function notChecked(files: NotChecked, links: ReviewLinks): readonly string[] {
  const lines = [
    ...files.uris.map((uri) => fileLink(uri, links)),
    ...besideNotChecked(files).map(markdownText),
  ];
  return [
    `## ${l10n.t('Not checked')}`,
    l10n.t('Monitor Guard does not read the languages of these files, so they may open monitors.'),
    lines.map((line) => `- ${line}`).join('\n'),
  ];
}

/** A Markdown table of monitors, without a final line break. */
export function renderTable(monitors: readonly ListedMonitor[], links: ReviewLinks): string {
  const reach = ({ monitor }: ListedMonitor): string =>
    audienceLabel(monitor.audience, monitor.onOtherHost);
  return table(monitors, links, [l10n.t('Who can open it'), reach]);
}

/** A column: its title and its cell for a monitor. */
type Column = readonly [title: string, cell: (listed: ListedMonitor) => string];

function table(
  monitors: readonly ListedMonitor[],
  links: ReviewLinks,
  ...further: readonly Column[]
): string {
  const columns: readonly Column[] = [
    [l10n.t('Monitor'), nameOf],
    [l10n.t('Machine'), ({ machine }) => markdownCode(machine.name ?? '')],
    [l10n.t('Place'), (listed) => renderPlace(listed, links)],
    ...further,
    [l10n.t('Why'), ({ monitor }) => sentences(monitor.evidence.map(({ message }) => message))],
    [l10n.t('Finding'), ({ monitor }) => renderFinding(monitor, links)],
  ];
  return [
    markdownRow(columns.map(([title]) => title)),
    markdownRow(columns.map(() => '---')),
    ...monitors.map((listed) => markdownRow(columns.map(([, cell]) => cell(listed)))),
  ].join('\n');
}

function facts({ monitors, date, qemuVersion, folders }: Review): string {
  const names = folders.map(({ name }) => markdownText(name)).join(', ');
  const isOneVersion = folders.every((folder) => folder.qemuVersion === qemuVersion);
  return [
    l10n.t('Date: {0}', date),
    ...(names === '' ? [] : [l10n.t('Folders: {0}', names)]),
    ...(isOneVersion
      ? [l10n.t('QEMU version: {0}', versionLabel(qemuVersion))]
      : folders.map((folder) =>
          l10n.t(
            'QEMU version in {0}: {1}',
            ...[markdownText(folder.name), versionLabel(folder.qemuVersion)],
          ),
        )),
    ...folders
      .filter(({ excluded }) => excluded.length > 0)
      .map(({ name, excluded }) =>
        l10n.t(
          'Excluded in {0}: {1}',
          ...[markdownText(name), excluded.map(markdownCode).join(', ')],
        ),
      ),
    l10n.t('Skipped: files that git ignores, node_modules, and files of more than 1 MiB'),
    `${exposedSentence(monitors.filter(isExposed).length)}`,
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}

function versionLabel(version: string): string {
  return version === '' ? l10n.t('the newest') : markdownText(version);
}

/** Counts by audience, machines and files. */
function summary({ monitors, notChecked: files }: Review): string {
  if (monitors.length === 0) {
    return isSomethingNotChecked(files)
      ? l10n.t('No QEMU monitor was found in the files that Monitor Guard reads.')
      : l10n.t('No QEMU monitor was found.');
  }
  const row = (label: string, some: readonly ListedMonitor[]): string =>
    markdownRow([
      label,
      String(some.length),
      String(new Set(some.map(({ machine }) => machine)).size),
      String(new Set(some.map(uriOf)).size),
    ]);
  return [
    markdownRow([
      l10n.t('Who can open them'),
      l10n.t('Monitors'),
      l10n.t('Machines'),
      l10n.t('Files'),
    ]),
    '| --- | ---: | ---: | ---: |',
    ...byAudience(monitors).map(([audience, some]) => row(labelOf(audience, some), some)),
    row(l10n.t('All'), monitors),
  ].join('\n');
}

function nameOf({ monitor }: ListedMonitor): string {
  const name = markdownCode(givenId(monitor.name) ?? '');
  return [modeLabel(monitor), name, markdownCode(wayLabel(monitor))]
    .filter((part) => part !== '')
    .join(' ');
}

function renderPlace({ machine, monitor }: ListedMonitor, links: ReviewLinks): string {
  const location = monitor.location ?? machine.location;
  if (location === undefined) return '';
  const { label, target } = links.place(location);
  return markdownLink(markdownText(label), target);
}

function sentences(messages: readonly string[]): string {
  return messages.map((message) => `${markdownText(message)}.`).join(' ');
}

function renderFinding(monitor: ListedMonitor['monitor'], links: ReviewLinks): string {
  const { severity, rule, problem, excused } = monitor;
  const page = (id: string): string => markdownLink(markdownCode(id), links.rule(id));
  if (excused) return `${page(excused.rule)}: ${markdownText(excusedSentence(monitor) ?? '')}.`;
  if (severity === undefined || rule === undefined) return '';
  const words = problem ? `: ${markdownText(problem.message)}.` : '';
  return `${severityLabel(severity)} ${page(rule)}${words}`;
}
