/** Splits a source file into literals and tokens in linear time. Why: docs/decisions/string-lists.md */

import { LIMITS } from '../../text/limits.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { HoleOpening, StringForm } from './forms.ts';
import { joinsOf, type LiteralLanguage } from './language.ts';
import type { LiteralFile, LiteralToken, Token } from './tree.ts';

const NEAR = 1_000;

const BLANKS = /[^\S\n]+/y;
const NUMBER = /\d(?:[\w.]|'(?=[\da-fA-F]))*/y;
const OPERATOR =
  /:=|\?\?=?|(?:\|\||\/\/)=|\?\.|\?:|===?|!==?|=>|=~|->|::|<<|>>|\+=|\+\+|\.=|\/\/|\|\||&&|<=|>=|\.\.\.?|[^\s]/y;
const PATTERN = /\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}\/[a-z]*/y;
const BEFORE_PATTERN =
  /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield|instanceof)$/;

const BRACKETS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

type Found = Pick<LiteralToken, 'end' | 'inner' | 'holes'>;

/** An unterminated string is no literal. `within` reads a part: the code in `${port || '4444'}`. */
export function readLiterals(
  source: string,
  language: LiteralLanguage,
  within = { start: source.startsWith('\ufeff') ? 1 : 0, end: source.length },
): LiteralFile {
  const reading: Reading = {
    source,
    tokens: [],
    open: [],
    isFirst: true,
    position: within.start,
  };
  const { tokens } = reading;
  const comments: WrittenComment[] = [];
  /** Forms without an end after some place; not searched again. */
  const endless = new Set<string>();
  const strings = { source, language, endless, vain: 0 };

  while (reading.position < within.end) {
    const character = source.charAt(reading.position);
    if (character === '\n') {
      reading.isFirst = true;
      reading.position++;
      continue;
    }
    const blank =
      endOf(BLANKS, source, reading.position) ??
      continuationEnd(source, reading.position, language);
    if (blank !== undefined) {
      reading.position = blank;
      continue;
    }
    // A comment may begin at the start of a line or command only.
    const begins = reading.isFirst || /^[&(]/.test(textOf(tokens.at(-1)));
    const comment = commentAt(source, reading.position, language, begins);
    if (comment) {
      comments.push(comment);
      reading.position = comment.at.end;
      continue;
    }
    const character_ = language.characters && endOf(language.characters, source, reading.position);
    if (character_ !== undefined) {
      addPlain(reading, 'number', character_);
      continue;
    }
    const string = stringAt(strings, reading.position, 0);
    if (string === 'broken') {
      // An unterminated string takes the rest of its line.
      addPlain(reading, 'mark', lineEndOf(source, reading.position));
      continue;
    }
    if (string) {
      add(reading, {
        kind: 'literal',
        start: reading.position,
        form: string.form,
        ...string.found,
      });
      continue;
    }
    const name = endOf(language.names, source, reading.position);
    if (name !== undefined) {
      addPlain(reading, 'name', name);
      continue;
    }
    const isPattern = language.hasPatterns && character === '/' && mayBeginPattern(tokens.at(-1));
    const number = endOf(isPattern ? PATTERN : NUMBER, source, reading.position);
    const end = number ?? endOfMark(source, reading.position, language);
    addPlain(reading, number === undefined ? 'mark' : 'number', end);
  }
  return { source, tokens, comments };
}

function endOfMark(source: string, position: number, language: LiteralLanguage): number {
  const join = joinsOf(language).find((one) => source.startsWith(one, position)) ?? '';
  return Math.max(endOf(OPERATOR, source, position) ?? position + 1, position + join.length);
}

interface Reading {
  readonly source: string;
  readonly tokens: Token[];
  readonly open: number[];
  isFirst: boolean;
  position: number;
}

function add(reading: Reading, token: Omit<LiteralToken, 'isFirst' | 'parent'>): void {
  const { tokens, isFirst, open } = reading;
  tokens.push({ ...token, isFirst, parent: open.at(-1) ?? -1 });
  reading.isFirst = false;
  reading.position = token.end;
}

function addPlain(reading: Reading, kind: 'name' | 'number' | 'mark', end: number): void {
  const { source, tokens, open, isFirst, position } = reading;
  const text = source.slice(position, end);
  const opening = kind === 'mark' ? BRACKETS.get(text) : undefined;
  let match = -1;
  if (opening !== undefined) {
    // An unclosed bracket ends where the bracket around it ends.
    const last = open.slice(-LIMITS.steps);
    const at = last.findLastIndex((index) => textOf(tokens[index]) === opening);
    if (at !== -1) {
      match = last[at] ?? -1;
      open.length -= last.length - at;
    }
  }
  const index = tokens.length;
  const parent = open.at(-1) ?? -1;
  tokens.push({ kind, text, start: position, end, isFirst, parent, match });
  const partner = tokens[match];
  if (partner !== undefined && partner.kind !== 'literal')
    tokens[match] = { ...partner, match: index };
  if (kind === 'mark' && (text === '(' || text === '[' || text === '{')) open.push(index);
  reading.isFirst = false;
  reading.position = end;
}

function textOf(token: Token | undefined): string {
  return token === undefined || token.kind === 'literal' ? '' : token.text;
}

/** The end of a sticky match; undefined for none or an empty one. */
function endOf(pattern: RegExp, source: string, position: number): number | undefined {
  pattern.lastIndex = position;
  const length = pattern.exec(source)?.[0].length ?? 0;
  return length === 0 ? undefined : position + length;
}

function lineEndOf(source: string, position: number): number {
  const end = source.indexOf('\n', position);
  return end === -1 ? source.length : end;
}

function continuationEnd(
  source: string,
  position: number,
  { lines }: LiteralLanguage,
): number | undefined {
  const sign = lines?.continuedBy ?? '\\';
  if (source.charAt(position) !== sign) return undefined;
  const next = source.charAt(position + 1) === '\r' ? position + 2 : position + 1;
  return source.charAt(next) === '\n' ? next + 1 : undefined;
}

function commentAt(
  source: string,
  position: number,
  { lineComments, blockComments = [], commentLines }: LiteralLanguage,
  isFirst: boolean,
): WrittenComment | undefined {
  for (const { open, close, nests } of blockComments) {
    if (!source.startsWith(open, position)) continue;
    const textEnd = nests
      ? nestedEnd(source, position + open.length, open, close)
      : source.indexOf(close, position + open.length);
    const isClosed = textEnd !== -1;
    const end = isClosed ? textEnd + close.length : source.length;
    const textAt = { start: position + open.length, end: isClosed ? textEnd : end };
    return { at: { start: position, end }, textAt };
  }
  for (const sign of lineComments) {
    if (!source.startsWith(sign, position)) continue;
    const at = { start: position, end: withoutReturn(source, lineEndOf(source, position)) };
    return { at, textAt: { start: position + sign.length, end: at.end } };
  }
  if (commentLines === undefined || !isFirst) return undefined;
  commentLines.lastIndex = position;
  const found = commentLines.exec(source);
  if (found === null) return undefined;
  const end = withoutReturn(source, position + found[0].length);
  const start = Math.min(end, position + found[0].length - (found[1]?.length ?? 0));
  return { at: { start: position, end }, textAt: { start, end } };
}

function withoutReturn(source: string, end: number): number {
  return source.charAt(end - 1) === '\r' ? end - 1 : end;
}

/** The closing delimiter of a nested comment; -1 if missing. */
function nestedEnd(source: string, from: number, open: string, close: string): number {
  let depth = 1;
  let end = source.indexOf(close, from);
  let start = source.indexOf(open, from);
  while (end !== -1) {
    const isOpened = start !== -1 && start < end;
    depth += isOpened ? 1 : -1;
    if (depth === 0) return end;
    // Searches for each delimiter once, to stay linear.
    const position = isOpened ? start + open.length : end + close.length;
    if (start !== -1 && start < position) start = source.indexOf(open, position);
    if (end < position) end = source.indexOf(close, position);
  }
  return -1;
}

interface Strings {
  readonly source: string;
  readonly language: LiteralLanguage;
  readonly endless: Set<string>;
  /** Characters searched in vain for delimiters. */
  vain: number;
}

function limitFrom({ source, vain }: Strings, from: number): number {
  return vain > LIMITS.work ? Math.min(source.length, from + NEAR) : source.length;
}

/** `broken` if unterminated. */
function stringAt(
  strings: Strings,
  position: number,
  depth: number,
): { readonly form: StringForm; readonly found: Found } | 'broken' | undefined {
  const { source, language } = strings;
  for (const form of language.strings) {
    form.open.lastIndex = position;
    const opening = form.open.exec(source);
    if (opening === null) continue;
    const start = position + opening[0].length;
    if (form.word) {
      const end = endOf(form.word, source, start);
      if (end === undefined) continue;
      const inner = { start, end };
      return { form, found: { end, inner, holes: holesIn(strings, form, inner) } };
    }
    const found = readString(strings, form, start, opening[1] ?? '', depth);
    return found ? { form, found } : 'broken';
  }
  return undefined;
}

/** Interpolations of an unquoted word contain no blanks. */
function holesIn({ source }: Strings, form: StringForm, { start, end }: Span): readonly Span[] {
  const holes: Span[] = [];
  for (let at = start; at < end; ) {
    const hole = wordHole(source, form.holes, at);
    if (hole !== undefined) holes.push({ start: at, end: hole });
    at = hole ?? at + 1;
  }
  return holes;
}

const WORD_HOLES: Readonly<Record<HoleOpening, RegExp>> = {
  '${': /\$\{[^}\s]{0,200}\}/y,
  '$(': /\$\([^()\n]{0,200}\)/y,
  '{': /\{[^{}\n]{0,200}\}/y,
  '%{': /%\{[^}\n]{0,200}\}/y,
  '#{': /#\{[^}\n]{0,200}\}/y,
  $name: /\$[A-Za-z_]\w*/y,
  '$path.name': /\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y,
  '$scope:name': /\$(?:[A-Za-z_]\w*:(?=[A-Za-z_]))?[A-Za-z_]\w*/y,
  '%name%': /%(?:%(?:~[a-z]*)?[A-Za-z]|\*|\d|~\w*\d|[A-Za-z_]\w*(?::[^%\n]{0,80})?%)/y,
  '!name!': /![A-Za-z_]\w*!/y,
  '$name->{key}':
    /\$(?:\{[^}\n]{0,200}\}|\d+|\$?[A-Za-z_]\w*(?:::\w+)*)(?:(?:->)?(?:\[[^\]\s]{1,80}\]|\{[^}\n]{1,80}\}))*/y,
  '@name': /@(?:\{[^}\n]{0,200}\}|[A-Za-z_]\w*(?:::\w+)*)/y,
};

function wordHole(source: string, kinds: readonly HoleOpening[], at: number): number | undefined {
  for (const kind of kinds) {
    const end = endOf(WORD_HOLES[kind], source, at);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** Undefined if unterminated. */
function readString(
  strings: Strings,
  form: StringForm,
  start: number,
  group: string,
  depth: number,
): Found | undefined {
  const { source, endless } = strings;
  const close = form.close(group);
  const key = `${form.id} ${close}`;
  if (endless.has(key)) return undefined;
  const holes: Span[] = [];
  const limit = limitFrom(strings, start);
  let at = start;
  let level = 0;
  while (at < limit) {
    const character = source.charAt(at);
    if (form.nests && character === group && group !== close) level++;
    if (source.startsWith(close, at)) {
      if (level > 0) {
        level--;
        at++;
        continue;
      }
      const escaped = escapedClose(source, form, close, at);
      if (escaped === undefined) {
        const end = close === '\n' ? at : at + close.length;
        return { end, inner: { start, end: at }, holes };
      }
      at = escaped;
      continue;
    }
    if (character === '\n' && !form.multiline) return undefined;
    const isEscape =
      (character === '\\' && (form.escapes === 'backslash' || form.escapes === 'quote')) ||
      (character === '`' && form.escapes === 'backtick');
    if (isEscape) {
      // A continued line ending, `\n` or `\r\n`.
      at += source.startsWith('\r\n', at + 1) ? 3 : 2;
      continue;
    }
    if (character === '{' && form.holes.includes('{') && source.charAt(at + 1) === '{') {
      at += 2;
      continue;
    }
    if (form.holes.includes('%{') && isDoubledOpening(source, at)) {
      at += 3;
      continue;
    }
    const hole = holeEnd(strings, form, at, depth);
    if (hole === 'broken') return undefined;
    if (hole !== undefined) {
      holes.push({ start: at, end: hole });
      at = hole;
      continue;
    }
    at++;
  }
  if (close === '\n') return { end: limit, inner: { start, end: limit }, holes };
  strings.vain += limit - start;
  if (form.multiline && limit === source.length) endless.add(key);
  return undefined;
}

/** The offset after an escaped closing quote. */
function escapedClose(
  source: string,
  { escapes }: StringForm,
  close: string,
  at: number,
): number | undefined {
  if (escapes === 'indented') {
    const next = source.charAt(at + close.length);
    if (next === "'" || next === '$') return at + 3;
    return next === '\\' ? at + 4 : undefined;
  }
  const isDoubled = escapes === 'doubled' || escapes === 'backtick';
  if (isDoubled && close.length === 1 && source.charAt(at + 1) === close) return at + 2;
  return undefined;
}

/** Whether `$${` or `%%{` is at a place: HCL's escapes of `${` and `%{`. */
export function isDoubledOpening(source: string, at: number): boolean {
  return source.startsWith('$${', at) || source.startsWith('%%{', at);
}

function holeEnd(
  strings: Strings,
  form: StringForm,
  at: number,
  depth: number,
): number | 'broken' | undefined {
  const { source } = strings;
  const character = source.charAt(at);
  if (!'${%!#@'.includes(character)) return undefined;
  for (const kind of form.holes) {
    if (/[{(]$/.test(kind)) {
      if (!source.startsWith(kind, at)) continue;
      return codeEnd(strings, at + kind.length, kind.endsWith('(') ? ')' : '}', depth + 1);
    }
    const end = endOf(WORD_HOLES[kind], source, at);
    if (end !== undefined) return end;
  }
  return undefined;
}

/** The offset after the bracket that closes code. */
function codeEnd(strings: Strings, from: number, close: string, depth: number): number | 'broken' {
  const { source } = strings;
  const open = close === ')' ? '(' : '{';
  if (depth > LIMITS.kept) return 'broken';
  const limit = limitFrom(strings, from);
  let level = 1;
  let at = from;
  while (at < limit) {
    const character = source.charAt(at);
    if (character === close && --level === 0) return at + 1;
    if (character === open) level++;
    if (character === '"' || character === "'" || character === '`') {
      const string = stringAt(strings, at, depth);
      if (string === 'broken') return 'broken';
      at = string?.found.end ?? at + 1;
      continue;
    }
    at++;
  }
  strings.vain += limit - from;
  return 'broken';
}

function mayBeginPattern(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'mark') return !/^[)\]}]$|^\+\+$/.test(before.text);
  return before.kind === 'name' && BEFORE_PATTERN.test(before.text);
}
