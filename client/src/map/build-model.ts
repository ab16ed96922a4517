/**
 * Puts what the server tells into what the map shows: boxes in boxes, sentences for each of them, and a key for
 * each that stays the same while files are edited. Pure; the words come from `vscode.l10n`.
 */
import { l10n } from 'vscode';
import type { Location } from 'vscode-languageclient';
import {
  AUDIENCES,
  type Audience,
  type MapAudience,
  type MapMachine,
  type MapModel,
  type MapWords,
} from '../../../webview/src/map-model.ts';
import { audienceLabel, countedAudience, monitorCount } from '../inventory/audience-labels.ts';
import type { Inventory, InventoryMachine } from '../inventory/inventory.ts';
import { type BoxContext, buildBoxes, keyOf, type Places } from './build-boxes.ts';
import { visible } from './visible-text.ts';

/** What is shown, and where each of its links leads. */
export interface BuiltMap {
  readonly model: MapModel;
  readonly places: ReadonlyMap<string, Location>;
}

/** `relativePath` says how people know a file: `vm/run.sh`. */
export function buildMap(inventory: Inventory, relativePath: (uri: string) => string): BuiltMap {
  const { machines } = inventory;
  const places: Places = new Map();
  const counts = new Map<Audience, number>();
  const seen = new Map<string, number>();
  // Files in the order of their names stay where they are when another one is opened.
  const sorted = machines
    .map((machine) => ({ machine, path: relativePath(machine.uri) }))
    .sort(
      (a, b) => BY_NAME.compare(a.path, b.path) || BY_NAME.compare(a.machine.uri, b.machine.uri),
    );
  const built = sorted.map(({ machine, path }) => {
    const key = keyOf(seen, `${machine.uri} ${machine.name ?? ''}`);
    const result = buildMachine(machine, { key, path, places });
    // As the list of monitors counts them.
    for (const { audience } of machine.monitors) {
      counts.set(audience, (counts.get(audience) ?? 0) + 1);
    }
    return result;
  });
  const used = new Set(counts.keys());
  for (const { chardevs } of machines) {
    for (const { ways } of chardevs) for (const { audience } of ways) used.add(audience);
  }
  const audiences = AUDIENCES.filter((audience) => used.has(audience)).map(
    (audience): MapAudience => {
      const count = counts.get(audience) ?? 0;
      return {
        audience,
        label: audienceLabel(audience),
        count: monitorCount(count),
        shortCount: String(count),
        sentence: countedAudience(audience, count),
        filtered: l10n.t('Showing only: {0}', audienceLabel(audience)),
      };
    },
  );
  const words = pageWords(summaryOf(inventory, counts.get('network') ?? 0));
  const isLooking = inventory.isRunning === true && machines.length === 0;
  const said = isLooking ? { ...words, empty: lookingWords() } : words;
  return { model: { words: said, audiences, machines: built }, places };
}

/** As the Explorer of VS Code does it: `vm2.sh` before `vm10.sh`. */
const BY_NAME = new Intl.Collator(undefined, { numeric: true });

function buildMachine(
  machine: InventoryMachine,
  { key, path, places }: BoxContext & { readonly path: string },
): MapMachine {
  const { location, name, program } = machine;
  const title = visible(name ?? untitled(program, path));
  const line = location?.uri === machine.uri ? location.range.start.line + 1 : undefined;
  const place = visible(line === undefined ? path : `${path}:${line}`);
  if (location) places.set(key, location);
  return {
    key,
    opens: location !== undefined,
    sentence:
      name === undefined
        ? l10n.t('{0}, started by {1}', title, place)
        : l10n.t('Machine {0}, started by {1}', title, place),
    details: [],
    title,
    place,
    nothing: l10n.t('No monitor'),
    boxes: buildBoxes(machine, { key, places }),
  };
}

/** A machine without a name of its own is called by its file. */
function untitled(program: InventoryMachine['program'], path: string): string {
  return program === 'storage-daemon'
    ? 'qemu-storage-daemon'
    : path.slice(path.lastIndexOf('/') + 1);
}

function summaryOf(
  { machines, isComplete, isRunning }: Inventory,
  exposed: number,
): readonly string[] {
  if (machines.length === 0) return [];
  const monitors = machines.reduce((sum, machine) => sum + machine.monitors.length, 0);
  return [
    machines.length === 1 ? l10n.t('1 machine') : l10n.t('{0} machines', machines.length),
    monitorCount(monitors),
    ...(exposed === 1 ? [l10n.t('1 monitor open to the network')] : []),
    ...(exposed > 1 ? [l10n.t('{0} monitors open to the network', exposed)] : []),
    ...(isRunning ? [l10n.t('Still looking at files')] : []),
    ...(isComplete === false && !isRunning ? [l10n.t('Some files were not looked at')] : []),
  ];
}

/** What is said as long as it is not known whether there is something to show. */
export function lookingWords(): readonly string[] {
  return [l10n.t('Looking for machines')];
}

/** What the page says of itself. */
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
  };
}
