/**
 * What stands where in a script, as far as comments need to know: the statements that they may stand above,
 * and the words and here-documents in which a `#` is none.
 */
import { firstFrom, type Span } from '../../text/span.ts';
import type { CommentTarget } from '../comments.ts';
import type { Assignment, ShellNode, ShellTest, ShellWord } from './tree.ts';

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
  const list = (nodes: readonly ShellNode[]) =>
    outline.lists.push({ nodes, isList: true, isPlace });
  const parts = (nodes: readonly ShellNode[]) =>
    outline.lists.push({ nodes, isList: false, isPlace });
  switch (node.kind) {
    case 'command':
      for (const word of node.words) addWord(outline, word);
      for (const assignment of node.assignments) addAssignment(outline, assignment);
      addRedirections(outline, node);
      return;
    case 'pipeline':
    case 'and-or':
      parts(node.nodes);
      return;
    case 'group':
      // The one command of `… &` and of `while …; done <f` begins where the group does.
      if (node.body[0]?.at.start === node.at.start) parts(node.body);
      else list(node.body);
      addRedirections(outline, node);
      return;
    case 'if':
      for (const { test, body } of node.clauses) {
        list(test);
        list(body);
      }
      if (node.otherwise) list(node.otherwise);
      return;
    case 'loop':
      for (const word of node.words) addWord(outline, word);
      list(node.test);
      list(node.body);
      return;
    case 'case':
      addWord(outline, node.word);
      for (const { patterns, body } of node.arms) {
        for (const pattern of patterns) addWord(outline, pattern);
        list(body);
      }
      return;
    case 'function':
      parts(node.body);
      return;
    case 'expression':
      if (node.test) addTest(outline, node.test);
      return;
  }
}

type Redirected = Extract<ShellNode, { kind: 'command' | 'group' }>;

function addRedirections(outline: Outline, node: Redirected): void {
  const { documents, redirections, redirected, input, at } = node;
  const known = new Set<number>();
  for (const { start, end } of documents) {
    known.add(start);
    outline.documents.push({ start, end, of: at });
    outline.words.push({ start, end });
  }
  const words = [...redirections.map(({ target }) => target), ...redirected];
  if (input) words.push(input);
  for (const word of words) {
    // The same word may be here for several reasons.
    if (known.has(word.at.start)) continue;
    known.add(word.at.start);
    addWord(outline, word);
  }
}

function addAssignment(outline: Outline, { at, index, value }: Assignment): void {
  if (index) addWord(outline, index);
  if (value.kind === 'array') {
    for (const word of value.elements) addWord(outline, word);
    for (const key of value.keys ?? []) if (key) addWord(outline, key);
  } else if (value.word) {
    addWord(outline, value.word);
  } else outline.words.push(at);
}

function addTest(outline: Outline, test: ShellTest): void {
  const pending = [test];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case 'unary':
        addWord(outline, next.operand);
        break;
      case 'binary':
        addWord(outline, next.left);
        addWord(outline, next.right);
        break;
      case 'logical':
        for (const operand of next.operands) pending.push(operand);
        break;
      case 'not':
        pending.push(next.operand);
        break;
    }
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
