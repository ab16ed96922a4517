/** Finds the word or config line at the cursor by a mark. Why: docs/decisions/hover-and-completion.md */

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
import { LIMITS } from '../../text/limits.ts';
import { getOrInsert } from '../../text/lookup.ts';
import {
  type KnownPiece,
  knownPiece,
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

type Machines = readonly [Machine, ...Machine[]];

/** What the cursor is in. */
export type Standing =
  | {
      readonly kind: 'word';
      readonly machines: Machines;
      readonly word: Word;
      readonly index: number;
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

/** A cursor in QEMU's text. */
export interface Cursor {
  readonly standing: Standing;
  /** The document, or its copy with a mark. */
  readonly readIn: string;
  /** The document's span for one in the text that was searched; undefined for text elsewhere and across lines. */
  readonly inDocument: (at: Span) => Span | undefined;
  readonly isRepaired: boolean;
}

/** What a search needs. */
export interface CursorQuery {
  readonly source: Source;
  readonly host: LanguageSupport;
  readonly offset: number;
  readonly settings: Settings;
  readonly files: Files;
  readonly trees: ScriptTrees;
  /** Scripts that bring the document in. */
  readonly roots: readonly { readonly source: Source; readonly host: LanguageSupport }[];
  /** Analyses that save work. */
  readonly known: readonly [Analysis, ...Analysis[]];
}

/** Finds the cursor; undefined outside QEMU's text. Never throws. */
export function findCursor(query: CursorQuery): Cursor | undefined {
  const { source, host, offset, known } = query;
  const isWhole = known[0].isWhole();
  const asItIs = markText(source.text, offset, []);
  const touched = isWhole || !host.isScript ? touchedCursor(query, asItIs) : undefined;
  if (touched && !isTorn(touched.standing, asItIs)) return touched;
  // Further letters change no other word.
  if (isWhole && !touched && isInWord(query)) return undefined;
  if (host.complete.isInCode?.(source.text, offset)) return undefined;
  const { repairs, repairsFirst, isWhole: makesSense } = host.complete;
  const [repair] = repairsFirst ? repairs(source.text, offset) : [];
  if (repair) return repairedAt(query, repair);
  const read = new Map<string, ShellScript>();
  const found = findMarked(query, asItIs, read);
  if (found && !isTorn(found.standing, asItIs)) return found;
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

function isInWord({ source: { text }, offset, known }: CursorQuery): boolean {
  const before = text.slice(Math.max(0, offset - 80), offset);
  if (!/[\w./:,@%+-]$/.test(before) || /\$\{[^\s}]*$/.test(before)) return false;
  return !holdsConfig(known);
}

/** Whether a word of another program precedes; false if unknown. */
export function followsForeignWord(query: CursorQuery): boolean {
  const { source, offset, known } = query;
  let end = offset;
  while (end > 0 && /[ \t]/.test(source.text.charAt(end - 1))) end--;
  if (!known[0].isWhole() || holdsConfig(known)) return false;
  if (!/[\w-]/.test(source.text.charAt(end - 1))) return false;
  return !touchedCursor({ ...query, offset: end }, markText(source.text, end, []));
}

function holdsConfig(known: readonly Analysis[]): boolean {
  return known.some(({ invocations }) =>
    invocations.some(
      (one) => one.kind === 'config' || (one.kind === 'argv' && one.configs !== undefined),
    ),
  );
}

function touchedCursor(
  { source, offset, known, settings }: CursorQuery,
  { mark }: MarkedText,
): Cursor | undefined {
  const { path, text } = source;
  const machines: Machine[] = [];
  let first: { readonly found: TouchedWord; readonly files: FileSet } | undefined;
  for (const analysis of known) {
    for (const found of touchedWords(analysis, path, offset, mark)) {
      if (machines.length >= LIMITS.kept) break;
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

function repairedAt(query: CursorQuery, closings: Repair): Cursor | undefined {
  const marked = markText(query.source.text, query.offset, closings);
  const found = findMarked(query, marked, new Map());
  return found && !isTorn(found.standing, marked) ? { ...found, isRepaired: true } : undefined;
}

/** Whether an open quote took further lines in. Only JSON has several. */
function isTorn(standing: Standing, { mark }: MarkedText): boolean {
  const text = textOf(standing, mark);
  return text.includes('\n') && !(text.startsWith('{') && text.trimEnd().endsWith('}'));
}

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

function findMarked(
  query: CursorQuery,
  marked: MarkedText,
  read: Map<string, ShellScript>,
): Cursor | undefined {
  const { source, host, roots } = query;
  let first: Cursor | undefined;
  for (const root of [{ source, host }, ...roots.slice(0, LIMITS.kept)]) {
    const found = findIn(query, root, marked, read);
    if (first && found) {
      const [machine, ...others] = first.standing.machines;
      const machines: Machines = [machine, ...others, ...found.standing.machines];
      first = { ...first, standing: { ...first.standing, machines } };
    } else first ??= found;
    if (first && first.standing.machines.length >= LIMITS.kept) break;
  }
  return first;
}

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

function markedTrees(
  trees: ScriptTrees,
  text: string,
  read: Map<string, ShellScript>,
): ScriptTrees {
  return {
    ...trees,
    get: (path, asked) => {
      if (asked !== text) return trees.get(path, asked);
      return getOrInsert(read, text, () => readShell(text, undefined, dialectOf(text, path)));
    },
  };
}

type FindMark = (text: MappedText) => number | undefined;

function markPlace(set: FileSet, path: string, { mark, offset }: MarkedText): FindMark {
  const start = set.place({ path, at: { start: offset, end: offset } })?.start;
  return (text) => {
    if (start === undefined) return undefined;
    for (let at = text.decoded.indexOf(mark); at !== -1; at = text.decoded.indexOf(mark, at + 1)) {
      const piece = pieceAt(text, at);
      if (piece?.kind !== 'known') continue;
      // An escape, entity or doubled comma.
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
    if (machines.length >= LIMITS.kept) break;
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
  const { at, text, encodings } = dropped;
  const quotes = at.end - at.start - text.length;
  const inside = { start: at.start + quotes / 2, end: at.end - quotes / 2 };
  const asText = mappedText([knownPiece(text, inside, true, encodings)], at);
  return text !== '' && find(asText) !== undefined ? 'dropped' : undefined;
}

interface TouchedWord {
  readonly invocation: ArgvInvocation;
  readonly word: Word;
  readonly index: number;
}

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

function markedAt(text: MappedText, place: number, mark: string): MappedText | undefined {
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
