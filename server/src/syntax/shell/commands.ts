/** Turns the parser's simple commands and their assignments into ours. */
import type {
  ArrayValue,
  Command,
  Assignment as ParsedAssignment,
  Redirection,
  Word,
} from 'unbash';
import type { Span } from '../../text/span.ts';
import { readKeyed } from './array-keys.ts';
import { sourceDirective } from './directives.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { readRedirections } from './redirections.ts';
import type { Assignment, ShellWord, SimpleCommand } from './tree.ts';
import { ASSIGNED, DECLARED, PLAIN, type WordMode } from './word-modes.ts';
import { readWord } from './words.ts';

/** Reads a command with its words, assignments and redirections. */
export function readCommand(context: ReadContext, node: Command, at: Span): SimpleCommand {
  context.noteCommand(at.start);
  const words: ShellWord[] = [];
  const assignments: Assignment[] = [];
  let redirections: Redirection[] | undefined;
  const redirect = (item: Redirection) => {
    if (redirections) redirections.push(item);
    else redirections = [item];
  };
  for (const item of node.prefix) {
    if (item.type === 'Assignment') assignments.push(readAssignment(context, item, ASSIGNED));
    else redirect(item);
  }
  if (node.name) words.push(readWord(context, node.name));
  for (const item of node.suffix) {
    if (item.type === 'Word') words.push(readWord(context, item));
    else if (item.type === 'Assignment') assignments.push(readAssignment(context, item, DECLARED));
    else redirect(item);
  }
  const name = node.name?.text;
  const sourceHint = name === 'source' || name === '.' ? readHint(context, at.start) : undefined;
  const reading = readRedirections(context, redirections);
  return {
    kind: 'command',
    at,
    words,
    assignments,
    ...reading,
    sourceHint,
  };
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
  return { kind: 'array', elements, keys };
}

function isArray(value: Word | ArrayValue): value is ArrayValue {
  return value.type === 'ArrayValue';
}
