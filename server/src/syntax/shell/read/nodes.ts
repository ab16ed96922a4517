import type {
  ArithmeticExpression,
  ArrayValue,
  Command,
  Assignment as ParsedAssignment,
  PipelinePrefix,
  Redirection,
  Statement,
  TestExpression,
  Word,
  WordPart,
} from 'unbash';
import { LIMITS } from '../../../text/limits.ts';
import type { Span } from '../../../text/span.ts';
import type {
  Arithmetic,
  Assignment,
  Redirections,
  ShellNode,
  ShellTest,
  ShellWord,
  SimpleCommand,
} from '../tree.ts';
import { readExpression } from './arithmetic.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { NOT_REDIRECTED, readRedirections } from './redirections.ts';
import { ASSIGNED, DECLARED, PATTERN, PLAIN, type WordMode } from './word-modes.ts';
import { readWord } from './words.ts';

type ParsedNode = Statement['command'];
type ParsedList = { readonly commands: readonly Statement[] };

const NO_WORDS: readonly ShellWord[] = [];
const NOTHING_LOOPED: Pick<
  Extract<ShellNode, { kind: 'loop' }>,
  'variable' | 'words' | 'test' | 'arithmetic'
> = { variable: undefined, words: NO_WORDS, test: [], arithmetic: [] };

/** Converts statements. */
export function readStatements(
  context: ReadContext,
  statements: readonly Statement[],
): readonly ShellNode[] {
  return statements.map((statement) => readStatement(context, statement));
}

/** A statement in the background becomes a group. */
export function readStatement(context: ReadContext, statement: Statement): ShellNode {
  context.statements.push(statement.pos + context.offset);
  const node = readNode(context, statement.command);
  context.statements.pop();
  if (!statement.background) return node;
  const at = spanOfNode(context, statement);
  return { kind: 'group', at, subshell: true, bound: true, body: [node], ...NOT_REDIRECTED };
}

function readList(context: ReadContext, list: ParsedList): readonly ShellNode[] {
  return readStatements(context, list.commands);
}

function readNode(context: ReadContext, node: ParsedNode): ShellNode {
  const at = spanOfNode(context, node);
  switch (node.type) {
    case 'Command':
      return readCommand(context, node, at);
    case 'Pipeline': {
      const nodes = node.commands.map((command) => readNode(context, command));
      return { kind: 'pipeline', at, nodes, negated: isNegated(node.prefixes) };
    }
    case 'AndOr': {
      const nodes = node.commands.map((command) => readNode(context, command));
      return { kind: 'and-or', at, nodes, operators: node.operators };
    }
    case 'Redirected': {
      const redirections = readRedirections(context, node.redirects);
      const body = [readNode(context, node.command)];
      return { kind: 'group', at, subshell: false, body, ...redirections };
    }
    case 'Subshell':
    case 'BraceGroup': {
      const subshell = node.type === 'Subshell';
      const body = readList(context, node.body);
      return { kind: 'group', at: over(at, body), subshell, body, ...NOT_REDIRECTED };
    }
    case 'If': {
      const clauses = [node, ...node.elif].map((clause) => ({
        test: readList(context, clause.clause),
        body: readList(context, clause.then),
      }));
      const otherwise = node.else ? readList(context, node.else) : undefined;
      return { kind: 'if', at, clauses, otherwise };
    }
    case 'For':
    case 'Select':
    case 'ArithmeticFor':
    case 'While': {
      const loop = { kind: 'loop', at, ...NOTHING_LOOPED } as const;
      if (node.type === 'While') {
        const test = readList(context, node.clause);
        return { ...loop, over: node.kind, test, body: readList(context, node.body) };
      }
      if (node.type === 'ArithmeticFor') {
        const arithmetic = [node.initialize, node.test, node.update].map((expression) =>
          readOptional(context, expression),
        );
        return { ...loop, over: 'arithmetic', arithmetic, body: readList(context, node.body) };
      }
      const words = (node.wordlist ?? []).map((word) => readWord(context, word));
      const over = node.type === 'Select' ? 'select' : node.wordlist ? 'words' : 'arguments';
      const { text } = node.name;
      return { ...loop, variable: text, words, over, body: readList(context, node.body) };
    }
    case 'Case': {
      const arms = node.items.map((item) => ({
        patterns: patternsOf(context, item.pattern).map((word) => readWord(context, word, PATTERN)),
        // A quoted `*` is longer.
        catchesAll: item.pattern.some(({ text, pos, end }) => text === '*' && end - pos === 1),
        body: readList(context, item.body),
        end: item.terminator ?? ';;',
      }));
      return { kind: 'case', at, word: readWord(context, node.word, PLAIN), arms };
    }
    case 'Function': {
      const body = bound(readBody(context, node.body));
      return { kind: 'function', at: over(at, body), name: node.name.text, body };
    }
    case 'Coproc': {
      const body = bound(readBody(context, node.body));
      return { kind: 'group', at, subshell: true, bound: true, body, ...NOT_REDIRECTED };
    }
    case 'TestCommand': {
      const test = readTest(context, node.expression);
      return { kind: 'expression', at, test, arithmetic: undefined };
    }
    case 'ArithmeticCommand': {
      const arithmetic = readOptional(context, node.expression);
      return { kind: 'expression', at, test: undefined, arithmetic };
    }
  }
}

/** An arm's patterns. If a `)` is missing, the parser takes all words for patterns. */
function patternsOf({ source, offset }: ReadContext, words: readonly Word[]): readonly Word[] {
  if (words.length <= LIMITS.definitions) return words;
  const end = words.findIndex(({ pos }, index) => {
    const before = words[index - 1]?.end ?? pos;
    return index > LIMITS.definitions && !source.slice(before + offset, pos + offset).includes('|');
  });
  return end === -1 ? words : words.slice(0, end);
}

function isNegated(prefixes: readonly PipelinePrefix[]): boolean {
  return prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
}

/** After a syntax error the parser returns a bare list. */
function readBody(
  context: ReadContext,
  body: ParsedNode | (ParsedList & { readonly type: 'CompoundList' }),
): readonly ShellNode[] {
  return body.type === 'CompoundList' ? readList(context, body) : [readNode(context, body)];
}

function bound(body: readonly ShellNode[]): readonly ShellNode[] {
  return body.map((node) => {
    if (node.kind !== 'group') return node;
    const [only, ...others] = node.body;
    const isRedirected =
      only?.kind === 'group' && others.length === 0 && node.redirections.length > 0;
    return { ...node, bound: true, body: isRedirected ? bound(node.body) : node.body };
  });
}

function readOptional(
  context: ReadContext,
  expression: ArithmeticExpression | undefined,
): Arithmetic | undefined {
  return expression && readExpression(context, expression);
}

const MATCHING = new Set(['=', '==', '!=', '=~']);

function readTest(context: ReadContext, node: TestExpression): ShellTest {
  const word = (parsed: Word) => readWord(context, parsed, PLAIN);
  switch (node.type) {
    case 'TestUnary':
      return { kind: 'unary', operator: node.operator, operand: word(node.operand) };
    case 'TestBinary': {
      const { operator } = node;
      const right = MATCHING.has(operator)
        ? readWord(context, node.right, PATTERN)
        : word(node.right);
      return { kind: 'binary', operator, left: word(node.left), right };
    }
    case 'TestLogical': {
      const operands = node.operands.map((operand) => readTest(context, operand));
      return { kind: 'logical', operator: node.operator, operands };
    }
    case 'TestNot': {
      const operand = readTest(context, node.operand);
      return node.negations.length % 2 === 1 ? { kind: 'not', operand } : operand;
    }
    case 'TestGroup':
      return readTest(context, node.expression);
  }
}

/** The parser ends an unclosed group where it begins. */
function over(at: Span, body: readonly ShellNode[]): Span {
  const end = body.at(-1)?.at.end ?? 0;
  return end > at.end ? { start: at.start, end } : at;
}

const NO_ASSIGNMENTS: readonly Assignment[] = [];

function readCommand(context: ReadContext, node: Command, at: Span): SimpleCommand {
  context.noteCommand(at.start);
  const { prefix, name, suffix } = node;
  const sourceHint =
    name?.text === 'source' || name?.text === '.' ? readHint(context, at.start) : undefined;
  if (prefix.every(isAssignment) && suffix.every(isWord)) {
    const words = name ? readWords(context, name, suffix) : NO_WORDS;
    const assignments =
      prefix.length === 0
        ? NO_ASSIGNMENTS
        : prefix.map((item) => readAssignment(context, item, ASSIGNED));
    return commandOf(at, words, assignments, NOT_REDIRECTED, sourceHint);
  }
  const assignments: Assignment[] = [];
  const redirections: Redirection[] = [];
  const others: Word[] = [];
  const add = (items: readonly Item[], mode: WordMode): void => {
    for (const item of items) {
      if (item.type === 'Assignment') assignments.push(readAssignment(context, item, mode));
      else if (item.type === 'Word') others.push(item);
      else redirections.push(item);
    }
  };
  add(prefix, ASSIGNED);
  add(suffix, DECLARED);
  const words = name ? readWords(context, name, others) : NO_WORDS;
  return commandOf(at, words, assignments, readRedirections(context, redirections), sourceHint);
}

/** Hot path: one hidden class. */
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
  return others.toSpliced(0, 0, name).map((word) => readWord(context, word));
}

type Item = Command['prefix'][number] | Command['suffix'][number];

function isWord(item: Item): item is Word {
  return item.type === 'Word';
}

function isAssignment(item: Item): item is ParsedAssignment {
  return item.type === 'Assignment';
}

/** A ShellCheck directive applies to the statement below and its commands. */
function readHint({ source, begin, statements }: ReadContext, start: number): string | undefined {
  let path = sourceDirective(source, begin, start);
  for (let index = statements.length - 1; index >= 0 && path === undefined; index--) {
    path = sourceDirective(source, begin, statements[index] ?? start);
  }
  // `/dev/null` tells ShellCheck to read no file.
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

/** `[k]=v`, `[k]+=v`; else undefined. Braces expand in an indexed array only. */
function readKeyed(
  context: ReadContext,
  word: Word,
): { readonly key: ShellWord | undefined; readonly value: ShellWord } | undefined {
  if (!word.text.startsWith('[')) return undefined;
  const parts = word.parts ?? [literalPart(word.text, word.pos)];
  const found = findSplit(parts);
  if (found === undefined) return undefined;
  const { close, valueStart } = found;
  const key = sliceWord(word, parts, word.pos + 1, close);
  const value = sliceWord(word, parts, valueStart, word.end);
  const appends = valueStart - close > 2;
  return {
    key: appends ? undefined : readWord(context, key, PLAIN),
    value: readWord(context, value, DECLARED),
  };
}

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

/** The nearest `# shellcheck source=PATH` above. */
function sourceDirective(source: string, begin: number, offset: number): string | undefined {
  let lineStart = lineStartOf(source, begin, offset);
  for (
    let lines = 0;
    lines < LIMITS.several && lineStart !== undefined && lineStart > begin;
    lines++
  ) {
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
  const from = Math.max(begin, offset - LIMITS.pieces);
  const found = source.slice(from, offset).lastIndexOf('\n');
  if (found !== -1) return from + found + 1;
  return from === begin ? begin : undefined;
}

/** `a lib.sh` of ` shellcheck disable=SC1091 source="a lib.sh"`. */
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
