/**
 * Reads YAML into a tree. The tokens are those of the `yaml` package's parser, which keeps the place of each; the tree
 * is put together here, since that of the package costs a stack for each level and knows more types than we ask for.
 */
import { type CST, Lexer, Parser } from 'yaml';
import type { Encodings } from '../../text/encoding.ts';
import { type TextLine, textLines } from '../../text/lines.ts';
import { type KnownPiece, type MappedText, mappedText, NO_USES } from '../../text/mapped-text.ts';
import { readOnce } from '../../text/read-once.ts';
import type { Span } from '../../text/span.ts';
import { C_ESCAPES } from '../c-escapes.ts';
import type { WrittenComment } from '../comments.ts';
import { YAML } from './encodings.ts';
import type {
  YamlAlias,
  YamlEntry,
  YamlFile,
  YamlItem,
  YamlNode,
  YamlScalar,
  YamlStyle,
} from './tree.ts';

/** How deep a file is read: people's files have ten levels, and whoever writes more has no command in them. */
const MAX_DEPTH = 64;

/** How deep the package may follow; it goes back with a stack for each level. Behind such a place nothing is read. */
const MAX_OPEN = 500;

/** Never throws; what is half-typed costs no more than the parser makes of it. */
export const readYaml = readOnce((text): YamlFile => {
  const builder: Builder = {
    comments: [],
    anchors: new Map(),
    entries: new Map(),
    items: new Map(),
    problems: 0,
    stopped: undefined,
  };
  const documents: YamlNode[] = [];
  for (const token of tokensOf(text, builder)) {
    if (token.type === 'document') {
      noteComments(builder, token.start, token.end);
      const node =
        token.value && nodeOf(builder, token.value, token.start, { depth: 0, flow: false });
      if (node) documents.push(node);
    } else if (token.type === 'comment') noteComments(builder, [token]);
    else if (token.type === 'error' || token.type === 'flow-error-end') builder.problems++;
    else if ('end' in token && Array.isArray(token.end)) noteComments(builder, token.end);
  }
  const { comments, anchors } = builder;
  return {
    documents,
    comments,
    anchored: ({ name }) => {
      const node = anchors.get(name);
      return node?.kind === 'alias' ? undefined : node;
    },
    isWhole: builder.problems === 0,
    stopped: builder.stopped,
  };
});

/** After how many lexemes that is put together which the parser has finished: its tokens take ten times the room of a text. */
const LEXEMES_KEPT = 4_096;
/** How many items of a collection are not finished yet: a comment may still belong to the last but one. */
const OPEN_ITEMS = 2;

/** Puts the first items of all collections together that are open, and takes them from the parser. */
function takeFinished(builder: Builder, stack: readonly CST.Token[]): void {
  for (const [depth, token] of stack.slice(1, MAX_DEPTH).entries()) {
    const inside = { depth: depth + 1, flow: false };
    if (token.type === 'block-map') {
      const items = token.items.splice(0, token.items.length - OPEN_ITEMS);
      builder.entries.set(token, entriesOf(builder, token, items, inside));
    } else if (token.type === 'block-seq') {
      const items = token.items.splice(0, token.items.length - OPEN_ITEMS);
      builder.items.set(token, itemsOf(builder, token, items, inside));
    } else return;
  }
}

/** The parser's tokens, as far as what is open is not too deep. */
function* tokensOf(text: string, builder: Builder): Generator<CST.Token> {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (++lexemes % LEXEMES_KEPT === 0) takeFinished(builder, parser.stack);
    if (parser.stack.length <= MAX_OPEN) continue;
    builder.problems++;
    builder.stopped ??= parser.offset;
    break;
  }
  yield* parser.end();
}

interface Builder {
  readonly comments: WrittenComment[];
  readonly anchors: Map<string, YamlNode>;
  /** What was made of the first entries and items of what the parser is still in. */
  readonly entries: Map<CST.Token, YamlEntry[]>;
  readonly items: Map<CST.Token, YamlItem[]>;
  problems: number;
  stopped: number | undefined;
}

interface Standing {
  readonly depth: number;
  /** Whether it is between brackets. */
  readonly flow: boolean;
}

function noteComments(
  { comments }: Builder,
  ...lists: readonly (readonly CST.SourceToken[] | undefined)[]
): void {
  for (const list of lists) {
    for (const { type, offset, source } of list ?? []) {
      if (type !== 'comment') continue;
      const end = offset + source.length;
      comments.push({ at: { start: offset, end }, textAt: { start: offset + 1, end } });
    }
  }
}

function nodeOf(
  builder: Builder,
  token: CST.Token,
  before: readonly CST.SourceToken[],
  standing: Standing,
): YamlNode | undefined {
  const isTooDeep = standing.depth > MAX_DEPTH;
  if (isTooDeep) builder.stopped ??= token.offset;
  const node = isTooDeep ? undefined : readNode(builder, token, standing);
  if (node === undefined) builder.problems++;
  const anchor = before.findLast(({ type }) => type === 'anchor');
  if (anchor && node) builder.anchors.set(anchor.source.slice(1), node);
  return node;
}

function readNode(builder: Builder, token: CST.Token, standing: Standing): YamlNode | undefined {
  const { depth } = standing;
  switch (token.type) {
    case 'alias':
      noteComments(builder, token.end);
      return aliasOf(token);
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar': {
      noteComments(builder, token.end);
      return flowScalar(token, standing.flow);
    }
    case 'block-scalar':
      return blockScalar(builder, token);
    case 'block-map':
      return mapOf(builder, token, token.items, { depth: depth + 1, flow: standing.flow });
    case 'block-seq':
      return listOf(builder, token, token.items, { depth: depth + 1, flow: false });
    case 'flow-collection': {
      noteComments(builder, token.end);
      if (token.end.every(({ type }) => type !== 'flow-seq-end' && type !== 'flow-map-end')) {
        builder.problems++;
      }
      const inside = { depth: depth + 1, flow: true };
      const isMap = token.start.type === 'flow-map-start';
      return isMap
        ? mapOf(builder, token, token.items, inside)
        : listOf(builder, token, token.items, inside);
    }
    default:
      return undefined;
  }
}

function aliasOf({ offset, source }: CST.FlowScalar): YamlAlias {
  return {
    kind: 'alias',
    at: { start: offset, end: offset + source.length },
    name: source.slice(1),
  };
}

function flowScalar({ type, offset, source }: CST.FlowScalar, isInFlow: boolean): YamlScalar {
  const plain = isInFlow ? 'plain-in-flow' : 'plain';
  const style: YamlStyle =
    type === 'single-quoted-scalar'
      ? 'single-quoted'
      : type === 'double-quoted-scalar'
        ? 'double-quoted'
        : plain;
  return {
    kind: 'scalar',
    style,
    at: { start: offset, end: offset + source.length },
    text: () => decodeScalar({ style, source, offset }),
  };
}

function blockScalar(builder: Builder, token: CST.BlockScalar): YamlScalar {
  const { props, source, indent } = token;
  let offset = token.offset;
  let header = '|';
  for (const prop of props) {
    if (prop.type === 'block-scalar-header') header = prop.source;
    if (prop.type === 'comment') noteComments(builder, [prop]);
    if ('source' in prop) offset = prop.offset + prop.source.length;
  }
  const style: YamlStyle = header.startsWith('>') ? 'folded' : 'literal';
  return {
    kind: 'scalar',
    style,
    at: { start: offset, end: offset + source.length },
    text: () => decodeScalar({ style, source, offset, block: { header, indent } }),
  };
}

type CollectionItems =
  | CST.BlockMap['items']
  | CST.BlockSequence['items']
  | CST.FlowCollection['items'];
type CollectionItem = CollectionItems[number];

function mapOf(
  builder: Builder,
  token: CST.Token,
  items: CollectionItems,
  standing: Standing,
): YamlNode {
  const entries = entriesOf(builder, token, items, standing);
  return { kind: 'map', at: spanOf(token.offset, entries), entries };
}

/** The entries of a map: those that were put together before, and of these items. */
function entriesOf(
  builder: Builder,
  token: CST.Token,
  items: CollectionItems,
  standing: Standing,
): YamlEntry[] {
  return added(builder.entries.get(token), items, (item) => entryOf(builder, item, standing));
}

/** What was made of the first items of a collection, with what is made of these: the same list. */
function added<Part>(
  before: Part[] = [],
  items: CollectionItems,
  make: (item: CollectionItem) => Part | undefined,
): Part[] {
  for (const item of items) {
    const part = make(item);
    if (part) before.push(part);
  }
  return before;
}

function entryOf(
  builder: Builder,
  { start, key, sep, value }: CollectionItem,
  standing: Standing,
): YamlEntry | undefined {
  noteComments(builder, start, sep ?? []);
  if (!key && !sep) return undefined;
  const named = key ? nodeOf(builder, key, start, standing) : undefined;
  const node = value ? nodeOf(builder, value, sep ?? [], standing) : undefined;
  const from = named?.at.start ?? sep?.[0]?.offset ?? 0;
  const last = sep?.at(-1);
  const to = node?.at.end ?? (last ? last.offset + last.source.trimEnd().length : named?.at.end);
  const name = named?.kind === 'scalar' ? named.text().decoded : '';
  return { at: { start: from, end: Math.max(from, to ?? from) }, key: name, value: node };
}

function listOf(
  builder: Builder,
  token: CST.BlockSequence | CST.FlowCollection,
  items: CollectionItems,
  standing: Standing,
): YamlNode {
  const found = itemsOf(builder, token, items, standing);
  return { kind: 'list', at: spanOf(token.offset, found), items: found };
}

/** The same of a list. */
function itemsOf(
  builder: Builder,
  token: CST.Token,
  items: CollectionItems,
  standing: Standing,
): YamlItem[] {
  return added(builder.items.get(token), items, (item) => itemOf(builder, item, standing));
}

function itemOf(builder: Builder, item: CollectionItem, standing: Standing): YamlItem | undefined {
  const { start, key, sep, value } = item;
  if (key || sep) {
    // `[a: b]` is a list of one mapping.
    const entry = entryOf(builder, item, standing);
    return entry && { at: entry.at, value: { kind: 'map', at: entry.at, entries: [entry] } };
  }
  noteComments(builder, start);
  const node = value ? nodeOf(builder, value, start, standing) : undefined;
  const dash = start.find(({ type }) => type === 'seq-item-ind');
  const begin = dash?.offset ?? node?.at.start;
  if (begin === undefined) return undefined;
  return { at: { start: begin, end: Math.max(node?.at.end ?? 0, begin + 1) }, value: node };
}

function spanOf(start: number, parts: readonly { readonly at: Span }[]): Span {
  return { start, end: Math.max(start, parts.at(-1)?.at.end ?? start) };
}

interface ScalarSource {
  readonly style: YamlStyle;
  /** All of it with its quotes; of a block its lines. */
  readonly source: string;
  readonly offset: number;
  readonly block?: BlockHeader;
}

/** `|2-`, and the indentation of what the block belongs to. */
interface BlockHeader {
  readonly header: string;
  readonly indent: number;
}

/** The text of a scalar. Empty for one in quotes that are not closed. */
function decodeScalar(scalar: ScalarSource): MappedText {
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

/** Puts a text together out of stretches of a source; a class, since a block has a piece for each line. */
class Pieces {
  readonly #offset: number;
  readonly #pieces: KnownPiece[] = [];
  #encodings: Encodings;

  constructor(offset: number, encodings: Encodings) {
    this.#offset = offset;
    this.#encodings = encodings;
  }

  /** What is written from here on is written otherwise. */
  goOnAs(encodings: Encodings): void {
    this.#encodings = encodings;
  }

  /** `[start, end)` of the source as it stands, or what it stands for. */
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
    } else this.#pieces.push({ kind: 'known', text, at, verbatim, encodings, through: NO_USES });
  }

  finish(): MappedText {
    const start = this.#offset;
    // A list that is begun to be filled has room for seventeen.
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

/** Lines as one: a line ending is a blank, several are one less; blanks beside them are none. */
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
    const { next, empty } = nextLine(source, newline, to);
    text.add(source, end, next, empty === 0 ? ' ' : '\n'.repeat(empty));
    at = next;
  }
  addQuoted(source, at, to, text, isSingle);
}

/** Where a line ends without the blanks at its end. */
function trimmedEnd(source: string, from: number, newline: number): number {
  let end = source[newline - 1] === '\r' ? newline - 1 : newline;
  while (end > from && ' \t'.includes(source.charAt(end - 1))) end--;
  return end;
}

/** Where the text of the next line begins that has some, and how many lines without any are in front of it. */
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

/** What an escape stands for that is one character (YAML 1.2.2, 5.7). */
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
      const { next, empty } = nextLine(source, at, to);
      text.add(source, end, next, empty === 0 ? ' ' : '\n'.repeat(empty));
      from = at = next;
    } else if (character === '\\') {
      text.add(source, from, at);
      from = at = decodeEscape(source, at, to, text);
    } else at++;
  }
  text.add(source, from, to);
}

/** Adds what an escape stands for, and says where it ends. */
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
  /** Where its blanks end. */
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
  // Blanks beyond the margin are text, even if nothing follows them.
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
