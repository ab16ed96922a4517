/**
 * All patterns of a `.gitignore` as one automaton that goes down the folders with who walks through them: the last
 * pattern that matches decides. What a name costs is known before anything is matched, so that a list may be refused.
 */
import { type IgnorePattern, readIgnorePattern, type Segment } from './ignore-pattern.ts';

/** The last pattern that ends at a node: its place in the list, and what it says. */
interface Verdict {
  readonly place: number;
  readonly isIgnored: boolean;
}

/** What may come next, once the names so far have matched. */
interface Node {
  readonly names: Map<string, Node>;
  readonly globs: Glob[];
  /** The places in `globs` by what tells their patterns apart. */
  readonly globPlaces: Map<string, number>;
  /** Behind any number of folders. */
  depth: Node | undefined;
  /** Whether that is this node, which stays when somebody goes further down. */
  readonly isDeep: boolean;
  /** What is said of what has matched as a whole, if it is anything, and if it is a folder. */
  any: Verdict | undefined;
  folder: Verdict | undefined;
}

interface Glob {
  readonly matches: Extract<Segment, { kind: 'glob' }>['matches'];
  readonly node: Node;
}

/** A list as far as it has matched the folders on the way to one. */
export interface IgnoreState {
  readonly nodes: readonly Node[];
}

interface IgnoreList {
  /** The list for what is in its own folder. */
  readonly start: IgnoreState;
  /** How many steps one name takes at most. */
  readonly cost: number;
}

/** Reads a list, each line of it once. */
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

/**
 * What a pattern may cost for one name. Names are looked up together, but behind a wildcard there may be as many places
 * to look as there are wildcards.
 */
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
    // At the end it is whatever lies in a folder, and not the folder.
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

/** The nodes with those that no further name is needed for. */
function closed(nodes: readonly Node[]): readonly Node[] {
  return [...new Set(nodes.flatMap((node) => (node.depth ? [node, node.depth] : [node])))];
}

/** The nodes that a name leads to. */
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

/** Whether a list ignores an entry of the folder that it has come to; undefined where it says nothing of it. */
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

/** The list for what is in a folder of the folder that it has come to. */
export function enterFolder(state: IgnoreState, name: string): IgnoreState {
  const staying = state.nodes.filter(({ isDeep }) => isDeep);
  return { nodes: closed([...staying, ...behind(state, name)]) };
}
