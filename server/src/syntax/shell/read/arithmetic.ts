/** Arithmetic (bash manual 6.5), not evaluated. */

import { type ArithmeticExpression, parse, type Word } from 'unbash';
import { LIMITS } from '../../../text/limits.ts';
import type { Arithmetic } from '../tree.ts';
import type { ReadContext } from './read-context.ts';
import { PLAIN } from './word-modes.ts';

/** Converts an expression without brackets; undefined if too deep. */
export function readExpression(
  context: ReadContext,
  expression: ArithmeticExpression,
): Arithmetic | undefined {
  const word = (parsed: Word): Arithmetic => ({
    kind: 'word',
    word: context.readWord(context, parsed, PLAIN),
  });
  const convert = (node: ArithmeticExpression, depth: number): Arithmetic | undefined => {
    if (depth > LIMITS.nesting) return undefined;
    switch (node.type) {
      case 'ArithmeticGroup':
        return convert(node.expression, depth + 1);
      case 'ArithmeticBinary': {
        const left = convert(node.left, depth + 1);
        const right = left && convert(node.right, depth + 1);
        return right && { kind: 'binary', operator: node.operator, left, right };
      }
      case 'ArithmeticUnary': {
        const { operator, prefix } = node;
        const operand = convert(node.operand, depth + 1);
        return operand && { kind: 'unary', operator, operand, prefix };
      }
      case 'ArithmeticTernary': {
        const test = convert(node.test, depth + 1);
        const yes = test && convert(node.consequent, depth + 1);
        const no = yes && convert(node.alternate, depth + 1);
        return no && { kind: 'choice', test, yes, no };
      }
      case 'ArithmeticCommandExpansion': {
        const { pos, end, text, script } = node;
        const part = { type: 'CommandExpansion', pos, end, text, script } as const;
        return word({ type: 'Word', text, value: text, pos, end, parts: [part] });
      }
      case 'ArithmeticWord': {
        const { pos, end, value } = node;
        const parts = node.parts ?? dollarParts(value, pos);
        return word({ type: 'Word', text: value, value, pos, end, parts });
      }
    }
  };
  return convert(expression, 0);
}

/** The parser leaves a lone `$i` unparsed. */
function dollarParts(text: string, pos: number): Word['parts'] {
  if (text.length < 2 || !text.startsWith('$')) return undefined;
  return [{ type: 'SimpleExpansion', pos, end: pos + text.length, text }];
}

/** Parses `1` and `2` of `${x:1:2}`, or the value of `x` in `$((x))`. Empty text is 0; undefined if invalid. */
export function parseArithmetic(context: ReadContext, word: Word): Arithmetic | undefined {
  if (word.text.trim() === '')
    return { kind: 'word', word: context.readWord(context, word, PLAIN) };
  if (word.text.length > LIMITS.pieces) return undefined;
  const open = '((';
  const command = parse(`${open}${word.text}))`).commands[0]?.command;
  if (command?.type !== 'ArithmeticCommand' || command.expression === undefined) return undefined;
  if (command.end !== word.text.length + 2 * open.length) return undefined;
  const offset = context.offset + word.pos - open.length;
  return readExpression({ ...context, offset, inner: undefined }, command.expression);
}
