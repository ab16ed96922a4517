import type { Span } from '../../text/span.ts';
import type {
  Assignment,
  ShellNode,
  ShellPart,
  ShellTest,
  ShellWord,
  SimpleCommand,
  SubstitutionPart,
} from './tree.ts';

/** Properties of an empty command. */
export const NO_COMMAND: Omit<SimpleCommand, 'at'> = {
  kind: 'command',
  words: [],
  assignments: [],
  redirected: [],
  redirections: [],
  input: undefined,
  documents: [],
  sourceHint: undefined,
};

const NO_BODIES: ReturnType<typeof bodiesOf> = [];

/** Nested lists, without those in words. */
export function bodiesOf(node: ShellNode): readonly (readonly ShellNode[])[] {
  switch (node.kind) {
    case 'pipeline':
    case 'and-or':
      return [node.nodes];
    case 'group':
    case 'function':
      return [node.body];
    case 'if':
      return [...node.clauses.flatMap(({ test, body }) => [test, body]), node.otherwise ?? []];
    case 'loop':
      return [node.test, node.body];
    case 'case':
      return node.arms.map(({ body }) => body);
    case 'command':
    case 'expression':
      return NO_BODIES;
  }
}

/** Words, also of redirections and here-documents. */
export function wordsOf(node: ShellNode): readonly ShellWord[] {
  switch (node.kind) {
    case 'command':
      return [
        ...node.words,
        ...node.assignments.flatMap(wordsOfAssignment),
        ...redirectedWords(node),
      ];
    case 'group':
      return redirectedWords(node);
    case 'loop':
      return node.words;
    case 'case':
      return [node.word, ...node.arms.flatMap(({ patterns }) => patterns)];
    case 'expression':
      return node.test ? wordsOfTest(node.test) : [];
    default:
      return [];
  }
}

type Redirected = Extract<ShellNode, { kind: 'command' | 'group' }>;

function redirectedWords({ redirections, input }: Redirected): readonly ShellWord[] {
  const targets = redirections.map(({ target }) => target);
  return input ? [...targets, input] : targets;
}

function wordsOfAssignment(assignment: Assignment): readonly ShellWord[] {
  const { index, value } = assignment;
  const keys = value.kind === 'array' ? (value.keys ?? []) : [];
  return [index, ...valuesOf(assignment), ...keys].filter((word) => word !== undefined);
}

/** Words of an assignment's value. */
export function valuesOf({ value }: Assignment): readonly ShellWord[] {
  if (value.kind === 'array') return value.elements;
  return value.word ? [value.word] : [];
}

/** Words of `[[ … ]]`. */
export function wordsOfTest(test: ShellTest): readonly ShellWord[] {
  switch (test.kind) {
    case 'unary':
      return [test.operand];
    case 'binary':
      return [test.left, test.right];
    case 'logical':
      return test.operands.flatMap(wordsOfTest);
    case 'not':
      return wordsOfTest(test.operand);
  }
}

/** Here-documents of a command and commands inside it. */
export function documentsOf(node: ShellNode): readonly Span[] {
  const found: (readonly Span[])[] = [];
  const note = (one: ShellNode) => {
    if ('documents' in one && one.documents.length > 0) found.push(one.documents);
  };
  visitNodes([node], note, false);
  return found.flat();
}

/** All commands of this text, also in words, outer ones first. Those in backticks have offsets of another text. */
export function everyCommand(nodes: readonly ShellNode[]): readonly SimpleCommand[] {
  const found: SimpleCommand[] = [];
  visitNodes(nodes, (node, hosts) => {
    if (node.kind === 'command' && hosts.length === 0) found.push(node);
  });
  return found;
}

/** Commands that write into a pipe. */
export function pipedCommands(nodes: readonly ShellNode[]): ReadonlySet<ShellNode> {
  const found = new Set<ShellNode>();
  visitNodes(nodes, (node) => {
    if (node.kind === 'pipeline') for (const one of node.nodes.slice(0, -1)) found.add(one);
  });
  return found;
}

/** Visits nested nodes, also in words if `inWords`; `hosts` are the texts of backticks around, outer ones first. */
export function visitNodes(
  nodes: readonly ShellNode[],
  visit: (node: ShellNode, hosts: List['hosts']) => void,
  inWords = true,
): void {
  const lists: List[] = [{ nodes, hosts: [] }];
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) {
    const { hosts } = list;
    for (const node of list.nodes) {
      visit(node, hosts);
      for (const body of bodiesOf(node)) if (body.length > 0) lists.push({ nodes: body, hosts });
      for (const word of inWords ? wordsInside(node) : []) addBodies(word, hosts, lists);
    }
  }
}

interface List {
  readonly nodes: readonly ShellNode[];
  readonly hosts: readonly NonNullable<SubstitutionPart['host']>[];
}

function wordsInside(node: ShellNode): Iterable<ShellWord> {
  const words = wordsOf(node);
  if (!('redirected' in node) || node.redirected.length === 0) return words;
  return new Set([...words, ...node.redirected]);
}

function addBodies(word: ShellWord, hosts: List['hosts'], lists: List[]): void {
  if (word.inert) return;
  const open: (readonly ShellPart[])[] = [word.parts];
  for (let parts = open.pop(); parts !== undefined; parts = open.pop()) {
    for (const part of parts) {
      if (part.kind === 'substitution' || part.kind === 'opaque')
        lists.push({ nodes: part.body, hosts: part.host ? [...hosts, part.host] : hosts });
      else if (part.kind === 'parameter' && part.operand) open.push(part.operand.parts);
    }
  }
}
