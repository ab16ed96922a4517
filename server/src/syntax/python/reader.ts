/** Reads a Python file into plain data. Never throws; half-typed code costs only itself. */

import { LIMITS } from '../../text/limits.ts';
import {
  argumentsIn,
  expressionOf,
  expressionsAmong,
  expressionsIn,
  type Reading,
  spanOfNode,
} from './expressions.ts';
import { childrenOf, type Node, parseBroken, parseFile, parseWhole } from './nodes.ts';
import type { Body, Decorator, Expression, Parameter, PythonFile, Statement } from './tree.ts';

const LONG_LINES = new RegExp(`^[^\\n]{${LIMITS.text + 1},}`, 'gm');

export function readPython(source: string): PythonFile {
  const end = source.length > LIMITS.pythonLength ? lastStatementIn(source) : undefined;
  // Keeps offsets.
  const whole = source.slice(0, end).replace(/^\ufeff/, '\n');
  const parsed = parseFile(whole);
  const { text, stopped } = parsed ? { text: whole, stopped: end } : readable(whole, end);
  const { tree, comments } = parsed ?? parseBroken(text);
  const imports = tree.topNode.getChildren('ImportStatement').flatMap(({ from, to }) => {
    return importedNames(text.slice(from, to));
  });
  const hasOs = imports.some(({ name, path }) => name === 'os' && path === 'os');
  const reading: Reading = { source: text, hasOs };
  return {
    body: bodyOf(tree.topNode, reading, 0),
    comments,
    hasOs,
    isWhole: parsed !== undefined,
    stopped,
  };
}

/** The start of the last top-level statement within the limit; text before it is usually valid. */
function lastStatementIn(source: string): number {
  let start = LIMITS.pythonLength;
  while (start > 0 && !/^\n[A-Za-z_@]/.test(source.slice(start - 1, start + 1))) start--;
  return start || LIMITS.pythonLength;
}

/** The part of invalid Python that is read. Blanks replace skipped lines. */
function readable(whole: string, end: number | undefined) {
  let stopped = whole.length > LIMITS.brokenLength ? LIMITS.brokenLength : end;
  const text = whole.slice(0, LIMITS.brokenLength).replace(LONG_LINES, (line, at: number) => {
    // A long valid line, such as an image in a string, is fast.
    if (parseWhole(line.trim())) return line;
    stopped = Math.min(stopped ?? at, at);
    return ' '.repeat(line.length);
  });
  return { text, stopped };
}

function bodyOf(node: Node | undefined, reading: Reading, depth: number): Body {
  if (node === undefined || depth > LIMITS.nesting) return [];
  const body: Statement[] = [];
  for (const child of childrenOf(node)) {
    if (child.name === 'StatementGroup') {
      for (const one of childrenOf(child)) add(one);
    } else add(child);
  }
  return body;

  function add(child: Node): void {
    const statement = statementOf(child, reading, depth + 1);
    if (statement) body.push(statement);
  }
}

function statementOf(node: Node, reading: Reading, depth: number): Statement | undefined {
  const at = spanOfNode(node);
  const all = () => expressionsIn(node, reading, depth);
  switch (node.name) {
    case 'AssignStatement':
    case 'UpdateStatement':
      return assignmentOf(node, reading, depth);
    case 'ExpressionStatement': {
      const [value] = all();
      return value && { kind: 'expression', at, value };
    }
    case 'YieldStatement':
      return { kind: 'expression', at, value: { kind: 'other', at, parts: all() } };
    case 'ReturnStatement': {
      const values = all();
      return { kind: 'return', at, value: joinedAsTuple(values) };
    }
    case 'IfStatement':
      return conditionalOf(node, reading, depth);
    case 'ForStatement':
    case 'WhileStatement':
      return loopOf(node, reading, depth);
    case 'TryStatement':
      return tryOf(node, reading, depth);
    case 'WithStatement':
      return withOf(node, reading, depth);
    case 'MatchStatement':
      return matchOf(node, reading, depth);
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return definitionOf(node, reading, depth, []);
    case 'DecoratedStatement': {
      const children = childrenOf(node);
      const decorators = children
        .filter(({ name }) => name === 'Decorator')
        .map((one) => decoratorOf(one, reading, depth));
      const last = children.at(-1);
      const made = last && definitionOf(last, reading, depth, decorators);
      return made && { ...made, at };
    }
    case 'ImportStatement':
      return { kind: 'import', at, names: importedNames(reading.source.slice(at.start, at.end)) };
    case 'ScopeStatement': {
      const names = all().flatMap((one) => (one.kind === 'name' ? one.name : []));
      return { kind: 'outside', at, names };
    }
    case 'BreakStatement':
      return { kind: 'leave', at, ends: 'loop' };
    case 'ContinueStatement':
      return { kind: 'leave', at, ends: 'round' };
    case 'RaiseStatement':
      return { kind: 'leave', at, ends: 'function' };
    case 'DeleteStatement':
      return { kind: 'delete', at, targets: all() };
    case 'PassStatement':
      return { kind: 'other', at, parts: [] };
    default:
      return /Statement$/.test(node.name) ? { kind: 'other', at, parts: all() } : undefined;
  }
}

/** `return a, b` returns a tuple. */
function joinedAsTuple(values: readonly Expression[]): Expression | undefined {
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined || values.length === 1) return first;
  return { kind: 'tuple', at: { start: first.at.start, end: last.at.end }, elements: values };
}

function assignmentOf(node: Node, reading: Reading, depth: number): Statement | undefined {
  const at = spanOfNode(node);
  const sides: Node[][] = [[]];
  let operator: string | undefined;
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp' || child.name === 'UpdateOp') {
      if (child.name === 'UpdateOp') operator = reading.source.slice(child.from, child.to);
      sides.push([]);
    } else sides.at(-1)?.push(child);
    if (child.name === '⚠') return { kind: 'other', at, parts: [] };
  }
  const read = sides.map((side) => {
    const values = expressionsAmong(side, reading, depth);
    const [first] = values;
    return first?.kind === 'spread' && values.length === 1
      ? ({ kind: 'tuple', at: first.at, elements: values } as const)
      : joinedAsTuple(values);
  });
  const value = read.at(-1);
  const targets = read.slice(0, -1).flatMap((target) => target ?? []);
  // `x: int` assigns nothing.
  if (read.length < 2 || value === undefined || targets.length === 0) return undefined;
  return { kind: 'assign', at, targets, operator, value };
}

function conditionalOf(node: Node, reading: Reading, depth: number): Statement {
  const arms: { test: Expression; body: Body }[] = [];
  let otherwise: Body | undefined;
  let test: Expression | undefined;
  let isElse = false;
  for (const child of childrenOf(node)) {
    if (child.name === 'else') isElse = true;
    else if (child.name === 'Body') {
      const body = bodyOf(child, reading, depth + 1);
      if (isElse) otherwise = body;
      else if (test) arms.push({ test, body });
      test = undefined;
    } else if (!['if', 'elif', '⚠'].includes(child.name)) {
      test = expressionOf(child, reading, depth + 1);
    }
  }
  return { kind: 'if', at: spanOfNode(node), arms, otherwise };
}

function loopOf(node: Node, reading: Reading, depth: number): Statement {
  const children = childrenOf(node);
  const [body, otherwise] = children.filter(({ name }) => name === 'Body');
  const inAt = children.findIndex(({ name }) => name === 'in');
  const isFor = node.name === 'ForStatement';
  const before = children
    .slice(0, inAt)
    .filter(({ name }) => !['for', 'async', ','].includes(name));
  const behind = children
    .slice(inAt + 1)
    .filter(({ name }) => !['Body', 'else', ','].includes(name));
  const read = (nodes: readonly Node[]) =>
    joinedAsTuple(nodes.map((one) => expressionOf(one, reading, depth + 1)));
  const test = children[1];
  return {
    kind: 'loop',
    at: spanOfNode(node),
    target: isFor ? read(before) : undefined,
    over: isFor ? read(behind) : test && expressionOf(test, reading, depth + 1),
    body: bodyOf(body, reading, depth + 1),
    otherwise: bodyOf(otherwise, reading, depth + 1),
  };
}

function tryOf(node: Node, reading: Reading, depth: number): Statement {
  const bodies: Record<string, Body[]> = { try: [], except: [], else: [], finally: [] };
  let part = 'try';
  for (const child of childrenOf(node)) {
    if (child.name in bodies) part = child.name;
    if (child.name === 'Body') bodies[part]?.push(bodyOf(child, reading, depth + 1));
  }
  return {
    kind: 'try',
    at: spanOfNode(node),
    body: bodies['try']?.flat() ?? [],
    handlers: bodies['except'] ?? [],
    otherwise: bodies['else']?.flat() ?? [],
    final: bodies['finally']?.flat() ?? [],
  };
}

function withOf(node: Node, reading: Reading, depth: number): Statement {
  const items: { value: Expression; target: Expression | undefined }[] = [];
  let isTarget = false;
  let body: Body = [];
  for (const child of childrenOf(node)) {
    if (child.name === 'as') isTarget = true;
    else if (child.name === 'Body') body = bodyOf(child, reading, depth + 1);
    else if (!['with', 'async', ',', '(', ')', '⚠'].includes(child.name)) {
      const value = expressionOf(child, reading, depth + 1);
      const last = items.at(-1);
      if (isTarget && last) items[items.length - 1] = { ...last, target: value };
      else items.push({ value, target: undefined });
      isTarget = false;
    }
  }
  return { kind: 'with', at: spanOfNode(node), items, body };
}

function matchOf(node: Node, reading: Reading, depth: number): Statement {
  const children = childrenOf(node);
  const [, subject] = children;
  const body = children.find(({ name }) => name === 'MatchBody');
  const clauses = body ? childrenOf(body).filter(({ name }) => name === 'MatchClause') : [];
  return {
    kind: 'match',
    at: spanOfNode(node),
    subject: subject
      ? expressionOf(subject, reading, depth + 1)
      : { kind: 'other', at: spanOfNode(node), parts: [] },
    arms: clauses.map((clause) => {
      return bodyOf(clause.getChild('Body') ?? undefined, reading, depth + 2);
    }),
  };
}

function decoratorOf(node: Node, reading: Reading, depth: number): Decorator {
  const names = node.getChildren('VariableName');
  const list = node.getChild('ArgList');
  const start = names[0]?.from ?? node.to;
  const path = reading.source.slice(start, names.at(-1)?.to ?? start);
  const callee = names.reduce<Expression | undefined>((object, { from, to }) => {
    const name = reading.source.slice(from, to);
    const at = { start, end: to };
    return object ? { kind: 'attribute', at, object, name } : { kind: 'name', at, name };
  }, undefined) ?? { kind: 'other', at: { start, end: start }, parts: [] };
  if (!list) return { path, value: callee };
  const at = { start, end: node.to };
  return { path, value: { kind: 'call', at, callee, args: argumentsIn(list, reading, depth) } };
}

type Definition = Extract<Statement, { kind: 'function' | 'class' }>;

function definitionOf(
  node: Node,
  reading: Reading,
  depth: number,
  decorators: readonly Decorator[],
): Definition | undefined {
  const at = spanOfNode(node);
  const children = childrenOf(node);
  const called = children.find(({ name }) => name === 'VariableName');
  const body = children.find(({ name }) => name === 'Body');
  if (called === undefined || body === undefined) return undefined;
  const name = reading.source.slice(called.from, called.to);
  if (node.name === 'ClassDefinition') {
    const list = children.find((child) => child.name === 'ArgList');
    const bases = list ? argumentsIn(list, reading, depth).map(({ value }) => value) : [];
    return { kind: 'class', at, name, bases, body: bodyOf(body, reading, depth + 1) };
  }
  if (node.name !== 'FunctionDefinition') return undefined;
  const list = children.find((child) => child.name === 'ParamList');
  return {
    kind: 'function',
    at,
    name,
    decorators,
    parameters: list ? parametersIn(list, reading, depth) : [],
    body: bodyOf(body, reading, depth + 1),
    isGenerator: /\byield\b/.test(reading.source.slice(body.from, body.to)),
  };
}

function parametersIn(list: Node, reading: Reading, depth: number): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let kind: Parameter['kind'] = 'plain';
  let byName = false;
  let isDefault = false;
  for (const child of childrenOf(list)) {
    switch (child.name) {
      case ',':
        // A bare `*` in a list of parameters.
        if (kind === 'rest') byName = true;
        kind = 'plain';
        isDefault = false;
        break;
      case '*':
        kind = 'rest';
        break;
      case '**':
        kind = 'keywords';
        break;
      case 'AssignOp':
        isDefault = true;
        break;
      case 'VariableName': {
        if (!isDefault) {
          const name = reading.source.slice(child.from, child.to);
          parameters.push({ name, kind, byName, otherwise: undefined });
          if (kind === 'rest') byName = true;
          if (kind === 'rest') kind = 'plain';
          break;
        }
        takeDefault(child);
        break;
      }
      default:
        if (isDefault) takeDefault(child);
    }
  }
  return parameters;

  function takeDefault(child: Node): void {
    const last = parameters.at(-1);
    if (last === undefined) return;
    const otherwise = expressionOf(child, reading, depth + 1);
    parameters[parameters.length - 1] = { ...last, otherwise };
    isDefault = false;
  }
}

/** Names that `import os.path as p, sys` and `from subprocess import run as r` bind. */
function importedNames(
  source: string,
): readonly { readonly name: string; readonly path: string }[] {
  const plain = source.replace(/#.*/g, '').replace(/[()\\]|\s+/g, ' ');
  const from = /^\s*from\s+([\w.]+)\s+import\s(.*)$/.exec(plain);
  const list = from ? (from[2] ?? '') : plain.replace(/^\s*import\s+/, '');
  return list.split(',').flatMap((item) => {
    const [, path = '', , as] = /^\s*([\w.]+)(\s+as\s+(\w+))?\s*$/.exec(item) ?? [];
    if (path === '') return [];
    if (from) return [{ name: as ?? path, path: `${from[1]}.${path}` }];
    // `import os.path` binds `os`.
    const [first = ''] = path.split('.');
    return [as === undefined ? { name: first, path: first } : { name: as, path }];
  });
}
