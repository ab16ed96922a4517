/** The status item of the active file's monitors. */
import {
  commands,
  Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  Uri,
  window,
} from 'vscode';
import { groupLabel } from '../inventory/audience-labels.ts';
import type { StoppedFile } from '../inventory/inventory.ts';
import { notFollowedSentence } from '../not-checked.ts';
import { type ListedMonitor, uriOf, worstAudience } from './listed-monitor.ts';
import { qemuMonitorCount } from './monitor-labels.ts';
import type { MonitorList } from './monitor-list.ts';
import type { MonitorsView } from './monitors-view.ts';

const ITEM = 'qemuMonitorGuard.monitors';
/** Internal; only this item uses it. */
const COMMAND = 'qemuMonitorGuard.showMonitorsOfFile';

/** A file without monitors has no item. */
export function registerLanguageStatus(list: MonitorList, view: MonitorsView): Disposable {
  let item: LanguageStatusItem | undefined;

  function update(): void {
    const monitors = monitorsInFront(list);
    const worst = worstAudience(monitors);
    const cut = stopInFront(list);
    if (worst === undefined && cut) {
      item ??= newItem();
      item.text = l10n.t('Analysis stopped');
      item.detail = notFollowedSentence(cut);
      item.severity = LanguageStatusSeverity.Warning;
      item.accessibilityInformation = { label: notFollowedSentence(cut) };
      return;
    }
    if (worst === undefined && list.notChecked().uris.some(isInFront)) {
      item ??= newItem();
      item.text = l10n.t('Not checked');
      item.detail = l10n.t('Monitor Guard does not read this language');
      item.severity = LanguageStatusSeverity.Information;
      item.accessibilityInformation = {
        label: l10n.t(
          'This file has QEMU monitor options in a language that Monitor Guard does not read.',
        ),
      };
      return;
    }
    if (worst === undefined) {
      item?.dispose();
      item = undefined;
      return;
    }
    const who = groupLabel(
      worst,
      monitors.map(({ monitor }) => monitor),
    );
    item ??= newItem();
    item.text = qemuMonitorCount(monitors);
    // What the text says of the network needs no repetition.
    const details = [
      ...(worst === 'network' ? [] : [who]),
      ...(cut ? [notFollowedSentence(cut)] : []),
    ];
    item.detail = details.join('. ');
    item.severity = severityOf(monitors);
    item.accessibilityInformation = {
      label: l10n.t(
        'QEMU monitors of this file: {0}. Who can open the most exposed one: {1}',
        monitors.length,
        who,
      ),
    };
  }

  update();
  return Disposable.from(
    list.onDidChange(update),
    window.onDidChangeActiveTextEditor(update),
    commands.registerCommand(COMMAND, () => {
      const ids = new Set(monitorsInFront(list).map(({ id }) => id));
      return view.reveal((node) => node.kind === 'monitor' && ids.has(node.listed.id));
    }),
    { dispose: () => item?.dispose() },
  );
}

function newItem(): LanguageStatusItem {
  const item = languages.createLanguageStatusItem(ITEM, { pattern: '**' });
  item.name = l10n.t('QEMU Monitors');
  item.command = { command: COMMAND, title: l10n.t('Show') };
  return item;
}

/** The monitors that the active document starts, or whose addresses it contains. */
function monitorsInFront(list: MonitorList): readonly ListedMonitor[] {
  const uri = window.activeTextEditor?.document.uri.toString();
  return list.monitors().filter((one) => one.machine.uri === uri || uriOf(one) === uri);
}

/** Where the active document's analysis stopped. */
function stopInFront(list: MonitorList): StoppedFile | undefined {
  return list.notChecked().unfollowed.find(({ uri }) => isInFront(uri));
}

function isInFront(uri: string): boolean {
  return Uri.parse(uri).toString() === window.activeTextEditor?.document.uri.toString();
}

function severityOf(monitors: readonly ListedMonitor[]): LanguageStatusSeverity {
  const found = monitors.map(({ monitor }) => monitor.severity);
  if (found.includes('error')) return LanguageStatusSeverity.Error;
  return found.includes('warning')
    ? LanguageStatusSeverity.Warning
    : LanguageStatusSeverity.Information;
}
