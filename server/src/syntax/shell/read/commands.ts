/** Turns the parser's simple commands and their assignments into ours. */
import type {
  ArrayValue,
  Command,
  Assignment as ParsedAssignment,
  Redirection,
  Word,
} from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { Assignment, ShellWord, SimpleCommand } from '../tree.ts';
import { readKeyed } from './array-keys.ts';
import { sourceDirective } from './directives.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { NOT_REDIRECTED, type Redirections, readRedirections } from './redirections.ts';
import { ASSIGNED, DECLARED, PLAIN, type WordMode } from './word-modes.ts';
import { readWord } from './words.ts';

const NO_WORDS: readonly ShellWord[] = [];
const NO_ASSIGNMENTS: readonly Assignment[] = [];

/** Reads a command with its words, assignments and redirections. */
export function readCommand(context: ReadContext, node: Command, at: Span): SimpleCommand {
  context.noteCommand(at.start);
  const { prefix, name, suffix } = node;
  const sourceHint =
    name?.text === 'source' || name?.text === '.' ? readHint(context, at.start) : undefined;
  // Most commands are words and nothing else.
  if (name && prefix.length === 0 && suffix.every(isWord)) {
    const words = readWords(context, name, suffix);
    return commandOf(at, words, NO_ASSIGNMENTS, NOT_REDIRECTED, sourceHint);
  }
  const redirections = [...prefix, ...suffix].filter(isRedirection);
  const assignments = [
    ...prefix.filter(isAssignment).map((item) => readAssignment(context, item, ASSIGNED)),
    ...suffix.filter(isAssignment).map((item) => readAssignment(context, item, DECLARED)),
  ];
  const words = name ? readWords(context, name, suffix.filter(isWord)) : NO_WORDS;
  return commandOf(at, words, assignments, readRedirections(context, redirections), sourceHint);
}

/** One by one, since an engine makes room for what it sees: spread properties lie elsewhere. */
function commandOf(
  at: Span,
  words: readonly ShellWord[],
  assignments: readonly Assignment[],
  { redirected, input, redirections, documents }: Redirections,
  sourceHint: string | undefined,
): SimpleCommand {
  return {
    kind: 'command',
    at,
    words,
    assignments,
    redirected,
    input,
    redirections,
    documents,
    sourceHint,
  };
}

function readWords(
  context: ReadContext,
  name: Word,
  others: readonly Word[],
): readonly ShellWord[] {
  const first = readWord(context, name);
  const [second] = others;
  if (second === undefined) return [first];
  // A literal has room for what is in it and no more.
  if (others.length === 1) return [first, readWord(context, second)];
  return [first, ...others.map((word) => readWord(context, word))];
}

type Item = Command['prefix'][number] | Command['suffix'][number];

function isWord(item: Item): item is Word {
  return item.type === 'Word';
}

function isAssignment(item: Item): item is ParsedAssignment {
  return item.type === 'Assignment';
}

function isRedirection(item: Item): item is Redirection {
  return !isWord(item) && !isAssignment(item);
}

/**
 * What ShellCheck was told about a command that reads a file. A directive holds for the statement that it
 * stands above, and so for all commands inside.
 */
function readHint({ source, begin, statements }: ReadContext, start: number): string | undefined {
  let path = sourceDirective(source, begin, start);
  for (let index = statements.length - 1; index >= 0 && path === undefined; index--) {
    path = sourceDirective(source, begin, statements[index] ?? start);
  }
  // That there is nothing to read.
  return path === '/dev/null' ? undefined : path;
}

function readAssignment(context: ReadContext, node: ParsedAssignment, mode: WordMode): Assignment {
  return {
    at: spanOfNode(context, node),
    name: node.name,
    append: node.append === true,
    index: node.index && readWord(context, node.index, PLAIN),
    value: isArray(node.value)
      ? readArray(context, node.value.elements)
      : { kind: 'scalar', word: readWord(context, node.value, mode) },
  };
}

function readArray(context: ReadContext, parsed: readonly Word[]): Assignment['value'] {
  const keyed = parsed.map((word) => readKeyed(context, word));
  const elements = parsed.map((word, index) => keyed[index]?.value ?? readWord(context, word));
  const keys = keyed.some((one) => one !== undefined) ? keyed.map((one) => one?.key) : undefined;
  const appends = keyed.some((one) => one?.append)
    ? keyed.map((one) => one?.append === true)
    : undefined;
  return { kind: 'array', elements, keys, appends };
}

function isArray(value: Word | ArrayValue): value is ArrayValue {
  return value.type === 'ArrayValue';
}
