/** The sentences and labels of the map, from `vscode.l10n`. */
import { l10n } from 'vscode';
import type { Audience, MapWords } from '../../../webview/src/map-model.ts';
import { audienceSentence, monitorCount } from '../inventory/audience-labels.ts';
import {
  type Inventory,
  type InventoryChardev,
  type InventoryMachine,
  type InventoryMonitor,
  type InventoryWay,
  monitorsOf,
} from '../inventory/inventory.ts';
import { visible } from './visible-text.ts';

/** The totals in the bar: `3 machines`, `5 monitors`; empty without machines. */
export function summaryOf(
  { machines, isComplete, isRunning }: Inventory,
  exposed: number,
): readonly string[] {
  if (machines.length === 0) return [];
  return [
    machines.length === 1 ? l10n.t('1 machine') : l10n.t('{0} machines', machines.length),
    monitorCount(monitorsOf(machines).length),
    ...(exposed === 1 ? [l10n.t('1 monitor open to the network')] : []),
    ...(exposed > 1 ? [l10n.t('{0} monitors open to the network', exposed)] : []),
    ...(isRunning ? [l10n.t('Still checking files')] : []),
    ...(isComplete === false && !isRunning ? [l10n.t('Some files were not checked')] : []),
  ];
}

/** Words before the first answer. */
export function lookingWords(): readonly string[] {
  return [l10n.t('Looking for machines')];
}

/** Texts of the page itself. */
export function pageWords(summary: readonly string[]): MapWords {
  return {
    title: l10n.t('Who can open QEMU’s monitors'),
    description: l10n.t(
      'On the left who can connect, on the right the machines with their chardevs and monitors, and between them the addresses.',
    ),
    summary,
    empty: [
      l10n.t('No machine to show'),
      l10n.t(
        'The map shows what starts QEMU: open a shell script, a libvirt domain or a config file with a monitor in it.',
      ),
    ],
    whoList: l10n.t('Who can open them'),
    machineList: l10n.t('Machines'),
    outline: l10n.t('Show as Text'),
    showAll: l10n.t('Show All'),
    others: l10n.t('Show Other Devices'),
  };
}

/** The title of a machine without a name. */
export function untitled(program: InventoryMachine['program'], path: string): string {
  return program === 'storage-daemon'
    ? 'qemu-storage-daemon'
    : path.slice(path.lastIndexOf('/') + 1);
}

/** `Chardev net0 of the kind socket`; parts that are unknown are left out. */
export function chardevSentence(id: string, backend: string | undefined): string {
  if (backend === undefined) {
    return id === '' ? l10n.t('Chardev of unknown kind') : l10n.t('Chardev {0}', id);
  }
  return id === ''
    ? l10n.t('Chardev of the kind {0}', backend)
    : l10n.t('Chardev {0} of the kind {1}', id, backend);
}

/** `HMP monitor`. */
export function monitorLabel(
  mode: InventoryMonitor['mode'],
  made: InventoryMonitor['made'],
): string {
  if (made === 'default') return l10n.t('HMP monitor by default');
  return {
    hmp: l10n.t('HMP monitor'),
    qmp: l10n.t('QMP monitor'),
    unknown: l10n.t('Monitor'),
  }[mode];
}

/** `Guest serial port`. */
export function userLabel(user: InventoryChardev['users'][number]): string {
  return {
    guest: l10n.t('Guest serial port'),
    gdb: l10n.t('gdb stub'),
    netdev: l10n.t('Network backend'),
    tpm: l10n.t('TPM'),
    object: l10n.t('Object of QEMU'),
  }[user];
}

/** `Anyone on the network can open it: telnet 0.0.0.0:4444`. */
export function waySentence(way: InventoryWay, onOtherHost: boolean): string {
  const { audience, connectsOut } = way;
  const words = wayWords(way);
  if (connectsOut) return calledSentence(audience, words, onOtherHost);
  const sentence = audienceSentence(audience, onOtherHost);
  return words === '' ? sentence : l10n.t('{0}: {1}', sentence, words);
}

/** The sentence of an outgoing connection. */
function calledSentence(audience: Audience, way: string, onOtherHost: boolean): string {
  if (audience === 'network') {
    return l10n.t('QEMU connects to {0}, and any host on the network that answers reaches it', way);
  }
  return onOtherHost
    ? l10n.t(
        'QEMU connects to {0}, and any program on the remote host that answers reaches it',
        way,
      )
    : l10n.t('QEMU connects to {0}, and any program on this host that answers reaches it', way);
}

/** `tcp 0.0.0.0:4444`; empty if unknown. */
export function wayWords({ transport, address }: InventoryWay): string {
  return visible([transport ?? '', address].filter((text) => text !== '').join(' '));
}
