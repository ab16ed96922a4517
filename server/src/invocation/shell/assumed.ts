/**
 * What a condition says of variables where it holds: inside `if [ -n "$x" ]` no value of `x` is empty, however
 * many it has elsewhere.
 */

import type { ShellNode, ShellTest, ShellWord } from '../../syntax/shell/tree.ts';
import { NAME } from './blocks.ts';
import type { State } from './state.ts';
import { FOREIGN_VALUES, isNothing } from './values.ts';

/**
 * Leaves out of a state what it cannot be where commands ended with success, or without. A variable that is
 * empty on all ways is what somebody writes there before the script does anything: unknown.
 */
export function assume(nodes: readonly ShellNode[], succeeded: boolean, state: State): void {
  const last = nodes.at(-1);
  if (!last) return;
  for (const name of filledBy(last, succeeded)) {
    const values = state.get(name);
    const left = values.filter(({ value }) => value.kind === 'unset' || !isNothing(value));
    if (left.length < values.length) state.narrow(name, left.length > 0 ? left : FOREIGN_VALUES);
  }
}

/** The variables that are not empty where a command ended so. */
function filledBy(node: ShellNode, succeeded: boolean): readonly string[] {
  switch (node.kind) {
    case 'command':
      return filledByCommand(node.words, succeeded);
    case 'pipeline': {
      const [only, ...others] = node.nodes;
      return only && others.length === 0 ? filledBy(only, succeeded !== node.negated) : [];
    }
    case 'and-or': {
      const operator = succeeded ? '&&' : '||';
      if (node.operators.some((other) => other !== operator)) return [];
      return node.nodes.flatMap((part) => filledBy(part, succeeded));
    }
    case 'expression':
      return node.test ? filledByTest(node.test, succeeded) : [];
    default:
      return [];
  }
}

/** As `[` and `test` read their words (POSIX, test). */
function filledByCommand(words: readonly ShellWord[], succeeded: boolean): readonly string[] {
  const [command, ...others] = words;
  const name = command && literal(command);
  if (name !== '[' && name !== 'test') return [];
  const operands = name === '[' ? others.slice(0, -1) : others;
  const [first, ...rest] = operands;
  if (!first) return [];
  if (literal(first) === '!') return filledByWords(rest, !succeeded);
  return filledByWords(operands, succeeded);
}

function filledByWords(words: readonly ShellWord[], succeeded: boolean): readonly string[] {
  const [first, second, third, ...others] = words;
  if (!first || others.length > 0) return [];
  if (!second) return filledByTest({ kind: 'unary', operator: '-n', operand: first }, succeeded);
  const operator = literal(third ? second : first) ?? '';
  return filledByTest(
    third
      ? { kind: 'binary', operator, left: first, right: third }
      : { kind: 'unary', operator, operand: second },
    succeeded,
  );
}

function filledByTest(test: ShellTest, succeeded: boolean): readonly string[] {
  switch (test.kind) {
    case 'unary':
      if (test.operator !== (succeeded ? '-n' : '-z')) return [];
      return variableOf(test.operand);
    case 'binary': {
      const differ = succeeded ? test.operator === '!=' : /^==?$/.test(test.operator);
      return differ && literal(test.right) === '' ? variableOf(test.left) : [];
    }
    case 'logical':
      if (test.operator !== (succeeded ? '&&' : '||')) return [];
      return test.operands.flatMap((operand) => filledByTest(operand, succeeded));
    case 'not':
      return filledByTest(test.operand, !succeeded);
  }
}

/** The variable of which a word is made and nothing else: `"$x"`, `${x}`, `${x:-}`. */
function variableOf({ parts }: ShellWord): readonly string[] {
  const [part, ...others] = parts;
  if (part?.kind !== 'parameter' || others.length > 0) return [];
  if (part.prefix !== undefined || part.subscript !== undefined) return [];
  const plain = part.operator === undefined || part.operator === '-' || part.operator === ':-';
  if (!plain || (part.operand && literal(part.operand) !== '')) return [];
  return NAME.test(part.name) ? [part.name] : [];
}

/** The text of a word in which nothing expands. */
function literal({ parts }: ShellWord): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text') return undefined;
    text += part.text.text;
  }
  return text;
}
