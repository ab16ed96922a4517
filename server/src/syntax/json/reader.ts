/** Reads JSON with comments and trailing commas, as in editor settings. */
import {
  createScanner,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { LIMITS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';
import type { JsonMember, JsonProblem, JsonText, JsonValue } from './tree.ts';

/** Never throws; recovers from errors. An empty text has no value and no problem. */
export function readJson(written: string): JsonText {
  const text = written.replace(/^\ufeff/, ' ');
  const tooDeep = tooDeepAt(text);
  if (tooDeep) return { root: undefined, problems: [{ at: tooDeep, kind: 'tooDeep' }] };
  const errors: ParseError[] = [];
  const options = { allowTrailingComma: true, allowEmptyContent: true };
  const node = parseTree(text, errors, options);
  const problems = errors
    .map((error) => toProblem(error, text))
    .toSorted((a, b) => a.at.start - b.at.start);
  return { root: node && toValue(node), problems };
}

/** The first bracket beyond the nesting limit. */
function tooDeepAt(text: string): Span | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let position = -1; scanner.getPosition() > position; ) {
    position = scanner.getPosition();
    scanner.scan();
    const start = scanner.getTokenOffset();
    const length = scanner.getTokenLength();
    const mark = length === 1 ? text[start] : undefined;
    if (mark === '{' || mark === '[') depth++;
    else if (mark === '}' || mark === ']') depth--;
    if (depth > LIMITS.nesting) return { start, end: start + length };
  }
  return undefined;
}

function toProblem({ error, offset, length }: ParseError, text: string): JsonProblem {
  // For an unterminated comment the parser counts one character too many.
  const at = { start: offset, end: Math.min(offset + length, text.length) };
  switch (printParseErrorCode(error)) {
    case 'ValueExpected':
      return { at, kind: 'value' };
    case 'PropertyNameExpected':
      return { at, kind: 'key' };
    case 'ColonExpected':
      return { at, kind: 'colon' };
    case 'CommaExpected':
      return { at, kind: 'comma' };
    case 'CloseBraceExpected':
    case 'CloseBracketExpected':
      return { at, kind: 'closing' };
    case 'EndOfFileExpected':
      return { at, kind: 'end' };
    default:
      return { at, kind: 'stray' };
  }
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}

function toValue(node: Node): JsonValue | undefined {
  const at = spanOf(node);
  const children = node.children ?? [];
  switch (node.type) {
    case 'object':
      return { kind: 'object', at, members: children.flatMap((child) => toMember(child) ?? []) };
    case 'array':
      return { kind: 'array', at, items: children.flatMap((child) => toValue(child) ?? []) };
    case 'string':
      return { kind: 'string', at, value: String(node.value) };
    case 'number':
      return { kind: 'number', at, value: Number(node.value) };
    case 'boolean':
      return { kind: 'boolean', at, value: node.value === true };
    case 'null':
      return { kind: 'null', at };
    case 'property':
      return undefined;
  }
}

function toMember({ children }: Node): JsonMember | undefined {
  const [key, value] = children ?? [];
  if (key === undefined) return undefined;
  return {
    key: { text: String(key.value), at: spanOf(key) },
    value: value && toValue(value),
  };
}
