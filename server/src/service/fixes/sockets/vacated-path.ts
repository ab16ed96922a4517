/**
 * Moves a UNIX socket with all other uses of its path. If one stays, the fix says so and is not preferred. Why:
 * docs/decisions/fix-edits.md
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
import { LIMITS } from '../../../text/limits.ts';
import { addTo, oncePer } from '../../../text/lookup.ts';
import {
  isKnown,
  type MappedText,
  type Piece,
  pieceAt,
  spanOf,
} from '../../../text/mapped-text.ts';

import { contains, overlap, type Span, spanKey } from '../../../text/span.ts';
import { keepWhole } from '../divided-words.ts';
import type { RenderedFix } from '../render-fix.ts';
import { breaksOtherUses } from '../variables.ts';

/** May name the old path. */
export interface NamingFile {
  readonly file: PlacedFile;
  /** Undefined unless a script. */
  readonly script: (() => ShellScript) | undefined;
  /** The new directory, as this file writes it. */
  readonly directory: Template;
}

/** Adds edits for other uses. `source` is the text of all files. */
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

/** Adds a risk; the fix is then not preferred. */
function withRisk(rendered: RenderedFix, more: (risk: string) => string): RenderedFix {
  return { ...rendered, risk: more(rendered.risk), preferred: false };
}

function movesMore(risk: string): string {
  return l10n.t('{0}; the variable is used for other things too, and they move as well', risk);
}

function staysBehind(risk: string): string {
  return l10n.t('{0}; other text here names the old place and must be changed by hand', risk);
}

/** A variable that holds the beginning of a path, and the rest. */
interface DirectoryVariable {
  readonly name: string;
  /** `/qmp.sock` of `$DIR/qmp.sock`. */
  readonly rest: string;
}

/** Undefined if the path is written in one place. */
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

/** Whether a script uses the variable otherwise. */
function isUsedOtherwise(script: ShellScript, { name, rest }: DirectoryVariable): boolean {
  return (usesIn(script).get(name) ?? []).some(({ next }) => {
    const behind = next?.kind === 'text' ? next.text.decoded : '';
    return !behind.startsWith(rest) || /^[\w/-]|^\.\w/.test(behind.slice(rest.length));
  });
}

/** Expansions by variable. */
const usesIn = oncePer((script: ShellScript) => {
  const found = new Map<string, PartInWord[]>();
  for (const item of partsOfScript(script)) {
    if (item.part.kind !== 'parameter') continue;
    addTo(found, item.part.name, item);
  }
  return found;
});

interface OtherPlaces {
  readonly edits: readonly Edit[];
  /** Whether one still names the old path. */
  readonly someStay: boolean;
}

/** A path whose first `moved` characters become `by`, each of `joints` a dash. */
interface MovedPath {
  readonly path: string;
  readonly moved: number;
  readonly joints?: readonly Span[] | undefined;
  readonly by: Template;
  /** The moved path's places, and their replacement. */
  readonly own: readonly Span[];
  readonly source: string;
  readonly machines: readonly Machine[];
}

/** Uses in a script; longer names do not count. */
function placesInScript(
  file: PlacedFile,
  script: () => ShellScript,
  wanted: MovedPath,
): OtherPlaces {
  const edits: Edit[] = [];
  let someStay = false;
  // Fast path.
  if (!isNamedElsewhere(file, wanted.path, wanted.own)) return { edits, someStay };
  const places = pathsOfScript(script()).get(wanted.path) ?? [];
  // Every fix would change all of them.
  if (places.length > LIMITS.pathPlaces) return { edits, someStay: true };
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

/** Whether other places name the path, comments included. */
function isNamedElsewhere(file: PlacedFile, path: string, own: readonly Span[]): boolean {
  return (pathsOfFile(file).get(path) ?? []).some((index) => {
    const at = { start: file.start + index, end: file.start + index + path.length };
    return !own.some((one) => overlap(one, at));
  });
}

/** Of an expansion and the text after it. */
const EXPANSION_LENGTH = 200;

/** Whether another text may be the path, by beginning and end: another `/tmp/vm$i/m.sock`. Comments do not count. */
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
    if (own.some((one) => overlap(one, at))) return false;
    const line = file.text.slice(file.text.lastIndexOf('\n', index) + 1, index);
    if (/(?:^|\s)#/.test(line)) return false;
    const behind = index + begin.length;
    const rest = /^[\\"]*\$\S*/.exec(file.text.slice(behind, behind + EXPANSION_LENGTH))?.[0] ?? '';
    const last = rest.lastIndexOf(end);
    return rest !== '' && last !== -1 && !/^[\w-]/.test(rest.slice(last + end.length));
  });
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'known' ? piece.text : '')).join('');
}

/** A whole path within a word's text. */
interface PathInText extends TextInUse {
  readonly index: number;
}

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

/** Texts for `eval` as it reads them. */
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

/** Distinct readings of paths, by start. */
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

const refusedAt = oncePer((machines: readonly Machine[]) =>
  machines.flatMap(({ refusals }) => refusals.map(({ place }) => place.at)),
);

/** A word with a path and its encodings. */
interface Reading {
  readonly whole: MappedText;
  readonly encodings: Encodings;
}

/** Where a character of a piece is written. */
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

/** Paths, and abstract names after a client's prefix. A final dot ends a sentence. */
function* namesIn(text: string): Iterable<{ readonly name: string; readonly index: number }> {
  for (const { 0: written, index } of text.matchAll(/(?:ABSTRACT-\w+:|@)?[\w./-]+/g)) {
    const name = written.replace(/(?<!\.)\.+$/, '');
    yield { name, index };
    if (name.startsWith('@')) yield { name: name.slice(1), index: index + 1 };
  }
}

/** The moved characters in the set; undefined if escaped. */
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

/** As each machine's fix would change the path there. */
function replaced(
  { encodings }: Piece,
  place: PathInText,
  at: Span,
  { by, source, machines }: MovedPath,
): readonly Edit[] | undefined {
  // An expansion would change the meaning of refused text: the port of `tcp::1unix:/tmp/a`.
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

/** Whether text outside machines may be a script for another shell. */
function mayBeReadAgain({ text, use }: PathInText, encodings: Encodings): boolean {
  if (use === 'joined') return true;
  const { id } = innermost(encodings);
  return /\s/.test(text.decoded) && (id === 'single' || (id === 'double' && use !== 'printed'));
}

/** From the first to the last character. */
function ownPlaces(path: MappedText): readonly Span[] {
  return [spanOf(path), ...path.pieces.map(({ at }) => at)];
}
