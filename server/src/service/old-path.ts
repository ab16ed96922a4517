/**
 * Who else names a socket that moves: `nc -U /tmp/qmp.sock` in the same script is changed with it where that
 * can be written there. What cannot is told, and then the fix is not the one to take without a look.
 */

import { textsOfScript } from '../syntax/shell/texts.ts';
import type { ShellScript } from '../syntax/shell/tree.ts';
import type { Speller, Template } from '../syntax/speller.ts';
import { type Edit, editsOverlap } from '../text/edit.ts';
import type { PlacedFile } from '../text/file-set.ts';
import { type MappedText, type Piece, pieceAt, spanOf } from '../text/mapped-text.ts';
import { contains, type Span } from '../text/span.ts';

/** The other places of a path. */
export interface OtherPlaces {
  /** What changes them. */
  readonly edits: readonly Edit[];
  /** Whether one is left that still names the old path. */
  readonly someStay: boolean;
}

/** What is looked for: the path, of which the first `moved` characters become `by`. */
export interface MovedPath {
  readonly path: string;
  readonly moved: number;
  readonly by: Template;
  /** Where the path is written that moves, and what changes it. */
  readonly own: readonly Span[];
}

/** The other places of a path in a script of the set. A name that only begins like it is another. */
export function placesInScript(
  file: PlacedFile,
  script: () => ShellScript,
  spell: Speller,
  wanted: MovedPath,
): OtherPlaces {
  const edits: Edit[] = [];
  let someStay = false;
  // Mostly nobody else does, and then the script need not be read.
  if (!isNamedElsewhere(file, wanted.path, wanted.own)) return { edits, someStay };
  for (const { text } of textsOfScript(script())) {
    for (const index of occurrences(text.text, wanted.path)) {
      const piece = pieceAt(text, index);
      const at = piece && placeIn(file, text, piece, index, wanted.moved);
      if (at && wanted.own.some((own) => contains(own, at) || contains(at, own))) continue;
      const edit = piece && at && replaced(piece, text, at, spell, wanted);
      if (edit) edits.push(edit);
      else someStay = true;
    }
  }
  return editsOverlap(edits) ? { edits: [], someStay: true } : { edits, someStay };
}

/** Whether a text names a path apart from certain places; comments count, since nobody reads it here. */
export function isNamedElsewhere(
  { text, start }: PlacedFile,
  path: string,
  own: readonly Span[],
): boolean {
  return occurrences(text, path).some((index) => {
    const at = { start: start + index, end: start + index + path.length };
    return !own.some(({ start: from, end }) => from < at.end && at.start < end);
  });
}

/** Where a path stands in a text as a whole name. */
function occurrences(text: string, path: string): readonly number[] {
  const found: number[] = [];
  for (let index = text.indexOf(path); index !== -1; index = text.indexOf(path, index + 1)) {
    const before = text[index - 1] ?? '';
    const behind = text.slice(index + path.length, index + path.length + 2);
    if (!/[\w./-]/.test(before) && !/^(?:[\w/-]|\.\w)/.test(behind)) found.push(index);
  }
  return found;
}

/** The place of the moved characters in the set; undefined where they are not written as they are read. */
function placeIn(
  { start }: PlacedFile,
  text: MappedText,
  piece: Piece,
  index: number,
  length: number,
): Span | undefined {
  const last = pieceAt(text, index + length - 1);
  if (last !== piece || piece.kind !== 'known' || !piece.verbatim) return undefined;
  const from = start + piece.at.start + index - (text.starts[text.pieces.indexOf(piece)] ?? 0);
  return { start: from, end: from + length };
}

function replaced(
  { context }: Piece,
  text: MappedText,
  at: Span,
  spell: Speller,
  { by }: MovedPath,
): Edit | undefined {
  // A text with blanks in single quotes may be a script for another shell, or another machine.
  if (context === 'single' && /\s/.test(text.text)) return undefined;
  const spelled = spell(by, context, context);
  return spelled === undefined ? undefined : { at, text: spelled };
}

/** Where a path is written, with everything between its first and its last character. */
export function ownPlaces(path: MappedText): readonly Span[] {
  return [spanOf(path), ...path.pieces.map(({ at }) => at)];
}
