/**
 * What stands where in a script, as far as comments need to know: the statements that they may stand above,
 * and the words and here-documents in which a `#` is none.
 */
import { firstFrom, type Span } from '../../text/span.ts';
import type { CommentTarget } from '../comments.ts';
import { bodiesOf, wordsOf } from './inside.ts';
import type { ShellNode, ShellWord } from './tree.ts';

/** The lines of a here-document, and the command that they are for. */
export interface DocumentLines extends Span {
  readonly of: Span;
}

interface ShellOutline {
  readonly units: readonly CommentTarget[];
  /** Words, assignments of one word, and here-documents, by their beginning; none inside another. */
  readonly words: readonly Span[];
  /** By their beginning. */
  readonly documents: readonly DocumentLines[];
}

interface Outline {
  readonly text: string;
  /** Offsets of interest, in order: only words that hold one of them are looked into. */
  readonly offsets: readonly number[];
  readonly units: CommentTarget[];
  readonly words: Span[];
  readonly documents: DocumentLines[];
  /** Statements that are still to be gone through, those of `$( … )` in words among them. */
  readonly lists: NodeList[];
}

interface NodeList {
  readonly nodes: readonly ShellNode[];
  /** Whether line endings divide them, so that those on one line belong together. */
  readonly isList: boolean;
  /** Whether comments may be put above them. */
  readonly isPlace: boolean;
}

/** The outline of statements. Words without any of the offsets are not looked into. */
export function shellOutline(
  text: string,
  nodes: readonly ShellNode[],
  offsets: readonly number[],
): ShellOutline {
  const outline: Outline = { text, offsets, units: [], words: [], documents: [], lists: [] };
  const { lists, units } = outline;
  lists.push({ nodes, isList: true, isPlace: true });
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) addList(outline, list);
  const byStart = (a: Span, b: Span) => a.start - b.start;
  return {
    units,
    words: outline.words.toSorted(byStart),
    documents: outline.documents.toSorted(byStart),
  };
}

function addList(outline: Outline, { nodes, isList, isPlace }: NodeList): void {
  let group: Span | undefined;
  const close = () => group && outline.units.push({ at: group, isPlace: isList && isPlace });
  for (const node of nodes) {
    if (group && isList && isOneLine(outline.text.slice(group.end, node.at.start))) {
      group = { start: group.start, end: Math.max(group.end, node.at.end) };
    } else {
      close();
      group = node.at;
    }
    addNode(outline, node, isPlace);
  }
  close();
}

/** Whether the text between two statements goes on in the same line, which a backslash may continue. */
function isOneLine(between: string): boolean {
  // A comment ends its line, whatever stands at its end.
  return !between.includes('#') && !between.replace(/\\\r?\n/g, '').includes('\n');
}

function addNode(outline: Outline, node: ShellNode, isPlace: boolean): void {
  const documents = 'documents' in node ? node.documents : [];
  for (const { start, end } of documents) {
    outline.documents.push({ start, end, of: node.at });
    outline.words.push({ start, end });
  }
  const isKnown = ({ at }: ShellWord) => documents.some(({ start }) => start === at.start);
  for (const word of wordsOf(node)) if (!isKnown(word)) addWord(outline, word);
  for (const { at, value } of node.kind === 'command' ? node.assignments : []) {
    if (value.kind === 'scalar' && !value.word) outline.words.push(at);
  }
  const isList = !holdsParts(node);
  for (const nodes of bodiesOf(node)) outline.lists.push({ nodes, isList, isPlace });
}

/** Whether the commands inside of one are parts of it, and no list. */
function holdsParts(node: ShellNode): boolean {
  switch (node.kind) {
    case 'pipeline':
    case 'and-or':
    case 'function':
      return true;
    case 'group':
      // The one command of `… &` and of `while …; done <f` begins where the group does.
      return node.body[0]?.at.start === node.at.start;
    default:
      return false;
  }
}

/** A word; the commands of `$( … )` in it are no part of it, since comments may stand between them. */
function addWord(outline: Outline, word: ShellWord): void {
  const { words, lists } = outline;
  let { start } = word.at;
  if (!word.inert && holdsOffset(outline, word.at)) {
    for (const part of word.parts) {
      const runs = part.kind === 'substitution' || part.kind === 'opaque';
      // No comment is looked for among commands that are decoded first.
      const bodies = runs && part.host === undefined ? part.body : [];
      if (bodies.length === 0 || !('at' in part)) continue;
      words.push({ start, end: part.at.start });
      lists.push({ nodes: bodies, isList: true, isPlace: false });
      start = part.at.end;
    }
  }
  words.push({ start, end: word.at.end });
}

function holdsOffset({ offsets }: Outline, { start, end }: Span): boolean {
  return (offsets[firstFrom(offsets, start, (offset) => offset)] ?? end) < end;
}
