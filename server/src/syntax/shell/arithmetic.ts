/**
 * Arithmetic expressions (bash manual 6.5) as plain data, with the sources of their words. What they
 * come to is for those to say who know the variables.
 */
import { type ArithmeticExpression, parse, type Word } from 'unbash';
import type { ReadContext } from './read-context.ts';
import type { Arithmetic, ShellWord } from './tree.ts';

/** Reads a word of an expression; the word layer gives it, since expressions know no quotes. */
export type ReadOperand = (context: ReadContext, word: Word) => ShellWord;

/** The parser's expression as ours: brackets are gone, since the tree says what belongs together. */
export function convertArithmetic(
  context: ReadContext,
  expression: ArithmeticExpression,
  readOperand: ReadOperand,
): Arithmetic {
  const convert = (node: ArithmeticExpression): Arithmetic => {
    switch (node.type) {
      case 'ArithmeticGroup':
        return convert(node.expression);
      case 'ArithmeticBinary': {
        const { operator } = node;
        return { kind: 'binary', operator, left: convert(node.left), right: convert(node.right) };
      }
      case 'ArithmeticUnary': {
        const { operator, prefix } = node;
        return { kind: 'unary', operator, operand: convert(node.operand), prefix };
      }
      case 'ArithmeticTernary':
        return {
          kind: 'choice',
          test: convert(node.test),
          yes: convert(node.consequent),
          no: convert(node.alternate),
        };
      case 'ArithmeticCommandExpansion': {
        const { pos, end, text, script } = node;
        const part = { type: 'CommandExpansion', pos, end, text, script } as const;
        const word = { type: 'Word', text, value: text, pos, end, parts: [part] } as const;
        return { kind: 'word', word: readOperand(context, word) };
      }
      case 'ArithmeticWord': {
        const { pos, end, value } = node;
        const parts = node.parts ?? dollarParts(value, pos);
        const word = { type: 'Word', text: value, value, pos, end, parts } as const;
        return { kind: 'word', word: readOperand(context, word) };
      }
    }
  };
  return convert(expression);
}

/** The parser leaves a lone `$i` as it is written. */
function dollarParts(text: string, pos: number): Word['parts'] {
  if (text.length < 2 || !text.startsWith('$')) return undefined;
  return [{ type: 'SimpleExpansion', pos, end: pos + text.length, text }];
}

/**
 * Reads characters of the source that are arithmetic without saying so, as the `1` and `2` of `${x:1:2}`
 * are. Nothing at all is 0, as for bash: then it is a word without parts. Undefined for what is no
 * expression.
 */
export function parseArithmetic(
  context: ReadContext,
  word: Word,
  readOperand: ReadOperand,
): Arithmetic | undefined {
  if (word.text.trim() === '') return { kind: 'word', word: readOperand(context, word) };
  const open = '((';
  const command = parse(`${open}${word.text}))`).commands[0]?.command;
  if (command?.type !== 'ArithmeticCommand' || command.expression === undefined) return undefined;
  if (command.end !== word.text.length + 2 * open.length) return undefined;
  const inside = { ...context, offset: context.offset + word.pos - open.length };
  return convertArithmetic(inside, command.expression, readOperand);
}
