import type { ConfigSection } from '../../invocation/invocation.ts';
import { MONITOR_OPTIONS } from '../../invocation/monitor-options.ts';
import { once } from '../../text/lookup.ts';
import { isKnown } from '../../text/mapped-text.ts';
import { type Span, sameSpan, spanKey } from '../../text/span.ts';
import type { Chardev } from '../chardev/chardev.ts';
import { replacesDefault } from '../machine/default-monitor.ts';
import { findChardev, type Machine, type Monitor } from '../machine/machine.ts';
import { MONITOR_OBJECTS } from '../machine/monitor.ts';
import { optionsNamed } from '../machine/named-options.ts';
import type { Option } from '../options/options.ts';
import { areTogether } from '../options/together.ts';
import { type Change, replace, text } from './change.ts';

interface MonitorRemoval {
  readonly changes: readonly Change[];
  /** Whether `-monitor none` replaces it. */
  readonly leavesNone: boolean;
}

const REMOVABLE = new Set([...MONITOR_OPTIONS, 'object']);

/**
 * Removes a monitor, its chardev if unused, and their `-set`; `-monitor none` replaces a monitor without which QEMU
 * would create its default one. Undefined for a default monitor, for one that shares its chardev with a guest device
 * (`-serial mon:…`) or wrongly with another monitor, and if generated ids in use would change. Why:
 * docs/decisions/fix-edits.md
 */
export function removeMonitor(machine: Machine, monitor: Monitor): MonitorRemoval | undefined {
  const { option, at } = monitor;
  if (monitor.made !== 'asked' || (option && !REMOVABLE.has(option.name))) return undefined;
  const section = option ? undefined : sectionsByPlace(machine).get(spanKey(at));
  if (option === undefined && section === undefined) return undefined;
  if (optionsNamed(machine, 'set').some(setsNumbered)) return undefined;
  const { chardev } = monitor;
  const isShared = chardev && !chardev.mux && (monitorsOn(machine).get(chardev) ?? 0) > 1;
  if (isShared) return undefined;
  const gone: Removed = { options: [], sections: [] };
  if (option) gone.options.push(option);
  if (section) gone.sections.push(section);
  removeUnused(machine, chardev, gone);
  const [first, ...others] = gone.options;
  const sections = gone.sections.map(
    (found): Change => ({ kind: 'remove-section', section: found }),
  );
  if (!createsDefault(machine, monitor, gone)) {
    const words: readonly Change[] = first
      ? [{ kind: 'remove-words', options: gone.options, instead: [] }]
      : [];
    return { changes: [...words, ...sections], leavesNone: false };
  }
  if (option === undefined || first === undefined) return undefined;
  return { changes: [...toNone(first, others), ...sections], leavesNone: true };
}

interface Removed {
  readonly options: Option[];
  readonly sections: ConfigSection[];
}

const sectionsByPlace = once(({ sections }: Machine) => firstByPlace(sections));
const monitorsByPlace = once(({ monitors }: Machine) => firstByPlace(monitors));

const monitorsOn = once(({ monitors }: Machine) => {
  const counts = new Map<Chardev, number>();
  for (const { chardev } of monitors) {
    if (chardev) counts.set(chardev, (counts.get(chardev) ?? 0) + 1);
  }
  return counts;
});

function firstByPlace<T extends { readonly at: Span }>(
  items: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(items.toReversed().map((item) => [spanKey(item.at), item]));
}

/** Whether `-set chardev.compat_monitor0.…` counts monitors. */
function setsNumbered({ value }: Option): boolean {
  return value !== undefined && /^\w+\.compat_monitor/.test(value.decoded);
}

function removeUnused(machine: Machine, chardev: Chardev | undefined, gone: Removed): void {
  const id = chardev?.id;
  if (chardev === undefined || id === undefined || !isKnown(id)) return;
  const { origin, backend } = chardev;
  const sets = optionsNamed(machine, 'set').filter(({ value }) => {
    return value?.decoded.startsWith(`chardev.${id.decoded}.`);
  });
  if (origin.kind !== 'option' && origin.kind !== 'section') return;
  const known = new Set<Option | ConfigSection>([...gone.options, ...gone.sections, ...sets]);
  known.add(origin.kind === 'option' ? origin.option : origin.section);
  if (isNamed(machine, id.decoded, known)) return;
  if (origin.kind === 'option') gone.options.push(origin.option);
  else gone.sections.push(origin.section);
  gone.options.push(...sets);
  if (backend.kind !== 'mux' && backend.kind !== 'hub') return;
  for (const member of backend.members) {
    removeUnused(machine, findChardev(machine.chardevs, member), gone);
  }
}

/** Whether other options or sections mention an id, or may do so by an unknown part. */
function isNamed(machine: Machine, id: string, gone: ReadonlySet<Option | ConfigSection>): boolean {
  const { byWord, open } = mentionsIn(machine);
  const others = (found: Option | ConfigSection) => !gone.has(found);
  return open.some(others) || byWord.get(id)?.some(others) === true;
}

interface Mentions {
  readonly byWord: ReadonlyMap<string, readonly (Option | ConfigSection)[]>;
  /** Options that may name any id: `chardev:$ID`. */
  readonly open: readonly Option[];
}

const mentionsIn = once((machine: Machine): Mentions => {
  const byWord = new Map<string, (Option | ConfigSection)[]>();
  const open: Option[] = [];
  const note = (word: string, by: Option | ConfigSection) => {
    const found = byWord.get(word);
    if (found === undefined) byWord.set(word, [by]);
    else if (found.at(-1) !== by) found.push(by);
  };
  for (const option of machine.options) {
    const { value } = option;
    if (value === undefined) continue;
    for (const word of value.decoded.split(/[^\w.-]+/)) note(word, option);
    if (!isKnown(value) && value.decoded.includes('chardev')) open.push(option);
  }
  for (const section of machine.sections) {
    for (const { value } of section.entries) note(value.decoded, section);
  }
  return { byWord, open };
});

/** Whether QEMU then creates its default monitor, which libvirt disables. */
function createsDefault(machine: Machine, { option, at }: Monitor, gone: Removed): boolean {
  if (machine.program !== 'system' || machine.begunByLibvirt) return false;
  // `[mon]` never replaces the default monitor.
  if (option === undefined && !machine.objects.some((object) => sameSpan(object.at, at)))
    return false;
  const others = machine.options.some((other) => {
    // A script may use an array twice.
    const isGone = gone.options.some(({ word }) => sameSpan(word.at, other.word.at));
    return !isGone && isSurelyThere(other, option) && replacesDefault(other);
  });
  if (others) return false;
  if (machine.isHeldForOthers) return true;
  return !machine.objects.some((other) => {
    if (other.type === undefined || !MONITOR_OBJECTS.has(other.type)) return false;
    const by = monitorsByPlace(machine).get(spanKey(other.at))?.option;
    return !sameSpan(other.at, at) && (by === undefined || isSurelyThere(by, option));
  });
}

/** Whether an option is present whenever the monitor is. */
function isSurelyThere({ word: { value: word } }: Option, monitor: Option | undefined): boolean {
  if (word.pieces[0]?.branch === undefined) return true;
  return (
    monitor?.word.value.pieces[0]?.branch !== undefined && areTogether(word, monitor.word.value)
  );
}

/** Replaces options by `-monitor none`; only the value of `-monitor tcp::4444`. */
function toNone(first: Option, others: readonly Option[]): readonly Change[] {
  const { name, value } = first;
  if (name !== 'monitor' || value === undefined || value.decoded === '') {
    return [{ kind: 'remove-words', options: [first, ...others], instead: ['-monitor', 'none'] }];
  }
  const none = replace(value, [text('none')]);
  return others.length === 0
    ? [none]
    : [none, { kind: 'remove-words', options: others, instead: [] }];
}
