/** Reads a Makefile as `eval` in GNU make's src/read.c does; never throws. Half-typed code costs its line. */

import { readOnce } from '../../text/lookup.ts';
import {
  knownPiece,
  type MappedText,
  mappedText,
  replaceEach,
  slice,
  spanOf,
  spanOfPart,
  withMarks,
} from '../../text/mapped-text.ts';
import { trimmed } from '../../text/operations.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import { MAKE } from './encodings.ts';
import {
  collapsed,
  findOutside,
  lineAt,
  type MakeLine,
  skipReference,
  withoutComment,
} from './lines.ts';
import type {
  MakeAssignment,
  MakeCondition,
  Makefile,
  MakeModifier,
  MakeNode,
  MakeOperator,
  MakeRule,
} from './tree.ts';

interface OpenConditional {
  readonly start: number;
  readonly arms: { readonly condition: MakeCondition; readonly body: MakeNode[] }[];
  otherwise: MakeNode[] | undefined;
}

export const readMakefile = readOnce((text) => placedMakefile(text, 0));

/** Reads a file at `start` of a larger text. */
export function placedMakefile(text: string, start: number): Makefile {
  const at = { start, end: start + text.length };
  return readMake(mappedText([knownPiece(text, at, true, MAKE['make-line'])], at));
}

/** Reads decoded text, such as the argument of `$(eval …)`. */
export function readMake(source: MappedText): Makefile {
  const { decoded } = source;
  const top: MakeNode[] = [];
  const reading: Reading = {
    source,
    top,
    open: [],
    comments: [],
    into: top,
    rule: undefined,
    prefix: '\t',
    isWhole: true,
  };
  for (let next = decoded.startsWith('\ufeff') ? 1 : 0; next < decoded.length; ) {
    next = readLine(reading, lineAt(decoded, next));
  }
  endRule(reading);
  reading.isWhole &&= reading.open.length === 0;
  for (let ended = reading.open.pop(); ended; ended = reading.open.pop()) {
    bodyOf(reading).push(conditional(ended, spanOfPart(source, ended.start, decoded.length)));
  }
  const { comments, isWhole } = reading;
  return { source: decoded, nodes: top, comments, isWhole };
}

interface Reading {
  readonly source: MappedText;
  readonly top: MakeNode[];
  readonly open: OpenConditional[];
  readonly comments: WrittenComment[];
  into: MakeNode[];
  rule: OpenRule | undefined;
  prefix: string;
  isWhole: boolean;
}

/** A line without its comment. */
interface Body {
  readonly line: MakeLine;
  /** With the comment. */
  readonly whole: MappedText;
  readonly text: MappedText;
  readonly at: Span;
}

/** Reads a line or a whole `define`; returns the offset of the next line. */
function readLine(reading: Reading, line: MakeLine): number {
  const { source, comments } = reading;
  const { start, end, next } = line;
  if (reading.rule && source.decoded[start] === reading.prefix) {
    readRecipeLine(reading, reading.rule, line);
    return next;
  }
  const comment = findOutside(source.decoded.slice(start, end), '#');
  if (comment !== -1) comments.push(commentAt(source.decoded, start + comment, end));
  const whole = collapsed(slice(source, start, end));
  const bare = trimmed(withoutComment(whole), 'start');
  const text = trimmed(bare);
  if (text.decoded === '') return next;
  const at = spanOfPart(source, start + margin(source.decoded, start), end);
  const body: Body = { line, whole, text, at };
  const prefix = prefixOf(text.decoded);
  if (prefix.directive === 'define') return readDefine(reading, body, prefix);
  const assignment = assignmentIn(bare, at, prefix);
  if (assignment) {
    endRule(reading);
    const isPrefix = assignment.name.decoded === '.RECIPEPREFIX';
    if (isPrefix) reading.prefix = assignment.value.decoded.charAt(0) || '\t';
    reading.into.push(assignment);
  } else if (!readConditional(reading, body)) readDirective(reading, body, prefix);
  return next;
}

function readRecipeLine(reading: Reading, rule: OpenRule, { start, end, isContinued }: MakeLine) {
  const { source, comments, into, prefix } = reading;
  const text = joinedLines(inRecipe(slice(source, start + 1, end)), prefix);
  const isComment = /^\s*#/.test(text.decoded) && !isContinued;
  if (isComment) comments.push(commentAt(source.decoded, start + 1, end));
  rule.end = end;
  into.push({ kind: 'recipe', at: spanOfPart(source, start + 1, end), text });
}

function readDefine(reading: Reading, { line, text }: Body, { modifiers, rest }: Prefix): number {
  const { source, into } = reading;
  const value = defineFrom(source.decoded, line.next);
  const name = trimmed(slice(text, rest));
  const named = definitionIn(`${name.decoded} `, 0);
  endRule(reading);
  into.push({
    kind: 'assignment',
    at: spanOfPart(source, line.start + margin(source.decoded, line.start), value.end),
    name: named ? slice(name, 0, named.nameEnd) : name,
    operator: named?.operator ?? '=',
    value: definedText(source, value.lines, value.start),
    modifiers,
  });
  reading.isWhole &&= value.isClosed;
  return value.next;
}

/** Reads `ifeq`, `else` and `endif`; false for other lines. */
function readConditional(reading: Reading, { line: { start, end }, text }: Body): boolean {
  const { source, open } = reading;
  const condition = conditionIn(text);
  if (condition) {
    open.push({ start, arms: [{ condition, body: [] }], otherwise: undefined });
    reading.into = bodyOf(reading);
    return true;
  }
  const current = open.at(-1);
  const otherwise = current && elseIn(text);
  if (otherwise) {
    if (otherwise.condition) current.arms.push({ condition: otherwise.condition, body: [] });
    else current.otherwise = [];
    reading.into = bodyOf(reading);
    return true;
  }
  if (!/^endif(?:\s|$)/.test(text.decoded)) return false;
  const ended = open.pop();
  reading.into = bodyOf(reading);
  if (ended) {
    const at = spanOfPart(source, ended.start + margin(source.decoded, ended.start), end);
    reading.into.push(conditional(ended, at));
  } else reading.isWhole = false;
  return true;
}

function bodyOf({ open, top }: Reading): MakeNode[] {
  const around = open.at(-1);
  return around ? (around.otherwise ?? around.arms.at(-1)?.body ?? top) : top;
}

function readDirective(reading: Reading, { line, whole, text, at }: Body, prefix: Prefix): void {
  const { into } = reading;
  const word = /^[\w-]+(?=\s|$)/.exec(text.decoded)?.[0] ?? '';
  const others = () => trimmed(slice(text, word.length));
  endRule(reading);
  if (prefix.directive === 'undefine') {
    const { modifiers, rest } = prefix;
    into.push({ kind: 'undefine', at, name: trimmed(slice(text, rest)), modifiers });
  } else if (word === 'export' || word === 'unexport') {
    into.push({ kind: 'export', at, names: others(), isExported: word === 'export' });
  } else if (['include', '-include', 'sinclude'].includes(word)) {
    into.push({ kind: 'include', at, names: others(), isOptional: word !== 'include' });
  } else if (word === 'vpath') into.push({ kind: 'vpath', at });
  else if (!['load', '-load'].includes(word)) {
    const found = ruleIn(trimmed(whole, 'start'), at);
    if (found === undefined) into.push({ kind: 'expression', at, text });
    else {
      const { start, end } = line;
      const index = into.push(found.rule) - 1;
      reading.rule = { into, index, rule: found.rule, start, end };
      if (found.recipe) into.push({ kind: 'recipe', at: found.recipeAt, text: found.recipe });
    }
  }
}

function endRule(reading: Reading): void {
  const { rule: open, source } = reading;
  reading.rule = undefined;
  if (open === undefined) return;
  const { into, index, rule, start, end } = open;
  const whole = { ...spanOfPart(source, start, end), start: rule.at.start };
  into[index] = { ...rule, whole };
}

/** A rule whose recipe may continue. */
interface OpenRule {
  readonly into: MakeNode[];
  readonly index: number;
  readonly rule: MakeRule;
  readonly start: number;
  end: number;
}

function conditional({ arms, otherwise }: OpenConditional, at: Span): MakeNode {
  return { kind: 'conditional', at, arms, otherwise };
}

function margin(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
}

function commentAt(text: string, from: number, end: number): WrittenComment {
  const start = text.indexOf('#', from);
  return { at: { start, end }, textAt: { start: start + 1, end } };
}

function inRecipe(text: MappedText): MappedText {
  return withMarks(text, (piece) => {
    return piece.encodings === MAKE['make-line']
      ? { ...piece, encodings: MAKE['make-recipe'] }
      : piece;
  });
}

function defineFrom(text: string, from: number) {
  const lines: MakeLine[] = [];
  let depth = 1;
  let next = from;
  while (next < text.length) {
    const line = lineAt(text, next);
    next = line.next;
    const own = text.slice(line.start, line.end);
    if (/^[ ]*endef(?:\s|#|$)/.test(own)) depth--;
    else if (!own.startsWith('\t') && prefixOf(own.trimStart()).directive === 'define') depth++;
    if (depth === 0) return { lines, start: from, end: line.end, next, isClosed: true };
    lines.push(line);
  }
  return { lines, start: from, end: text.length, next, isClosed: false };
}

function definedText(source: MappedText, lines: readonly MakeLine[], start: number): MappedText {
  const pieces = lines.flatMap(({ start: from, end }, index) => {
    const own = collapsed(inRecipe(slice(source, from, end))).pieces;
    const before = lines[index - 1];
    if (before === undefined) return own;
    return [...inRecipe(slice(source, before.next - 1, before.next)).pieces, ...own];
  });
  return mappedText(pieces, slice(source, start, start).place);
}

function conditionIn(line: MappedText): MakeCondition | undefined {
  const [, word = ''] = /^(ifn?eq|ifn?def)(?=[\s("']|$)/.exec(line.decoded) ?? [];
  if (word === '') return undefined;
  const rest = trimmed(slice(line, word.length));
  const at = spanOf(line);
  if (word === 'ifdef' || word === 'ifndef') {
    return { at, kind: word === 'ifdef' ? 'defined' : 'undefined', sides: [rest, undefined] };
  }
  const kind = word === 'ifeq' ? 'equal' : 'unequal';
  return { at, kind, sides: sidesOf(rest) };
}

function elseIn(line: MappedText): { readonly condition: MakeCondition | undefined } | undefined {
  const [before] = /^else(?=\s|$)\s*/.exec(line.decoded) ?? [];
  return before === undefined ? undefined : { condition: conditionIn(slice(line, before.length)) };
}

/** Both sides of `(a,b)` or `"a" 'b'`; a missing second one is empty. */
function sidesOf(rest: MappedText): MakeCondition['sides'] {
  const { decoded } = rest;
  if (decoded.startsWith('(')) {
    const comma = endOf(decoded, 1, ',', '(', ')');
    const end = endOf(decoded, comma + 1, ')', '(', ')');
    return [trimmed(slice(rest, 1, comma)), trimmed(slice(rest, Math.min(comma + 1, end), end))];
  }
  const first = quotedEnd(decoded, 0);
  const [gap = ''] = /^\s*/.exec(decoded.slice(first + 1)) ?? [];
  const second = first + 1 + gap.length;
  return [slice(rest, 1, first), slice(rest, second + 1, quotedEnd(decoded, second))];
}

function quotedEnd(text: string, start: number): number {
  const end = text.indexOf(text.charAt(start) || '"', start + 1);
  return end === -1 ? text.length : end;
}

/** A character's offset outside references and parentheses. */
function endOf(text: string, from: number, wanted: string, open: string, close: string): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '$') index = skipReference(text, index) - 1;
    else if (depth === 0 && character === wanted) return index;
    else if (character === open) depth++;
    else if (character === close) depth--;
  }
  return text.length;
}

/** The rule on a line, with the recipe after its semicolon; undefined without a colon. */
function ruleIn(
  line: MappedText,
  at: Span,
):
  | { readonly rule: MakeRule; readonly recipe: MappedText | undefined; readonly recipeAt: Span }
  | undefined {
  const colon = findOutside(line.decoded, ':#');
  if (colon === -1 || line.decoded[colon] === '#') return undefined;
  const [operator = ':'] = /^::?/.exec(line.decoded.slice(colon)) ?? [];
  // `a b &: c` makes both targets at once.
  const targetsEnd = line.decoded[colon - 1] === '&' ? colon - 1 : colon;
  const behind = slice(line, colon + operator.length);
  const base: Omit<MakeRule, 'prerequisites' | 'variable'> = {
    kind: 'rule',
    at,
    whole: at,
    targets: trimmed(slice(line, 0, targetsEnd)),
    pattern: undefined,
  };
  const variable = assignmentIn(trimmed(withoutComment(behind), 'start'), at);
  if (variable) {
    const prerequisites = slice(behind, behind.decoded.length);
    return { rule: { ...base, prerequisites, variable }, recipe: undefined, recipeAt: at };
  }
  const end = findOutside(behind.decoded, ';#');
  const hasRecipe = end !== -1 && behind.decoded[end] === ';';
  const names = withoutComment(end === -1 ? behind : slice(behind, 0, end));
  const middle = findOutside(names.decoded, ':');
  const recipe = hasRecipe ? inRecipe(slice(behind, end + 1)) : undefined;
  return {
    rule: {
      ...base,
      pattern: middle === -1 ? undefined : trimmed(slice(names, 0, middle)),
      prerequisites: trimmed(slice(names, middle + 1)),
      variable: undefined,
    },
    recipe,
    recipeAt: recipe ? spanOf(recipe) : at,
  };
}

/** The shell joins continued lines outside references; the next line's recipe prefix is removed. */
function joinedLines(text: MappedText, prefix: string): MappedText {
  if (!text.decoded.includes('\n')) return text;
  const references = referencesIn(text.decoded);
  const isInside = (index: number) =>
    references.some(({ start, end }) => start < index && index < end);
  const whole = replaceEach(text, /(?<!\\)(\\+)\r?\n[ \t]*/g, ({ 1: backslashes = '', index }) =>
    backslashes.length % 2 === 1 && isInside(index) ? ' ' : undefined,
  );
  const ended = replaceEach(whole, /(?<=\\)\r\n/g, () => '\n');
  return replaceEach(ended, /(?<=\\\n)./g, ({ 0: first }) => (first === prefix ? '' : undefined));
}

function referencesIn(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let index = text.indexOf('$'); index !== -1; index = text.indexOf('$', index)) {
    const end = skipReference(text, index);
    found.push({ start: index, end });
    index = end;
  }
  return found;
}

/** Offsets in `NAME := value`. */
interface Definition {
  readonly nameEnd: number;
  readonly operator: MakeOperator;
  readonly valueStart: number;
}

const OPERATOR = /:{0,3}=|[?+!]=/y;

function definitionIn(text: string, start: number): Definition | undefined {
  let nameEnd: number | undefined;
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === ' ' || character === '\t') {
      nameEnd ??= index;
      continue;
    }
    OPERATOR.lastIndex = index;
    const [written] = OPERATOR.exec(text) ?? [];
    if (written !== undefined) {
      const end = nameEnd ?? index;
      const operator = written === '::=' ? ':=' : (written as MakeOperator);
      return end === start
        ? undefined
        : { nameEnd: end, operator, valueStart: index + written.length };
    }
    // A rule, or several words.
    if (character === ':' || character === '#' || nameEnd !== undefined) return undefined;
    if (character === '$') index = skipReference(text, index) - 1;
  }
  return undefined;
}

const MODIFIERS: ReadonlySet<string> = new Set(['export', 'override', 'private', 'unexport']);

function isModifier(word: string): word is MakeModifier {
  return MODIFIERS.has(word);
}

/** The words before a variable: `override define`. */
interface Prefix {
  readonly modifiers: readonly MakeModifier[];
  readonly directive: 'define' | 'undefine' | undefined;
  readonly rest: number;
}

function prefixOf(text: string): Prefix {
  const modifiers: MakeModifier[] = [];
  let rest = 0;
  for (;;) {
    const [whole, word = ''] = /^([a-z]+)[ \t]+(?=\S)/.exec(text.slice(rest)) ?? [];
    // `export = 1` assigns to a variable named `export`.
    if (whole === undefined || definitionIn(text, rest)) {
      return { modifiers, directive: undefined, rest };
    }
    if (word === 'define' || word === 'undefine') {
      return { modifiers, directive: word, rest: rest + whole.length };
    }
    if (!isModifier(word)) return { modifiers, directive: undefined, rest };
    modifiers.push(word);
    rest += whole.length;
  }
}

/** An assignment after its modifiers; undefined for other lines. */
function assignmentIn(line: MappedText, at?: Span, prefix?: Prefix): MakeAssignment | undefined {
  if (!line.decoded.includes('=')) return undefined;
  const { modifiers, directive, rest } = prefix ?? prefixOf(line.decoded);
  const definition = directive === undefined ? definitionIn(line.decoded, rest) : undefined;
  if (definition === undefined) return undefined;
  const { nameEnd, operator, valueStart } = definition;
  return {
    kind: 'assignment',
    at: at ?? spanOf(line),
    name: trimmed(slice(line, rest, nameEnd)),
    operator,
    value: trimmed(slice(line, valueStart), 'start'),
    modifiers,
  };
}
