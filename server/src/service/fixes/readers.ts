/** Finds all commands and loop rounds that read a text. Why: docs/decisions/fix-edits.md */

import type { Word } from '../../invocation/invocation.ts';
import type { RemovedOption } from '../../languages/support.ts';
import type { Change } from '../../qemu/change/change.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { findProperty } from '../../qemu/options/keyval.ts';
import type { Fix } from '../../rules/rule.ts';
import { anchorOf, type EditAnchor, partsAt } from '../../text/edit-anchor.ts';
import { addTo, addToSet, getOrInsert, once } from '../../text/lookup.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { contains, cover, firstFrom, type Span, sameSpan, spanKey } from '../../text/span.ts';

export type Readers = ReturnType<typeof readersOf>;

/** The readers of some machines, indexed on demand. */
export function readersOf(machines: readonly Machine[]) {
  const values = once(() => valuesOfUses(machines));
  const places = once(() => placesIn(machines));
  const broughtIn = once(() => broughtInBy(machines));
  const words = once(() => wordsByDefinition(machines));
  const valuesAt = (at: Span): ReadonlySet<string> | undefined => values().get(spanKey(at));
  return {
    /** Whether an expansion in a part of a text varies. */
    varies: (whole: MappedText, start: number, end: number, anchor: EditAnchor) =>
      partsAt(slice(whole, start, end), anchor).some((part) => {
        return part.kind === 'use' && (valuesAt(part.use.at)?.size ?? 0) > 1;
      }),
    /** Whether an expansion has one address for all commands: `0.0.0.0:4444`. */
    isOneAddress: (text: MappedText, anchor: EditAnchor) =>
      partsAt(text, anchor).every((part) => {
        const values = part.kind === 'use' ? [...(valuesAt(part.use.at) ?? [])] : [];
        return part.kind === 'text' || (values.length === 1 && values[0]?.includes(':') === true);
      }),
    /** Whether an expansion in a path also ends it in an option list, or begins a key. */
    dividesPaths: (text: MappedText, anchor: EditAnchor) =>
      partsAt(text, anchor).some((part) => {
        return (
          part.kind === 'use' &&
          [...(valuesAt(part.use.at) ?? [])].some((value) => /[,=]/.test(value))
        );
      }),
    /** Whether an expansion that is empty here has a value elsewhere: `$1` of `tcp:$1:1`. */
    fills: (whole: MappedText, position: number) => {
      const [before] = slice(whole, position - 1, position).pieces;
      const [after] = slice(whole, position, position + 1).pieces;
      if (before === undefined || after === undefined) return false;
      const [from, to] = [before.at.end, after.at.start];
      if (from >= to) return false;
      // The expansion may have quotes around it.
      return [0, 1].some((cut) => valuesAt({ start: from + cut, end: to - cut }) !== undefined);
    },
    /** How words use the text defined at a place. */
    broughtInAt: ({ at }: EditAnchor) => broughtIn().get(at.start),
    /** Texts with a variable's value, one for each place. */
    wordsWith: (definition: Span): Iterable<MappedText> =>
      words().get(spanKey(definition))?.values() ?? [],
    /** Whether all readers suggest the same replacement. */
    agreeOn: ({ whole, start, end }: Extract<Change, { kind: 'replace' }>, instead: string) => {
      const anchor = anchorOf(whole, start, end);
      if (anchor === undefined) return false;
      const written = partsAt(slice(whole, start, end), anchor);
      if (!written.every(({ kind }) => kind === 'text')) return false;
      const key = spanKey(anchor.at);
      return places()
        .readersAt(anchor.at)
        .every((machine) => repairsOf(machine).get(key) === instead);
    },
    /** Whether a part occurs in no other word; `"$*"` joins words. */
    isInOneWord: ({ value, at }: Word, start: number, end: number) => {
      const [part] = slice(value, start, end).pieces;
      if (part === undefined) return false;
      return places()
        .readersAt(part.at)
        .every(({ options }) =>
          options.every(({ words }) =>
            words.every((word) => {
              const has = word.value.pieces.some((piece) => contains(piece.at, part.at));
              return !has || sameSpan(word.at, at);
            }),
          ),
        );
    },
  };
}

/** Whether an edit would be wrong for other readers of the text. */
export function isWrongForOthers(
  readers: Readers,
  { id, variant, safety }: Fix,
  change: Extract<Change, { kind: 'replace' }>,
): boolean {
  if (id === 'correct-word' && safety === 'safe') return !readers.agreeOn(change, variant ?? '');
  const { whole, start, end, parts } = change;
  if (parts.length === 0) return false;
  const anchor = start === end ? undefined : anchorOf(whole, start, end);
  // `-monitor $MON` and `-qmp tcp:$MON:1` need different texts.
  const broughtIn = start === 0 && anchor ? readers.broughtInAt(anchor) : undefined;
  if (parts.some(({ kind }) => kind === 'socket-path')) return broughtIn?.isInside === true;
  // Only one option has a value `none` with this meaning.
  const isNone = id === 'remove-monitor' || id === 'add-monitor-none';
  if (isNone && broughtIn && (broughtIn.isInside || broughtIn.options.size > 1)) return true;
  const [first] = parts;
  const isValue = first?.kind === 'text' && /^\w/.test(first.text);
  if (isValue && readers.fills(whole, start)) return true;
  return anchor !== undefined && readers.varies(whole, start, end, anchor);
}

interface BroughtIn {
  /** Whether it is a part of a word: `MON` in `-qmp tcp:$MON:1`. */
  isInside: boolean;
  readonly options: Set<string>;
}

/** Indexed by the start of each piece. */
function broughtInBy(machines: readonly Machine[]): ReadonlyMap<number, BroughtIn> {
  const found = new Map<number, BroughtIn>();
  for (const { name, words } of machines.flatMap(({ options }) => options)) {
    for (const { value } of words) {
      // `mon:` precedes a device string.
      const first = value.decoded.startsWith('mon:') ? 'mon:'.length : 0;
      // A text begins at the first piece of its use.
      const beginnings = new Map<string, number>();
      for (const [index, { at, through }] of value.pieces.entries()) {
        const begins = value.starts[index] ?? 0;
        for (const [level, use] of through.entries()) {
          const key = spanKey(use.at);
          const beginning = getOrInsert(beginnings, key, () => begins);
          // The next use's place, or the piece's own.
          const { start } = through[level + 1]?.at ?? at;
          const known = getOrInsert(found, start, () => ({ isInside: false, options: new Set() }));
          known.isInside ||= beginning > first;
          known.options.add(first > 0 ? `${name} mon:` : name);
        }
      }
    }
  }
  return found;
}

function wordsByDefinition(
  machines: readonly Machine[],
): ReadonlyMap<string, ReadonlyMap<string, MappedText>> {
  const found = new Map<string, Map<string, MappedText>>();
  for (const { words } of machines.flatMap(({ options }) => options)) {
    for (const { value } of words) {
      for (const { definition, through } of value.pieces) {
        const [use] = through;
        if (definition === undefined || use === undefined) continue;
        const uses = getOrInsert(found, spanKey(definition), () => new Map());
        uses.set(spanKey(use.at), value);
      }
    }
  }
  return found;
}

function valuesOfUses(machines: readonly Machine[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const { options } of machines) {
    for (const word of options.flatMap(({ words }) => words)) {
      const given = new Map<string, string>();
      for (const piece of word.value.pieces) {
        const text = piece.kind === 'known' ? piece.text : piece.source;
        for (const { at } of piece.through) {
          const key = spanKey(at);
          given.set(key, (given.get(key) ?? '') + text);
        }
      }
      for (const [key, text] of given) {
        addToSet(values, key, text);
      }
    }
  }
  return values;
}

interface Places {
  readonly readersAt: (at: Span) => readonly Machine[];
}

function placesIn(machines: readonly Machine[]): Places {
  const byKey = new Map<string, { readonly at: Span; readonly readers: Set<Machine> }>();
  for (const machine of machines) {
    for (const { words } of machine.options) {
      for (const { value } of words) {
        for (const { at } of value.pieces) {
          getOrInsert(byKey, spanKey(at), () => ({ at, readers: new Set() })).readers.add(machine);
        }
      }
    }
  }
  const sorted = [...byKey.values()].toSorted((a, b) => a.at.start - b.at.start);
  return {
    readersAt: (at) => {
      const found = sorted[firstFrom(sorted, at.start + 1, (one) => one.at.start) - 1];
      return found && found.at.end >= at.end ? [...found.readers] : [];
    },
  };
}

const repairsOf = once(({ refusals }: Machine) => {
  const found = new Map<string, string>();
  for (const { repair } of refusals) {
    const anchor = repair && anchorOf(repair.text);
    if (anchor && repair) found.set(spanKey(anchor.at), repair.instead);
  }
  return found;
});

/** Whether other machines of the same command have other hosts at this place. */
export function distinguishingHosts(machines: readonly Machine[]): (host: MappedText) => boolean {
  const hosts = once(() => hostsByPlace(machines));
  return (host) => (hosts().get(placeOfUse(host))?.size ?? 0) > 1;
}

function hostsByPlace(machines: readonly Machine[]): ReadonlyMap<string, ReadonlySet<string>> {
  const hosts = new Map<string, Set<string>>();
  for (const { chardevs } of machines) {
    for (const { properties } of chardevs.values()) {
      const host = findProperty(properties, 'host')?.value;
      if (host === undefined) continue;
      const place = placeOfUse(host);
      addToSet(hosts, place, host.decoded);
    }
  }
  return hosts;
}

/** The place of a host in the command: of `$ip` for a loop's host. */
function placeOfUse({ pieces, place }: MappedText): string {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return spanKey(place);
  return spanKey(cover(first.through[0]?.at ?? first.at, last.through[0]?.at ?? last.at));
}

/** Whether each command has all of the options, and their words belong to no other. */
export function belongOnlyTo(
  options: readonly RemovedOption[],
  machines: readonly Machine[],
): boolean {
  const index = indexed(machines);
  const users = options.map((option) => {
    const places = option.words.map(({ at }) => index.get(spanKey(at)) ?? []);
    const alike = places.every((found) => found.every((place) => isAlike(place.option, option)));
    return alike
      ? new Set(places.flatMap((found) => found.map(({ machine }) => machine)))
      : undefined;
  });
  const [first] = users;
  return users.every((found) => {
    if (found === undefined || first === undefined || found.size !== first.size) return false;
    return [...found].every((machine) => first.has(machine));
  });
}

/** Whether a word occurs on one command line, once. */
export function isOnOneLine({ at }: Word, machines: readonly Machine[]): boolean {
  return (indexed(machines).get(spanKey(at)) ?? []).length < 2;
}

interface WordUse {
  readonly machine: Machine;
  readonly option: RemovedOption;
}

const indexed = once((machines: readonly Machine[]) => {
  const index = new Map<string, WordUse[]>();
  for (const machine of machines) {
    for (const option of machine.options) {
      for (const { at } of option.words) {
        addTo(index, spanKey(at), { machine, option });
      }
    }
  }
  return index;
});

/** Whether two are the same option, apart from a part such as a port. */
function isAlike(one: RemovedOption, other: RemovedOption): boolean {
  if (one.name !== other.name || one.words.length !== other.words.length) return false;
  return one.words.every(({ at, value }, index) => {
    const word = other.words[index];
    const [first] = value.pieces;
    const [second] = word?.value.pieces ?? [];
    return word && first && second && sameSpan(at, word.at) && first.at.start === second.at.start;
  });
}
