/**
 * Compiles a `.gitignore` or glob to an automaton over path components; the last match decides. The cost per name
 * is known in advance.
 */
import { withoutSlashes } from './paths.ts';

interface Verdict {
  readonly place: number;
  readonly isIgnored: boolean;
}

interface Node {
  readonly names: Map<string, Node>;
  readonly globs: Glob[];
  readonly globPlaces: Map<string, number>;
  /** After `**`. */
  depth: Node | undefined;
  /** Whether it stays active in subfolders. */
  readonly isDeep: boolean;
  /** If the path ends here; `folder` if it is a folder. */
  any: Verdict | undefined;
  folder: Verdict | undefined;
}

interface Glob {
  readonly matches: Extract<Segment, { kind: 'glob' }>['matches'];
  readonly node: Node;
}

/** The lines of a list for a glob: `/lab` for `lab/`; empty for an empty glob. */
export function globLine(glob: string): readonly string[] {
  const path = withoutSlashes(glob.replace(/^(?:\.?\/)+/, ''));
  // Trailing blanks need a backslash.
  return path === ''
    ? []
    : [`/${path.replace(/(?<! ) +$/, (blanks) => '\\ '.repeat(blanks.length))}`];
}

/** What a list says of a folder's entries. */
export interface IgnoreState {
  readonly nodes: readonly Node[];
}

interface IgnoreList {
  readonly start: IgnoreState;
  /** Maximum steps per name. */
  readonly cost: number;
}

/** Compiles a list. */
export function readIgnoreList(lines: readonly string[]): IgnoreList {
  const root = newNode(false);
  let cost = 0;
  for (const [place, line] of lines.entries()) {
    const pattern = readIgnorePattern(line);
    if (pattern === undefined) continue;
    cost += costOf(pattern);
    add(root, pattern, place);
  }
  return { start: { nodes: closed([root]) }, cost };
}

function newNode(isDeep: boolean): Node {
  return {
    names: new Map(),
    globs: [],
    globPlaces: new Map(),
    isDeep,
    depth: undefined,
    any: undefined,
    folder: undefined,
  };
}

/** Plain names share one lookup, but not behind a wildcard. */
function costOf({ segments }: IgnorePattern): number {
  let cost = 0;
  let isWild = false;
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'glob') cost += segment.cost;
    else if (isWild) cost += 16;
    isWild ||= segment.kind === 'glob' || (segment.kind === 'depth' && index > 0);
  }
  return cost;
}

function add(
  root: Node,
  { segments, isForFolders, isNegated }: IgnorePattern,
  place: number,
): void {
  let node = root;
  for (const [index, segment] of segments.entries()) {
    node = next(node, segment);
    // A final `**` matches entries, not the folder.
    if (segment.kind === 'depth' && index === segments.length - 1) node = next(node, ANYTHING);
  }
  const verdict = { place, isIgnored: !isNegated };
  if (isForFolders) node.folder = verdict;
  else node.any = verdict;
}

const ANYTHING: Segment = { kind: 'glob', key: '*', cost: 8, matches: () => true };

function next(node: Node, segment: Segment): Node {
  switch (segment.kind) {
    case 'name': {
      const known = node.names.get(segment.name) ?? newNode(false);
      node.names.set(segment.name, known);
      return known;
    }
    case 'depth': {
      if (node.isDeep) return node;
      node.depth ??= newNode(true);
      return node.depth;
    }
    case 'glob': {
      const known = node.globs[node.globPlaces.get(segment.key) ?? -1];
      if (known) return known.node;
      const made = { matches: segment.matches, node: newNode(false) };
      node.globPlaces.set(segment.key, node.globs.push(made) - 1);
      return made.node;
    }
  }
}

function closed(nodes: readonly Node[]): readonly Node[] {
  return [...new Set(nodes.flatMap((node) => (node.depth ? [node, node.depth] : [node])))];
}

function behind({ nodes }: IgnoreState, name: string): readonly Node[] {
  const found: Node[] = [];
  let characters: readonly string[] | undefined;
  for (const node of nodes) {
    const named = node.names.get(name);
    if (named) found.push(named);
    for (const { matches, node: other } of node.globs) {
      characters ??= [...name];
      if (matches(characters)) found.push(other);
    }
  }
  return found;
}

/** Whether an entry is ignored; undefined if no pattern matches. */
export function verdictOf(
  state: IgnoreState,
  name: string,
  isFolder: boolean,
): boolean | undefined {
  let last: Verdict | undefined;
  for (const { any, folder } of behind(state, name)) {
    for (const verdict of [any, isFolder ? folder : undefined]) {
      if (verdict && (last === undefined || verdict.place > last.place)) last = verdict;
    }
  }
  return last?.isIgnored;
}

/** The state in a subfolder. */
export function enterFolder(state: IgnoreState, name: string): IgnoreState {
  const staying = state.nodes.filter(({ isDeep }) => isDeep);
  return { nodes: closed([...staying, ...behind(state, name)]) };
}

interface Test {
  readonly accepts: (character: string) => boolean;
  readonly cost: number;
}

const ANY_CHARACTER: Test = { accepts: () => true, cost: 1 };

type Token = string | Test | typeof STAR;

const STAR = Symbol('*');

/** A path component; `depth` is `**`. */
type Segment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'depth' }
  | {
      readonly kind: 'glob';
      /** Equal for equal patterns. */
      readonly key: string;
      readonly matches: (characters: readonly string[]) => boolean;
      /** Maximum comparisons per name. */
      readonly cost: number;
    };

/** gitignore(5) */
interface IgnorePattern {
  /** `!` */
  readonly isNegated: boolean;
  readonly isForFolders: boolean;
  readonly segments: readonly Segment[];
}

const ASKING = 64;
const LONGEST_NAME = 255;

/** Reads a line as git 2.39 does (`dir.c`, `wildmatch.c`); undefined if it matches nothing. */
function readIgnorePattern(line: string): IgnorePattern | undefined {
  let text = withoutBlanks(line);
  if (text === '' || text.startsWith('#')) return undefined;
  const isNegated = text.startsWith('!');
  if (isNegated) text = text.slice(1);
  const isForFolders = text.endsWith('/');
  if (isForFolders) text = text.slice(0, -1);
  const isTied = text.includes('/');
  if (text.startsWith('/')) text = text.slice(1);
  if (text === '') return undefined;
  const parts = tokensOf(text);
  if (parts === undefined) return undefined;
  const segments = parts.map((part) => segmentOf(part, isTied));
  if (isTied) return { isNegated, isForFolders, segments };
  return { isNegated, isForFolders, segments: [{ kind: 'depth' }, ...segments] };
}

/** A blank after a backslash stays. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  if (end === line.length) return line;
  let backslashes = 0;
  while (backslashes < end && line[end - 1 - backslashes] === '\\') backslashes++;
  return line.slice(0, backslashes % 2 === 1 ? end + 1 : end);
}

/** Tokens by component; undefined for an unclosed bracket or a final backslash. */
function tokensOf(text: string): readonly (readonly Token[])[] | undefined {
  const characters = [...text];
  const parts: Token[][] = [[]];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? '';
    const part = parts.at(-1) ?? [];
    if (character === '/') parts.push([]);
    else if (character === '*') part.push(STAR);
    else if (character === '?') part.push(ANY_CHARACTER);
    else if (character === '\\') {
      const escaped = characters[++index];
      if (escaped === undefined) return undefined;
      if (escaped === '/') parts.push([]);
      else part.push(escaped);
    } else if (character === '[') {
      const bracket = readBracket(characters, index);
      if (bracket === undefined) return undefined;
      part.push(bracket.test);
      index = bracket.end;
    } else part.push(character);
  }
  return parts;
}

/** Git's classes are ASCII. */
const CLASSES: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[0-9A-Za-z]/],
  ['alpha', /[A-Za-z]/],
  ['blank', /[ \t]/],
  ['cntrl', /(?=\p{ASCII})[^ -~]/u],
  ['digit', /[0-9]/],
  ['graph', /[!-~]/],
  ['lower', /[a-z]/],
  ['print', /[ -~]/],
  ['punct', /[!-/:-@[-`{-~]/],
  ['space', /[ \t\n\r]/],
  ['upper', /[A-Z]/],
  ['xdigit', /[0-9A-Fa-f]/],
]);

/** Undefined if unclosed, or for an unknown class. */
function readBracket(characters: readonly string[], start: number) {
  const members = new Set<string>();
  const others: ((character: string) => boolean)[] = [];
  let index = start + 1;
  const isNegated = characters[index] === '!' || characters[index] === '^';
  if (isNegated) index++;
  let before: string | undefined;
  for (let isFirst = true; isFirst || characters[index] !== ']'; isFirst = false, index++) {
    const character = characters[index];
    const next = characters[index + 1];
    if (character === undefined) return undefined;
    if (character === '-' && before !== undefined && next !== undefined && next !== ']') {
      index += next === '\\' ? 2 : 1;
      const from = codeOf(before);
      const to = characters[index];
      if (to === undefined) return undefined;
      others.push((other) => from <= codeOf(other) && codeOf(other) <= codeOf(to));
      before = undefined;
    } else if (character === '[' && next === ':') {
      const end = characters.indexOf(']', index + 2);
      if (end < 0) return undefined;
      if (end === index + 2 || characters[end - 1] !== ':') {
        members.add('[');
        before = '[';
        continue;
      }
      const ofClass = CLASSES.get(characters.slice(index + 2, end - 1).join(''));
      if (ofClass === undefined) return undefined;
      others.push((other) => ofClass.test(other));
      before = undefined;
      index = end;
    } else {
      if (character === '\\') index++;
      const member = characters[index];
      if (member === undefined) return undefined;
      members.add(member);
      before = member;
    }
  }
  const accepts = (character: string): boolean =>
    (members.has(character) || others.some((other) => other(character))) !== isNegated;
  return { test: { accepts, cost: 1 + others.length }, end: index };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function segmentOf(tokens: readonly Token[], isTied: boolean): Segment {
  if (isTied && tokens.length > 1 && tokens.every((token) => token === STAR)) {
    return { kind: 'depth' };
  }
  if (tokens.every((token) => typeof token === 'string')) {
    return { kind: 'name', name: tokens.join('') };
  }
  const pieces = piecesOf(tokens);
  const key = keyOf(tokens);
  return { kind: 'glob', key, cost: costOfPieces(pieces), matches: matcherOf(pieces) };
}

/** Tokens with brackets get a new key each time. */
function keyOf(tokens: readonly Token[]): string {
  if (tokens.some((token) => typeof token === 'object' && token !== ANY_CHARACTER))
    return `[${nextKey++}`;
  return tokens
    .map((token) => (typeof token === 'string' ? `=${token}` : token === STAR ? '*' : '?'))
    .join('');
}

let nextKey = 0;

type Piece = readonly (string | Test)[];

function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  const pieces: (string | Test)[][] = [[]];
  for (const token of tokens) {
    if (token !== STAR) pieces.at(-1)?.push(token);
    else if (pieces.at(-1)?.length !== 0 || pieces.length === 1) pieces.push([]);
  }
  return pieces;
}

/** Pieces between two stars may match anywhere, so they cost most. */
function costOfPieces(pieces: readonly Piece[]): number {
  const costs = pieces.map((piece) =>
    piece.reduce((sum, one) => sum + (typeof one === 'string' ? 1 : one.cost), 0),
  );
  const isEnd = (index: number): boolean => index === 0 || index === costs.length - 1;
  return costs.reduce(
    (sum, cost, index) => sum + (isEnd(index) ? cost : cost * LONGEST_NAME),
    ASKING,
  );
}

function matcherOf(pieces: readonly Piece[]) {
  const [first = [], ...more] = pieces;
  const last = more.at(-1);
  const between = more.slice(0, -1);
  return (characters: readonly string[]): boolean => {
    if (!standsAt(first, characters, 0)) return false;
    if (last === undefined) return characters.length === first.length;
    const end = characters.length - last.length;
    let at = first.length;
    if (end < at || !standsAt(last, characters, end)) return false;
    for (const piece of between) {
      // The first match leaves most characters for other pieces.
      while (at + piece.length <= end && !standsAt(piece, characters, at)) at++;
      at += piece.length;
      if (at > end) return false;
    }
    return true;
  };
}

function standsAt(piece: Piece, characters: readonly string[], at: number): boolean {
  for (let index = 0; index < piece.length; index++) {
    const expected = piece[index];
    const character = characters[at + index];
    if (character === undefined) return false;
    if (typeof expected === 'string' ? expected !== character : !expected?.accepts(character))
      return false;
  }
  return true;
}
