/**
 * A fix that moves a UNIX socket, together with whatever else names the old place. Where something stays behind, the
 * fix says so and is not preferred. Why: docs/decisions/fix-edits.md
 */

import * as l10n from '@vscode/l10n';
import type { Machine } from '../../../qemu/machine/machine.ts';
import type { Fix } from '../../../rules/rule.ts';
import { type PartInWord, type PartUse, partsOfScript } from '../../../syntax/shell/parts.ts';
import { placementIn } from '../../../syntax/shell/placement.ts';
import { readShell } from '../../../syntax/shell/reader.ts';
import type { ShellScript } from '../../../syntax/shell/tree.ts';
import { spell, type Template } from '../../../syntax/spell.ts';
import { type Edit, editsOverlap } from '../../../text/edit.ts';
import { describeEncodings, type Encodings, innermost } from '../../../text/encoding.ts';
import type { PlacedFile } from '../../../text/file-set.ts';
import { addTo, oncePer } from '../../../text/lookup.ts';
import {
  isKnown,
  type MappedText,
  type Piece,
  pieceAt,
  spanOf,
} from '../../../text/mapped-text.ts';
import { contains, type Span, spanKey } from '../../../text/span.ts';
import { keepWhole } from '../divided-words.ts';
import type { RenderedFix } from '../render-fix.ts';
import { breaksOtherUses } from '../variables.ts';

/** A file in which the old place may be named. */
export interface NamingFile {
  readonly file: PlacedFile;
  /** Its tree where it is a script; undefined for other languages. */
  readonly script: (() => ShellScript) | undefined;
  /** The directory that the socket moves to, as this file writes it. */
  readonly directory: Template;
}

/** The fix with what has to follow. The source is the text of all files, in which the machines are started. */
export function withFollowers(
  source: string,
  rendered: RenderedFix,
  relocatesSocket: NonNullable<Fix['relocatesSocket']>,
  files: readonly NamingFile[],
  machines: readonly Machine[],
): RenderedFix {
  const { kind, name, joints } = relocatesSocket;
  if (name.decoded === '') return rendered;
  const own = [...ownPlaces(name), ...rendered.edits.map(({ at }) => at)];
  let someStay = files.some(({ file }) => isLikeOneElsewhere(file, name, own));
  if (!isKnown(name)) return someStay ? withRisk(rendered, staysBehind) : rendered;
  const path = name.decoded;
  const moved = relocatesSocket.moved ?? path.lastIndexOf('/');
  const edits = [...rendered.edits];
  const variable = kind === 'path' ? directoryVariable(source, name) : undefined;
  const isShared =
    variable !== undefined &&
    files.some(({ script }) => script !== undefined && isUsedOtherwise(script(), variable));
  for (const { file, script, directory } of files) {
    if (kind === 'abstract') {
      const names = [`@${path}`, `ABSTRACT-CONNECT:${path}`, `ABSTRACT-CLIENT:${path}`];
      someStay ||= names.some((written) => isNamedElsewhere(file, written, own));
    } else if (script) {
      const wanted = { path, moved, joints, by: directory, own, source, machines };
      const found = placesInScript(file, script, wanted);
      edits.push(...found.edits);
      someStay ||= found.someStay;
    }
  }
  if (editsOverlap(edits)) return withRisk(rendered, staysBehind);
  const followed = { ...rendered, edits };
  const shared = isShared ? withRisk(followed, movesMore) : followed;
  return someStay ? withRisk(shared, staysBehind) : shared;
}

/** The fix with one more thing to think of, for which it is not the one to take when in doubt. */
function withRisk(rendered: RenderedFix, more: (risk: string) => string): RenderedFix {
  return { ...rendered, risk: more(rendered.risk), preferred: false };
}

function movesMore(risk: string): string {
  return l10n.t('{0}; the variable is used for other things too, and they move as well', risk);
}

function staysBehind(risk: string): string {
  return l10n.t('{0}; other text here names the old place and must be changed by hand', risk);
}

/** A variable of which a path begins with the value, and what the path has behind it. */
interface DirectoryVariable {
  readonly name: string;
  /** `/qmp.sock` of `$DIR/qmp.sock`. */
  readonly rest: string;
}

/** The variable that holds the beginning of a path; undefined for one that is written in one place. */
function directoryVariable(
  source: string,
  { decoded, pieces, starts }: MappedText,
): DirectoryVariable | undefined {
  const [first] = pieces;
  const definition = first && definitionOf(first);
  if (definition === undefined) return undefined;
  const end = pieces.findIndex((piece) => definitionOf(piece)?.start !== definition.start);
  const name = /^(\w+)=/.exec(source.slice(definition.start, definition.end))?.[1];
  if (end === -1 || name === undefined) return undefined;
  return { name, rest: decoded.slice(starts[end]) };
}

function definitionOf({ through, definition }: Piece): Piece['definition'] {
  return through.length > 0 ? definition : undefined;
}

/** Whether a script uses the variable for anything but the path. */
function isUsedOtherwise(script: ShellScript, { name, rest }: DirectoryVariable): boolean {
  return (usesIn(script).get(name) ?? []).some(({ next }) => {
    const behind = next?.kind === 'text' ? next.text.decoded : '';
    return !behind.startsWith(rest) || /^[\w/-]|^\.\w/.test(behind.slice(rest.length));
  });
}

/** The expansions of a script by the name of their variable; made once for all sockets that move. */
const usesIn = oncePer((script: ShellScript) => {
  const found = new Map<string, PartInWord[]>();
  for (const item of partsOfScript(script)) {
    if (item.part.kind !== 'parameter') continue;
    addTo(found, item.part.name, item);
  }
  return found;
});

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
  readonly source: string;
  readonly machines: readonly Machine[];
}

/** In how many places one path is followed in a script; one that stands in more is left as it is there. */
const MAX_PLACES = 100;

/** The other places of a path in a script of the set. A name that only begins like it is another. */
function placesInScript(
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
  for (const place of places) {
    const { text, index } = place;
    const piece = pieceAt(text, index);
    const { moved, joints = [] } = wanted;
    const length = Math.max(moved, joints.at(-1)?.end ?? 0);
    const at = piece && placeIn(file, text, piece, index, length);
    if (at && wanted.own.some((own) => contains(own, at) || contains(at, own))) continue;
    const first = at && { start: at.start, end: at.start + moved };
    const changes = piece && first && replaced(piece, place, first, wanted);
    if (first === undefined || changes === undefined) {
      someStay = true;
      continue;
    }
    const { start } = first;
    const dashes = joints.map((joint) => {
      return { at: { start: start + joint.start, end: start + joint.end }, text: '-' };
    });
    edits.push(...changes, ...dashes);
  }
  return editsOverlap(edits) ? { edits: [], someStay: true } : { edits, someStay };
}

/** Whether a text names a path apart from certain places; comments count, since nobody reads it here. */
function isNamedElsewhere(file: PlacedFile, path: string, own: readonly Span[]): boolean {
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
function isLikeOneElsewhere(
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
interface PathInText extends TextInUse {
  readonly index: number;
}

/** A text of a word. */
interface TextInUse {
  readonly text: MappedText;
  readonly use?: PartUse | undefined;
}

const pathsOfScript = oncePer((script: ShellScript) => {
  const found = new Map<string, PathInText[]>();
  for (const item of textsOfScript(script)) {
    for (const { name, index } of namesIn(item.text.decoded)) {
      addTo(found, name, { ...item, index });
    }
  }
  return found;
});

/** The texts of a script, those of what `eval` reads as they are read there. */
function* textsOfScript(script: ShellScript): Iterable<TextInUse> {
  for (const { part, use } of partsOfScript(script)) {
    if (part.kind !== 'text') continue;
    const { text } = part;
    if (use !== 'script') {
      yield { text, use };
      continue;
    }
    const { text: placed } = placementIn(text);
    for (const inner of textsOfScript(readShell(text.decoded))) {
      yield { ...inner, text: placed(inner.text) };
    }
  }
}

/** How machines read the paths in their words, each way once, by where the paths begin. */
const readingsOf = oncePer((machines: readonly Machine[]) => {
  const found = new Map<number, Map<string, Reading>>();
  const words = machines.flatMap(({ options }) => options.flatMap((option) => option.words));
  for (const { value: whole } of words) {
    for (const { index } of namesIn(whole.decoded)) {
      const piece = pieceAt(whole, index);
      if (piece?.kind !== 'known' || !piece.verbatim) continue;
      if (innermost(piece.encodings).notation !== 'shell') continue;
      const { encodings, through } = piece;
      const start = beginning(whole, piece, index);
      const ways = found.get(start) ?? new Map<string, Reading>();
      const uses = through.map(({ at }) => spanKey(at));
      found.set(
        start,
        ways.set([describeEncodings(encodings), ...uses].join(), { whole, encodings }),
      );
    }
  }
  return found;
});

/** Where machines are refused. */
const refusedAt = oncePer((machines: readonly Machine[]) =>
  machines.flatMap(({ refusals }) => refusals.map(({ place }) => place.at)),
);

/** A word with a path, and how that is written. */
interface Reading {
  readonly whole: MappedText;
  readonly encodings: Encodings;
}

/** Where a character is written that stands in a piece as it is read. */
function beginning({ pieces, starts }: MappedText, piece: Piece, index: number): number {
  return piece.at.start + index - (starts[pieces.indexOf(piece)] ?? 0);
}

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
    const name = written.replace(/(?<!\.)\.+$/, '');
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
  const from = start + beginning(text, piece, index);
  return { start: from, end: from + length };
}

/** What changes a path at a place, as the fix of each machine would that reads it there. */
function replaced(
  { encodings }: Piece,
  place: PathInText,
  at: Span,
  { by, source, machines }: MovedPath,
): readonly Edit[] | undefined {
  // What QEMU does not take would be taken for something else with an expansion in it: the port of `tcp::1unix:/tmp/a`.
  if (refusedAt(machines).some((refused) => contains(refused, at))) return undefined;
  const readings = [...(readingsOf(machines).get(at.start)?.values() ?? [])];
  if (readings.length === 0 && mayBeReadAgain(place, encodings)) return undefined;
  const [first, ...others] =
    readings.length === 0 ? [encodings] : readings.map((one) => one.encodings);
  const text = first && spell(by, first, first);
  if (text === undefined || others.some((other) => spell(by, other, other) !== text)) {
    return undefined;
  }
  const edits = [{ at, text }];
  if (readings.some(({ whole }) => breaksOtherUses(source, whole, edits))) return undefined;
  return text.includes('$') ? [...edits, ...keepWhole(edits, machines).quotes] : edits;
}

/** Whether a text that no machine has may be a script, or a part of one, for another shell or another machine. */
function mayBeReadAgain({ text, use }: PathInText, encodings: Encodings): boolean {
  if (use === 'joined') return true;
  const { id } = innermost(encodings);
  return /\s/.test(text.decoded) && (id === 'single' || (id === 'double' && use !== 'printed'));
}

/** Where a path is written, with everything between its first and its last character. */
function ownPlaces(path: MappedText): readonly Span[] {
  return [spanOf(path), ...path.pieces.map(({ at }) => at)];
}
