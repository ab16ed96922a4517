/**
 * Where an option with its value can be added and removed: neighbours in a list, a pair in a list of pairs, two chained
 * calls. Why: docs/decisions/string-lists.md
 */

import { calleeOf } from '../../invocation/lists/dead-text.ts';
import { CONVERTS, WRAPS } from '../../invocation/lists/pairs.ts';
import type { Program } from '../../invocation/lists/program.ts';
import { spanBetween } from '../../invocation/lists/reading.ts';
import type { LiteralToken } from '../../syntax/literals/tree.ts';
import { LIMITS } from '../../text/limits.ts';
import { firstFrom, type Span } from '../../text/span.ts';
import { lineStartBefore, newLine } from '../whole-lines.ts';

/** An option and its value. */
export interface PairPlace {
  /** Everything that belongs to both: `"-qmp", "tcp:…"`, `["-qmp", "tcp:…"]`, `.arg("-qmp").arg("tcp:…")`. */
  readonly at: Span;
  /** The option with conversions: `"-qmp".to_string()`. */
  readonly option: Span;
  readonly literal: LiteralToken;
  readonly value: Span;
  /** Whether the value is only text, so that its removal leaves nothing unused. */
  readonly isPlainValue: boolean;
  readonly gap: string;
  readonly before: Span | undefined;
  readonly behind: Span | undefined;
  /** A chain keeps at least one call. */
  readonly isRemovable: boolean;
}

const VARIADIC =
  /^(?:push|unshift|append|Command|CommandContext|listOf|mutableListOf|arrayListOf|arrayOf|of|asList|execle?|execlpe?|system|spawn)$/;

/** Functions that take slices of any length, in languages with sized arrays. */
const ANY_LENGTH = /^(?:args|extend|extend_from_slice|from|vec)$/;

/** Words before a list, where an index cannot stand. */
const BEFORE_LIST = /^(?:return|yield|await|in|of|case|else|then|do|and|or|not|when)$/;

/** The place of an option's literal and its value's place. */
export function pairPlace(program: Program, option: Span, value: Span): PairPlace | undefined {
  const index = indexOf(program, option.start);
  const literal = index === undefined ? undefined : program.tokenAt(index);
  if (index === undefined || literal?.kind !== 'literal') return undefined;
  const place = inList(program, index, value) ?? inChain(program, index, value);
  return place && { ...place, literal };
}

/** The same by the value. */
export function pairPlaceOfValue(program: Program, value: Span): PairPlace | undefined {
  const index = indexOf(program, value.start);
  const { tokens } = program.file;
  if (index === undefined) return undefined;
  for (let at = index - 1; at > index - 8; at--) {
    const token = tokens[at];
    if (token?.kind === 'literal') return pairPlace(program, token, value);
  }
  return undefined;
}

function indexOf({ file: { tokens } }: Program, start: number): number | undefined {
  const index = firstFrom(tokens, start, (token) => token.start);
  return tokens[index]?.start === start ? index : undefined;
}

interface Elements {
  readonly open: number;
  readonly option: readonly [start: number, end: number];
  readonly value: readonly [start: number, end: number];
}

type WithoutLiteral = Omit<PairPlace, 'literal'>;

function inList(program: Program, index: number, value: Span): WithoutLiteral | undefined {
  const { tokenAt, textAt, file } = program;
  const found = neighbours(program, index, value);
  if (found === undefined) return undefined;
  const isPair = isPairOfList(program, found);
  const outer = isPair ? (tokenAt(found.open)?.parent ?? -1) : found.open;
  if (!mayGrow(program, outer)) return undefined;
  const option = spanBetween(program, ...found.option);
  const at = isPair
    ? spanBetween(program, found.open, found.value[1] + 1)
    : spanBetween(program, found.option[0], found.value[1]);
  const first = isPair ? found.open : found.option[0];
  const last = isPair ? found.value[1] + 1 : found.value[1];
  const between = file.source.slice(option.end, value.start);
  if (!/^\s*(?:,\s*)?$/.test(between)) return undefined;
  return {
    at,
    option,
    value,
    isPlainValue: isPlain(program, found.value),
    gap: (between.includes(',') ? ',' : '') + blankBefore(file.source, at.start),
    before: textAt(first - 1) === ',' ? spanBetween(program, first - 1, first) : undefined,
    behind: textAt(last) === ',' ? spanBetween(program, last, last + 1) : undefined,
    isRemovable: true,
  };
}

/** A blank, or the line ending and indentation of a line's first token. */
function blankBefore(source: string, start: number): string {
  const margin = lineStartBefore(source, start);
  return margin === undefined || margin === 0 ? ' ' : newLine(source, margin, start);
}

function neighbours(program: Program, index: number, value: Span): Elements | undefined {
  const { tokenAt, textAt, plainAt, language } = program;
  // Out of a conversion: `QString("-qmp")`.
  let at = index;
  let open = tokenAt(at)?.parent ?? -1;
  while (open !== -1 && WRAPS.test(calleeOf(program, open) ?? '')) {
    at = open - 1;
    while (/^(?:::|\.)$/.test(textAt(at - 1))) at -= 2;
    open = tokenAt(open)?.parent ?? -1;
  }
  if (open === -1) return undefined;
  const isDivided = language.neighbours !== 'elements' || textAt(index + 1) === ',';
  if (!isDivided) {
    // A blank separates elements of one literal each.
    const next = tokenAt(index + 1);
    const isLiteral = next?.kind === 'literal' && next.start === value.start;
    return isLiteral && next.end === value.end && next.parent === open
      ? { open, option: [index, index + 1], value: [index + 1, index + 2] }
      : undefined;
  }
  const close = plainAt(open)?.match ?? -1;
  const endFrom = (from: number): number => {
    let end = from;
    while (end < close && !(textAt(end) === ',' && tokenAt(end)?.parent === open)) end++;
    return end;
  };
  if (close - open > LIMITS.pieces || !/^[[({,]$/.test(textAt(at - 1))) return undefined;
  const comma = endFrom(index);
  const start = comma + 1;
  const end = endFrom(start);
  const isValue =
    textAt(comma) === ',' &&
    tokenAt(start)?.start === value.start &&
    tokenAt(end - 1)?.end === value.end;
  return isValue ? { open, option: [at, comma], value: [start, end] } : undefined;
}

function isPairOfList({ textAt, tokenAt, plainAt }: Program, { open, option, value }: Elements) {
  const outer = tokenAt(open)?.parent ?? -1;
  const isAlone = option[0] === open + 1 && value[1] === plainAt(open)?.match;
  return isAlone && textAt(open) === '[' && textAt(outer) === '[';
}

function mayGrow(program: Program, open: number): boolean {
  const { textAt, plainAt, tokenAt, language } = program;
  const before = textAt(open - 1);
  switch (textAt(open)) {
    case '[': {
      const isName = plainAt(open - 1)?.kind === 'name' && !BEFORE_LIST.test(before);
      const isIndex = (isName || /^[)\]]$/.test(before)) && language.neighbours !== 'elements';
      if (isIndex || hasLength(program, open)) return false;
      if (!language.fixesLength) return true;
      const callee = before === '!' ? textAt(open - 2) : calleeOf(program, open - 1);
      return before === '&' || ANY_LENGTH.test(callee ?? '');
    }
    case '{':
      return !program.isBlock(open) && !hasLength(program, open);
    case '(': {
      if (language.sets === 'call') return true;
      const isArray = before === '@' && tokenAt(open - 1)?.end === tokenAt(open)?.start;
      // `my @args = (…)`
      const isList = language.arrowsLead && before === '=' && /^[@%]/.test(textAt(open - 2));
      return isArray || isList || VARIADIC.test(calleeOf(program, open) ?? '');
    }
    default:
      return false;
  }
}

/** Whether a declaration fixes a list's length: `char *argv[3] = {`, `[2]string{`, `[&str; 2] = [`. */
function hasLength(program: Program, open: number): boolean {
  const { textAt, plainAt, statementStart } = program;
  const first = Math.max(statementStart(open), open - LIMITS.combinations);
  for (let at = first; at < open; at++) {
    if (textAt(at) === 'array' || (textAt(at) === '[' && saysLength(program, at))) return true;
    at = Math.max(at, Math.min(plainAt(at)?.match ?? at, open));
  }
  return false;
}

/** Whether a type's bracket is closed and holds a length or several types. */
function saysLength({ textAt, tokenAt, plainAt }: Program, open: number): boolean {
  const close = plainAt(open)?.match ?? -1;
  for (let at = open + 1; at < close; at++) if (/^[;,]$/.test(textAt(at))) return true;
  const token = tokenAt(open + 1);
  return (
    close === open + 2 && token?.kind !== 'literal' && !/^(?:_|\.\.\.)$/.test(token?.text ?? '')
  );
}

function inChain(program: Program, index: number, value: Span): WithoutLiteral | undefined {
  const { tokenAt, textAt, plainAt, file } = program;
  const open = tokenAt(index)?.parent ?? -1;
  const close = plainAt(open)?.match ?? -1;
  const callee = calleeOf(program, open);
  const dot = open - 2;
  const next = close + 3;
  const end = plainAt(next)?.match ?? -1;
  const isChain =
    callee !== undefined &&
    open + 1 === index &&
    /^(?:\.|\?\.)$/.test(textAt(dot)) &&
    /^(?:\.|\?\.)$/.test(textAt(close + 1)) &&
    textAt(close + 2) === callee &&
    textAt(next) === '(' &&
    tokenAt(next + 1)?.start === value.start &&
    tokenAt(end - 1)?.end === value.end;
  if (!isChain) return undefined;
  const option = spanBetween(program, index, close);
  const at = spanBetween(program, dot, end + 1);
  if (!/^\s*\)\s*\??\.\s*\w+\(\s*$/.test(file.source.slice(option.end, value.start)))
    return undefined;
  return {
    at,
    option,
    value,
    isPlainValue: isPlain(program, [next + 1, end]),
    gap: blankBefore(file.source, at.start).replace(/^ $/, ''),
    before: undefined,
    behind: undefined,
    isRemovable: textAt(dot - 1) === ')' || /^\??\.$/.test(textAt(end + 1)),
  };
}

function isPlain({ tokenAt }: Program, [start, end]: readonly [number, number]): boolean {
  for (let at = start; at < end; at++) {
    const token = tokenAt(at);
    if (token === undefined || token.kind === 'number') return false;
    if (token.kind === 'literal' || /^(?:[().!&*]|::)$/.test(token.text)) continue;
    if (!WRAPS.test(token.text) && !CONVERTS.test(token.text)) return false;
  }
  return true;
}
