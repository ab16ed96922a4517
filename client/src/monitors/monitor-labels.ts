/** How people are told of monitors: labels, and whole sentences for those who hear them. */
import { l10n } from 'vscode';
import { audienceSentence } from '../inventory/audience-labels.ts';
import type { Audience, InventoryMonitor, Severity } from '../inventory/inventory.ts';
import type { ListedMonitor } from './listed-monitor.ts';

/** What can be done about monitors that such people can open; undefined where nothing has to be. */
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

/** What kind of monitor it is: HMP for people, QMP for programs. */
export function modeLabel({ mode }: InventoryMonitor): string {
  return {
    hmp: 'HMP',
    qmp: 'QMP',
    unknown: l10n.t('Monitor'),
  }[mode];
}

/** The way to it: `telnet 0.0.0.0:4444`, `stdio`; empty where it is not known. */
export function wayLabel({ transport = '', address }: InventoryMonitor): string {
  return [transport, address].filter((part) => part !== '').join(' ');
}

/** What it is called in lists: `HMP · telnet 0.0.0.0:4444`. */
export function monitorLabel(monitor: InventoryMonitor): string {
  return [modeLabel(monitor), wayLabel(monitor)].filter((part) => part !== '').join(' · ');
}

/** How bad a finding is. */
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

/** How many monitors others get at, as a sentence without its full stop. */
export function exposedSentence(count: number): string {
  return count === 1
    ? l10n.t('1 monitor can be opened from the network or by any local user')
    : l10n.t('{0} monitors can be opened from the network or by any local user', count);
}

/** That a monitor may stay, in two words; undefined for all others. */
export function excusedLabel({ excused }: InventoryMonitor): string | undefined {
  return excused && l10n.t('may stay');
}

/** Why a monitor may stay that something would be found about otherwise; undefined for all others. */
export function excusedSentence({ excused }: InventoryMonitor): string | undefined {
  return excused && l10n.t('It may stay as it is: {0}', excused.reason);
}

/** All that a line of the list says, in sentences, for those who hear it. `place` is `run.sh:4`. */
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

/** What is found about a monitor: its message, or else the id of its rule. */
function problemWords({ problem, rule = '' }: InventoryMonitor): string {
  return problem?.message ?? rule;
}
