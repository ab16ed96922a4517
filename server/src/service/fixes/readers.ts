/**
 * Who reads a text of a script, and as what. One text may be read in several rounds of a loop and by several
 * commands, so that what is right for one of them may be wrong for another.
 * Why: docs/decisions/a-constant-takes-the-place-of-one-text-only.md
 */

import type { Change } from '../../qemu/change/change.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { anchorOf, type EditAnchor, partsAt } from '../../text/edit-anchor.ts';
import { addToSet, oncePer } from '../../text/lookup.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import { firstFrom, type Span, spanKey } from '../../text/span.ts';

/** What the machines of an analysis read; made when a fix asks first. */
export interface Readers {
  /** Whether an expansion in a stretch of a text gives something else to another command line. */
  readonly varies: (whole: MappedText, start: number, end: number, anchor: EditAnchor) => boolean;
  /** Whether all that read a text are told to read the same word instead. */
  readonly agreeOn: (change: Extract<Change, { kind: 'replace' }>, instead: string) => boolean;
}

/** Who reads what on these command lines; nothing is looked at before somebody asks. */
export function readersOf(machines: readonly Machine[]): Readers {
  let values: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  let places: Places | undefined;
  return {
    varies: (whole, start, end, anchor) =>
      partsAt(slice(whole, start, end), anchor).some((part) => {
        if (part.kind === 'text') return false;
        values ??= valuesOfUses(machines);
        return (values.get(spanKey(part.use.at))?.size ?? 0) > 1;
      }),
    agreeOn: ({ whole, start, end }, instead) => {
      const anchor = anchorOf(whole, start, end);
      if (anchor === undefined) return false;
      const written = partsAt(slice(whole, start, end), anchor);
      if (!written.every(({ kind }) => kind === 'text')) return false;
      places ??= placesIn(machines);
      const key = spanKey(anchor.at);
      return places
        .readersAt(anchor.at)
        .every((machine) => repairsOf(machine).get(key) === instead);
    },
  };
}

/** What each expansion gives, by its place, on all command lines together. */
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

/** The pieces of all command lines, and who has each. */
function placesIn(machines: readonly Machine[]): Places {
  const byKey = new Map<string, { readonly at: Span; readonly readers: Set<Machine> }>();
  for (const machine of machines) {
    for (const { words } of machine.options) {
      for (const { value } of words) {
        for (const { at } of value.pieces) {
          const key = spanKey(at);
          const known = byKey.get(key);
          if (known) known.readers.add(machine);
          else byKey.set(key, { at, readers: new Set([machine]) });
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

/** What a machine's refusals say should be written, by its place. */
const repairsOf = oncePer(({ refusals }: Machine) => {
  const found = new Map<string, string>();
  for (const { repair } of refusals) {
    const anchor = repair && anchorOf(repair.text);
    if (anchor && repair) found.set(spanKey(anchor.at), repair.instead);
  }
  return found;
});
