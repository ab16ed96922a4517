import { LIMITS } from '../../text/limits.ts';
import { type MappedText, mappedText } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import { wordSet } from '../../text/split-words.ts';
import { C_ESCAPES } from '../c-escapes.ts';
import { decodeSource } from '../decode-source.ts';
import { type Literal, literalEncodings } from './encodings.ts';
import { childrenOf, type Node } from './nodes.ts';
import type { Argument, Expression, TextPart } from './tree.ts';

/** Facts of the file. */
export interface Reading {
  readonly source: string;
  readonly hasOs: boolean;
}

/** A node's span. */
export function spanOfNode({ from, to }: Node): Span {
  return { start: from, end: to };
}

function other(node: Node, parts: readonly Expression[] = []): Expression {
  return { kind: 'other', at: spanOfNode(node), parts };
}

/** Kinds that are not modelled keep their subexpressions. */
export function expressionOf(node: Node, reading: Reading, depth: number): Expression {
  if (depth > LIMITS.nesting) return other(node);
  const at = spanOfNode(node);
  const own = reading.source.slice(at.start, at.end);
  const inside = (child: Node) => expressionOf(child, reading, depth + 1);
  switch (node.name) {
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return textOf(node, reading, depth) ?? other(node);
    case 'Number':
      return { kind: 'number', at, text: own };
    case 'Boolean':
      return { kind: 'constant', at, value: own === 'True' };
    case 'None':
      return { kind: 'constant', at, value: undefined };
    case 'VariableName':
      return { kind: 'name', at, name: own };
    case 'ParenthesizedExpression': {
      const [inner] = expressionsIn(node, reading, depth);
      return inner ? { kind: 'same', at, value: inner } : other(node);
    }
    case 'AwaitExpression': {
      const [, value] = childrenOf(node);
      return value ? { kind: 'same', at, value: inside(value) } : other(node);
    }
    case 'ArrayExpression':
      return { kind: 'list', at, elements: expressionsIn(node, reading, depth) };
    case 'TupleExpression':
      return { kind: 'tuple', at, elements: expressionsIn(node, reading, depth) };
    case 'SetExpression':
      return { kind: 'set', at, elements: expressionsIn(node, reading, depth) };
    case 'DictionaryExpression':
      return dictionaryOf(node, reading, depth);
    case 'CallExpression': {
      const [callee, list] = childrenOf(node);
      if (callee === undefined || list?.name !== 'ArgList') return other(node);
      return { kind: 'call', at, callee: inside(callee), args: argumentsIn(list, reading, depth) };
    }
    case 'MemberExpression':
      return memberOf(node, reading, depth);
    case 'BinaryExpression':
      return binaryOf(node, reading, depth);
    case 'ConditionalExpression': {
      const [body, , test, , otherwise] = childrenOf(node);
      if (!body || !test || !otherwise) return other(node, expressionsIn(node, reading, depth));
      return {
        kind: 'conditional',
        at,
        test: inside(test),
        body: inside(body),
        otherwise: inside(otherwise),
      };
    }
    case 'NamedExpression': {
      const [name, , value] = childrenOf(node);
      if (name?.name !== 'VariableName' || !value) return other(node);
      const called = reading.source.slice(name.from, name.to);
      return { kind: 'named', at, name: called, value: inside(value) };
    }
    case 'UnaryExpression': {
      const [operator] = childrenOf(node);
      if (operator === undefined) return other(node);
      const sign = reading.source.slice(operator.from, operator.to);
      return { kind: 'test', at, operator: sign, parts: expressionsIn(node, reading, depth) };
    }
    default:
      return other(node, expressionsIn(node, reading, depth));
  }
}

const MARKS = wordSet(`
  ParamList ArithOp BitOp CompareOp AssignOp UpdateOp TypeDef Body PropertyName Escape
  FormatSpec FormatConversion FormatSelfDoc
`);

/** A keyword, punctuation, or an error node. */
function isMark({ name }: Node): boolean {
  return !/^[A-Z]/.test(name) || MARKS.has(name);
}

/** Expressions directly inside a node, including `*rest`. */
export function expressionsIn(node: Node, reading: Reading, depth: number): readonly Expression[] {
  return expressionsAmong(childrenOf(node), reading, depth);
}

/** Expressions among sibling nodes. */
export function expressionsAmong(
  nodes: readonly Node[],
  reading: Reading,
  depth: number,
): readonly Expression[] {
  const found: Expression[] = [];
  let star: Node | undefined;
  for (const child of nodes) {
    if (child.name === '*' || child.name === '**') {
      star = child;
      continue;
    }
    if (isMark(child)) {
      if (child.name === ',') star = undefined;
      continue;
    }
    const value = expressionOf(child, reading, depth + 1);
    found.push(star ? { kind: 'spread', at: { start: star.from, end: child.to }, value } : value);
    star = undefined;
  }
  return found;
}

function dictionaryOf(node: Node, reading: Reading, depth: number): Expression {
  const entries: { key: Expression | undefined; value: Expression }[] = [];
  let key: Expression | undefined;
  let before = '';
  for (const child of childrenOf(node)) {
    const { name } = child;
    if (!isMark(child)) {
      const value = expressionOf(child, reading, depth + 1);
      if (before === '**') entries.push({ key: undefined, value });
      else if (before === ':' && key) {
        entries.push({ key, value });
        key = undefined;
      } else key = value;
    }
    before = name;
  }
  return { kind: 'dictionary', at: spanOfNode(node), entries };
}

/** The arguments of a call. */
export function argumentsIn(list: Node, reading: Reading, depth: number): readonly Argument[] {
  const args: Argument[] = [];
  let name: Node | undefined;
  let stars: 0 | 1 | 2 = 0;
  let before: Node | undefined;
  for (const child of childrenOf(list)) {
    switch (child.name) {
      case '*':
        stars = 1;
        break;
      case '**':
        stars = 2;
        break;
      case 'AssignOp':
        name = before;
        args.pop();
        break;
      case ',':
        name = undefined;
        stars = 0;
        break;
      default: {
        if (isMark(child)) break;
        const at = { start: name?.from ?? child.from, end: child.to };
        const own = name && reading.source.slice(name.from, name.to);
        const value = expressionOf(child, reading, depth + 1);
        // `mon := "stdio"`
        const assigns =
          own !== undefined && /^\w+\s*:=/.test(reading.source.slice(at.start, at.end));
        if (assigns)
          args.push({ at, name: undefined, stars, value: { kind: 'named', at, name: own, value } });
        else args.push({ at, name: own, stars, value });
      }
    }
    before = child;
  }
  return args;
}

function memberOf(node: Node, reading: Reading, depth: number): Expression {
  const at = spanOfNode(node);
  const [object, mark, ...rest] = childrenOf(node);
  if (object === undefined) return other(node);
  const of = expressionOf(object, reading, depth + 1);
  if (mark?.name === '.') {
    const [name] = rest;
    if (name?.name !== 'PropertyName') return other(node, [of]);
    const called = reading.source.slice(name.from, name.to);
    return { kind: 'attribute', at, object: of, name: called };
  }
  const items = rest.filter((child) => child.name !== ']');
  const colons = items.filter((child) => child.name === ':');
  if (colons.length === 0) {
    const [only, ...more] = items;
    if (only === undefined || more.length > 0) return other(node, [of]);
    return { kind: 'item', at, object: of, index: expressionOf(only, reading, depth + 1) };
  }
  const [first] = colons;
  const from = items.find((child) => child.name !== ':' && child.to <= (first?.from ?? 0));
  const to = items.find((child) => child.name !== ':' && child.from >= (first?.to ?? 0));
  const end = colons[1]?.from ?? Number.POSITIVE_INFINITY;
  const index: Expression = {
    kind: 'slice',
    at,
    begin: from && expressionOf(from, reading, depth + 1),
    end: to && to.from < end ? expressionOf(to, reading, depth + 1) : undefined,
    hasStep: colons.length > 1,
  };
  return { kind: 'item', at, object: of, index };
}

/** Iterates a chain such as `a + b + c`, which may be as long as the file. */
function binaryOf(node: Node, reading: Reading, depth: number): Expression {
  const chain: { readonly marks: readonly Node[]; readonly right: Node; readonly node: Node }[] =
    [];
  let leftmost = node;
  while (leftmost.name === 'BinaryExpression') {
    const [left, ...marks] = childrenOf(leftmost);
    const right = marks.pop();
    if (!left || !right || marks.length === 0) return other(node);
    chain.push({ marks, right, node: leftmost });
    leftmost = left;
  }
  let made = expressionOf(leftmost, reading, depth + 1);
  for (const { marks, right, node: whole } of chain.toReversed()) {
    const at = spanOfNode(whole);
    // `is not` and `not in` are two tokens.
    const sign = marks.map(({ from, to }) => reading.source.slice(from, to)).join(' ');
    const isSum = marks.some(({ name }) => name === 'ArithOp' || name === 'BitOp');
    const second = expressionOf(right, reading, depth + 1);
    if (sign === 'and' || sign === 'or') {
      made = { kind: 'logical', at, operator: sign, left: made, right: second };
    } else if (isSum || sign === '*') {
      made = { kind: 'binary', at, operator: sign, left: made, right: second };
    } else made = { kind: 'test', at, operator: sign, parts: [made, second] };
  }
  return made;
}

function textOf(node: Node, reading: Reading, depth: number): Expression | undefined {
  const at = spanOfNode(node);
  const literals = node.name === 'ContinuedString' ? childrenOf(node) : [node];
  const parts: TextPart[] = [];
  const isAlone = literals.length === 1 && !isBoundTighter(node);
  for (const literal of literals) {
    const read = quotesOf(reading.source, spanOfNode(literal), { isAlone, hasOs: reading.hasOs });
    if (read === undefined) return undefined;
    let position = read.inside.start;
    const addText = (end: number) => {
      if (end <= position) return;
      const stretch = { start: position, end };
      parts.push({ kind: 'text', text: decodeLiteral(reading.source, stretch, read.literal) });
    };
    for (const child of childrenOf(literal)) {
      if (child.name !== 'FormatReplacement') continue;
      addText(child.from);
      position = child.to;
      const hole = holeOf(child, reading, depth);
      parts.push({ ...hole, encodings: literalEncodings(read.literal) });
    }
    addText(read.inside.end);
  }
  return { kind: 'text', at, parts };
}

/** Whether it is an operand of something that binds tighter than `+`. */
function isBoundTighter({ parent }: Node): boolean {
  if (parent === null) return false;
  return parent.name === 'MemberExpression' || parent.name === 'CallExpression';
}

function holeOf(node: Node, reading: Reading, depth: number) {
  const at = spanOfNode(node);
  const children = childrenOf(node);
  // `{port=}` also writes its name; `!s` is the default.
  const isPlain = children.every(({ name, from, to }) => {
    if (name === 'FormatConversion') return reading.source.slice(from, to) === '!s';
    // `{host, port}` is a tuple.
    return !['FormatSpec', 'FormatSelfDoc', ','].includes(name);
  });
  const source = reading.source.slice(at.start, at.end);
  const value = children.find((child) => !isMark(child));
  return {
    kind: 'hole',
    at,
    source,
    isPlain,
    value: value ? expressionOf(value, reading, depth + 1) : other(node),
  } as const;
}

interface ReadLiteral {
  readonly literal: Literal;
  /** Between the quotes. */
  readonly inside: Span;
}

const OPENING = /^([A-Za-z]*)("""|'''|"|')/;

/** Splits a literal; undefined if unterminated or no literal. */
function quotesOf(
  source: string,
  at: Span,
  known: Pick<Literal, 'isAlone' | 'hasOs'>,
): ReadLiteral | undefined {
  const own = source.slice(at.start, at.end);
  const [opening, prefix = '', quote = ''] = OPENING.exec(own) ?? [];
  if (opening === undefined || !isQuote(quote)) return undefined;
  const inside = { start: at.start + opening.length, end: at.end - quote.length };
  if (inside.end < inside.start || !own.endsWith(quote)) return undefined;
  const has = (letter: string) => prefix.toLowerCase().includes(letter);
  const literal: Literal = {
    quote,
    isRaw: has('r'),
    isFormat: has('f'),
    isBytes: has('b'),
    ...known,
  };
  return { literal, inside };
}

function isQuote(quote: string): quote is Literal['quote'] {
  return ['"', "'", '"""', "'''"].includes(quote);
}

const ESCAPE =
  /\\(?:\r?\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|N\{[^}\n]*\}|[\s\S])/y;
const SIMPLE: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...C_ESCAPES, '\\': '\\', "'": "'", '"': '"' }),
);

function decodeLiteral(source: string, at: Span, literal: Literal): MappedText {
  const read = (position: number) => {
    const character = source.charAt(position);
    if (character === '\\' && !literal.isRaw) {
      ESCAPE.lastIndex = position;
      const [sequence = ''] = ESCAPE.exec(source) ?? [];
      const text = sequence === '' ? '\\' : unescaped(sequence, literal.isBytes);
      const end = position + Math.max(1, sequence.length);
      // Python keeps unknown escapes.
      return text === sequence ? end : { end, text };
    }
    if (literal.isFormat && '{}'.includes(character)) {
      return { end: position + (source[position + 1] === character ? 2 : 1), text: character };
    }
    const isEnd = character === '\r' && source[position + 1] === '\n';
    return isEnd ? { end: position + 2, text: '\n' } : undefined;
  };
  const pieces = decodeSource(source, at, literalEncodings(literal), read, /[\\{}\r]/g);
  return mappedText(pieces, { start: at.start, end: at.start });
}

/** Decodes an escape; keeps an unknown one. Undefined for `\N{…}`. */
function unescaped(sequence: string, isBytes: boolean): string | undefined {
  const kind = sequence.charAt(1);
  if (kind === '\n' || kind === '\r') return '';
  if (/[0-7]/.test(kind)) return String.fromCharCode(Number.parseInt(sequence.slice(1), 8));
  const simple = SIMPLE.get(kind);
  if (simple !== undefined && sequence.length === 2) return simple;
  if (kind === 'x' && sequence.length === 4) return hexadecimal(sequence);
  if (isBytes || sequence.length === 2) return sequence;
  if (kind === 'N') return undefined;
  return hexadecimal(sequence) ?? sequence;
}

function hexadecimal(sequence: string): string | undefined {
  const code = Number.parseInt(sequence.slice(2), 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
