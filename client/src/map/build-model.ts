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
  type MapBox,
  type MapMachine,
  type MapModel,
  type MapRow,
  type MapWay,
  type MapWords,
} from '../../../webview/src/map-model.ts';
import {
  audienceLabel,
  audienceSentence,
  countedLabel,
  groupLabel,
  monitorCount,
} from '../inventory/audience-labels.ts';
import {
  givenId,
  type Inventory,
  type InventoryChardev,
  type InventoryMachine,
  type InventoryMonitor,
  type InventoryWay,
  monitorsOf,
} from '../inventory/inventory.ts';
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
  const reached = new Map<Audience, InventoryMonitor[]>();
  const seen = new Map<string, number>();
  // Files in the order of their names stay where they are when another one is opened.
  const sorted = machines
    .map((machine) => ({ machine, path: relativePath(machine.uri) }))
    .sort(
      (a, b) => BY_NAME.compare(a.path, b.path) || BY_NAME.compare(a.machine.uri, b.machine.uri),
    );
  const built = sorted.map(({ machine, path }) => {
    const key = keyOf(seen, `${machine.uri} ${machine.name ?? ''}`);
    return buildMachine(machine, { key, path, places });
  });
  for (const { monitor } of monitorsOf(machines)) {
    const others = reached.get(monitor.audience);
    if (others) others.push(monitor);
    else reached.set(monitor.audience, [monitor]);
  }
  const used = new Set(reached.keys());
  for (const { chardevs } of machines) {
    for (const { ways } of chardevs) for (const { audience } of ways) used.add(audience);
  }
  const audiences = AUDIENCES.filter((audience) => used.has(audience)).map(
    (audience): MapAudience => {
      const monitors = reached.get(audience) ?? [];
      const label = groupLabel(audience, monitors);
      return {
        audience,
        label,
        count: monitorCount(monitors.length),
        shortCount: String(monitors.length),
        sentence: countedLabel(label, monitors.length),
        filtered: l10n.t('Showing only: {0}', label),
      };
    },
  );
  const words = pageWords(summaryOf(inventory, reached.get('network')?.length ?? 0));
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
  return [
    machines.length === 1 ? l10n.t('1 machine') : l10n.t('{0} machines', machines.length),
    monitorCount(monitorsOf(machines).length),
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

/** Where links lead, by their keys. */
type Places = Map<string, Location>;

/** What building needs of its surroundings. */
interface BoxContext {
  /** The key of what it is in. */
  readonly key: string;
  readonly places: Places;
}

/** A key that no other has: the second of a name has another one than the first. */
function keyOf(seen: Map<string, number>, name: string): string {
  const count = seen.get(name) ?? 0;
  seen.set(name, count + 1);
  return `${name} ${count}`;
}

/** The ways to a chardev: its own, or those of what is behind it. */
function waysTo(
  { ways, members }: InventoryChardev,
  all: readonly InventoryChardev[],
  depth = 0,
): readonly InventoryWay[] {
  if (depth > MAX_NESTING) return [];
  const behind = members.flatMap((place) => all[place] ?? []);
  return [...ways, ...behind.flatMap((member) => waysTo(member, all, depth + 1))];
}

/** Deeper than QEMU goes, which refuses circles. */
const MAX_NESTING = 8;

/** The boxes of a machine: a chardev each, with the monitors on it as rows. */
function buildBoxes(machine: InventoryMachine, context: BoxContext): readonly MapBox[] {
  const { chardevs, monitors } = machine;
  const seen = new Map<string, number>();
  const taken = new Set<InventoryChardev>();
  const build = (chardev: InventoryChardev, depth: number): MapBox => {
    taken.add(chardev);
    const key = keyOf(seen, `${context.key} ${chardev.id}`);
    const members = chardev.members.flatMap((place) => {
      const member = chardevs[place];
      const isApart = member === undefined || taken.has(member) || depth === MAX_NESTING;
      return isApart ? [] : [build(member, depth + 1)];
    });
    return buildBox(machine, chardev, members, { ...context, key });
  };
  const behind = new Set(chardevs.flatMap(({ members }) => members));
  const outer = chardevs.filter((_, index) => !behind.has(index)).map((it) => build(it, 0));
  // Those that refer to each other in a circle or are nested without end, which QEMU refuses.
  const rest = chardevs.flatMap((chardev) => (taken.has(chardev) ? [] : [build(chardev, 0)]));
  const placed = new Set(chardevs.flatMap((chardev) => chardev.monitors.flat()));
  const alone = monitors.filter((_, index) => !placed.has(index));
  return [
    ...outer,
    ...rest,
    ...alone.map((monitor) => {
      const key = keyOf(seen, `${context.key} alone ${monitor.name ?? ''}`);
      return loneBox(monitor, { ...context, key });
    }),
  ];
}

function buildBox(
  { chardevs, monitors }: InventoryMachine,
  chardev: InventoryChardev,
  members: readonly MapBox[],
  { key, places }: BoxContext,
): MapBox {
  const { users, location } = chardev;
  const title = visible(givenId(chardev.id) ?? '');
  const seen = new Map<string, number>();
  const all = waysTo(chardev, chardevs);
  const onOtherHost = monitors.some((monitor) => monitor.onOtherHost);
  const sentences = all.map((way) => waySentence(way, onOtherHost));
  const powerful = chardev.monitors.length > 0 || users.includes('gdb');
  const rows = chardev.monitors.flatMap((records): readonly MapRow[] => {
    const [first] = records.flatMap((record) => monitors[record] ?? []);
    if (first === undefined) return [];
    const own = records.flatMap((record) => monitors[record]?.evidence ?? []);
    const rowKey = keyOf(seen, `${key} ${first.mode}`);
    return [monitorRow(first, own, { key: rowKey, sentences, audience: widest(all) }, places)];
  });
  if (location) places.set(key, location);
  return {
    key,
    opens: location !== undefined,
    sentence: chardevSentence(title, chardev.backend),
    details: sentences,
    title,
    kind: chardev.backend ?? l10n.t('not known'),
    ways: chardev.ways.map((way) =>
      buildWay(way, powerful || isBehindMonitor(chardev, chardevs), onOtherHost),
    ),
    members,
    rows: [...rows, ...users.map((user) => userRow(user, `${key} ${user}`, location, places))],
  };
}

/** Whether a monitor gets to it through a mux or a hub. */
function isBehindMonitor(
  chardev: InventoryChardev,
  all: readonly InventoryChardev[],
  depth = 0,
): boolean {
  const place = all.indexOf(chardev);
  if (depth > MAX_NESTING) return false;
  return all.some(
    (other) =>
      other.members.includes(place) &&
      (other.monitors.length > 0 || isBehindMonitor(other, all, depth + 1)),
  );
}

/** A monitor whose chardev nobody has seen. */
function loneBox(monitor: InventoryMonitor, { key, places }: BoxContext): MapBox {
  const { audience, name, location, evidence, onOtherHost } = monitor;
  const who = audienceLabel(audience, onOtherHost);
  const sentences = [audienceSentence(audience, onOtherHost)];
  const context = { key: `${key} monitor`, sentences, audience };
  if (location) places.set(key, location);
  return {
    key,
    opens: location !== undefined,
    sentence: l10n.t('A chardev that is not in sight'),
    details: sentences,
    title: visible(givenId(name) ?? ''),
    kind: l10n.t('not in sight'),
    ways: [{ audience, label: '', who, connectsOut: false, powerful: true }],
    members: [],
    rows: [monitorRow(monitor, evidence, context, places)],
  };
}

function chardevSentence(id: string, backend: string | undefined): string {
  if (backend === undefined) {
    return id === '' ? l10n.t('Chardev of unknown kind') : l10n.t('Chardev {0}', id);
  }
  return id === ''
    ? l10n.t('Chardev of the kind {0}', backend)
    : l10n.t('Chardev {0} of the kind {1}', id, backend);
}

interface RowContext {
  readonly key: string;
  readonly sentences: readonly string[];
  readonly audience: Audience | undefined;
}

function monitorRow(
  { mode, made, location, audience: own }: InventoryMonitor,
  evidence: InventoryMonitor['evidence'],
  { key, sentences, audience }: RowContext,
  places: Places,
): MapRow {
  const label = monitorLabel(mode, made);
  if (location) places.set(key, location);
  return {
    key,
    opens: location !== undefined,
    sentence: [label, ...sentences].join('. '),
    details: [...new Set(evidence.map(({ message }) => visible(message)))],
    label,
    audience: audience ?? own,
  };
}

function monitorLabel(mode: InventoryMonitor['mode'], made: InventoryMonitor['made']): string {
  if (made === 'default') return l10n.t('HMP monitor by default');
  return {
    hmp: l10n.t('HMP monitor'),
    qmp: l10n.t('QMP monitor'),
    unknown: l10n.t('Monitor'),
  }[mode];
}

/** What else talks through a chardev stands where that is defined. */
function userRow(
  user: InventoryChardev['users'][number],
  key: string,
  location: Location | undefined,
  places: Places,
): MapRow {
  const label = userLabel(user);
  if (location) places.set(key, location);
  return {
    key,
    opens: location !== undefined,
    sentence: label,
    details: [],
    label,
    audience: undefined,
  };
}

function userLabel(user: InventoryChardev['users'][number]): string {
  return {
    guest: l10n.t('Guest serial port'),
    gdb: l10n.t('gdb stub'),
    netdev: l10n.t('Network backend'),
    tpm: l10n.t('TPM'),
    object: l10n.t('Object of QEMU'),
  }[user];
}

function buildWay(way: InventoryWay, powerful: boolean, onOtherHost: boolean): MapWay {
  const { audience, connectsOut } = way;
  const words = wayWords(way);
  return {
    audience,
    label: connectsOut ? l10n.t('connects to {0}', words) : words,
    who: audienceLabel(audience, onOtherHost),
    connectsOut,
    powerful,
  };
}

/** `Anyone on the network can open it: telnet 0.0.0.0:4444`. */
function waySentence(way: InventoryWay, onOtherHost: boolean): string {
  const { audience, connectsOut } = way;
  const words = wayWords(way);
  if (connectsOut) return calledSentence(audience, words, onOtherHost);
  const sentence = audienceSentence(audience, onOtherHost);
  return words === '' ? sentence : l10n.t('{0}: {1}', sentence, words);
}

/** The same where QEMU connects to whoever answers. */
function calledSentence(audience: Audience, way: string, onOtherHost: boolean): string {
  if (audience === 'network') {
    return l10n.t('QEMU connects to {0}, and whoever answers on the network reaches it', way);
  }
  return onOtherHost
    ? l10n.t('QEMU connects to {0}, and whoever answers on the remote host reaches it', way)
    : l10n.t('QEMU connects to {0}, and whoever answers on this host reaches it', way);
}

/** `tcp 0.0.0.0:4444`; nothing where the server knows no way. */
function wayWords({ transport, address }: InventoryWay): string {
  return visible([transport ?? '', address].filter((text) => text !== '').join(' '));
}

/** Whoever of all is the worst. */
function widest(ways: readonly InventoryWay[]): Audience | undefined {
  return AUDIENCES.find((audience) => ways.some((way) => way.audience === audience));
}
