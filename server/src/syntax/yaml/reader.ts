/** Reads YAML from the tokens of the `yaml` package, whose composer is recursive. */
import { type CST, Lexer, Parser } from 'yaml';
import { LIMITS } from '../../text/limits.ts';
import { readOnce } from '../../text/lookup.ts';
import type { Span } from '../../text/span.ts';
import type { WrittenComment } from '../comments.ts';
import { decodeScalar } from './scalars.ts';
import type {
  YamlAlias,
  YamlEntry,
  YamlFile,
  YamlItem,
  YamlNode,
  YamlScalar,
  YamlStyle,
} from './tree.ts';

/** Never throws; half-typed text costs what the parser makes of it. */
export const readYaml = readOnce((text): YamlFile => {
  let written = text;
  let again = 0;
  for (let left = LIMITS.several; ; left--) {
    const builder: Builder = {
      text,
      joins: left > 0 && again <= LIMITS.brokenLength,
      comments: [],
      anchors: new Map(),
      entries: new Map(),
      items: new Map(),
      problems: 0,
      stopped: undefined,
      cut: undefined,
    };
    const read = readAs(written, builder);
    const { cut } = builder;
    if (cut === undefined) return read;
    const { start, end } = cut;
    again += start;
    const inside = written.slice(start, end).replace(/[\r\n]/g, ' ');
    written = written.slice(0, start) + inside + written.slice(end);
  }
});

/** Reads up to the next cut quote. */
function readAs(written: string, builder: Builder): YamlFile {
  const documents: YamlNode[] = [];
  for (const token of tokensOf(written, builder)) {
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
}

/** A quoted scalar that the package cuts at an under-indented line, as a whole; undefined for other lexemes. */
function cutQuotes(text: string, start: number, lexeme: string): Span | undefined {
  if (!lexeme.startsWith('"') && !lexeme.startsWith("'")) return undefined;
  const end = quotesEnd(text, start);
  if (end === undefined || end <= start + lexeme.length) return undefined;
  if (/\n(?:---|\.\.\.)\s/.test(text.slice(start, end))) return undefined;
  const behind = /[ \t]*(?:[\r\n,\]}]|[ \t]#|$)/y;
  behind.lastIndex = end;
  return behind.test(text) ? { start, end } : undefined;
}

/** Undefined if unclosed. */
function quotesEnd(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (quote === '"') {
      let hidden = at;
      while (text[hidden - 1] === '\\') hidden--;
      if ((at - hidden) % 2 === 0) return at + 1;
    } else if (text[at + 1] === quote) at++;
    else return at + 1;
  }
  return undefined;
}

/** Lexemes between compositions: tokens need ten times their text's memory. */
const LEXEMES_KEPT = 4_096;
/** Last unfinished items of a collection: the last but one may get a comment. */
const OPEN_ITEMS = 2;

/** Moves the finished items of open collections from the parser to the tree. */
function takeFinished(builder: Builder, stack: readonly CST.Token[]): void {
  for (const [depth, token] of stack.slice(1, LIMITS.nesting).entries()) {
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

function* tokensOf(text: string, builder: Builder): Generator<CST.Token> {
  const parser = new Parser();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const cut = cutQuotes(text, parser.offset, lexeme);
    if (cut && builder.joins) {
      builder.cut = cut;
      return;
    }
    if (cut) {
      builder.problems++;
      builder.stopped = cut.start;
      break;
    }
    yield* parser.next(lexeme);
    if (++lexemes % LEXEMES_KEPT === 0) takeFinished(builder, parser.stack);
    if (parser.stack.length <= LIMITS.group) continue;
    builder.problems++;
    builder.stopped ??= parser.offset;
    break;
  }
  yield* parser.end();
}

interface Builder {
  readonly text: string;
  /** Whether to look for quotes that lines cut; if not, reading stops there. */
  readonly joins: boolean;
  readonly comments: WrittenComment[];
  readonly anchors: Map<string, YamlNode>;
  readonly entries: Map<CST.Token, YamlEntry[]>;
  readonly items: Map<CST.Token, YamlItem[]>;
  problems: number;
  stopped: number | undefined;
  /** A cut quote after which nothing was read. */
  cut: Span | undefined;
}

interface Standing {
  readonly depth: number;
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
  const isTooDeep = standing.depth > LIMITS.nesting;
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
      return flowScalar(builder, token, standing.flow);
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

function flowScalar(
  { text }: Builder,
  { type, offset, source: { length } }: CST.FlowScalar,
  isInFlow: boolean,
): YamlScalar {
  const source = text.slice(offset, offset + length);
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
    at: { start: offset, end: offset + length },
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

/** Entries composed before, and those of `items`. */
function entriesOf(
  builder: Builder,
  token: CST.Token,
  items: CollectionItems,
  standing: Standing,
): YamlEntry[] {
  return added(builder.entries.get(token), items, (item) => entryOf(builder, item, standing));
}

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
    // `[a: b]` is a list of one map.
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
