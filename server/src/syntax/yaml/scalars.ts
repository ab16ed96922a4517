import type { Encodings } from '../../text/encoding.ts';
import { type TextLine, textLines } from '../../text/lines.ts';
import {
  type KnownPiece,
  knownPiece,
  type MappedText,
  mappedText,
} from '../../text/mapped-text.ts';
import { C_ESCAPES } from '../c-escapes.ts';
import { YAML } from './encodings.ts';
import type { YamlStyle } from './tree.ts';

interface ScalarSource {
  readonly style: YamlStyle;
  /** With its quotes, or the lines of a block. */
  readonly source: string;
  readonly offset: number;
  readonly block?: BlockHeader;
}

/** `|2-`, and the indentation of the parent. */
interface BlockHeader {
  readonly header: string;
  readonly indent: number;
}

/** Decodes a scalar; empty for unclosed quotes. */
export function decodeScalar(scalar: ScalarSource): MappedText {
  const { style, source, offset } = scalar;
  switch (style) {
    case 'plain':
    case 'plain-in-flow':
      return decodePlain(scalar, style);
    case 'single-quoted':
    case 'double-quoted': {
      const quote = style === 'single-quoted' ? "'" : '"';
      const text = new Pieces(offset, YAML[style]);
      if (source.length < 2 || !source.endsWith(quote)) return text.finish();
      if (style === 'single-quoted') foldLines(source, 1, source.length - 1, text, true);
      else decodeDouble(source, text);
      return text.finish();
    }
    case 'literal':
    case 'folded': {
      const text = new Pieces(offset, YAML[style]);
      decodeBlock(scalar, text);
      return text.finish();
    }
  }
}

/** Builds a text from source ranges. A class, since a block has a piece for each line. */
class Pieces {
  readonly #offset: number;
  readonly #pieces: KnownPiece[] = [];
  #encodings: Encodings;

  constructor(offset: number, encodings: Encodings) {
    this.#offset = offset;
    this.#encodings = encodings;
  }

  /** Switches the encoding of what follows. */
  goOnAs(encodings: Encodings): void {
    this.#encodings = encodings;
  }

  /** Adds `[start, end)` of the source, or its replacement. */
  add(source: string, start: number, end: number, instead?: string): void {
    const text = instead ?? source.slice(start, end);
    if (text === '') return;
    const at = { start: this.#offset + start, end: this.#offset + end };
    const verbatim = instead === undefined;
    const last = this.#pieces.at(-1);
    const encodings = this.#encodings;
    const joins =
      verbatim && last?.verbatim && last.at.end === at.start && last.encodings === encodings;
    if (joins) {
      const joined = { ...last, text: last.text + text, at: { start: last.at.start, end: at.end } };
      this.#pieces[this.#pieces.length - 1] = joined;
    } else this.#pieces.push(knownPiece(text, at, verbatim, encodings));
  }

  finish(): MappedText {
    const start = this.#offset;
    return mappedText(this.#pieces.slice(), { start, end: start });
  }
}

function decodePlain(
  { source, offset }: ScalarSource,
  style: 'plain' | 'plain-in-flow',
): MappedText {
  const text = new Pieces(offset, YAML[`${style}-start`]);
  text.add(source, 0, 1);
  text.goOnAs(YAML[style]);
  foldLines(source, 1, source.length, text, false);
  return text.finish();
}

/** One line ending is a blank, n are n - 1 line feeds; blanks around them vanish. */
function foldLines(
  source: string,
  from: number,
  to: number,
  text: Pieces,
  isSingle: boolean,
): void {
  let at = from;
  for (;;) {
    const newline = source.indexOf('\n', at);
    if (newline === -1 || newline >= to) break;
    const end = trimmedEnd(source, at, newline);
    addQuoted(source, at, end, text, isSingle);
    at = addFold(source, { end, newline }, to, text);
  }
  addQuoted(source, at, to, text, isSingle);
}

function trimmedEnd(source: string, from: number, newline: number): number {
  let end = source[newline - 1] === '\r' ? newline - 1 : newline;
  while (end > from && ' \t'.includes(source.charAt(end - 1))) end--;
  return end;
}

/** Adds the fold of line endings; returns where the next text begins. */
function addFold(
  source: string,
  { end, newline }: { readonly end: number; readonly newline: number },
  to: number,
  text: Pieces,
): number {
  const { next, empty } = nextLine(source, newline, to);
  text.add(source, end, next, empty === 0 ? ' ' : '\n'.repeat(empty));
  return next;
}

/** The next non-empty line, and the number of empty lines before it. */
function nextLine(source: string, newline: number, to: number): { next: number; empty: number } {
  let next = newline + 1;
  let empty = 0;
  for (; next < to; next++) {
    const character = source.charAt(next);
    if (character === '\n') empty++;
    else if (!(' \t'.includes(character) || (character === '\r' && source[next + 1] === '\n')))
      break;
  }
  return { next, empty };
}

function addQuoted(
  source: string,
  from: number,
  to: number,
  text: Pieces,
  isSingle: boolean,
): void {
  let at = from;
  while (isSingle) {
    const quote = source.indexOf("''", at);
    if (quote === -1 || quote + 2 > to) break;
    text.add(source, at, quote);
    text.add(source, quote, quote + 2, "'");
    at = quote + 2;
  }
  text.add(source, at, to);
}

/** YAML 1.2.2, 5.7. */
const ESCAPES: Readonly<Record<string, string>> = {
  ...C_ESCAPES,
  '0': '\0',
  e: '\u001b',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function decodeDouble(source: string, text: Pieces): void {
  const to = source.length - 1;
  let from = 1;
  let at = 1;
  while (at < to) {
    const character = source.charAt(at);
    if (character === '\n') {
      const end = trimmedEnd(source, from, at);
      text.add(source, from, end);
      from = at = addFold(source, { end, newline: at }, to, text);
    } else if (character === '\\') {
      text.add(source, from, at);
      from = at = decodeEscape(source, at, to, text);
    } else at++;
  }
  text.add(source, from, to);
}

/** Adds a decoded escape; returns its end. */
function decodeEscape(source: string, at: number, to: number, text: Pieces): number {
  const kind = source.charAt(at + 1);
  const ending = /\\\r?\n/y;
  ending.lastIndex = at;
  const line = ending.exec(source)?.[0].length;
  if (line !== undefined) {
    let next = at + line;
    while (next < to && ' \t'.includes(source.charAt(next))) next++;
    return next;
  }
  const digits = DIGITS[kind];
  const end = Math.min(to, at + 2 + (digits ?? 0));
  const simple = Object.hasOwn(ESCAPES, kind) ? ESCAPES[kind] : undefined;
  text.add(
    source,
    at,
    end,
    simple ?? (digits ? fromDigits(source.slice(at + 2, end), digits) : undefined),
  );
  return end;
}

function fromDigits(written: string, digits: number): string | undefined {
  const code = Number.parseInt(written, 16);
  const isCode = written.length === digits && /^[\da-f]+$/i.test(written) && code <= 0x10ffff;
  return isCode ? String.fromCodePoint(code) : undefined;
}

interface BlockLine extends TextLine {
  readonly content: number;
}

function linesOf(source: string): readonly BlockLine[] {
  return textLines(source).map((line) => {
    let content = line.start;
    while (content < line.end && source[content] === ' ') content++;
    return { ...line, content };
  });
}

function decodeBlock({ style, source, block }: ScalarSource, text: Pieces): void {
  const lines = linesOf(source);
  const { header = '|', indent = 0 } = block ?? {};
  const keeps = header.includes('+');
  const first = lines.findIndex(isFilled);
  const said = Number(/\d/.exec(header)?.[0] ?? 0);
  const [own] = lines.slice(first, first + 1);
  const margin = said > 0 ? indent + said : own ? own.content - own.start : 0;
  const from = ({ start, content }: BlockLine) => Math.min(start + margin, content);
  // Blanks beyond the indentation are text, also on an otherwise empty line.
  const isText = (line: BlockLine) => first !== -1 && (isFilled(line) || from(line) < line.content);
  const last = lines.findLastIndex(isText);
  let before: BlockLine | undefined;
  let empty = 0;
  for (const line of lines.slice(0, last + 1)) {
    if (!isText(line)) {
      empty++;
      if (before === undefined || style === 'literal') addEnding(source, line, text);
      continue;
    }
    const begins = from(line);
    if (style === 'folded' && before) {
      const folds = ![before, line].some((one) => /[ \t]/.test(source.charAt(from(one))));
      const endings = '\n'.repeat(folds ? empty : empty + 1);
      text.add(source, before.end, begins, endings === '' ? ' ' : endings);
    }
    text.add(source, begins, line.end);
    if (style === 'literal' && line !== lines[last]) addEnding(source, line, text);
    before = line;
    empty = 0;
  }
  const ending = lines[last];
  if (ending && !header.includes('-')) addEnding(source, ending, text);
  for (const line of keeps ? lines.slice(last + 1) : []) addEnding(source, line, text);
}

function isFilled({ content, end }: BlockLine): boolean {
  return content < end;
}

function addEnding(source: string, { end, next }: BlockLine, text: Pieces): void {
  if (end === next) return;
  text.add(source, end, next, next - end === 1 ? undefined : '\n');
}
