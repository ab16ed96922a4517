/**
 * Reads shell scripts with unbash and hands out the plain tree of `tree.ts`; no node of the parser
 * leaves this folder. Broken scripts give the commands that are whole, plus problems.
 */
import {
  type ArrayValue,
  type Command,
  type HereDoc,
  type HereString,
  type Assignment as ParsedAssignment,
  parse,
  type Redirection,
  type Statement,
  type Word,
} from 'unbash';
import type { Span } from '../../text/span.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import type { Assignment, ShellNode, ShellScript, ShellWord, SimpleCommand } from './tree.ts';
import { readHereDocument, readPart, readWord } from './words.ts';

type ParsedNode = Statement['command'];
type ParsedList = { readonly commands: readonly Statement[] };

/** How often reading begins anew behind a line that the parser cannot make sense of. */
const MAX_RESTARTS = 200;

/**
 * Reads a script. Never throws; an empty or binary text has no nodes. Line endings of Windows count as
 * line endings: bash would take the `\r` as text, but a checkout with converted line endings is not
 * what runs.
 *
 * The parser stops at some errors, and an unclosed quote takes in all that follows. Then we go on with
 * the next line, since what is half-typed in one place must not hide the rest of the script.
 */
export function readShell(text: string): ShellScript {
  const source = text.includes('\r\n') ? unixLineEndings(text) : text;
  const nodes: ShellNode[] = [];
  const problems: ShellScript['problems'][number][] = [];
  let start = 0;
  for (let restarts = 0; restarts <= MAX_RESTARTS; restarts++) {
    const script = parse(source.slice(start));
    const context = readContext(source, start);
    for (const node of readStatements(context, script.commands)) nodes.push(node);
    const errors = (script.errors ?? []).map(({ pos, message }) => ({
      at: { start: pos + start, end: pos + start },
      message,
    }));
    for (const error of errors) problems.push(error);
    const next = errors
      .map((error) => source.indexOf('\n', error.at.start) + 1)
      .find((line) => line > context.lastCommand);
    if (next === undefined || next >= source.length) break;
    start = next;
  }
  return { nodes, problems };
}

function readContext(source: string, offset: number): ReadContext {
  const context: ReadContext = {
    source,
    offset,
    lastCommand: offset,
    readScript: (nested) => {
      // Inside backticks with escapes the parser's offsets count in a text of its own: those commands
      // cannot be pointed at, so we claim nothing about them.
      if (nested === undefined || nested.source !== undefined) return [];
      return readStatements(context, nested.commands);
    },
  };
  return context;
}

/** The same text without `\r\n`, every character at its old offset. A continued line stays continued. */
function unixLineEndings(text: string): string {
  return text.replaceAll('\\\r\n', ' \\\n').replaceAll('\r\n', '\n\n');
}

function readStatements(
  context: ReadContext,
  statements: readonly Statement[],
): readonly ShellNode[] {
  const nodes: ShellNode[] = [];
  for (const statement of statements) {
    for (const node of readNode(context, statement.command)) nodes.push(node);
  }
  return nodes;
}

function readList(context: ReadContext, list: ParsedList): readonly ShellNode[] {
  return readStatements(context, list.commands);
}

function readNode(context: ReadContext, node: ParsedNode): readonly ShellNode[] {
  const at = spanOfNode(context, node);
  switch (node.type) {
    case 'Command':
      return [readCommand(context, node, at)];
    case 'Pipeline':
      return [
        {
          kind: 'pipeline',
          at,
          nodes: node.commands.flatMap((command) => readNode(context, command)),
        },
      ];
    case 'AndOr':
      return [
        {
          kind: 'and-or',
          at,
          nodes: node.commands.flatMap((command) => readNode(context, command)),
          operators: node.operators,
        },
      ];
    case 'Redirected': {
      const redirected = readRedirections(context, node.redirects);
      const body = readNode(context, node.command);
      return [{ kind: 'group', at, subshell: false, body, redirected }];
    }
    case 'Subshell':
    case 'BraceGroup': {
      const subshell = node.type === 'Subshell';
      return [{ kind: 'group', at, subshell, body: readList(context, node.body), redirected: [] }];
    }
    case 'If': {
      const clauses = [node, ...node.elif].map((clause) => ({
        test: readList(context, clause.clause),
        body: readList(context, clause.then),
      }));
      const otherwise = node.else ? readList(context, node.else) : undefined;
      return [{ kind: 'if', at, clauses, otherwise }];
    }
    case 'For':
    case 'Select': {
      const words = (node.wordlist ?? []).map((word) => readWord(context, word));
      const body = readList(context, node.body);
      return [{ kind: 'loop', at, variable: node.name.text, words, test: [], body }];
    }
    case 'ArithmeticFor': {
      const body = readList(context, node.body);
      return [{ kind: 'loop', at, variable: undefined, words: [], test: [], body }];
    }
    case 'While': {
      const test = readList(context, node.clause);
      const body = readList(context, node.body);
      return [{ kind: 'loop', at, variable: undefined, words: [], test, body }];
    }
    case 'Case': {
      const arms = node.items.map((item) => ({
        // A quoted `*` is one character longer, and matches nothing but itself.
        catchesAll: item.pattern.some(({ text, pos, end }) => text === '*' && end - pos === 1),
        body: readList(context, item.body),
      }));
      return [{ kind: 'case', at, word: readWord(context, node.word), arms }];
    }
    case 'Function':
      return [{ kind: 'function', at, name: node.name.text, body: readBody(context, node.body) }];
    case 'Coproc':
      return [
        { kind: 'group', at, subshell: true, body: readBody(context, node.body), redirected: [] },
      ];
    case 'TestCommand':
    case 'ArithmeticCommand':
      return [{ kind: 'expression', at, words: [] }];
  }
}

function readCommand(context: ReadContext, node: Command, at: Span): SimpleCommand {
  context.lastCommand = Math.max(context.lastCommand, at.start);
  const words: ShellWord[] = [];
  const assignments: Assignment[] = [];
  let redirected: ShellWord[] | undefined;
  for (const item of node.prefix) {
    if (item.type === 'Assignment') assignments.push(readAssignment(context, item));
    else redirected = addRedirection(context, item, redirected);
  }
  if (node.name) words.push(readWord(context, node.name));
  for (const item of node.suffix) {
    if (item.type === 'Word') words.push(readWord(context, item));
    else if (item.type === 'Assignment') assignments.push(readAssignment(context, item));
    else redirected = addRedirection(context, item, redirected);
  }
  const input = readInput(context, node);
  return { kind: 'command', at, words, assignments, redirected: redirected ?? NO_WORDS, input };
}

/** The here-document or here-string on the standard input; the last one counts. */
function readInput(context: ReadContext, node: Command): ShellWord | undefined {
  const item = node.suffix.findLast(isInput) ?? node.prefix.findLast(isInput);
  if (item?.type === 'HereDoc') return readHereDocument(context, item);
  return item?.target && readWord(context, item.target);
}

function isInput(item: Command['prefix' | 'suffix'][number]): item is HereDoc | HereString {
  if (item.type !== 'HereDoc' && item.type !== 'HereString') return false;
  const { descriptor } = item;
  return !descriptor || (descriptor.type === 'FileDescriptor' && descriptor.value === 0);
}

const NO_WORDS: readonly ShellWord[] = [];

/** The body of a function or coproc; in recovery the parser gives a bare list. */
function readBody(
  context: ReadContext,
  body: Parameters<typeof readNode>[1] | (ParsedList & { readonly type: 'CompoundList' }),
): readonly ShellNode[] {
  return body.type === 'CompoundList' ? readList(context, body) : readNode(context, body);
}

function readAssignment(context: ReadContext, node: ParsedAssignment): Assignment {
  return {
    at: spanOfNode(context, node),
    name: node.name,
    append: node.append === true,
    indexed: node.index !== undefined,
    value: isArray(node.value)
      ? { kind: 'array', elements: node.value.elements.map((word) => readWord(context, word)) }
      : { kind: 'scalar', word: readWord(context, node.value) },
  };
}

function isArray(value: Word | ArrayValue): value is ArrayValue {
  return value.type === 'ArrayValue';
}

/** The words of redirections, for the commands that their substitutions run. */
function readRedirections(
  context: ReadContext,
  redirections: readonly Redirection[],
): readonly ShellWord[] {
  let words: ShellWord[] | undefined;
  for (const redirection of redirections) words = addRedirection(context, redirection, words);
  return words ?? NO_WORDS;
}

function addRedirection(
  context: ReadContext,
  redirection: Redirection,
  words: ShellWord[] | undefined,
): ShellWord[] | undefined {
  if (redirection.type !== 'HereDoc') {
    const word = redirection.target && readWord(context, redirection.target);
    return word === undefined || word.inert ? words : [...(words ?? []), word];
  }
  const { body } = redirection;
  if (!/`|\$\(/.test(body.text)) return words;
  const parts = (body.parts ?? []).filter((part) => part.type === 'CommandExpansion');
  if (parts.length === 0) return words;
  const word: ShellWord = {
    at: spanOfNode(context, body),
    inert: false,
    parts: parts.flatMap((part) => readPart(context, part, true)),
  };
  return [...(words ?? []), word];
}
