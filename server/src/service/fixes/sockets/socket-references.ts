/**
 * Who else names a socket that moves: `nc -U /tmp/qmp.sock` in the same script is changed with it where that
 * can be written there. What cannot is told, and then the fix is not the one to take without a look.
 */

import { SHELL } from '../../../syntax/shell/encodings.ts';
import { partsOfScript } from '../../../syntax/shell/parts.ts';
import type { ShellScript } from '../../../syntax/shell/tree.ts';
import { spell, type Template } from '../../../syntax/spell.ts';
import { type Edit, editsOverlap } from '../../../text/edit.ts';
import type { PlacedFile } from '../../../text/file-set.ts';
import { addTo, oncePer } from '../../../text/lookup.ts';
import { type MappedText, type Piece, pieceAt, spanOf } from '../../../text/mapped-text.ts';
import { contains, type Span } from '../../../text/span.ts';

/** The other places of a path. */
interface OtherPlaces {
  /** What changes them. */
  readonly edits: readonly Edit[];
  /** Whether one is left that still names the old path. */
  readonly someStay: boolean;
}

/** What is looked for: the path, of which the first `moved` characters become `by`, and the `joints` a dash each. */
interface MovedPath {
  readonly path: string;
  readonly moved: number;
  readonly joints?: readonly Span[] | undefined;
  readonly by: Template;
  /** Where the path is written that moves, and what changes it. */
  readonly own: readonly Span[];
}

/** In how many places one path is followed in a script; one that stands in more is left as it is there. */
const MAX_PLACES = 100;

/** The other places of a path in a script of the set. A name that only begins like it is another. */
export function placesInScript(
  file: PlacedFile,
  script: () => ShellScript,
  wanted: MovedPath,
): OtherPlaces {
  const edits: Edit[] = [];
  let someStay = false;
  // Mostly nobody else does, and then the script need not be read.
  if (!isNamedElsewhere(file, wanted.path, wanted.own)) return { edits, someStay };
  const places = pathsOfScript(script()).get(wanted.path) ?? [];
  // As many fixes as there are monitors on it would each change all of them.
  if (places.length > MAX_PLACES) return { edits, someStay: true };
  for (const { text, index } of places) {
    const piece = pieceAt(text, index);
    const { moved, joints = [] } = wanted;
    const length = Math.max(moved, joints.at(-1)?.end ?? 0);
    const at = piece && placeIn(file, text, piece, index, length);
    if (at && wanted.own.some((own) => contains(own, at) || contains(at, own))) continue;
    const first = at && { start: at.start, end: at.start + moved };
    const edit = piece && first && replaced(piece, text, first, wanted);
    if (first === undefined || edit === undefined) {
      someStay = true;
      continue;
    }
    const { start } = first;
    const dashes = joints.map((joint) => {
      return { at: { start: start + joint.start, end: start + joint.end }, text: '-' };
    });
    edits.push(edit, ...dashes);
  }
  return editsOverlap(edits) ? { edits: [], someStay: true } : { edits, someStay };
}

/** Whether a text names a path apart from certain places; comments count, since nobody reads it here. */
export function isNamedElsewhere(file: PlacedFile, path: string, own: readonly Span[]): boolean {
  return (pathsOfFile(file).get(path) ?? []).some((index) => {
    const at = { start: file.start + index, end: file.start + index + path.length };
    return !own.some(({ start, end }) => start < at.end && at.start < end);
  });
}

/** How far an expansion in a path may reach, with what stands behind it. */
const MAX_REACH = 200;

/**
 * Whether a text names what may be the same path with an expansion in it, by its beginning and its end:
 * another `/tmp/vm$i/m.sock`, whether or not the `$i` is known. Comments do not count.
 */
export function isLikeOneElsewhere(
  file: PlacedFile,
  { pieces }: MappedText,
  own: readonly Span[],
): boolean {
  const depth = pieces[0]?.through.length ?? 0;
  const isWritten = (piece: Piece) => piece.kind === 'known' && piece.through.length <= depth;
  const first = pieces.findIndex((piece) => !isWritten(piece));
  if (first <= 0) return false;
  const begin = textOf(pieces.slice(0, first));
  const end = textOf(pieces.slice(pieces.findLastIndex((piece) => !isWritten(piece)) + 1));
  return (pathsOfFile(file).get(begin) ?? []).some((index) => {
    const at = { start: file.start + index, end: file.start + index + begin.length };
    if (own.some(({ start, end: last }) => start < at.end && at.start < last)) return false;
    const line = file.text.slice(file.text.lastIndexOf('\n', index) + 1, index);
    if (/(?:^|\s)#/.test(line)) return false;
    const behind = index + begin.length;
    const rest = /^[\\"]*\$\S*/.exec(file.text.slice(behind, behind + MAX_REACH))?.[0] ?? '';
    const last = rest.lastIndexOf(end);
    return rest !== '' && last !== -1 && !/^[\w-]/.test(rest.slice(last + end.length));
  });
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'known' ? piece.text : '')).join('');
}

/** Where a path stands as a whole in the text of a word. */
interface PathInText {
  readonly text: MappedText;
  readonly index: number;
}

const pathsOfScript = oncePer((script: ShellScript) => {
  const found = new Map<string, PathInText[]>();
  for (const { part } of partsOfScript(script)) {
    if (part.kind !== 'text') continue;
    const { text } = part;
    for (const { name, index } of namesIn(text.decoded)) {
      addTo(found, name, { text, index });
    }
  }
  return found;
});

const pathsOfFile = oncePer((file: PlacedFile) => {
  const found = new Map<string, number[]>();
  for (const { name, index } of namesIn(file.text)) {
    addTo(found, name, index);
  }
  return found;
});

/**
 * Everything in a text that looks like a path, or like the name of an abstract socket behind what a client
 * puts in front of it. A dot at its end belongs to the sentence.
 */
function* namesIn(text: string): Iterable<{ readonly name: string; readonly index: number }> {
  for (const { 0: written, index } of text.matchAll(/(?:ABSTRACT-\w+:|@)?[\w./-]+/g)) {
    const name = written.replace(/\.+$/, '');
    yield { name, index };
    if (name.startsWith('@')) yield { name: name.slice(1), index: index + 1 };
  }
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
  { encodings }: Piece,
  text: MappedText,
  at: Span,
  { by }: MovedPath,
): Edit | undefined {
  // A text with blanks in single quotes may be a script for another shell, or another machine.
  if (encodings === SHELL.single && /\s/.test(text.decoded)) return undefined;
  const spelled = spell(by, encodings, encodings);
  return spelled === undefined ? undefined : { at, text: spelled };
}

/** Where a path is written, with everything between its first and its last character. */
export function ownPlaces(path: MappedText): readonly Span[] {
  return [spanOf(path), ...path.pieces.map(({ at }) => at)];
}
