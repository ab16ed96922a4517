/** Values of expressions: concatenations, templates, conditions, names. Other parts are unknown pieces. */
import { decodeLiteral } from '../../syntax/literals/decode.ts';
import { CODE, summandPlace } from '../../syntax/literals/forms.ts';
import { joinsOf } from '../../syntax/literals/language.ts';
import { readLiterals } from '../../syntax/literals/reader.ts';
import type { Token } from '../../syntax/literals/tree.ts';
import type { Encodings } from '../../text/encoding.ts';
import { LIMITS } from '../../text/limits.ts';
import {
  concat,
  type MappedText,
  mappedText,
  type Piece,
  slice,
  throughUse,
  type Use,
  verbatim,
  withMarks,
} from '../../text/mapped-text.ts';
import { sameSpan } from '../../text/span.ts';
import { isTelling, unwritableHere } from './addresses.ts';
import { chosen, condition, DEFAULTS } from './conditions.ts';
import { FILLING, fillsAt, formatted, isFormatting, joined } from './formats.ts';
import { combined, type Expression, isKnownInPart, namesIn } from './names.ts';
import { WRAPS } from './pairs.ts';
import { PRINTS_INTO, type Program, readProgram } from './program.ts';
import { one, type Reading, spanBetween, unknown, unknownAt } from './reading.ts';

export interface Values {
  /** The whole expression from a token; an unread rest is unknown. */
  readonly whole: (index: number) => Expression;
}

const CONVERSIONS =
  /^(?:to_string|to_owned|into|as_str|as_ref|clone|c_str|toString|str|data|encode|getBytes|trim|strip|as_bytes|unwrap|String|toStdString|format|formatted|arg|intern|split|Split|stripIndent|freeze)$/;

/** Have no value, as arms and defaults. */
const LEAVES =
  /^(?:return|throw|raise|panic|unreachable|unimplemented|todo|bail|die|croak|break|continue)$/;

function isNumber({ pieces }: MappedText): boolean {
  return pieces.every(({ encodings }) => encodings === CODE);
}

/** `%w(-m 1G)` */
export function isListOfWords(token: Token | undefined): boolean {
  return token?.kind === 'literal' && token.form.nests === true;
}

/** The values of a file. */
export function valuesOf(program: Program): Values {
  const on: Reading = {
    ...program,
    delays: /enabledelayedexpansion|\/v:on/i.test(program.file.source),
    valuesOfName: namesIn(program, (index, depth) => expression(on, index, depth)),
    expression: (index, depth) => expression(on, index, depth),
  };
  return { whole: (index) => whole(on, index) };
}

function expression(on: Reading, index: number, depth: number): Expression {
  const left = sum(on, index, depth);
  return chosen(on, index, left, depth) ?? left;
}

function sum(on: Reading, index: number, depth: number): Expression {
  const left = primary(on, index, depth);
  let { end } = left;
  const all = [{ ...left, index }];
  while (all.length <= LIMITS.combinations) {
    const next = nextPart(on, all.at(-1)?.index ?? index, end);
    if (next === undefined) break;
    const right = primary(on, next, depth);
    end = right.end;
    all.push({ ...right, index: next });
  }
  if (end === left.end) return left;
  const alternatives = combined(summands(on, all) ?? all.map((part) => partOfSum(on, part)));
  // Sums of numbers are not calculated.
  if (alternatives === undefined || alternatives.some(isNumber))
    return one(on, unknown(on, index, end), index, end);
  return { alternatives, end, at: spanBetween(on, index, end) };
}

/** The operands of `'tcp:' + port`, editable as one text; undefined unless each has one value, and strings one form. */
function summands(
  on: Reading,
  all: readonly (Expression & { readonly index: number })[],
): readonly (readonly MappedText[])[] | undefined {
  const string = all[0]?.alternatives[0]?.pieces[0]?.encodings;
  const joins = joinsOf(on.language);
  const [mark = '+'] = joins;
  let number = 0;
  const parts = all.map(({ alternatives: [text, ...others], index, end, at }, place) => {
    const isString = on.tokenAt(index)?.kind === 'literal' && end === index + 1;
    if (isString === (number % 2 === 1)) number++;
    const encodings = string && summandPlace(string, number, joins);
    const isJoined = place === 0 || on.textAt(index - 1) === mark;
    if (!encodings || !isJoined || !text || others.length > 0) return undefined;
    const isAlike = text.pieces.every((piece) => {
      if (isString) return piece.encodings === string;
      // An edit would split the brackets of `(port + 1)`.
      return sameSpan((piece.through[0] ?? piece).at, at);
    });
    if (!isAlike) return undefined;
    const put = (piece: Piece) => (isString ? { ...piece, encodings } : codeIn(piece, encodings));
    return [withMarks(text, put)];
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known : undefined;
}

/** Only a plain string is editable: an edit would split `(a ?? "…")`. */
function partOfSum(
  on: Reading,
  part: Expression & { readonly index: number },
): readonly MappedText[] {
  const isString = on.tokenAt(part.index)?.kind === 'literal' && part.end === part.index + 1;
  if (isString) return part.alternatives;
  return part.alternatives.map(unwritableHere);
}

const MACRO = /^[A-Z_][A-Z\d_a-z]*$/;

/** The part behind `[from, end)`. */
function nextPart(on: Reading, from: number, end: number): number | undefined {
  const token = on.tokenAt(end);
  const before = on.tokenAt(end - 1);
  if (on.joinsAt(end)) {
    return [before, on.tokenAt(end + 1)].some(isListOfWords) ? undefined : end + 1;
  }
  const isString = token?.kind === 'literal';
  if (on.language.neighbours === 'one') {
    // A C macro may be a string: `"-" PRIu16 "," STR(PORT) ","`.
    const isMacro = !token?.isFirst && MACRO.test(on.textAt(end));
    const isWhole = before?.kind !== 'mark' || MACRO.test(on.textAt(from));
    return isWhole && (isString || isMacro) ? end : undefined;
  }
  const touches = isString && on.language.joinsTouching && before?.end === token.start;
  return touches && before?.kind === 'literal' ? end : undefined;
}

function primary(on: Reading, index: number, depth: number): Expression {
  let start = index;
  while (/^(?:&|\*|@|new|await|try|\.)$/.test(on.textAt(start)) && start < index + 4) start++;
  const token = on.tokenAt(start);
  if (token === undefined || depth > LIMITS.few)
    return one(on, unknown(on, start, start + 1), index, start + 1);
  if (token.kind === 'literal') {
    const own = slice(decodeLiteral(on.file.source, token), on.setLength(start));
    const alternatives = withHoles(on, own, index, depth);
    const end = start + 1;
    return postfix(on, { alternatives, end, at: spanBetween(on, index, end) }, true, depth);
  }
  if (token.kind === 'number') {
    const at = { start: token.start, end: token.end };
    const isWhole = /^\d+$/.test(token.text);
    const digits = isWhole ? verbatim(on.file.source, at, CODE) : unknown(on, start, start + 1);
    return one(on, digits, index, start + 1);
  }
  if (token.kind === 'name') return named(on, index, start, depth);
  if (token.text === '(' && token.match > start) {
    const inner = expression(on, start + 1, depth + 1);
    const end = token.match + 1;
    const isWhole = inner.end === token.match;
    const alternatives = isWhole ? inner.alternatives : [unknown(on, start, end)];
    return postfix(on, { alternatives, end, at: spanBetween(on, index, end) }, isWhole, depth);
  }
  const end = Math.max(token.match, start) + 1;
  return one(on, unknown(on, start, end), index, end);
}

/** A name, call, condition, or member: `Config.MONITOR`. */
function named(on: Reading, index: number, start: number, depth: number): Expression {
  const first = on.textAt(start);
  if (/^(?:if|when|match|switch)$/.test(first)) return condition(on, index, start, depth);
  if (LEAVES.test(first))
    return { alternatives: [], end: start + 1, at: spanBetween(on, start, start + 1) };
  let end = start + 1;
  while (
    /^(?:\.|::|->|\?\.)$/.test(on.textAt(end)) &&
    !on.joinsAt(end) &&
    on.plainAt(end + 1)?.kind === 'name'
  ) {
    // A conversion belongs to the value: `mon.to_string()`.
    const isCall = on.textAt(end + 2) === '(' && on.textAt(end + 3) === ')';
    if (isCall && on.textAt(end) !== '::' && CONVERSIONS.test(on.textAt(end + 1))) break;
    if (DEFAULTS.methods.test(on.textAt(end + 1)) && on.textAt(end + 2) === '(') break;
    end += 2;
  }
  const called = on.textAt(end) === '!' && on.textAt(end + 1) === '(' ? end + 1 : end;
  const open = on.plainAt(called);
  if (open?.text === '(' && open.match > called) {
    return calledWith(on, index, start, called, open.match, depth);
  }
  const path = on.file.source.slice(on.tokenAt(start)?.start, on.tokenAt(end - 1)?.end);
  const values = on.valuesOfName(path, start, depth);
  const at = spanBetween(on, start, end);
  const use: Use = { at, source: on.file.source.slice(at.start, at.end), encodings: CODE };
  const alternatives = values?.map((text) => throughUse(text, use)) ?? [unknown(on, start, end)];
  const value = { alternatives, end, at: spanBetween(on, index, end) };
  return postfix(on, value, values !== undefined, depth);
}

/** A call's first address: `fmt.Sprintf("tcp:…:%d", port)`, or any format of a known formatter. */
function calledWith(
  on: Reading,
  index: number,
  start: number,
  open: number,
  close: number,
  depth: number,
): Expression {
  const end = close + 1;
  const at = spanBetween(on, index, end);
  const name = on.textAt(on.textAt(open - 1) === '!' ? open - 2 : open - 1);
  const isInto = PRINTS_INTO.test(name) && on.tokenAt(open + 1)?.kind !== 'literal';
  const first = isInto ? argumentEnd(on, open + 1, close) + 1 : open + 1;
  const given = argumentsIn(on, first, close, depth);
  const isFormatter = isFormatting(name);
  const isFormat = isFormatter
    ? (text: MappedText) => isKnownInPart(text) && !isNumber(text)
    : isTelling;
  const address = given.findIndex(({ alternatives }) => alternatives.some(isFormat));
  const found = given[address];
  const isDefaulting = found === undefined && DEFAULTS.calls.test(name);
  const block = isDefaulting && given.length === 1 && on.plainAt(end);
  if (block && block.text === '{' && !on.isBlock(end) && block.match > end) {
    const { alternatives } = expression(on, bodyFrom(on, end), depth + 1);
    return postfix(on, { alternatives, end: block.match + 1, at }, true, depth);
  }
  if (found === undefined) {
    const otherwise = isDefaulting ? given[name.endsWith('P') ? 2 : 1]?.alternatives : undefined;
    const wrapped = given.length === 1 && WRAPS.test(name) ? given[0]?.alternatives : undefined;
    const alternatives = [otherwise, wrapped, joined(name, given)].find((own) =>
      own?.some(isKnownInPart),
    );
    const value = { alternatives: alternatives ?? [unknown(on, start, end)], end, at };
    return postfix(on, value, alternatives !== undefined, depth);
  }
  const further = given.slice(address + 1);
  const alternatives =
    isFormatter || further.length > 0
      ? formatted(on, found.alternatives, further, start, depth)
      : found.alternatives;
  return postfix(on, { alternatives, end, at }, true, depth);
}

/** The value of a block or closure: `{ x }`, `|_| x`, `() -> x`. */
function bodyFrom(on: Reading, index: number): number {
  let at = index;
  for (let text = on.textAt(at); at < index + 8; text = on.textAt(++at)) {
    const isHead =
      /^(?:\{|\|\|?|->|=>|move)$/.test(text) || /^(?:\||->|=>)$/.test(on.textAt(at + 1));
    if (!isHead && text !== '(' && text !== ')') break;
  }
  return at;
}

function argumentsIn(
  on: Reading,
  from: number,
  close: number,
  depth: number,
): readonly Expression[] {
  const given: Expression[] = [];
  for (let at = from; at < close && given.length < LIMITS.kept; at++) {
    const argument = expression(on, at, depth + 1);
    given.push(argument);
    at = argumentEnd(on, Math.max(argument.end, at), close);
  }
  return given;
}

/** The comma behind an argument, or the end. */
function argumentEnd(on: Reading, from: number, close: number): number {
  let at = from;
  while (at < close && on.textAt(at) !== ',') at = on.behind(at);
  return at;
}

/** Applies calls behind a value; unknown unless they keep the value. */
function postfix(on: Reading, value: Expression, isKnown: boolean, depth: number): Expression {
  let { end } = value;
  const given: Expression[] = [];
  let kept = isKnown;
  const from = end;
  for (let steps = 0; steps < 16; steps++) {
    const text = on.textAt(end);
    const next = on.plainAt(end + 1);
    if (on.joinsAt(end)) break;
    const entry = entryEnd(on, end);
    if (entry !== undefined) {
      kept = false;
      end = entry;
    } else if (
      text === '.' &&
      DEFAULTS.methods.test(next?.text ?? '') &&
      on.textAt(end + 2) === '('
    ) {
      const otherwise = expression(on, bodyFrom(on, end + 3), depth + 1).alternatives;
      end = (on.plainAt(end + 2)?.match ?? end + 2) + 1;
      const at = { start: value.at.start, end: on.tokenAt(end - 1)?.end ?? value.at.end };
      if (otherwise.some(isKnownInPart))
        return postfix(on, { alternatives: otherwise, end, at }, true, depth);
      kept = false;
    } else if ((text === '.' || text === '?.' || text === '->') && next?.kind === 'name') {
      kept &&= CONVERSIONS.test(next.text);
      const open = on.plainAt(end + 2);
      const isCall = open?.text === '(' && open.match > 0;
      if (isCall && kept && FILLING.test(next.text)) {
        given.push(...argumentsIn(on, end + 3, open.match, depth));
      }
      end = isCall ? open.match + 1 : end + 2;
    } else if (kept && fillsAt(on, end)) {
      const list = on.plainAt(end + 1);
      const isList = list?.text === '[' && list.match > 0;
      const around = on.tokenAt(end)?.parent ?? -1;
      const close = isList ? list.match : (on.plainAt(around)?.match ?? -1);
      given.push(...argumentsIn(on, isList ? end + 2 : end + 1, Math.max(close, end + 2), depth));
      end = isList ? close + 1 : Math.max(end + 1, given.at(-1)?.end ?? 0);
    } else if (text === '[' && !on.tokenAt(end)?.isFirst && (on.plainAt(end)?.match ?? -1) > end) {
      if (on.language.neighbours === 'elements') break;
      kept = false;
      end = (on.plainAt(end)?.match ?? end) + 1;
    } else if (text === '!' && on.textAt(end + 1) !== '=') end++;
    else if (text === '?' && on.language.tries) end++;
    else if (text === 'as' && next?.kind === 'name') end += 2;
    else break;
  }
  if (end === from) return value;
  const start = value.at.start;
  const at = { start, end: Math.max(start, on.tokenAt(end - 1)?.end ?? start) };
  if (kept && given.length > 0) {
    return { alternatives: formatted(on, value.alternatives, given, from, depth), end, at };
  }
  if (kept) return { ...value, end, at };
  return { alternatives: [unknownAt(on, at)], end, at };
}

/** The end of a Perl subscript, `{PORT}` or `->{PORT}`; undefined for none. */
function entryEnd(on: Reading, at: number): number | undefined {
  if (!on.language.arrowsLead) return undefined;
  const open = on.plainAt(on.textAt(at) === '->' ? at + 1 : at);
  return open && /^[[{]$/.test(open.text) && open.match > at ? open.match + 1 : undefined;
}

function withHoles(
  on: Reading,
  text: MappedText,
  index: number,
  depth: number,
): readonly MappedText[] {
  const isOpen = text.pieces.some(({ kind }) => kind === 'unknown');
  if (!isOpen || text.pieces.length > LIMITS.pieces) return [text];
  const parts = text.pieces.map((piece) => holeValues(on, piece, index, depth));
  return combined([[mappedText([], text.place)], ...parts]) ?? [text];
}

function holeValues(
  on: Reading,
  piece: Piece,
  index: number,
  depth: number,
): readonly MappedText[] {
  const alone = [mappedText([piece])];
  if (piece.kind === 'known' || (piece.source.startsWith('!') && !on.delays)) return alone;
  const { at, source: written, encodings } = piece;
  const path = /^[$%!#]?[{(]?([A-Za-z_][\w.:]*)[)}%!]?$/.exec(written)?.[1];
  const values = path
    ? on.valuesOfName(path, index, depth + 1)
    : defaultIn(on, piece, index, depth);
  return values?.map((value) => throughUse(value, { at, source: written, encodings })) ?? alone;
}

/** The default in a hole: `${process.env.HOST || '127.0.0.1'}`. */
function defaultIn(
  { file, language, ...on }: Reading,
  { at, source }: Piece & { readonly kind: 'unknown' },
  index: number,
  depth: number,
): readonly MappedText[] | undefined {
  const [opening] = /^[$#]?\{(?=.*["'`])/.exec(source) ?? [];
  if (opening === undefined || file.source.slice(at.start, at.end) !== source) return undefined;
  const inside = { start: at.start + opening.length, end: at.end - 1 };
  const hole = readProgram(readLiterals(file.source, language, inside), language);
  const names: Reading['valuesOfName'] = (path) => on.valuesOfName(path, index, depth + 1);
  const reading: Reading = {
    ...on,
    ...hole,
    valuesOfName: names,
    expression: (from, further) => expression(reading, from, further),
  };
  const { alternatives } = expression(reading, 0, depth + 1);
  return alternatives.every(isKnownInPart) ? alternatives : undefined;
}

function whole(on: Reading, index: number): Expression {
  const read = expression(on, index, 0);
  const next = on.tokenAt(read.end);
  const isEnd =
    next === undefined ||
    next.isFirst ||
    on.language.neighbours === 'elements' ||
    /^(?:[,;)\]}]|<<)$/.test(on.textAt(read.end)) ||
    (on.language.callsBare &&
      /^(?:if|unless|while|until|for|foreach|and|or)$/.test(on.textAt(read.end)));
  if (isEnd) return read;
  const rest = unknown(on, read.end, read.end + 1);
  return { ...read, alternatives: read.alternatives.map((text) => concat([text, rest])) };
}

function codeIn(piece: Piece, encodings: Encodings): Piece {
  const [use, ...others] = piece.through;
  return use ? { ...piece, through: [{ ...use, encodings }, ...others] } : { ...piece, encodings };
}
