/**
 * What a condition says of variables where it holds: inside `if [ -n "$x" ]` no value of `x` is empty, however
 * many it has elsewhere.
 */

import type { ShellNode, ShellTest, ShellWord } from '../../../syntax/shell/tree.ts';
import { wordSet } from '../../../text/split-words.ts';
import { literalText, NAME } from '../domain/blocks.ts';
import type { State } from '../domain/state.ts';
import { type AbstractValue, isNothing, USER_PROVIDED } from '../domain/values.ts';

/** A variable that is not empty where a command ended so, with what it held at that command. */
export interface Assumption {
  readonly name: string;
  readonly values: AbstractValue;
}

/** What is known where commands ended with success, or without. To be asked as soon as they have been run. */
export function assumptions(
  nodes: readonly ShellNode[],
  succeeded: boolean,
  state: State,
): readonly Assumption[] {
  const last = nodes.at(-1);
  return last ? assumptionsOf(last, succeeded, state) : NOTHING;
}

/** The same for one command. */
export function assumptionsOf(
  node: ShellNode,
  succeeded: boolean,
  state: State,
): readonly Assumption[] {
  const names = filledBy(node, succeeded);
  if (names.length === 0) return NOTHING;
  return names.map((name) => ({ name, values: state.get(name) }));
}

const NOTHING: readonly Assumption[] = [];

/**
 * Leaves out of a state what it cannot be, of what nobody has changed since. A variable that is empty on all
 * ways is what somebody writes there before the script does anything: unknown.
 */
export function assume(assumed: readonly Assumption[], state: State): void {
  for (const { name, values } of assumed) {
    if (state.get(name) !== values) continue;
    const left = values.flatMap((alternative): AbstractValue => {
      const { value, path } = alternative;
      if (value.kind !== 'unset' || values.length === 1) {
        return value.kind === 'unset' || !isNothing(value) ? [alternative] : [];
      }
      // The environment may have it where the file has not.
      return value.surely ? [] : USER_PROVIDED.map((userProvided) => ({ ...userProvided, path }));
    });
    const same = left.length === values.length && left.every((one, at) => one === values[at]);
    if (!same) state.narrow(name, left.length > 0 ? left : USER_PROVIDED);
  }
}

const NONE: readonly string[] = [];

/** The variables that are not empty where a command ended so. */
function filledBy(node: ShellNode, succeeded: boolean): readonly string[] {
  switch (node.kind) {
    case 'command':
      return filledByCommand(node.words, succeeded);
    case 'pipeline': {
      const [only] = node.nodes;
      return only && node.nodes.length === 1 ? filledBy(only, succeeded !== node.negated) : NONE;
    }
    case 'and-or': {
      const operator = succeeded ? '&&' : '||';
      if (node.operators.some((other) => other !== operator)) return NONE;
      return node.nodes.flatMap((part) => filledBy(part, succeeded));
    }
    case 'expression':
      return node.test ? filledByTest(node.test, succeeded) : NONE;
    default:
      return NONE;
  }
}

/** As `[` and `test` read their words (POSIX, test). */
function filledByCommand(words: readonly ShellWord[], succeeded: boolean): readonly string[] {
  const [command] = words;
  const name = command && literalText(command);
  if (name !== '[' && name !== 'test') return NONE;
  const operands = words.slice(1, name === '[' ? -1 : undefined);
  const [first] = operands;
  if (!first) return NONE;
  if (literalText(first) === '!') return filledByWords(operands.slice(1), !succeeded);
  return filledByWords(operands, succeeded);
}

function filledByWords(words: readonly ShellWord[], succeeded: boolean): readonly string[] {
  const [first, second, third] = words;
  if (!first || words.length > 3) return NONE;
  if (!second) return filledByTest({ kind: 'unary', operator: '-n', operand: first }, succeeded);
  const operator = literalText(third ? second : first) ?? '';
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
      if (test.operator !== (succeeded ? '-n' : '-z')) return NONE;
      return variableOf(test.operand);
    case 'binary': {
      const differ = succeeded ? test.operator === '!=' : /^==?$/.test(test.operator);
      return differ && literalText(test.right) === '' ? variableOf(test.left) : NONE;
    }
    case 'logical':
      if (test.operator !== (succeeded ? '&&' : '||')) return NONE;
      return test.operands.flatMap((operand) => filledByTest(operand, succeeded));
    case 'not':
      return filledByTest(test.operand, !succeeded);
  }
}

/** The variable of which a word is made and nothing else: `"$x"`, `${x}`, `${x:-}`. */
function variableOf({ parts }: ShellWord): readonly string[] {
  const [part] = parts;
  if (part?.kind !== 'parameter' || parts.length > 1) return NONE;
  if (part.prefix !== undefined || part.subscript !== undefined) return NONE;
  const plain = part.operator === undefined || part.operator === '-' || part.operator === ':-';
  const isEmpty = part.operand?.parts.every(
    (one) => one.kind === 'text' && one.text.decoded === '',
  );
  if (!plain || isEmpty === false) return NONE;
  return NAME.test(part.name) ? [part.name] : NONE;
}

/** Whether a group of several commands may fail, so that what stands behind `||` is run too. */
export function mayFailAtItsEnd(node: ShellNode): boolean {
  if (node.kind !== 'group' || node.body.length < 2) return false;
  const last = node.body.at(-1);
  if (last?.kind !== 'command') return true;
  const name = literalText(last.words[0]);
  return last.words.length > 0 && !(name !== undefined && SUCCEEDING.has(name));
}

/** Commands that end with success, whatever happens. */
const SUCCEEDING = wordSet(': true echo printf exit return set export local declare');
