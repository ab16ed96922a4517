/**
 * Writes further words of a command line behind one that is there: ` -monitor none` in a script, two more
 * elements in a domain. Everything else in this folder only replaces what is there.
 */
import type { Word } from '../../invocation/invocation.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { isSpellable, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { type Encodings, replaceInnermost } from '../../text/encoding.ts';
import type { Piece, Use } from '../../text/mapped-text.ts';
import { siteOf } from '../../text/site.ts';
import { sameSpan } from '../../text/span.ts';
import type { HostId } from '../languages.ts';
import { elementFrame } from './xml-element.ts';

/** The edit that adds words behind `after`; undefined where the host language has no place for them. */
export function addWords(
  source: string,
  host: HostId,
  after: Word,
  words: readonly Template[],
): Edit | undefined {
  switch (host) {
    case 'shell':
    case 'args':
      return addShellWords(source, after, words);
    case 'domain-xml':
      return addElements(source, after, words);
    case 'libvirt-log':
    case 'readconfig':
      return undefined;
  }
}

function addShellWords(source: string, after: Word, words: readonly Template[]): Edit | undefined {
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
  { text, at }: Word,
): Pick<Writing, 'encodings' | 'end'> | undefined {
  const last = text.pieces.at(-1);
  const writings = (last ? [last, ...last.through] : []).map(writingOf);
  const { defaultOf } = last ?? {};
  if (defaultOf && writings[0]?.end === at.end && !text.pieces.every(isPartOf(defaultOf))) {
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

/** Copies of the word's element with other values: the same prefix, quotes and indentation. */
function addElements(source: string, word: Word, words: readonly Template[]): Edit | undefined {
  const site = siteOf(word.text);
  if (site === undefined) return undefined;
  const { before, behind, indent } = elementFrame(source, word);
  const elements = words.map((added) => {
    const spelled = spell(added, site.from, site.to);
    return spelled === undefined ? undefined : indent + before + spelled + behind;
  });
  if (elements.includes(undefined)) return undefined;
  return { at: { start: word.at.end, end: word.at.end }, text: elements.join('') };
}
