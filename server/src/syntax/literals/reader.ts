/**
 * Reads a source file into literals and the tokens between them. What the tokens mean to the language is not known:
 * there are dozens of languages, and their literals are of a few families. Never throws, and is linear in the text: what
 * is half-typed costs its line.
 * Why: docs/decisions/lists-of-strings-are-read-by-their-literals.md
 */

import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import type { HoleOpening, StringForm } from './forms.ts';
import type { LiteralLanguage } from './languages.ts';
import type { LiteralFile, LiteralToken, Token } from './tree.ts';

/** How deep strings may stand in what is replaced in others. */
const MAX_NESTING = 8;
/** How many characters are looked through in vain for what is open, and how far each is looked for behind these. */
const MAX_VAIN = 2_000_000;
const NEAR = 1_000;

const BLANKS = /[^\S\n]+/y;
const NUMBER = /\d(?:[\w.]|'(?=[\da-fA-F]))*/y;
/** Operators that mean something else than their characters. */
const OPERATOR =
  /:=|\?\?=?|\?\.|\?:|===?|!==?|=>|=~|->|::|<<|>>|\+=|\+\+|\.=|\/\/|\|\||&&|<=|>=|\.\.\.?|[^\s]/y;
/** A regular expression of JavaScript; longer ones than that are no reason to look further. */
const PATTERN = /\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}\/[a-z]*/y;
/** Names behind which a slash begins a regular expression. */
const BEFORE_PATTERN =
  /^(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield|instanceof)$/;

const BRACKETS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

/** A string as it was found. */
type Found = Pick<LiteralToken, 'end' | 'inner' | 'holes'>;

/** Divides a source into its tokens. Never throws; what has no end is none. */
export function readLiterals(source: string, language: LiteralLanguage): LiteralFile {
  const tokens: Token[] = [];
  const comments: WrittenComment[] = [];
  /** Indices of brackets that are open. */
  const open: number[] = [];
  /** Forms that have no end behind a place, so that nobody looks for it again. */
  const endless = new Set<string>();
  const strings = { source, language, endless, vain: 0 };
  let isFirst = true;
  let position = source.startsWith('\ufeff') ? 1 : 0;

  function add(token: Omit<LiteralToken, 'isFirst' | 'parent'>): void {
    tokens.push({ ...token, isFirst, parent: open.at(-1) ?? -1 });
    isFirst = false;
    position = token.end;
  }

  function addPlain(kind: 'name' | 'number' | 'mark', end: number): void {
    const text = source.slice(position, end);
    const opening = kind === 'mark' ? BRACKETS.get(text) : undefined;
    let match = -1;
    if (opening !== undefined) {
      // A bracket that was never closed ends with the one around it.
      const last = open.slice(-MAX_UNCLOSED);
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
    isFirst = false;
    position = end;
  }

  while (position < source.length) {
    const character = source.charAt(position);
    if (character === '\n') {
      isFirst = true;
      position++;
      continue;
    }
    const blank = endOf(BLANKS, source, position);
    if (blank !== undefined) {
      position = blank;
      continue;
    }
    const continued = continuationEnd(source, position, language);
    if (continued !== undefined) {
      position = continued;
      continue;
    }
    // A line of its own, or a command of its own.
    const begins = isFirst || /^[&(]/.test(textOf(tokens.at(-1)));
    const comment = commentAt(source, position, language, begins);
    if (comment) {
      comments.push(comment);
      position = comment.at.end;
      continue;
    }
    const character_ = language.characters && endOf(language.characters, source, position);
    if (character_ !== undefined) {
      addPlain('number', character_);
      continue;
    }
    const string = stringAt(strings, position, 0);
    if (string === 'broken') {
      // What is open at the end of its line takes in the rest of it.
      addPlain('mark', lineEndOf(source, position));
      continue;
    }
    if (string) {
      add({ kind: 'literal', start: position, form: string.form, ...string.found });
      continue;
    }
    const name = endOf(language.names, source, position);
    if (name !== undefined) {
      addPlain('name', name);
      continue;
    }
    const number = endOf(NUMBER, source, position);
    if (number !== undefined) {
      addPlain('number', number);
      continue;
    }
    const isPattern = language.hasPatterns && character === '/' && mayBeginPattern(tokens.at(-1));
    const pattern = isPattern ? endOf(PATTERN, source, position) : undefined;
    if (pattern !== undefined) {
      addPlain('number', pattern);
      continue;
    }
    addPlain('mark', endOf(OPERATOR, source, position) ?? position + 1);
  }
  return { source, tokens, comments };
}

/** How many brackets may be left open inside of another; one that closes none of the last is nobody's. */
const MAX_UNCLOSED = 32;

function textOf(token: Token | undefined): string {
  return token === undefined || token.kind === 'literal' ? '' : token.text;
}

/** Where what a sticky pattern matches ends; undefined where it does not, or matches nothing. */
function endOf(pattern: RegExp, source: string, position: number): number | undefined {
  pattern.lastIndex = position;
  const length = pattern.exec(source)?.[0].length ?? 0;
  return length === 0 ? undefined : position + length;
}

function lineEndOf(source: string, position: number): number {
  const end = source.indexOf('\n', position);
  return end === -1 ? source.length : end;
}

/** Behind the line end that a continuation takes back. */
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
  { lineComments, blockComments, commentLines }: LiteralLanguage,
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

/** Where the end begins that closes as many comments as were opened; -1 where there is none. */
function nestedEnd(source: string, from: number, open: string, close: string): number {
  let depth = 1;
  let end = source.indexOf(close, from);
  let start = source.indexOf(open, from);
  while (end !== -1) {
    const isOpened = start !== -1 && start < end;
    depth += isOpened ? 1 : -1;
    if (depth === 0) return end;
    // Each is looked for once: there may be as many of them as characters.
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
  /** How many characters were looked through in vain for the end of a string or of what is replaced in one. */
  vain: number;
}

/** How far from a place an end is looked for. */
function limitFrom({ source, vain }: Strings, from: number): number {
  return vain > MAX_VAIN ? Math.min(source.length, from + NEAR) : source.length;
}

/** The string that begins at a place; `broken` where it has no end. */
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

/** What is replaced in a word without quotes, whose holes have no blanks. */
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

/** A string from behind its opening; undefined where it has no end. */
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
      // A line may be continued, whatever ends it.
      at += source.startsWith('\r\n', at + 1) ? 3 : 2;
      continue;
    }
    // Written twice it stands for itself.
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

/** Where it goes on behind a quote that is none, since it is written twice or marked; undefined for a true one. */
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

/** Whether `$${` or `%%{` stands at a place, which HCL takes for `${` and `%{`. */
export function isDoubledOpening(source: string, at: number): boolean {
  return source.startsWith('$${', at) || source.startsWith('%%{', at);
}

/** Where what is replaced ends that begins at a place; `broken` where it has no end. */
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

/** Behind the bracket that closes code in a string, with the strings in it. */
function codeEnd(strings: Strings, from: number, close: string, depth: number): number | 'broken' {
  const { source } = strings;
  const open = close === ')' ? '(' : '{';
  if (depth > MAX_NESTING) return 'broken';
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

/** Whether a slash behind a token divides nothing. */
function mayBeginPattern(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'mark') return !/^[)\]}]$|^\+\+$/.test(before.text);
  return before.kind === 'name' && BEFORE_PATTERN.test(before.text);
}
