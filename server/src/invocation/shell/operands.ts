/** The operands of `${x:-d}`, `${x:+d}` and their like: what they expand to (bash manual 3.5.3). */
import type { ParameterPart, ShellWord } from '../../syntax/shell/tree.ts';
import type { Word } from '../invocation.ts';
import { type Alternative, combinations, products } from './alternatives.ts';
import { setsOf, textsOf } from './expand.ts';
import { expandWord } from './expand-word.ts';
import { MAX_ALTERNATIVES } from './limits.ts';
import type { Value, Values } from './values.ts';
import type { View } from './view.ts';

/** The values of the operand of an expansion: a text between quotes, and else words that are divided. */
export function operandsOf(part: ParameterPart, operand: ShellWord, view: View): Values {
  if (part.quoted) return textValues(operand, view);
  // Its words are divided where they are not quoted, and quotes inside it hold.
  const sets = setsOf(operand, view);
  if (sets.length === 0) return [{ value: spread(operand, [], view), path: [] }];
  const limit = MAX_ALTERNATIVES + 1;
  const found = view.runner.every ? products(sets, limit) : combinations(sets, limit);
  return found.map(({ values, path }) => ({ value: spread(operand, values, view), path }));
}

/** A word as it is without being divided. */
export function textValues(word: ShellWord, view: View): Values {
  return textsOf(word, view).map(({ value: { text }, path }): Alternative<Value> => {
    return { value: { kind: 'scalar', text }, path };
  });
}

function spread(operand: ShellWord, values: readonly Value[], view: View): Value {
  const words: Word[] = [];
  expandWord(operand, { values, next: 0 }, view, words, true);
  return { kind: 'array', words, spread: true };
}
