/** Writes further words of a command line behind one that is there: ` -monitor none`. */
import type { Word } from '../../invocation/invocation.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { isSpellable, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { type Encodings, replaceInnermost } from '../../text/encoding.ts';
import type { Piece, Use } from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import type { EditPlace } from '../support.ts';

/** The edit that writes words behind one; undefined where they would be none of the same list. */
export function addShellWords(
  { source }: EditPlace,
  after: Word,
  words: readonly Template[],
): Edit | undefined {
  const place = shellPlace(source, after);
  if (place === undefined || !isSpellable(place.encodings, 'shell')) return undefined;
  const spelled = words.map((word) => spell(word, place.encodings, place.encodings));
  if (spelled.includes(undefined)) return undefined;
  const at = { start: place.end, end: place.end };
  return { at, text: spelled.map((word) => ` ${word}`).join('') };
}

/**
 * Behind the word where it is written, be that an element of an array or a part of a string that the
 * shell divides at blanks. `DISPLAY=:0` has no room for a second word, so there the use must have it.
 */
function shellPlace(
  source: string,
  { value, at }: Word,
): Pick<Writing, 'encodings' | 'end'> | undefined {
  const last = value.pieces.at(-1);
  const writings = (last ? [last, ...last.through] : []).map(writingOf);
  const { defaultOf } = last ?? {};
  if (defaultOf && writings[0]?.end === at.end && !value.pieces.every(isPartOf(defaultOf))) {
    // Inside of `${P:-55}` it would be part of the default, and the word began before.
    return writingOf(defaultOf);
  }
  const inside = writings.find(({ end }) => end === at.end);
  // Quotes around the word end it, and what follows stands outside of them.
  const outermost = writings.at(-1)?.encodings ?? SHELL.bare;
  const outside = replaceInnermost(outermost, SHELL.bare);
  const written: Writing = inside ?? { encodings: outside, start: at.start, end: at.end };
  if (written.encodings === SHELL['double-operand']) return undefined;
  if (written.encodings !== SHELL.bare || !isAssigned(source, at.start)) return written;
  // A use further away may give other words behind this one.
  const [use, further] = last?.through ?? [];
  if (use?.encodings !== SHELL.bare || further || isAssigned(source, use.at.start))
    return undefined;
  return /^[\s)]?$/.test(source.charAt(use.at.end)) ? writingOf(use) : undefined;
}

function isPartOf({ at }: Use): (piece: Piece) => boolean {
  return ({ defaultOf }) => defaultOf !== undefined && sameSpan(defaultOf.at, at);
}

/** A stretch of source, and how text is written at its end. */
interface Writing {
  readonly encodings: Encodings;
  readonly start: number;
  readonly end: number;
}

function writingOf({ at, encodings }: Pick<Use, 'at' | 'encodings'>): Writing {
  return { encodings, ...at };
}

function isAssigned(source: string, start: number): boolean {
  return source[start - 1] === '=';
}
