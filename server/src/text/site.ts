/**
 * Where an edit must happen. Text that comes through variables is written in several places; to
 * replace a stretch of it, one place must be found that holds the whole stretch: the assignment if
 * all of it stands there, else the word that puts the parts together.
 */
import type { MappedText, Piece, Use } from './mapped-text.ts';
import { contains, cover, type Span, sameSpan } from './span.ts';

/** One place in the source that holds a stretch of decoded text. */
export interface Site {
  readonly at: Span;
  /** The context of the first character. */
  readonly from: string;
  /** The context of the last character. */
  readonly to: string;
  /** The place of each piece of the stretch, by its index. */
  readonly level: Level;
}

/** How far from the use a stretch is written, and inside which default. */
interface Level {
  readonly depth: number;
  readonly insideDefault: Use | undefined;
}

function sharedDepth(pieces: readonly Piece[]): number {
  const first = pieces[0];
  if (first === undefined) return 0;
  let depth = first.through.length;
  for (const piece of pieces) {
    let shared = 0;
    while (shared < depth) {
      const a = first.through[shared];
      const b = piece.through[shared];
      if (a === undefined || b === undefined || !sameSpan(a.at, b.at)) break;
      shared++;
    }
    depth = shared;
  }
  return depth;
}

/** The place of a piece at a level: itself, or the expansion that brings it there. */
function placeAt(piece: Piece, level: Level): Use {
  const use = piece.through[level.depth] ?? {
    at: piece.at,
    context: piece.context,
    source: piece.kind === 'unknown' ? piece.source : '',
  };
  const { defaultOf } = piece;
  if (defaultOf === undefined || !contains(defaultOf.at, use.at)) return use;
  return level.insideDefault && sameSpan(level.insideDefault.at, defaultOf.at) ? use : defaultOf;
}

/**
 * Finds the place that holds the whole text. Undefined for an empty text, and for one whose parts do
 * not follow each other in the source.
 */
export function siteOf(text: MappedText): Site | undefined {
  const { pieces } = text;
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const shared = first.defaultOf;
  const same =
    shared !== undefined &&
    pieces.every((piece) => piece.defaultOf && sameSpan(piece.defaultOf.at, shared.at));
  const level: Level = {
    depth: sharedDepth(pieces),
    insideDefault: same ? shared : undefined,
  };
  const places = pieces.map((piece) => placeAt(piece, level));
  const ordered = places.every((place, index) => {
    const previous = places[index - 1];
    return (
      previous === undefined || previous.at.end <= place.at.start || sameSpan(previous.at, place.at)
    );
  });
  const start = places[0];
  const end = places.at(-1);
  if (!ordered || start === undefined || end === undefined) return undefined;
  return { at: cover(start.at, end.at), from: start.context, to: end.context, level };
}

/** A part of a text as it is written at a site: plain text, or an expansion. */
export type SitePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'use'; readonly use: Use };

/**
 * A text as it is written at a site: with `PORT=4444` in another line, `$PORT` is one use there, though
 * its value is known. An expansion that gives several pieces comes once.
 */
export function partsAt(text: MappedText, site: Site): readonly SitePart[] {
  const parts: SitePart[] = [];
  for (const piece of text.pieces) {
    const place = placeAt(piece, site.level);
    const last = parts.at(-1);
    if (place.source === '') {
      parts.push({ kind: 'text', text: piece.kind === 'known' ? piece.text : '' });
    } else if (last?.kind !== 'use' || !sameSpan(last.use.at, place.at)) {
      parts.push({ kind: 'use', use: place });
    }
  }
  return parts;
}
