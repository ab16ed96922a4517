/**
 * Converts the inventory into the map's model: nested boxes, sentences, and keys that are stable across
 * edits. Pure; text comes from `vscode.l10n`.
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
import {
  chardevSentence,
  lookingWords,
  monitorLabel,
  pageWords,
  summaryOf,
  untitled,
  userLabel,
  waySentence,
  wayWords,
} from './map-words.ts';
import { visible } from './visible-text.ts';

/** The model, and the target of each link. */
export interface BuiltMap {
  readonly model: MapModel;
  readonly places: ReadonlyMap<string, Location>;
}

/** `relativePath` gives the display path: `vm/run.sh`. */
export function buildMap(inventory: Inventory, relativePath: (uri: string) => string): BuiltMap {
  const { machines } = inventory;
  const places: Places = new Map();
  const reached = new Map<Audience, InventoryMonitor[]>();
  const seen = new Map<string, number>();
  // Built by name, so that keys stay the same whichever file is opened first.
  const sorted = machines
    .map((machine) => ({ machine, path: relativePath(machine.uri) }))
    .sort(
      (a, b) => BY_NAME.compare(a.path, b.path) || BY_NAME.compare(a.machine.uri, b.machine.uri),
    );
  const known = new Set<string>();
  const built = sorted
    .map(({ machine, path }) => {
      const key = keyOf(seen, `${machine.uri} ${machine.name ?? ''}`);
      return buildMachine(machine, { key, path, places, known });
    })
    .sort((a, b) => exposure(a.boxes) - exposure(b.boxes));
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
        isFolded: monitors.length === 0,
      };
    },
  );
  const words = pageWords(summaryOf(inventory, reached.get('network')?.length ?? 0));
  const isLooking = inventory.isRunning === true && machines.length === 0;
  const said = isLooking ? { ...words, empty: lookingWords() } : words;
  return { model: { words: said, audiences, machines: built }, places };
}

/** Like VS Code's Explorer: `vm2.sh` before `vm10.sh`. */
const BY_NAME = new Intl.Collator(undefined, { numeric: true });

function buildMachine(
  machine: InventoryMachine,
  { path, ...context }: BoxContext & { readonly path: string },
): MapMachine {
  const { key, places } = context;
  const { location, name, program } = machine;
  const title = visible(name ?? untitled(program, path));
  const line = location?.uri === machine.uri ? location.range.start.line + 1 : undefined;
  const place = visible(line === undefined ? path : `${path}:${line}`);
  if (location) places.set(key, location);
  const boxes = buildBoxes(machine, context).toSorted((a, b) => exposure([a]) - exposure([b]));
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
    isFolded: boxes.every(({ isFolded }) => isFolded),
    boxes,
  };
}

/** The place in `AUDIENCES` of the most exposed monitor; beyond its end if all boxes are folded. */
function exposure(boxes: readonly MapBox[]): number {
  const ofBox = ({ rows, members }: MapBox): readonly number[] => [
    ...rows.flatMap(({ audience }) => (audience ? [AUDIENCES.indexOf(audience)] : [])),
    ...members.flatMap(ofBox),
  ];
  const shown = boxes.filter(({ isFolded }) => !isFolded);
  return Math.min(AUDIENCES.length, ...shown.flatMap(ofBox));
}

/** Link targets by key. */
type Places = Map<string, Location>;

interface BoxContext {
  readonly key: string;
  readonly places: Places;
  /** The keys of the monitors that are built; one in several launches is drawn once. */
  readonly known: Set<string>;
}

/** A unique key: repeated names are numbered. */
function keyOf(seen: Map<string, number>, name: string): string {
  const count = seen.get(name) ?? 0;
  seen.set(name, count + 1);
  return `${name} ${count}`;
}

/** The addresses of a chardev, or of those behind it. */
function waysTo(
  { ways, members }: InventoryChardev,
  all: readonly InventoryChardev[],
  depth = 0,
): readonly InventoryWay[] {
  if (depth > MAX_NESTING) return [];
  const behind = members.flatMap((place) => all[place] ?? []);
  return [...ways, ...behind.flatMap((member) => waysTo(member, all, depth + 1))];
}

/** Beyond QEMU's limit; it refuses cycles. */
const MAX_NESTING = 8;

/** A box for each chardev with its monitors as rows. */
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
  // Cyclic or too deeply nested ones, which QEMU refuses.
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
  { key, places, known }: BoxContext,
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
  const isNew = takeNew(
    known,
    chardev.monitors.flat().flatMap((record) => monitors[record] ?? []),
  );
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
    isFolded: !isNew && members.every(({ isFolded }) => isFolded),
  };
}

/** Adds the keys of monitors; whether one of them is new. */
function takeNew(known: Set<string>, monitors: readonly InventoryMonitor[]): boolean {
  const before = known.size;
  for (const { key } of monitors) known.add(key);
  return known.size > before;
}

/** Whether a monitor reaches it through a mux or hub. */
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

/** A monitor with an unknown chardev. */
function loneBox(monitor: InventoryMonitor, { key, places, known }: BoxContext): MapBox {
  const { audience, name, location, evidence, onOtherHost } = monitor;
  const who = audienceLabel(audience, onOtherHost);
  const sentences = [audienceSentence(audience, onOtherHost)];
  const context = { key: `${key} monitor`, sentences, audience };
  if (location) places.set(key, location);
  return {
    key,
    opens: location !== undefined,
    sentence: l10n.t('A chardev whose definition was not found'),
    details: sentences,
    title: visible(givenId(name) ?? ''),
    kind: l10n.t('not found'),
    ways: [{ audience, label: '', who, connectsOut: false, powerful: true }],
    members: [],
    rows: [monitorRow(monitor, evidence, context, places)],
    isFolded: !takeNew(known, [monitor]),
  };
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

/** Another user of a chardev, placed at the chardev's definition. */
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

function widest(ways: readonly InventoryWay[]): Audience | undefined {
  return AUDIENCES.find((audience) => ways.some((way) => way.audience === audience));
}
