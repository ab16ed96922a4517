/** Turns the parser's simple commands and their assignments into ours (bash manual 3.7.1, 6.7). */

import type {
  ArrayValue,
  Command,
  Assignment as ParsedAssignment,
  Redirection,
  Word,
  WordPart,
} from 'unbash';
import type { Span } from '../../../text/span.ts';
import type { Assignment, ShellWord, SimpleCommand } from '../tree.ts';
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
  // A list that grows has room for many more.
  return [name].concat(others).map((word) => readWord(context, word));
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

/**
 * The key and value of an element `[k]=v` or `[k]+=v`; undefined for one that is only a value. Braces in the value make several elements in an indexed
 * array and are text in an associative one; they are told as braces.
 */
function readKeyed(
  context: ReadContext,
  word: Word,
): { readonly key: ShellWord; readonly value: ShellWord; readonly append: boolean } | undefined {
  if (!word.text.startsWith('[')) return undefined;
  const parts = word.parts ?? [literalPart(word.text, word.pos)];
  const found = findSplit(parts);
  if (found === undefined) return undefined;
  const { close, valueStart } = found;
  const key = sliceWord(word, parts, word.pos + 1, close);
  const value = sliceWord(word, parts, valueStart, word.end);
  return {
    key: readWord(context, key, PLAIN),
    value: readWord(context, value, DECLARED),
    append: valueStart - close > 2,
  };
}

/** Where the bracket closes that the first part opens, outside of quotes and expansions. */
function findSplit(
  parts: readonly WordPart[],
): { readonly close: number; readonly valueStart: number } | undefined {
  let depth = 0;
  for (const part of parts) {
    if (part.type !== 'Literal' && part.type !== 'Glob') continue;
    const { text } = part;
    for (let index = 0; index < text.length; index++) {
      const char = text[index];
      if (char === '\\') index++;
      else if (char === '[') depth++;
      else if (char === ']' && --depth === 0) {
        const assigns = text.startsWith('=', index + 1)
          ? 1
          : text.startsWith('+=', index + 1)
            ? 2
            : 0;
        if (assigns === 0) return undefined;
        return { close: part.pos + index, valueStart: part.pos + index + 1 + assigns };
      }
    }
  }
  return undefined;
}

/** The word between two offsets, which stand in literal parts. */
function sliceWord(word: Word, parts: readonly WordPart[], start: number, end: number): Word {
  const inside = parts.flatMap((part): readonly WordPart[] => {
    if (part.end <= start || part.pos >= end) return [];
    if (part.pos >= start && part.end <= end) return [part];
    const from = Math.max(part.pos, start);
    return [literalPart(part.text.slice(from - part.pos, end - part.pos), from)];
  });
  const text = word.text.slice(start - word.pos, end - word.pos);
  return { type: 'Word', text, value: text, pos: start, end, parts: inside };
}

function literalPart(text: string, pos: number): WordPart {
  return { type: 'Literal', text, value: text, pos, end: pos + text.length };
}

/** How many lines above a command are looked at for a directive of ShellCheck (https://www.shellcheck.net/wiki/Directive). */
const MAX_LINES = 20;
/** How long a line may be; nobody writes a directive above a longer one. */
const MAX_LENGTH = 1_000;

/**
 * The PATH of a `# shellcheck source=PATH` among the comments and blank lines directly above the line
 * that `offset` is in, the nearest first; undefined for none. `begin` is where the text of the script begins.
 */
function sourceDirective(source: string, begin: number, offset: number): string | undefined {
  let lineStart = lineStartOf(source, begin, offset);
  for (let lines = 0; lines < MAX_LINES && lineStart !== undefined && lineStart > begin; lines++) {
    const end = lineStart - 1;
    lineStart = lineStartOf(source, begin, end);
    if (lineStart === undefined) return undefined;
    const line = source.slice(lineStart, end).trim();
    if (line === '') continue;
    if (!line.startsWith('#')) return undefined;
    const path = pathOf(line.slice(1));
    if (path !== undefined) return path;
  }
  return undefined;
}

function lineStartOf(source: string, begin: number, offset: number): number | undefined {
  const from = Math.max(begin, offset - MAX_LENGTH);
  const found = source.slice(from, offset).lastIndexOf('\n');
  if (found !== -1) return from + found + 1;
  return from === begin ? begin : undefined;
}

/** The value of `source=` in a comment such as ` shellcheck disable=SC1091 source="a lib.sh"`. */
function pathOf(comment: string): string | undefined {
  const text = comment.trim();
  if (!/^shellcheck\s/.test(text)) return undefined;
  let rest = text.slice('shellcheck'.length).trimStart();
  while (rest !== '' && !rest.startsWith('#')) {
    const [key = ''] = /^[^=\s]*=?/.exec(rest) ?? [];
    const behind = rest.slice(key.length);
    const quote = behind.startsWith('"') || behind.startsWith("'") ? behind.charAt(0) : '';
    const end = quote ? behind.indexOf(quote, 1) : behind.search(/\s|$/);
    const value = behind.slice(quote.length, end === -1 ? behind.length : end);
    if (key === 'source=') return value === '' ? undefined : value;
    rest = end === -1 ? '' : behind.slice(end + quote.length).trimStart();
  }
  return undefined;
}
