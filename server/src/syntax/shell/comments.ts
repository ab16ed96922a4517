/** Finds marked comments and their statements; the parser drops comments. */
import { firstFrom, type Span } from '../../text/span.ts';
import {
  type Comments,
  type CommentTarget,
  joinComments,
  marginStart,
  type WrittenComment,
} from '../comments.ts';
import { bodiesOf, wordsOf } from './inside.ts';
import type { ShellNode, ShellScript, ShellWord } from './tree.ts';

interface FoundComment extends WrittenComment {
  readonly isAlone: boolean;
}

/** Including files ask for the same marker. */
const known = new WeakMap<ShellScript, { readonly marker: string; readonly all: Comments }>();

/** Targets are statements, and assignments such as `args=( … )`. A comment after code covers nothing. */
export function readShellComments(text: string, script: ShellScript, marker: string): Comments {
  const before = known.get(script);
  if (before?.marker === marker) return before.all;
  const all = commentsIn(text, script, marker);
  known.set(script, { marker, all });
  return all;
}

function commentsIn(text: string, script: ShellScript, marker: string): Comments {
  const hashes = findHashes(text, marker);
  const { units, words, documents } = shellOutline(text, script.nodes, hashes);
  const found = commentsAt(text, hashes, words);
  const { comments, ...joined } = joinComments(text, marker, { comments: found, targets: units });
  const others = new Set(found.filter(({ isAlone }) => !isAlone).map(({ at }) => at));
  return {
    ...joined,
    comments: comments.map((one) => (others.has(one.at) ? { ...one, above: undefined } : one)),
    anchor: anchorIn(documents),
    isWhole: script.problems.length === 0,
  };
}

function anchorIn(documents: readonly DocumentLines[]): Comments['anchor'] {
  return (at) => {
    const document = spanAround(documents, at.start);
    return document ? { start: document.of.start, end: document.of.start } : at;
  };
}

function findHashes(text: string, marker: string): readonly number[] {
  const hashes: number[] = [];
  for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, at + 1)) {
    let start = at;
    while (start > 0 && ' \t#'.includes(text.charAt(start - 1))) start--;
    let hash = start;
    while (hash < at && !beginsComment(text, hash)) hash++;
    if (hash < at) hashes.push(hash);
  }
  return hashes;
}

/** bash manual 3.1.3. */
function beginsComment(text: string, at: number): boolean {
  return text[at] === '#' && (at === 0 || /[\s;&|()<>]/.test(text.charAt(at - 1)));
}

function commentsAt(
  text: string,
  hashes: readonly number[],
  words: readonly Span[],
): readonly FoundComment[] {
  const comments: FoundComment[] = [];
  let known = 0;
  for (const hash of hashes) {
    if (hash < known) continue;
    const word = words[lastFrom(words, hash)];
    if (word !== undefined && hash < word.end) continue;
    const lineStart = text.lastIndexOf('\n', hash) + 1;
    const first = commentFrom(text, Math.max(lineStart, word?.end ?? 0), hash);
    const newline = text.indexOf('\n', hash);
    known = newline === -1 ? text.length : newline;
    if (first < hash) continue;
    const end = text[known - 1] === '\r' ? known - 1 : known;
    const slash = continuing(text, lineStart);
    const isContinued = slash !== undefined && !isInComment(text, slash, words);
    const isAlone = marginStart(text, hash) !== undefined && !isContinued;
    comments.push({ at: { start: hash, end }, textAt: { start: hash + 1, end }, isAlone });
  }
  return comments;
}

function commentFrom(text: string, from: number, end: number): number {
  let first = from;
  while (first < end && !beginsComment(text, first)) first++;
  return first;
}

function isInComment(text: string, offset: number, words: readonly Span[]): boolean {
  const word = words[lastFrom(words, offset)];
  const lineStart = text.lastIndexOf('\n', offset) + 1;
  return commentFrom(text, Math.max(lineStart, word?.end ?? 0), offset) < offset;
}

/** A final backslash outside of comments. */
function continuing(text: string, lineStart: number): number | undefined {
  let end = lineStart - 1;
  if (text[end - 1] === '\r') end--;
  let slashes = 0;
  while (text[end - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 0 ? undefined : end - 1;
}

function lastFrom(spans: readonly Span[], offset: number): number {
  return firstFrom(spans, offset + 1, ({ start }) => start) - 1;
}

function spanAround<T extends Span>(spans: readonly T[], offset: number): T | undefined {
  const span = spans[lastFrom(spans, offset)];
  return span !== undefined && offset <= span.end ? span : undefined;
}

/** Whether a comment fits above a unit: it begins a line that continues no other. */
export function isFirstOnLine(text: string, { at }: CommentTarget): boolean {
  const lineStart = marginStart(text, at.start);
  if (lineStart === undefined) return false;
  const slash = continuing(text, lineStart);
  if (slash === undefined) return true;
  const above = text.slice(text.lastIndexOf('\n', slash) + 1, slash);
  return /^[^'"]*(?:^|\s)#/.test(above);
}

interface DocumentLines extends Span {
  readonly of: Span;
}

interface ShellOutline {
  readonly units: readonly CommentTarget[];
  /** Disjoint and sorted, with one-word assignments and here-documents. */
  readonly words: readonly Span[];
  readonly documents: readonly DocumentLines[];
}

interface Outline {
  readonly text: string;
  /** Sorted offsets of words to select; undefined for none. */
  readonly offsets: readonly number[] | undefined;
  readonly units: CommentTarget[];
  readonly words: Span[];
  readonly documents: DocumentLines[];
  readonly lists: NodeList[];
}

interface NodeList {
  readonly nodes: readonly ShellNode[];
  /** Whether line ends separate nodes; those on one line are a unit. */
  readonly isList: boolean;
  /** Whether no comment fits in between. */
  readonly isFixed: boolean;
}

function shellOutline(
  text: string,
  nodes: readonly ShellNode[],
  offsets: readonly number[] | undefined,
): ShellOutline {
  const outline: Outline = { text, offsets, units: [], words: [], documents: [], lists: [] };
  const { lists, units } = outline;
  lists.push({ nodes, isList: true, isFixed: false });
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) addList(outline, list);
  const byStart = (a: Span, b: Span) => a.start - b.start;
  return {
    units,
    words: outline.words.toSorted(byStart),
    documents: outline.documents.toSorted(byStart),
  };
}

function addList(outline: Outline, { nodes, isList, isFixed }: NodeList): void {
  let group: Span | undefined;
  const close = () => group && outline.units.push({ at: group, isFixed: isFixed || !isList });
  for (const node of nodes) {
    if (group && isList && isOneLine(outline.text.slice(group.end, node.at.start))) {
      group = { start: group.start, end: Math.max(group.end, node.at.end) };
    } else {
      close();
      group = node.at;
    }
    addNode(outline, node, isFixed);
  }
  close();
}

function isOneLine(between: string): boolean {
  // A backslash in a comment continues nothing.
  return !between.includes('#') && !between.replace(/\\\r?\n/g, '').includes('\n');
}

function addNode(outline: Outline, node: ShellNode, isFixed: boolean): void {
  const documents = 'documents' in node ? node.documents : [];
  for (const { start, end } of documents) outline.documents.push({ start, end, of: node.at });
  if (outline.offsets) addWords(outline, outline.offsets, node, documents);
  const isList = !holdsParts(node);
  for (const nodes of bodiesOf(node)) outline.lists.push({ nodes, isList, isFixed });
}

function addWords(
  outline: Outline,
  offsets: readonly number[],
  node: ShellNode,
  documents: readonly Span[],
): void {
  const { words } = outline;
  for (const { start, end } of documents) words.push({ start, end });
  const isKnown = ({ at }: ShellWord) => documents.some(({ start }) => start === at.start);
  for (const word of wordsOf(node)) if (!isKnown(word)) addWord(outline, offsets, word);
  for (const { at, value } of node.kind === 'command' ? node.assignments : []) {
    if (value.kind === 'scalar' && !value.word) words.push(at);
  }
}

function holdsParts(node: ShellNode): boolean {
  switch (node.kind) {
    case 'pipeline':
    case 'and-or':
    case 'function':
      return true;
    case 'group':
      // `… &`, `while …; done <f`
      return node.body[0]?.at.start === node.at.start;
    default:
      return false;
  }
}

/** Comments may be in `$( … )`. */
function addWord({ words, lists }: Outline, offsets: readonly number[], word: ShellWord): void {
  let { start } = word.at;
  if (!word.inert && holdsOffset(offsets, word.at)) {
    for (const part of word.parts) {
      const runs = part.kind === 'substitution' || part.kind === 'opaque';
      const bodies = runs && part.host === undefined ? part.body : [];
      if (bodies.length === 0 || !('at' in part)) continue;
      words.push({ start, end: part.at.start });
      lists.push({ nodes: bodies, isList: true, isFixed: true });
      start = part.at.end;
    }
  }
  words.push({ start, end: word.at.end });
}

function holdsOffset(offsets: readonly number[], { start, end }: Span): boolean {
  return (offsets[firstFrom(offsets, start, (offset) => offset)] ?? end) < end;
}
