/** Labels of monitors, and sentences for screen readers. */
import { l10n } from 'vscode';
import { audienceSentence } from '../inventory/audience-labels.ts';
import type { Audience, InventoryMonitor, Severity } from '../inventory/inventory.ts';
import type { ListedMonitor } from './listed-monitor.ts';

/** Advice for an audience; undefined if none is needed. */
export function audienceAdvice(audience: Audience): string | undefined {
  switch (audience) {
    case 'network':
    case 'host':
      return l10n.t(
        'Move the monitor to a UNIX socket in a directory of its user. Where it has to be TCP, require TLS with verified clients and an authorization object.',
      );
    case 'directory':
      return l10n.t(
        'Put the socket into a directory that only its user may write, such as the one that XDG_RUNTIME_DIR names.',
      );
    case 'unknown':
      return l10n.t(
        'Look where the address comes from, or write it into the file, so that it can be checked.',
      );
    case 'authorized':
    case 'user':
    case 'nobody':
      return undefined;
  }
}

/** HMP or QMP. */
export function modeLabel({ mode }: InventoryMonitor): string {
  return {
    hmp: 'HMP',
    qmp: 'QMP',
    unknown: l10n.t('Monitor'),
  }[mode];
}

/** The address: `telnet 0.0.0.0:4444`, `stdio`; empty if unknown. */
export function wayLabel({ transport = '', address }: InventoryMonitor): string {
  return [transport, address].filter((part) => part !== '').join(' ');
}

/** A label for lists: `HMP · telnet 0.0.0.0:4444`. */
export function monitorLabel(monitor: InventoryMonitor): string {
  return [modeLabel(monitor), wayLabel(monitor)].filter((part) => part !== '').join(' · ');
}

/** A severity's label. */
export function severityLabel(severity: Severity): string {
  return {
    error: l10n.t('Error'),
    warning: l10n.t('Warning'),
    information: l10n.t('Information'),
    hint: l10n.t('Hint'),
  }[severity];
}

/** How many there are, and how many of them anyone on the network can open: `1 of 3 QEMU monitors is open to the network`. */
export function qemuMonitorCount(monitors: readonly ListedMonitor[]): string {
  const count = monitors.length;
  const open = monitors.filter(({ monitor }) => monitor.audience === 'network').length;
  if (open === 0)
    return count === 1 ? l10n.t('1 QEMU monitor') : l10n.t('{0} QEMU monitors', count);
  if (count === 1) return l10n.t('1 QEMU monitor is open to the network');
  return open === 1
    ? l10n.t('1 of {0} QEMU monitors is open to the network', count)
    : l10n.t('{0} of {1} QEMU monitors are open to the network', open, count);
}

/** The number of exposed monitors, a sentence without a full stop. */
export function exposedSentence(count: number): string {
  return count === 1
    ? l10n.t('1 monitor can be opened from the network or by any local user')
    : l10n.t('{0} monitors can be opened from the network or by any local user', count);
}

/** A short label of an excused monitor; undefined for others. */
export function excusedLabel({ excused }: InventoryMonitor): string | undefined {
  return excused && (excused.by === 'comment' ? l10n.t('ignored') : l10n.t('accepted'));
}

/** The reason of an excused monitor; undefined for others. */
export function excusedSentence({ excused }: InventoryMonitor): string | undefined {
  if (excused === undefined) return undefined;
  return excused.by === 'comment'
    ? l10n.t('Ignored: {0}', excused.reason)
    : l10n.t('Accepted: {0}', excused.reason);
}

/** A list line as sentences for screen readers. `place` is `run.sh:4`. */
export function spokenMonitor({ machine, monitor }: ListedMonitor, place: string): string {
  const kind = monitor.mode === 'unknown' ? l10n.t('QEMU monitor') : modeAloud(monitor);
  const way = wayLabel(monitor);
  return [
    place,
    way === '' ? kind : l10n.t('{0} on {1}', kind, way),
    machine.name === undefined ? '' : l10n.t('Machine {0}', machine.name),
    audienceSentence(monitor.audience, monitor.onOtherHost),
    monitor.severity ? `${severityLabel(monitor.severity)}: ${problemWords(monitor)}` : '',
    excusedSentence(monitor) ?? '',
  ]
    .filter((sentence) => sentence !== '')
    .join('. ');
}

function modeAloud(monitor: InventoryMonitor): string {
  return l10n.t('{0} monitor', modeLabel(monitor));
}

function problemWords({ problem, rule = '' }: InventoryMonitor): string {
  return problem?.message ?? rule;
}
