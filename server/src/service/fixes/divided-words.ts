/** Quotes `$MON` of `kvm -monitor $MON`, which a shell would split (SC2086). Why: docs/decisions/fix-edits.md */
import type { Word } from '../../invocation/invocation.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { countShells } from '../../syntax/shell/encodings.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { type Encodings, innermost } from '../../text/encoding.ts';
import { getOrInsert, once } from '../../text/lookup.ts';
import { type MappedText, type Piece, UNKNOWN, type Use } from '../../text/mapped-text.ts';
import { contains, firstFrom, overlap, type Span, spanKey, touches } from '../../text/span.ts';

/** Whether a directory contains blanks: perhaps by an expansion, surely if written. */
export type Blanks = 'none' | 'perhaps' | 'surely';

/** Blanks, or other characters that splitting changes. systemd's `%t` has none. */
export function blanksIn(directory: Template): Blanks {
  const literal = directory.some((part) => part.kind === 'text' && /[\s*?['"\\]/.test(part.text));
  if (literal) return 'surely';
  return directory.some((part) => part.kind === 'source' && part.source !== '%t')
    ? 'perhaps'
    : 'none';
}

interface WholeWords {
  /** For uses that would split. */
  readonly quotes: readonly Edit[];
  /** Whether a use that cannot be quoted splits it. */
  readonly isDivided: boolean;
}

/** Quotes the uses that would split words of `machines` with edited text. */
export function keepWhole(edits: readonly Edit[], machines: readonly Machine[]): WholeWords {
  const written = edits.filter(({ text }) => text !== '');
  const quotes = new Map<number, Edit>();
  let isDivided = false;
  for (const word of wordsWith(machines, written)) {
    if (isPartOfQuotes(word)) isDivided = true;
    for (const piece of word.value.pieces) {
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

function insert(offset: number, text: string): Edit {
  return { at: { start: offset, end: offset }, text };
}

function wordsWith(machines: readonly Machine[], edits: readonly Edit[]): ReadonlySet<Word> {
  const byPlace = wordsByPlace(machines);
  const found = new Set<Word>();
  for (const { at } of edits) {
    for (let index = firstFrom(byPlace, at.start, ({ reach }) => reach); ; index++) {
      const known = byPlace[index];
      if (known === undefined || known.place.start > at.end) break;
      if (touches(known.place, at)) for (const word of known.words) found.add(word);
    }
  }
  return found;
}

/** Words with text from outside their command, by the place of that text, with the farthest end so far. */
const wordsByPlace = once((machines: readonly Machine[]) => {
  const byKey = new Map<string, { readonly place: Span; readonly words: Word[] }>();
  for (const { options } of machines) {
    for (const word of options.flatMap(({ words }) => words)) {
      for (const piece of word.value.pieces) {
        if (isWrittenThere(piece) && !isPartOfQuotes(word)) continue;
        for (const { at } of [piece, ...piece.through.slice(1)]) {
          const key = spanKey(at);
          const known = getOrInsert(byKey, key, () => ({ place: at, words: [] }));
          if (known.words.at(-1) !== word) known.words.push(word);
        }
      }
    }
  }
  let reach = 0;
  return [...byKey.values()]
    .toSorted((a, b) => a.place.start - b.place.start)
    .map((known) => {
      reach = Math.max(reach, known.place.end);
      return { ...known, reach };
    });
});

function isWrittenThere({ through, definition }: Piece): boolean {
  return through.length === 0 && definition === undefined;
}

/** Whether something else divides the quoted text that a word is part of: `xargs kvm <<< "-monitor tcp::1"`. */
function isPartOfQuotes({ at, value: { pieces } }: Word): boolean {
  const [first] = pieces;
  if (first === undefined || !isWrittenThere(first) || first.at.start !== at.start) return false;
  const { layers } = first.encodings;
  const own = innermost(first.encodings);
  return layers.length === 1 && own.notation === 'shell' && own.id !== 'bare';
}

/** Uses that would split a piece. Undefined if it is split without a use, as by `xargs` and `read`. */
function dividingUses(piece: Piece, edits: readonly Edit[]): readonly Use[] | undefined {
  if (isWrittenThere(piece)) return [];
  const changed = piece.through.findIndex((use) => edits.some((edit) => contains(edit.at, use.at)));
  if (changed < 0 && !edits.some((edit) => overlap(edit.at, piece.at))) return [];
  const between = changed < 0 ? piece.through : piece.through.slice(0, changed);
  const own = changed < 0 ? piece : piece.through[changed];
  const depth = own ? countShells(own.encodings.layers) : 0;
  const isInside = piece.through.some(({ at }) => contains(at, piece.at));
  // A word of `read -a WORDS <<< "-monitor tcp::1"` starts inside the quotes.
  const isWordInQuotes =
    piece.definition?.start === piece.at.start && innermost(piece.encodings).id !== 'bare';
  const isHandedOn =
    piece.through.length === 0 || isWordInQuotes || (piece.definition === undefined && !isInside);
  if (isHandedOn && depth === 1) return undefined;
  return between.filter((use) => {
    // A second reading has quotes of its own; so has `${NAME:+…}`.
    if (depth > countShells(use.encodings.layers.slice(0, use.encodings.written))) return false;
    if (contains(use.at, piece.at) && use.source.startsWith('${')) return false;
    return divides(use);
  });
}

/** Whether a use is split: in bare shell words, and `$NAME` in systemd units. */
function divides({ encodings, source }: Use): boolean {
  const { id, notation } = encodings.layers[encodings.written - 1] ?? innermost(encodings);
  if (notation === 'systemd' && source.startsWith('${')) return false;
  return id === 'bare' || id.endsWith('-bare');
}

/** Whether quotes change nothing, since all uses give whole words. */
function givesWholeWords(machines: readonly Machine[], { at }: Use): boolean {
  return brokenUses(machines).get(spanKey(at)) === false;
}

/** Several words even in quotes. */
const ALL_WORDS = /^\$(?:@|\{@\}|\{\w+\[@\]\})$/;
/** Split, expanded or globbed by a shell. */
const NOT_LITERAL = /[\s$`\\*?[\]{}~]/;

/** Uses, by place, that must stay unquoted: they give parts of several words, or quotes would change their text. */
const brokenUses = once((machines: readonly Machine[]): ReadonlyMap<string, boolean> => {
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
        // Unknown text does not split in an address, but may be anything at a word's start.
        const isLiteral = !NOT_LITERAL.test(text) && !text.startsWith(UNKNOWN);
        const isShared = known.has(from) && known.get(from) !== value;
        broken.set(key, broken.get(key) === true || !isLiteral || isShared);
        known.set(from, value);
      }
    }
  }
  return broken;
});

/** The quote to write around a use, if its place can have quotes. */
function quoteFor({ encodings, source }: Use): string | undefined {
  // In quoted backticks quotes mean something else.
  if (source.startsWith('`')) return undefined;
  const { layers, written } = encodings;
  const inner = layers[written - 1];
  if (inner?.notation !== 'shell') return undefined;
  const [first, ...others] = layers.slice(0, written - 1);
  if (first === undefined) return '"';
  const outer: Encodings = { layers: [first, ...others], written: written - 1 };
  return spell(plain('"'), outer, outer);
}
