/** Outlines machines with monitors, chardevs and objects, and config sections with keys. */
import * as l10n from '@vscode/l10n';
import type { ConfigSection, Word } from '../../invocation/invocation.ts';
import type { Chardev } from '../../qemu/chardev/chardev.ts';
import { leafChardevs, type Machine, type Monitor } from '../../qemu/machine/machine.ts';
import type { QemuObject } from '../../qemu/object/object.ts';
import type { Option } from '../../qemu/options/options.ts';
import { monitorReach } from '../../qemu/reach/reach.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { type MappedText, written } from '../../text/mapped-text.ts';
import { contains, cover, type Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';
import { monitorAddressOf } from '../analysis/monitor-address.ts';
import { machineTitle } from '../inventory/machine-title.ts';
import { placeOfSection, withoutLineEnding } from './config-structure.ts';
import { placeAtUse } from './placed-tokens.ts';

export interface OutlineItem {
  readonly name: string;
  /** `tcp 0.0.0.0:4444` */
  readonly detail: string;
  readonly kind: 'machine' | 'monitor' | 'chardev' | 'object' | 'section' | 'key';
  readonly at: Span;
  readonly nameAt: Span;
  readonly children: readonly OutlineItem[];
}

/** Items in order, of this file only. */
export function outlineOf(analysis: Analysis): readonly OutlineItem[] {
  const items = analysis.connections.machines.flatMap((machine) => {
    if (machine.program === 'commands' || machine.program === 'vnc-server') return [];
    const parts = partsOf(machine);
    return machine.program === 'config'
      ? machine.sections.flatMap((section) => sectionItem(analysis, machine, parts, section) ?? [])
      : (machineItem(analysis, machine, parts) ?? []);
  });
  return inOrder(items);
}

interface MachineParts {
  readonly chardevs: ReadonlyMap<Option | ConfigSection, Chardev>;
  readonly objects: ReadonlyMap<Span, QemuObject>;
  readonly monitors: ReadonlyMap<Span, Monitor>;
}

function partsOf({ chardevs, objects, monitors }: Machine): MachineParts {
  const byOrigin = new Map<Option | ConfigSection, Chardev>();
  for (const chardev of chardevs.values()) {
    const { origin } = chardev;
    if (origin.kind === 'option') byOrigin.set(origin.option, chardev);
    else if (origin.kind === 'section') byOrigin.set(origin.section, chardev);
  }
  return {
    chardevs: byOrigin,
    objects: new Map(objects.map((object) => [object.at, object])),
    monitors: new Map(monitors.map((monitor) => [monitor.at, monitor])),
  };
}

function own({ files, source }: Analysis, at: Span | undefined): Span | undefined {
  const place = at && files.locate(at);
  return place?.path === source.path ? place.at : undefined;
}

function inOrder(items: readonly OutlineItem[]): readonly OutlineItem[] {
  return items.toSorted((a, b) => a.at.start - b.at.start || b.at.end - a.at.end);
}

function machineItem(
  analysis: Analysis,
  machine: Machine,
  parts: MachineParts,
): OutlineItem | undefined {
  const command = own(analysis, commandPlace(machine));
  const programAt = own(analysis, machine.programAt) ?? command;
  if (command === undefined || programAt === undefined) return undefined;
  const children = [
    ...machine.monitors.flatMap((monitor) => monitorItem(analysis, machine, monitor) ?? []),
    ...machine.options.flatMap((option) => optionItem(analysis, machine, parts, option) ?? []),
    ...machine.sections.flatMap((section) => sectionPart(analysis, machine, parts, section) ?? []),
  ];
  const at = coverAll([command, programAt, ...children.map((child) => child.at)]) ?? command;
  const { text } = analysis.source;
  const program = text.slice(programAt.start, programAt.end).replace(/\s+/g, ' ').trim();
  const variable = machine.isHeldForOthers ? /^\w+(?==)/.exec(program)?.[0] : undefined;
  const label = machine.isHeldForOthers ? l10n.t('Options for QEMU') : program || 'qemu';
  const name = machineTitle(machine) ?? variable;
  return {
    name: name ?? label,
    detail: name ? label : '',
    kind: 'machine',
    at,
    nameAt: programAt,
    children: inOrder(children),
  };
}

function commandPlace({ programAt, options }: Machine): Span | undefined {
  let place = programAt;
  for (const { words } of options) {
    for (const word of words) place = place ? cover(place, wordPlace(word)) : wordPlace(word);
  }
  return place;
}

function optionPlace({ words }: Option): Span | undefined {
  return coverAll(words.map(wordPlace));
}

function wordPlace({ value, at }: Word): Span {
  if (value.pieces.every(({ through }) => through.length === 0)) return at;
  const use = placeAtUse(value);
  return contains(at, use) ? at : use;
}

function coverAll([first, ...others]: readonly Span[]): Span | undefined {
  return first && others.reduce(cover, first);
}

function item(
  analysis: Analysis,
  words: Pick<OutlineItem, 'name' | 'detail' | 'kind'>,
  place: Span | undefined,
  name: Span | undefined,
): OutlineItem | undefined {
  const nameAt = own(analysis, name);
  const whole = own(analysis, place) ?? nameAt;
  if (whole === undefined) return undefined;
  const at = withoutLineEnding(analysis.source.text, whole);
  const isInside = nameAt && contains(at, nameAt);
  return { ...words, at, nameAt: isInside ? nameAt : at, children: [] };
}

function monitorTitle(mode: Monitor['mode']): string {
  return {
    hmp: () => l10n.t('HMP monitor'),
    qmp: () => l10n.t('QMP monitor'),
    unknown: () => l10n.t('Monitor'),
  }[mode]();
}

function monitorItem(
  analysis: Analysis,
  machine: Machine,
  monitor: Monitor,
): OutlineItem | undefined {
  if (monitor.made === 'default') return undefined;
  const name = monitorTitle(monitor.mode);
  const { option, chardev } = monitor;
  const words = { name, detail: chardevWords(machine, chardev), kind: 'monitor' } as const;
  const section = machine.sections.find(({ at }) => at === monitor.at);
  const place = section ? placeOfSection(section) : monitor.at;
  return item(analysis, words, option ? optionPlace(option) : place, monitor.at);
}

function optionItem(
  analysis: Analysis,
  machine: Machine,
  { chardevs, objects }: MachineParts,
  option: Option,
): OutlineItem | undefined {
  const { name, word } = option;
  const object = name === 'object' ? objects.get(word.at) : undefined;
  const chardev = chardevs.get(option);
  // Without these there is nothing to list.
  if (chardev === undefined && object === undefined) return undefined;
  return partItem(analysis, machine, { group: name, chardev, object }, optionPlace(option));
}

function sectionPart(
  analysis: Analysis,
  machine: Machine,
  { chardevs, objects }: MachineParts,
  section: ConfigSection,
): OutlineItem | undefined {
  const group = section.group.decoded;
  const part = { group, chardev: chardevs.get(section), object: objects.get(section.at) };
  return partItem(analysis, machine, part, placeOfSection(section));
}

function partItem(
  analysis: Analysis,
  machine: Machine,
  part: {
    readonly group: string;
    readonly chardev: Chardev | undefined;
    readonly object: QemuObject | undefined;
  },
  place: Span | undefined,
): OutlineItem | undefined {
  const { group, chardev, object } = part;
  const idAt = (id: MappedText | undefined) => id && anchorOf(id)?.at;
  if (chardev) {
    const name = (chardev.id && written(chardev.id)) || group;
    const words = { name, detail: chardevWords(machine, chardev), kind: 'chardev' } as const;
    return item(analysis, words, place, idAt(chardev.id));
  }
  if (object === undefined) return undefined;
  return item(analysis, { ...objectWords(object), kind: 'object' }, place, idAt(object.id));
}

function objectWords({ id, type = '' }: QemuObject): Pick<OutlineItem, 'name' | 'detail'> {
  return { name: (id && written(id)) || type || 'object', detail: id ? type : '' };
}

function sectionItem(
  analysis: Analysis,
  machine: Machine,
  parts: MachineParts,
  section: ConfigSection,
): OutlineItem | undefined {
  const header = own(analysis, section.at);
  const whole = own(analysis, placeOfSection(section));
  if (header === undefined || whole === undefined) return undefined;
  const { text } = analysis.source;
  const group = section.group.decoded.trim();
  const id = section.id?.decoded ?? '';
  const children = section.entries.flatMap(({ key, value, at }) => {
    const line = own(analysis, at);
    const keyAt = own(analysis, anchorOf(key)?.at);
    if (line === undefined || keyAt === undefined) return [];
    const { start, end } = withoutLineEnding(text, line);
    const name = key.decoded.trim() || '?';
    const detail = value.decoded.trim();
    return [
      { name, detail, kind: 'key' as const, at: { start, end }, nameAt: keyAt, children: [] },
    ];
  });
  const { start, end } = withoutLineEnding(text, whole);
  return {
    name: [group, id].filter(Boolean).join(' ') || '?',
    detail: sectionDetail(machine, parts, section),
    kind: 'section',
    at: cover(header, { start, end }),
    nameAt: header,
    children,
  };
}

function sectionDetail(machine: Machine, parts: MachineParts, section: ConfigSection): string {
  const object = parts.objects.get(section.at);
  if (object) return object.type ?? '';
  const chardev = parts.chardevs.get(section) ?? parts.monitors.get(section.at)?.chardev;
  return chardevWords(machine, chardev);
}

/** `tcp 0.0.0.0:4444`; of a hub, the words of each member. */
function chardevWords(machine: Machine, chardev: Chardev | undefined): string {
  const leaves = chardev ? leafChardevs(machine.chardevs, chardev) : [];
  const ways = leaves.flatMap((leaf) =>
    monitorReach(machine, { chardev: leaf }).map((reach) => monitorAddressOf(reach, leaf)),
  );
  const words = ways.map(({ transport, address }) =>
    [transport, address].filter(Boolean).join(' '),
  );
  return words.filter((one) => one !== '').join(', ');
}
