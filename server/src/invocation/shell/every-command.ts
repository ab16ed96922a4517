/** Goes through all commands of a script as it is written, whatever runs them and however often. */
import { bodiesOf } from '../../syntax/shell/bodies.ts';
import type {
  ShellNode,
  ShellPart,
  ShellTest,
  ShellWord,
  SimpleCommand,
} from '../../syntax/shell/tree.ts';

/** All commands among nodes and inside of their words, the outer ones first. */
export function everyCommand(nodes: readonly ShellNode[]): readonly SimpleCommand[] {
  const found: SimpleCommand[] = [];
  const lists: (readonly ShellNode[])[] = [nodes];
  for (let list = lists.pop(); list !== undefined; list = lists.pop()) {
    for (const node of list) {
      if (node.kind === 'command') found.push(node);
      for (const inner of bodiesOf(node)) if (inner.length > 0) lists.push(inner);
      for (const word of wordsOf(node)) addBodies(word, lists);
    }
  }
  return found;
}

function wordsOf(node: ShellNode): readonly ShellWord[] {
  switch (node.kind) {
    case 'command':
      return [...node.words, ...node.redirected, ...node.assignments.flatMap(valuesOf)];
    case 'group':
      return node.redirected;
    case 'loop':
      return node.words;
    case 'case':
      return [node.word];
    case 'expression':
      return node.test ? wordsOfTest(node.test) : [];
    default:
      return [];
  }
}

/** The words that an assignment gives. */
export function valuesOf({ value }: SimpleCommand['assignments'][number]): readonly ShellWord[] {
  if (value.kind === 'array') return value.elements;
  return value.word ? [value.word] : [];
}

function wordsOfTest(test: ShellTest): readonly ShellWord[] {
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

/** Adds what runs commands inside of a word; the parts of most words need not be read to know. */
function addBodies(word: ShellWord, lists: (readonly ShellNode[])[]): void {
  if (word.inert) return;
  const open: (readonly ShellPart[])[] = [word.parts];
  for (let parts = open.pop(); parts !== undefined; parts = open.pop()) {
    for (const part of parts) {
      if (part.kind === 'substitution' || part.kind === 'opaque') lists.push(part.body);
      else if (part.kind === 'parameter' && part.operand) open.push(part.operand.parts);
    }
  }
}
