/** The monitors view: tree, grouping, badge, and messages when empty. Why: docs/decisions/audience.md */
import { commands, Disposable, l10n, type TreeView, window, workspace } from 'vscode';
import type { ClientContext } from '../client-context.ts';
import { isSomethingNotChecked } from '../not-checked.ts';
import { rulePages } from '../rule-pages.ts';
import { isOpen } from './listed-monitor.ts';
import { exposedSentence } from './monitor-labels.ts';
import type { MonitorList } from './monitor-list.ts';
import { type Grouping, type MonitorNode, monitorTree } from './monitor-tree.ts';

/** From package.json. */
const VIEW = 'qemuMonitorGuard.monitors';
const GROUP_COMMANDS: Readonly<Record<Grouping, string>> = {
  audience: 'qemuMonitorGuard.groupMonitorsByReach',
  file: 'qemuMonitorGuard.groupMonitorsByFile',
};
/** Context keys: whether there has been anything to list in this window, the state and the grouping. */
const SHOWN = 'qemuMonitorGuard.hasMonitors';
const STATE = 'qemuMonitorGuard.monitorsState';
const GROUPED_BY = 'qemuMonitorGuard.monitorsGroupedBy';

/** The key of the workspace's state: whether the view was open in the last window. */
const WAS_OPEN = 'qemuMonitorGuard.monitorsOpen';

export interface MonitorsView extends Disposable {
  readonly selected: () => readonly MonitorNode[];
  /** Opens the view with the first matching monitor selected. */
  readonly reveal: (isWanted: (node: MonitorNode) => boolean) => Promise<void>;
}

/** The view, created when first opened. */
export function monitorsView(list: MonitorList, { extension, ready }: ClientContext): MonitorsView {
  const { workspaceState } = extension;
  let grouping: Grouping = workspaceState.get(GROUPED_BY) === 'file' ? 'file' : 'audience';
  const tree = monitorTree(list.monitors, list.notChecked, () => grouping, rulePages(extension));
  const view = window.createTreeView(VIEW, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });

  function group(by: Grouping): void {
    grouping = by;
    void commands.executeCommand('setContext', GROUPED_BY, by);
    void workspaceState.update(GROUPED_BY, by);
    tree.refresh();
  }

  let isRestored = false;

  function show(): void {
    showState(view, list);
    tree.refresh();
    restore();
  }

  /** Opens the view as it was before a reload, since VS Code opens no view that appears later. */
  function restore(): void {
    const [first] = list.monitors();
    if (isRestored || first === undefined) return;
    isRestored = true;
    const isWanted = workspaceState.get<boolean>(WAS_OPEN) === true && !view.visible;
    if (isWanted) void view.reveal(tree.nodeOf(first), { select: false, focus: false });
  }

  function visibilityChanged(): void {
    void workspaceState.update(WAS_OPEN, view.visible);
    startForReader();
  }

  /** An open view needs the complete list. */
  function startForReader(): void {
    if (view.visible && workspace.workspaceFolders?.length) void ready();
  }

  group(grouping);
  showState(view, list);
  startForReader();
  const parts = Disposable.from(
    ...[view, tree, list.onDidChange(show), progress(list)],
    view.onDidChangeVisibility(visibilityChanged),
    commands.registerCommand(GROUP_COMMANDS.audience, () => group('audience')),
    commands.registerCommand(GROUP_COMMANDS.file, () => group('file')),
  );
  return {
    selected: () => view.selection,
    reveal: async (isWanted) => {
      const node = list.monitors().map(tree.nodeOf).find(isWanted);
      if (node === undefined) await commands.executeCommand(`${VIEW}.focus`);
      else await view.reveal(node, { select: true, focus: true, expand: true });
    },
    dispose: () => parts.dispose(),
  };
}

function showState(view: TreeView<MonitorNode>, list: MonitorList): void {
  const count = list.monitors().length;
  if (count > 0 || list.state() === 'stopped' || isSomethingNotChecked(list.notChecked())) {
    void commands.executeCommand('setContext', SHOWN, true);
  }
  void commands.executeCommand('setContext', STATE, stateWords(list, count));
  // Excused monitors are listed but not counted.
  const open = list.monitors().filter(isOpen).length;
  view.badge = open === 0 ? undefined : { value: open, tooltip: exposedSentence(open) };
  view.message = count === 0 ? nothingFound(list) : leftOut(list);
}

/** Why there are no monitors although some files were not checked. */
function nothingFound(list: MonitorList): string {
  if (list.isRunning() || !isSomethingNotChecked(list.notChecked())) return '';
  return l10n.t('No QEMU monitor was found in the files that Monitor Guard reads.');
}

/** The state for `when` clauses. */
function stateWords(list: MonitorList, count: number): 'starting' | 'stopped' | 'none' | 'some' {
  const state = list.state();
  if (state === 'stopped') return state;
  if (count > 0) return 'some';
  return list.isRunning() ? 'starting' : 'none';
}

/** Why the list may be incomplete; empty if complete or still growing. */
function leftOut(list: MonitorList): string {
  if (list.isComplete() || list.isRunning()) return '';
  const limit = list.limit();
  return limit === null
    ? l10n.t('There may be others, since not all files of the workspace were checked.')
    : l10n.t('There may be others, since no more than {0} files were checked.', limit);
}

function progress(list: MonitorList): Disposable {
  let end: (() => void) | undefined;

  function update(): void {
    if (!list.isRunning()) {
      end?.();
      end = undefined;
    } else if (end === undefined) {
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      void window.withProgress({ location: { viewId: VIEW } }, () => ended);
    }
  }

  update();
  return Disposable.from(list.onDidChange(update), { dispose: () => end?.() });
}
