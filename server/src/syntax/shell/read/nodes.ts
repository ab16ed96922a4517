/** Turns the parser's statements into the nodes of `tree.ts`. */
import type { ArithmeticExpression, PipelinePrefix, Statement, TestExpression, Word } from 'unbash';
import type { Arithmetic, ShellNode, ShellTest, ShellWord } from '../tree.ts';
import { readCommand } from './commands.ts';
import { type ReadContext, spanOfNode } from './read-context.ts';
import { NOT_REDIRECTED, readRedirections } from './redirections.ts';
import { PATTERN, PLAIN } from './word-modes.ts';
import { readExpression, readWord } from './words.ts';

type ParsedNode = Statement['command'];
type ParsedList = { readonly commands: readonly Statement[] };

const NO_WORDS: readonly ShellWord[] = [];
const NO_NODES: readonly ShellNode[] = [];
const NO_ARITHMETIC: readonly (Arithmetic | undefined)[] = [];

/** The nodes of a list of statements; one that runs in the background is a group of its own. */
export function readStatements(
  context: ReadContext,
  statements: readonly Statement[],
): readonly ShellNode[] {
  const [only] = statements;
  // Most lists inside of others are a single statement, and a list that grows has room for many.
  if (only && statements.length === 1) return readStatement(context, only);
  const nodes: ShellNode[] = [];
  for (const statement of statements) {
    for (const node of readStatement(context, statement)) nodes.push(node);
  }
  return nodes;
}

/** The nodes of one statement. */
export function readStatement(context: ReadContext, statement: Statement): readonly ShellNode[] {
  context.statements.push(statement.pos + context.offset);
  const body = readNode(context, statement.command);
  context.statements.pop();
  if (!statement.background) return body;
  const at = spanOfNode(context, statement);
  return [{ kind: 'group', at, subshell: true, bound: true, body, ...NOT_REDIRECTED }];
}

function readList(context: ReadContext, list: ParsedList): readonly ShellNode[] {
  return readStatements(context, list.commands);
}

function readNode(context: ReadContext, node: ParsedNode): readonly ShellNode[] {
  const at = spanOfNode(context, node);
  switch (node.type) {
    case 'Command':
      return [readCommand(context, node, at)];
    case 'Pipeline': {
      const nodes = node.commands.flatMap((command) => readNode(context, command));
      return [{ kind: 'pipeline', at, nodes, negated: isNegated(node.prefixes) }];
    }
    case 'AndOr': {
      const nodes = node.commands.flatMap((command) => readNode(context, command));
      return [{ kind: 'and-or', at, nodes, operators: node.operators }];
    }
    case 'Redirected': {
      const redirections = readRedirections(context, node.redirects);
      const body = readNode(context, node.command);
      return [{ kind: 'group', at, subshell: false, body, ...redirections }];
    }
    case 'Subshell':
    case 'BraceGroup': {
      const subshell = node.type === 'Subshell';
      return [
        { kind: 'group', at, subshell, body: readList(context, node.body), ...NOT_REDIRECTED },
      ];
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
    case 'Select':
      return [
        {
          kind: 'loop',
          at,
          variable: node.name.text,
          words: (node.wordlist ?? []).map((word) => readWord(context, word)),
          over: node.type === 'Select' ? 'select' : node.wordlist ? 'words' : 'arguments',
          test: NO_NODES,
          arithmetic: NO_ARITHMETIC,
          body: readList(context, node.body),
        },
      ];
    case 'ArithmeticFor':
      return [
        {
          kind: 'loop',
          at,
          variable: undefined,
          words: NO_WORDS,
          over: 'arithmetic',
          test: NO_NODES,
          arithmetic: [node.initialize, node.test, node.update].map((expression) =>
            readOptional(context, expression),
          ),
          body: readList(context, node.body),
        },
      ];
    case 'While':
      return [
        {
          kind: 'loop',
          at,
          variable: undefined,
          words: NO_WORDS,
          over: node.kind,
          test: readList(context, node.clause),
          arithmetic: NO_ARITHMETIC,
          body: readList(context, node.body),
        },
      ];
    case 'Case': {
      const arms = node.items.map((item) => ({
        patterns: item.pattern.map((word) => readWord(context, word, PATTERN)),
        // A quoted `*` is one character longer, and matches nothing but itself.
        catchesAll: item.pattern.some(({ text, pos, end }) => text === '*' && end - pos === 1),
        body: readList(context, item.body),
        end: item.terminator ?? ';;',
      }));
      return [{ kind: 'case', at, word: readWord(context, node.word, PLAIN), arms }];
    }
    case 'Function':
      return [
        { kind: 'function', at, name: node.name.text, body: bound(readBody(context, node.body)) },
      ];
    case 'Coproc': {
      const body = bound(readBody(context, node.body));
      return [{ kind: 'group', at, subshell: true, bound: true, body, ...NOT_REDIRECTED }];
    }
    case 'TestCommand': {
      const test = readTest(context, node.expression);
      return [{ kind: 'expression', at, test, arithmetic: undefined }];
    }
    case 'ArithmeticCommand': {
      const arithmetic = readOptional(context, node.expression);
      return [{ kind: 'expression', at, test: undefined, arithmetic }];
    }
  }
}

/** Whether a `!` counts: two of them take each other away. */
function isNegated(prefixes: readonly PipelinePrefix[]): boolean {
  return prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
}

/** The body of a function or coproc; in recovery the parser gives a bare list. */
function readBody(
  context: ReadContext,
  body: ParsedNode | (ParsedList & { readonly type: 'CompoundList' }),
): readonly ShellNode[] {
  return body.type === 'CompoundList' ? readList(context, body) : readNode(context, body);
}

/** A body that the grammar wants to be a group, also where redirections follow it. */
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

/** The operators of `[[ ]]` whose right side is a pattern. */
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
