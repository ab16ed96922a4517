/**
 * Where new text with an expansion in it would be divided at a blank: `kvm -monitor $MON` gave QEMU one argument as long
 * as `MON=tcp::1` was literal, and a blank in `$HOME` would make two of it (ShellCheck's SC2086). A use that gives one word
 * gets quotes; of `kvm $OPTS`, which is to be divided, nothing can be said but that.
 * Why: docs/decisions/fix-edits.md
 */
import type { Machine } from '../../qemu/machine/machine.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { type Encodings, innermost } from '../../text/encoding.ts';
import { oncePer } from '../../text/lookup.ts';
import { type MappedText, type Piece, UNKNOWN, type Use } from '../../text/mapped-text.ts';
import { contains, firstFrom, type Span, spanKey, touches } from '../../text/span.ts';

/** Whether a directory has a blank: in a name that it expands (`perhaps`), or as written (`surely`). */
export type Blanks = 'none' | 'perhaps' | 'surely';

/** The blanks of a directory, or what else does not stay as it is where text is divided. systemd's `%t` has none: it is `/run` or what logind makes. */
export function blanksIn(directory: Template): Blanks {
  const literal = directory.some((part) => part.kind === 'text' && /[\s*?['"\\]/.test(part.text));
  if (literal) return 'surely';
  return directory.some((part) => part.kind === 'source' && part.source !== '%t')
    ? 'perhaps'
    : 'none';
}

/** What keeps words whole that get new text. */
interface WholeWords {
  /** Quotes around the uses that would divide it. */
  readonly quotes: readonly Edit[];
  /** Whether a use would divide it all the same. */
  readonly isDivided: boolean;
}

/** What keeps the words of machines whole that have text from where edits write something new. */
export function keepWhole(edits: readonly Edit[], machines: readonly Machine[]): WholeWords {
  const written = edits.filter(({ text }) => text !== '');
  const quotes = new Map<number, Edit>();
  let isDivided = false;
  for (const word of wordsWith(machines, written)) {
    for (const piece of word.pieces) {
      const uses = written.length > 0 ? dividingUses(piece, written) : [];
      if (uses === undefined) isDivided = true;
      for (const use of uses ?? []) {
        const quote = givesWholeWords(machines, use) ? quoteFor(use) : undefined;
        if (quote === undefined) isDivided = true;
        else for (const at of [use.at.start, use.at.end]) quotes.set(at, insert(at, quote));
      }
    }
  }
  return { quotes: [...quotes.values()], isDivided };
}

/** Whether two spans share a character. */
function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

function insert(offset: number, text: string): Edit {
  return { at: { start: offset, end: offset }, text };
}

/** The words of machines that come from elsewhere than where they stand, and have something of what edits change. */
function wordsWith(machines: readonly Machine[], edits: readonly Edit[]): ReadonlySet<MappedText> {
  const byPlace = wordsByPlace(machines);
  const found = new Set<MappedText>();
  for (const { at } of edits) {
    for (let index = firstFrom(byPlace, at.start, ({ reach }) => reach); ; index++) {
      const known = byPlace[index];
      if (known === undefined || known.place.start > at.end) break;
      if (touches(known.place, at)) for (const word of known.words) found.add(word);
    }
  }
  return found;
}

/** The words that come from elsewhere, by the places that they have text from. */
const wordsByPlace = oncePer((machines: readonly Machine[]) => {
  const byKey = new Map<string, { readonly place: Span; readonly words: MappedText[] }>();
  for (const { options } of machines) {
    for (const { value } of options.flatMap(({ words }) => words)) {
      for (const piece of value.pieces) {
        if (piece.through.length === 0 && piece.definition === undefined) continue;
        for (const { at } of [piece, ...piece.through.slice(1)]) {
          const key = spanKey(at);
          const known = byKey.get(key) ?? { place: at, words: [] };
          byKey.set(key, known);
          if (known.words.at(-1) !== value) known.words.push(value);
        }
      }
    }
  }
  let reach = 0;
  return [...byKey.values()]
    .toSorted((a, b) => a.place.start - b.place.start)
    .map((known) => {
      // How far those up to it reach at the most.
      reach = Math.max(reach, known.place.end);
      return { ...known, reach };
    });
});

/**
 * The uses between a command and what is written anew of a piece that would divide it; undefined where a text is handed
 * on in a way that divides it and has no place, as through `xargs` and `read`.
 */
function dividingUses(piece: Piece, edits: readonly Edit[]): readonly Use[] | undefined {
  const changed = piece.through.findIndex((use) => edits.some((edit) => contains(edit.at, use.at)));
  if (changed < 0 && !edits.some((edit) => overlaps(edit.at, piece.at))) return [];
  const between = changed < 0 ? piece.through : piece.through.slice(0, changed);
  const own = changed < 0 ? piece : piece.through[changed];
  const depth = own?.encodings.layers.length ?? 0;
  const isInside = piece.through.some(({ at }) => contains(at, piece.at));
  // A word of `read -a WORDS <<< "-monitor tcp::1"` begins behind the quotes.
  const isWordInQuotes =
    piece.definition?.start === piece.at.start && innermost(piece.encodings).id !== 'bare';
  const isHandedOn =
    piece.through.length === 0 || isWordInQuotes || (piece.definition === undefined && !isInside);
  if (isHandedOn && depth === 1) return undefined;
  return between.filter((use) => {
    // What is read once more behind the use has quotes of its own; so has what stands in `${NAME:+…}`.
    if (depth > use.encodings.written) return false;
    if (contains(use.at, piece.at) && use.source.startsWith('${')) return false;
    return divides(use);
  });
}

/** Whether what a use gives is divided: in bare words of a shell, and for `$NAME` in those of a unit. */
function divides({ encodings, source }: Use): boolean {
  const { id, notation } = encodings.layers[encodings.written - 1] ?? innermost(encodings);
  if (notation === 'systemd' && source.startsWith('${')) return false;
  return id === 'bare' || id.endsWith('-bare');
}

/** Whether a use gives words only as they are, so that quotes change nothing. */
function givesWholeWords(machines: readonly Machine[], { at }: Use): boolean {
  return brokenUses(machines).get(spanKey(at)) === false;
}

/** `"$@"` and `"${A[@]}"` are several words. */
const ALL_WORDS = /^\$(?:@|\{@\}|\{\w+\[@\]\})$/;
/** What a shell may divide, expand or take for a pattern. */
const NOT_LITERAL = /[\s$`\\*?[\]{}~]/;

/** Whether uses give a part of a word and of the next one, or text that quotes would change; by their places. */
const brokenUses = oncePer((machines: readonly Machine[]): ReadonlyMap<string, boolean> => {
  const broken = new Map<string, boolean>();
  for (const { options } of machines) {
    const known = new Map<string, MappedText>();
    for (const { value } of options.flatMap(({ words }) => words)) {
      const given = new Map<string, { text: string; readonly from: string }>();
      for (const piece of value.pieces) {
        for (const { at, source } of piece.through) {
          const key = spanKey(at);
          const place = piece.definition ?? piece.at;
          const from = ALL_WORDS.test(source) ? `${key} ${spanKey(place)}` : key;
          const own = given.get(key) ?? { text: '', from };
          own.text += piece.kind === 'known' ? piece.text : UNKNOWN;
          given.set(key, own);
        }
      }
      for (const [key, { text, from }] of given) {
        // An unknown part of an address is as whole as that is; what begins with one may be anything.
        const isLiteral = !NOT_LITERAL.test(text) && !text.startsWith(UNKNOWN);
        const isShared = known.has(from) && known.get(from) !== value;
        broken.set(key, broken.get(key) === true || !isLiteral || isShared);
        known.set(from, value);
      }
    }
  }
  return broken;
});

/** The double quote that is put around a use; undefined where none can be written there. */
function quoteFor({ encodings }: Use): string | undefined {
  const { layers, written } = encodings;
  const inner = layers[written - 1];
  if (inner?.notation !== 'shell') return undefined;
  const [first, ...others] = layers.slice(0, written - 1);
  if (first === undefined) return '"';
  const outer: Encodings = { layers: [first, ...others], written: written - 1 };
  return spell(plain('"'), outer, outer);
}
