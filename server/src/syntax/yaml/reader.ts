/**
 * Reads YAML into a tree. The tokens are those of the `yaml` package's parser, which keeps the place of each; the tree
 * is put together here, since that of the package costs a stack for each level and knows more types than we ask for.
 */

import { type CST, Lexer, Parser } from 'yaml';
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

/** How deep a file is read: people's files have ten levels, and whoever writes more has no command in them. */
const MAX_DEPTH = 64;

/** How deep the package may follow; it goes back with a stack for each level. Behind such a place nothing is read. */
const MAX_OPEN = 500;

/** How many items and entries aliases stand for in all: a few lines of them could make millions. */
const MAX_ANCHORED = 2_000;

/** Never throws; what is half-typed costs no more than the parser makes of it. */
export function readYaml(text: string): YamlFile {
  const builder: Builder = {
    comments: [],
    anchors: new Map(),
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
  let left = MAX_ANCHORED;
  return {
    documents,
    comments,
    anchored: ({ name }) => {
      const node = anchors.get(name);
      if (node === undefined || node.kind === 'alias') return undefined;
      left -=
        node.kind === 'map' ? node.entries.length : node.kind === 'list' ? node.items.length : 1;
      return left < 0 ? undefined : node;
    },
    isWhole: builder.problems === 0,
    stopped: builder.stopped,
  };
}

/** The parser's tokens, as far as what is open is not too deep. */
function* tokensOf(text: string, builder: Builder): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
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
  problems: number;
  stopped: number | undefined;
}

/** Where a node stands. */
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

/** The node of a token; `before` are the tokens in front of it, with its anchor. */
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
  { offset }: CST.Token,
  items: CollectionItems,
  standing: Standing,
): YamlNode {
  const entries = items.flatMap((item) => entryOf(builder, item, standing) ?? []);
  return { kind: 'map', at: spanOf(offset, entries), entries };
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
  const found = items.flatMap((item): readonly YamlItem[] => {
    const { start, key, sep, value } = item;
    if (key || sep) {
      // `[a: b]` is a list of one mapping.
      const entry = entryOf(builder, item, standing);
      return entry
        ? [{ at: entry.at, value: { kind: 'map', at: entry.at, entries: [entry] } }]
        : [];
    }
    noteComments(builder, start);
    const node = value ? nodeOf(builder, value, start, standing) : undefined;
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    const begin = dash?.offset ?? node?.at.start;
    if (begin === undefined) return [];
    return [{ at: { start: begin, end: Math.max(node?.at.end ?? 0, begin + 1) }, value: node }];
  });
  return { kind: 'list', at: spanOf(token.offset, found), items: found };
}

function spanOf(start: number, parts: readonly { readonly at: Span }[]): Span {
  return { start, end: Math.max(start, parts.at(-1)?.at.end ?? start) };
}
