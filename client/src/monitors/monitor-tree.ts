/** The tree of monitors, grouped by audience or file. */
import {
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  workspace,
} from 'vscode';
import {
  audienceLabel,
  audienceSentence,
  countedLabel,
  groupLabel,
  monitorCount,
} from '../inventory/audience-labels.ts';
import {
  type Audience,
  givenId,
  type NotChecked,
  type StoppedFile,
} from '../inventory/inventory.ts';
import {
  besideNotChecked,
  isSomethingNotChecked,
  notCheckedCount,
  notCheckedSentence,
  notFollowedSentence,
} from '../not-checked.ts';
import { placeLabel, toRange, toUri } from '../place.ts';
import { byAudience, byUri, type ListedMonitor } from './listed-monitor.ts';
import { markdownCode, markdownLink, markdownText } from './markdown.ts';
import {
  excusedLabel,
  excusedSentence,
  monitorLabel,
  severityLabel,
  spokenMonitor,
} from './monitor-labels.ts';

/** A line of the tree. */
export type MonitorNode =
  | {
      readonly kind: 'audience';
      readonly audience: Audience;
      readonly monitors: readonly ListedMonitor[];
    }
  | { readonly kind: 'file'; readonly uri: string; readonly monitors: readonly ListedMonitor[] }
  | { readonly kind: 'monitor'; readonly listed: ListedMonitor }
  /** Files with monitor options in languages that are not read. */
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'not-checked-file'; readonly uri: string }
  /** A count: `12 documentation files with monitor options`. */
  | { readonly kind: 'not-checked-count'; readonly text: string }
  /** Scripts whose analysis stopped. */
  | { readonly kind: 'not-followed' }
  | { readonly kind: 'not-followed-file'; readonly stop: StoppedFile };

/** The grouping. */
export type Grouping = 'audience' | 'file';

/** A tree of the current list and grouping. */
interface MonitorTree extends TreeDataProvider<MonitorNode> {
  /** Refreshes; expansion and selection stay, since nodes have ids. */
  readonly refresh: () => void;
  /** The node of a monitor, to reveal it. */
  readonly nodeOf: (listed: ListedMonitor) => MonitorNode;
  readonly dispose: () => void;
}

/** `pages` is the location of the rule pages. */
export function monitorTree(
  list: () => readonly ListedMonitor[],
  notChecked: () => NotChecked,
  grouping: () => Grouping,
  pages: string,
): MonitorTree {
  const changes = new EventEmitter<undefined>();
  const roots = (): readonly MonitorNode[] => [
    ...groups(),
    ...(isSomethingNotChecked(notChecked()) ? [{ kind: 'not-checked' } as const] : []),
    ...(notChecked().unfollowed.length > 0 ? [{ kind: 'not-followed' } as const] : []),
  ];
  const groups = (): readonly MonitorNode[] =>
    grouping() === 'file'
      ? byUri(list()).map(([uri, monitors]) => ({ kind: 'file', uri, monitors }))
      : byAudience(list()).map(([audience, monitors]) => ({
          kind: 'audience',
          audience,
          monitors,
        }));
  return {
    onDidChangeTreeData: changes.event,
    refresh: () => changes.fire(undefined),
    nodeOf: (listed) => ({ kind: 'monitor', listed }),
    dispose: () => changes.dispose(),
    getChildren: (node) => {
      if (node === undefined) return [...roots()];
      if (node.kind === 'not-followed') {
        return notChecked().unfollowed.map((stop) => ({ kind: 'not-followed-file', stop }));
      }
      return node.kind === 'not-checked' ? filesOf(notChecked()) : monitorsOf(node);
    },
    getParent: (node) => {
      if (node.kind === 'monitor')
        return groups().find((group) => idsOf(group).includes(node.listed.id));
      if (node.kind === 'not-followed-file') return { kind: 'not-followed' };
      return node.kind.startsWith('not-checked-') ? { kind: 'not-checked' } : undefined;
    },
    getTreeItem: (node) => {
      switch (node.kind) {
        case 'audience':
          return audienceItem(node.audience, node.monitors);
        case 'file':
          return fileItem(node.uri, node.monitors.length);
        case 'monitor':
          return monitorItem(node.listed, grouping());
        case 'not-checked':
          return notCheckedItem(notChecked());
        case 'not-checked-file':
          return notCheckedFileItem(node.uri);
        case 'not-followed':
          return notFollowedItem(notChecked().unfollowed.length);
        case 'not-followed-file':
          return notFollowedFileItem(node.stop);
        case 'not-checked-count':
          return Object.assign(new TreeItem(node.text), { id: `not-checked:${node.text}` });
      }
    },
    resolveTreeItem: (item, node) => {
      if (node.kind === 'monitor') item.tooltip = monitorTooltip(node.listed, pages);
      return item;
    },
  };
}

/** The monitors of a node. */
export function listedOf(node: MonitorNode): readonly ListedMonitor[] {
  if (node.kind === 'monitor') return [node.listed];
  return node.kind === 'audience' || node.kind === 'file' ? node.monitors : [];
}

function monitorsOf(node: MonitorNode): MonitorNode[] {
  if (node.kind === 'monitor') return [];
  return listedOf(node).map((listed) => ({ kind: 'monitor', listed }));
}

function filesOf(files: NotChecked): MonitorNode[] {
  return [
    ...files.uris.map((uri) => ({ kind: 'not-checked-file', uri }) as const),
    ...besideNotChecked(files).map((text) => ({ kind: 'not-checked-count', text }) as const),
  ];
}

function idsOf(node: MonitorNode): readonly string[] {
  return listedOf(node).map(({ id }) => id);
}

/** Audiences whose groups start collapsed. */
const QUIET: ReadonlySet<Audience> = new Set(['authorized', 'user', 'nobody']);

function audienceItem(audience: Audience, monitors: readonly ListedMonitor[]): TreeItem {
  const state = QUIET.has(audience)
    ? TreeItemCollapsibleState.Collapsed
    : TreeItemCollapsibleState.Expanded;
  const label = groupLabel(
    audience,
    monitors.map(({ monitor }) => monitor),
  );
  return Object.assign(new TreeItem(label, state), {
    id: `audience:${audience}`,
    description: String(monitors.length),
    iconPath: audienceIcon(audience),
    contextValue: 'group',
    accessibilityInformation: { label: countedLabel(label, monitors.length) },
  });
}

function fileItem(uri: string, count: number): TreeItem {
  const file = Uri.parse(uri);
  const path = workspace.asRelativePath(file);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return Object.assign(new TreeItem(file, TreeItemCollapsibleState.Expanded), {
    id: `file:${uri}`,
    description: folder === '' ? String(count) : `${folder} · ${count}`,
    iconPath: ThemeIcon.File,
    contextValue: 'group',
    accessibilityInformation: { label: l10n.t('{0}: {1}', path, monitorCount(count)) },
  });
}

function notCheckedItem(files: NotChecked): TreeItem {
  const count = notCheckedCount(files);
  const state = count > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const label = l10n.t('Not checked');
  return Object.assign(new TreeItem(label, state), {
    id: 'not-checked',
    description: String(count),
    iconPath: new ThemeIcon('eye-closed'),
    tooltip: l10n.t('Monitor Guard does not read the languages of these files.'),
    accessibilityInformation: {
      label: [
        ...(count > 0 ? [notCheckedSentence(count)] : [label]),
        ...besideNotChecked({ ...files, more: 0 }),
      ].join(' '),
    },
  });
}

function notFollowedItem(count: number): TreeItem {
  const label = l10n.t('Analysis stopped');
  return Object.assign(new TreeItem(label, TreeItemCollapsibleState.Expanded), {
    id: 'not-followed',
    description: String(count),
    iconPath: new ThemeIcon('eye-closed'),
    tooltip: notFollowedSentence({ line: 0 }),
    accessibilityInformation: { label: l10n.t('{0}: {1}', label, count) },
  });
}

function notFollowedFileItem(stop: StoppedFile): TreeItem {
  const tooltip = notFollowedSentence(stop);
  // `#L12` opens the file at that line.
  const place = stop.line > 0 ? `${stop.uri}#L${stop.line}` : stop.uri;
  return unreviewedFileItem('not-followed', place, (path) => ({
    tooltip,
    spoken: l10n.t('{0}: {1}', path, tooltip),
  }));
}

function notCheckedFileItem(uri: string): TreeItem {
  return unreviewedFileItem('not-checked', uri, (path) => ({
    tooltip: l10n.t(
      '{0} has monitor options in a language that Monitor Guard does not read.',
      path,
    ),
    spoken: l10n.t('{0}: not checked', path),
  }));
}

/** A file that was not fully reviewed; a click opens it. */
function unreviewedFileItem(
  group: string,
  uri: string,
  words: (path: string) => { readonly tooltip: string; readonly spoken: string },
): TreeItem {
  const file = Uri.parse(uri);
  const path = workspace.asRelativePath(file);
  const { tooltip, spoken } = words(path);
  return Object.assign(new TreeItem(file, TreeItemCollapsibleState.None), {
    id: `${group}:${uri}`,
    description: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
    iconPath: ThemeIcon.File,
    tooltip,
    command: { command: 'vscode.open', title: path, arguments: [file] },
    accessibilityInformation: { label: spoken },
  });
}

function monitorItem(listed: ListedMonitor, grouping: Grouping): TreeItem {
  const { id, machine, monitor } = listed;
  const location = monitor.location ?? machine.location;
  const path = workspace.asRelativePath(Uri.parse(location?.uri ?? machine.uri));
  const place = location ? placeLabel(location) : path;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  // The file comes first; the group's information is not repeated, and the end may be cut off.
  const about =
    grouping === 'file'
      ? [excusedLabel(monitor), audienceLabel(monitor.audience, monitor.onOtherHost), machine.name]
      : [excusedLabel(monitor), monitorLabel(monitor), machine.name, folder];
  const line = location && l10n.t('Line {0}', location.range.start.line + 1);
  const label =
    grouping === 'file'
      ? [line, monitorLabel(monitor)].filter((part) => part !== undefined).join(' · ')
      : place.slice(place.lastIndexOf('/') + 1);
  return Object.assign(new TreeItem(label, TreeItemCollapsibleState.None), {
    id,
    description: about.filter((part) => part !== undefined && part !== '').join(' · '),
    iconPath: audienceIcon(monitor.audience),
    // The possible actions, for package.json.
    contextValue: [
      'monitor',
      ...(monitor.severity ? ['found'] : []),
      ...(monitor.severity && isOnNetwork(monitor) ? ['switchable'] : []),
      ...((monitor.rule ?? monitor.excused) ? ['ruled'] : []),
      ...(monitor.connect.length > 0 ? ['connectable'] : []),
      ...(machine.location && monitor.made !== 'default' ? ['started'] : []),
    ].join(' '),
    accessibilityInformation: { label: spokenMonitor(listed, place) },
    ...(location && {
      command: {
        command: 'vscode.open',
        title: label,
        arguments: [toUri(location), { selection: toRange(location) }],
      },
    }),
  });
}

/** Whether the preferred fix is the UNIX socket. */
function isOnNetwork({ transport, audience }: ListedMonitor['monitor']): boolean {
  const isOpen = audience === 'network' || audience === 'host';
  return isOpen && ['tcp', 'telnet', 'websocket', 'udp'].includes(transport ?? '');
}

/** Who can open a monitor and why, with its finding. */
function monitorTooltip({ machine, monitor }: ListedMonitor, pages: string): MarkdownString {
  const { severity, rule, problem, excused } = monitor;
  const names = [machine.name, givenId(monitor.name)];
  const title = names.filter((part) => part !== undefined).map(markdownCode);
  const location = monitor.location ?? machine.location;
  const path = location ? placeLabel(location) : workspace.asRelativePath(Uri.parse(machine.uri));
  const blocks = [
    [markdownText(monitorLabel(monitor)), ...title].join(' · '),
    markdownText(path),
    `${audienceSentence(monitor.audience)}:`,
    monitor.evidence.map(({ message }) => `- ${markdownText(message)}`).join('\n'),
    severity && rule
      ? `${severityLabel(severity)} ${rulePage(rule, pages)}: ${markdownText(problem?.message ?? '')}`
      : '',
    excused
      ? `${markdownText(excusedSentence(monitor) ?? '')} (${markdownCode(excused.rule)})`
      : '',
  ];
  return new MarkdownString(blocks.filter((block) => block !== '').join('\n\n'));
}

function rulePage(rule: string, pages: string): string {
  return markdownLink(markdownCode(rule), `${pages}${rule}.md`);
}

/** An icon for each audience, distinct in shape and colour. */
function audienceIcon(audience: Audience): ThemeIcon {
  return {
    network: new ThemeIcon('globe', new ThemeColor('problemsErrorIcon.foreground')),
    host: new ThemeIcon('organization', new ThemeColor('problemsWarningIcon.foreground')),
    directory: new ThemeIcon('folder-opened', new ThemeColor('problemsInfoIcon.foreground')),
    authorized: new ThemeIcon('key', new ThemeColor('testing.iconPassed')),
    user: new ThemeIcon('lock', new ThemeColor('testing.iconPassed')),
    nobody: new ThemeIcon('circle-slash'),
    unknown: new ThemeIcon('question'),
  }[audience];
}
