/**
 * What a cursor stands in, to QEMU: a word of a command line or a line of a config file, in the machines that
 * read it. Nothing is guessed from the characters around it: the text is read with a mark in it.
 * Why: docs/decisions/hover-and-completion.md
 */

import type {
  ArgvInvocation,
  ConfigEntry,
  ConfigInvocation,
  ConfigSection,
  Invocation,
  Word,
} from '../../invocation/invocation.ts';
import { type MarkedText, markText } from '../../languages/marked-text.ts';
import type { LanguageSupport, Repair } from '../../languages/support.ts';
import { buildMachine } from '../../qemu/machine/build-machine.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { dialectOf } from '../../syntax/shell/dialect.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import type { FileSet } from '../../text/file-set.ts';
import {
  type KnownPiece,
  type MappedText,
  mappedText,
  type Piece,
  pieceAt,
} from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis, Source } from '../analysis/analyze.ts';
import { analysisMemory, type Files, includeFiles } from '../analysis/included-files.ts';
import type { ScriptTrees } from '../analysis/script-trees.ts';
import type { Settings } from '../settings/settings.ts';

/** A machine, and the others that read the same text. */
type Machines = readonly [Machine, ...Machine[]];

/** What the cursor is in. */
export type Standing =
  | {
      readonly kind: 'word';
      readonly machines: Machines;
      readonly word: Word;
      /** Where in the text of the word the mark is. */
      readonly index: number;
      /** Whether its script may end at a variable that is not set. */
      readonly nounset: boolean;
    }
  | {
      readonly kind: 'section';
      readonly machines: Machines;
      readonly section: ConfigSection;
      readonly part: 'group' | 'id';
    }
  | {
      readonly kind: 'entry';
      readonly machines: Machines;
      readonly section: ConfigSection;
      readonly entry: ConfigEntry;
      readonly part: 'key' | 'value' | 'dropped';
    };

/** A cursor that stands in something of QEMU's. */
export interface Cursor {
  readonly standing: Standing;
  /** The text in which that was found, in which its spans count: the document, or one with a mark in it. */
  readonly readIn: string;
  /** A span of an analysis in the document as it is; undefined in another file, and for one that goes over lines. */
  readonly inDocument: (at: Span) => Span | undefined;
  /** Whether the text was made whole for it. */
  readonly isRepaired: boolean;
}

/** What a cursor is looked for in. */
export interface CursorQuery {
  readonly source: Source;
  readonly host: LanguageSupport;
  readonly offset: number;
  readonly settings: Settings;
  /** The texts of other files, as far as they are at hand. */
  readonly files: Files;
  /** Trees of other files, kept from one query to the next. */
  readonly trees: ScriptTrees;
  /** The scripts that bring the document in. */
  readonly roots: readonly { readonly source: Source; readonly host: LanguageSupport }[];
  /** The analysis of the document as it stands, and those of its roots. What is completed never hangs on their being there. */
  readonly known: readonly [Analysis, ...Analysis[]];
}

/** How many machines are built for one cursor: an array may belong to a hundred command lines. */
const MAX_MACHINES = 8;

/** How many scripts that bring the document in are read for one cursor. */
const MAX_ROOTS = 8;

/** What the cursor stands in; undefined where that is nothing of QEMU's. Never throws for any text. */
export function findCursor(query: CursorQuery): Cursor | undefined {
  const { source, host, offset, known } = query;
  const isWhole = known[0].isWhole();
  const asItIs = markText(source.text, offset, []);
  // What a script without its error would be is not known; elsewhere one more character of a word changes nothing.
  const touched = isWhole || !host.isScript ? touchedCursor(query, asItIs) : undefined;
  if (touched && !isTorn(touched.standing, asItIs)) return touched;
  // In a script without errors a word that is begun and none of QEMU's as it stands is none with more in it.
  if (isWhole && !touched && isInWord(query)) return undefined;
  if (host.complete.isInCode?.(source.text, offset)) return undefined;
  // A line of a config file lacks what it lacks, whatever QEMU makes of it.
  const { repairs, repairsFirst, isWhole: makesSense } = host.complete;
  const [repair] = repairsFirst ? repairs(source.text, offset) : [];
  if (repair) return repairedAt(query, repair);
  const read = new Map<string, ShellScript>();
  const found = findMarked(query, asItIs, read);
  if (found && !isTorn(found.standing, asItIs)) return found;
  // In a text that is whole as it stands nothing is missing.
  const problems = read.get(asItIs.text)?.problems;
  read.clear();
  if (!found && (problems?.length === 0 || makesSense?.(asItIs.text, asItIs.offset)))
    return undefined;
  for (const closings of repairs(source.text, offset)) {
    const repaired = repairedAt(query, closings);
    if (repaired) return repaired;
  }
  return undefined;
}

/** Behind characters that only stand in words: no quote, no list, no assignment, no default of a variable. */
function isInWord({ source: { text }, offset, known }: CursorQuery): boolean {
  const before = text.slice(Math.max(0, offset - 80), offset);
  if (!/[\w./:,@%+-]$/.test(before) || /\$\{[^\s}]*$/.test(before)) return false;
  return !holdsConfig(known);
}

/**
 * Whether the word in front of the blanks before the cursor is none of QEMU's, as the analyses know it:
 * then no value of an option can begin there. False where they do not tell.
 */
export function followsForeignWord(query: CursorQuery): boolean {
  const { source, offset, known } = query;
  let end = offset;
  while (end > 0 && /[ \t]/.test(source.text.charAt(end - 1))) end--;
  if (!known[0].isWhole() || holdsConfig(known)) return false;
  if (!/[\w-]/.test(source.text.charAt(end - 1))) return false;
  return !touchedCursor({ ...query, offset: end }, markText(source.text, end, []));
}

/** Whether there are config files inside of scripts, which have words of their own. */
function holdsConfig(known: readonly Analysis[]): boolean {
  return known.some(({ invocations }) =>
    invocations.some(
      (one) => one.kind === 'config' || (one.kind === 'argv' && one.configs !== undefined),
    ),
  );
}

/** What the cursor stands in as the analyses know it: the word that it touches. */
function touchedCursor(
  { source, offset, known, settings }: CursorQuery,
  { mark }: MarkedText,
): Cursor | undefined {
  const { path, text } = source;
  const machines: Machine[] = [];
  let first: { readonly found: TouchedWord; readonly files: FileSet } | undefined;
  for (const analysis of known) {
    for (const found of touchedWords(analysis, path, offset, mark)) {
      if (machines.length >= MAX_MACHINES) break;
      first ??= { found, files: analysis.files };
      machines.push(buildMachine(found.invocation, settings.qemuVersion));
    }
  }
  const [machine, ...others] = machines;
  if (first === undefined || machine === undefined) return undefined;
  const { found, files } = first;
  const { word, index, invocation } = found;
  const nounset = invocation.nounset === true;
  return {
    readIn: text,
    isRepaired: false,
    standing: { kind: 'word', machines: [machine, ...others], word, index, nounset },
    inDocument: (at) => {
      const place = files.locate(at);
      return place?.path === path ? inOneLine(text, place.at) : undefined;
    },
  };
}

/** What the cursor stands in once the text is made whole in one way. */
function repairedAt(query: CursorQuery, closings: Repair): Cursor | undefined {
  const marked = markText(query.source.text, query.offset, closings);
  const found = findMarked(query, marked, new Map());
  return found && !isTorn(found.standing, marked) ? { ...found, isRepaired: true } : undefined;
}

/** Whether an unclosed quote has taken in what follows. Of arguments that we know, only JSON has several lines. */
function isTorn(standing: Standing, { mark }: MarkedText): boolean {
  const text = textOf(standing, mark);
  return text.includes('\n') && !(text.startsWith('{') && text.trimEnd().endsWith('}'));
}

/** The text that the mark stands in. */
function textOf(standing: Standing, mark: string): string {
  switch (standing.kind) {
    case 'word':
      return standing.word.value.decoded;
    case 'section':
      return standing.section[standing.part]?.decoded ?? '';
    case 'entry': {
      const { key, value, dropped } = standing.entry;
      return [key.decoded, value.decoded, dropped?.text].find((text) => text?.includes(mark)) ?? '';
    }
  }
}

/**
 * Looks for the mark in the document and in its roots: the first in which it is QEMU's decides what it is, and
 * the machines of all others know ids that may be meant.
 */
function findMarked(
  query: CursorQuery,
  marked: MarkedText,
  read: Map<string, ShellScript>,
): Cursor | undefined {
  const { source, host, roots } = query;
  let first: Cursor | undefined;
  for (const root of [{ source, host }, ...roots.slice(0, MAX_ROOTS)]) {
    const found = findIn(query, root, marked, read);
    if (first && found) {
      const [machine, ...others] = first.standing.machines;
      const machines: Machines = [machine, ...others, ...found.standing.machines];
      first = { ...first, standing: { ...first.standing, machines } };
    } else first ??= found;
    if (first && first.standing.machines.length >= MAX_MACHINES) break;
  }
  return first;
}

/** Looks for the mark in one script or document, which may be one that brings the marked one in. */
function findIn(
  { source: { path, text: own }, files, trees, settings }: CursorQuery,
  { source, host }: CursorQuery['roots'][number],
  marked: MarkedText,
  read: Map<string, ShellScript>,
): Cursor | undefined {
  const isOwn = source.path === path;
  const withMark: Files = {
    ...files,
    get: (asked) => {
      const isDocument = asked === path || files.resolve?.(asked) === path;
      return isDocument ? marked.text : files.get(asked);
    },
  };
  const text = isOwn ? marked.text : source.text;
  const memory = analysisMemory(markedTrees(trees, marked.text, read));
  const included = includeFiles({ text, path: source.path }, withMark, memory);
  const invocations = host.lower(text, included);
  const set = included.fileSet();
  const standing = standingIn(invocations, settings, markPlace(set, path, marked));
  if (standing === undefined) return undefined;
  return {
    standing,
    readIn: text,
    isRepaired: false,
    inDocument: (at) => {
      const place = set.locate(at);
      return place?.path === path ? inOneLine(own, marked.unmarked(place.at)) : undefined;
    },
  };
}

function inOneLine(text: string, at: Span): Span | undefined {
  return /[\r\n]/.test(text.slice(at.start, at.end)) ? undefined : at;
}

/** The trees of other files, which are kept; that of the marked text is read once for this cursor. */
function markedTrees(
  trees: ScriptTrees,
  text: string,
  read: Map<string, ShellScript>,
): ScriptTrees {
  return {
    ...trees,
    get: (path, asked) => {
      if (asked !== text) return trees.get(path, asked);
      const script = read.get(text) ?? readShell(text, undefined, dialectOf(text, path));
      read.set(text, script);
      return script;
    },
  };
}

/** Finds the mark in a text, where it stands in the document and not in another text with the same character. */
type FindMark = (text: MappedText) => number | undefined;

function markPlace(set: FileSet, path: string, { mark, offset }: MarkedText): FindMark {
  const start = set.place({ path, at: { start: offset, end: offset } })?.start;
  return (text) => {
    if (start === undefined) return undefined;
    for (let at = text.decoded.indexOf(mark); at !== -1; at = text.decoded.indexOf(mark, at + 1)) {
      const piece = pieceAt(text, at);
      if (piece?.kind !== 'known') continue;
      // Behind a backslash, in an entity or in a doubled comma the mark would be half a character.
      if (piece.at.end - piece.at.start !== piece.text.length) continue;
      if (piece.at.start <= start && start < piece.at.end) return at;
    }
    return undefined;
  };
}

function standingIn(
  invocations: readonly Invocation[],
  { qemuVersion }: Settings,
  find: FindMark,
): Standing | undefined {
  const machines: Machine[] = [];
  let first: Standing | undefined;
  for (const invocation of invocations) {
    if (machines.length >= MAX_MACHINES) break;
    if (invocation.kind !== 'argv' && invocation.kind !== 'config') continue;
    const place =
      invocation.kind === 'argv' ? placeInArgv(invocation, find) : placeInConfig(invocation, find);
    if (place === undefined) continue;
    const machine = buildMachine(invocation, qemuVersion);
    machines.push(machine);
    first ??= { ...place, machines: [machine] };
  }
  const [machine, ...others] = machines;
  return first && machine ? { ...first, machines: [machine, ...others] } : undefined;
}

type Placed<T> = T extends Standing ? Omit<T, 'machines'> : never;
type Place = Placed<Standing>;

function placeInArgv(
  { words, configs, nounset }: ArgvInvocation,
  find: FindMark,
): Place | undefined {
  for (const word of words) {
    const index = find(word.value);
    if (index !== undefined) return { kind: 'word', word, index, nounset: nounset === true };
  }
  for (const config of configs?.values() ?? []) {
    const place = placeInConfig(config, find);
    if (place) return place;
  }
  return undefined;
}

function placeInConfig({ sections }: ConfigInvocation, find: FindMark): Place | undefined {
  for (const section of sections) {
    for (const part of ['group', 'id'] as const) {
      const text = section[part];
      if (text && find(text) !== undefined) return { kind: 'section', section, part };
    }
    for (const entry of section.entries) {
      const part = partOf(entry, find);
      if (part) return { kind: 'entry', section, entry, part };
    }
  }
  return undefined;
}

function partOf(entry: ConfigEntry, find: FindMark): 'key' | 'value' | 'dropped' | undefined {
  const { key, value, dropped } = entry;
  if (find(key) !== undefined) return 'key';
  if (find(value) !== undefined) return 'value';
  if (dropped === undefined) return undefined;
  // What is dropped is a plain string; as a text it is asked like the others.
  const { at, text, encodings } = dropped;
  const quotes = at.end - at.start - text.length;
  const inside = { start: at.start + quotes / 2, end: at.end - quotes / 2 };
  const piece = {
    kind: 'known',
    text,
    at: inside,
    verbatim: true,
    encodings,
    through: [],
  } as const;
  const asText: MappedText = { decoded: text, pieces: [piece], starts: [0], place: at };
  return text !== '' && find(asText) !== undefined ? 'dropped' : undefined;
}

/** A command line with the mark in one of its words. */
interface TouchedWord {
  readonly invocation: ArgvInvocation;
  readonly word: Word;
  /** Where in the text of the word the mark is. */
  readonly index: number;
}

/**
 * The command lines of an analysis in which an offset of a file is inside of a word, or at its edge, each with
 * the mark put there. The offset counts from the file's start.
 */
function* touchedWords(
  { invocations, files }: Analysis,
  path: string,
  offset: number,
  mark: string,
): Generator<TouchedWord> {
  const place = files.place({ path, at: { start: offset, end: offset } })?.start;
  if (place === undefined) return;
  for (const invocation of invocations) {
    if (invocation.kind !== 'argv') continue;
    for (const [number, word] of invocation.words.entries()) {
      const marked = markedAt(word.value, place, mark);
      if (marked === undefined) continue;
      const touched: Word = { ...word, value: marked };
      const words = invocation.words.with(number, touched);
      const index = marked.decoded.indexOf(mark);
      yield { invocation: { ...invocation, words }, word: touched, index };
      break;
    }
  }
}

/** A text with the mark at a place of its source; undefined where no character of it is beside that place. */
function markedAt(text: MappedText, place: number, mark: string): MappedText | undefined {
  // The character in front of the cursor says how text is spelled there, where there is one.
  const before = text.pieces.findIndex((piece) => piece.at.end >= place && piece.at.start < place);
  const number = before !== -1 ? before : text.pieces.findIndex(({ at }) => at.start === place);
  const piece = text.pieces[number];
  if (piece?.kind !== 'known' || !piece.verbatim) return undefined;
  const cut = place - piece.at.start;
  const parts: Piece[] = [
    part(piece, 0, cut),
    { ...piece, text: mark, at: { start: place, end: place } },
    part(piece, cut, piece.text.length),
  ];
  return mappedText(text.pieces.toSpliced(number, 1, ...parts), text.place);
}

function part(piece: KnownPiece, start: number, end: number): KnownPiece {
  const at = { start: piece.at.start + start, end: piece.at.start + end };
  return { ...piece, text: piece.text.slice(start, end), at };
}
