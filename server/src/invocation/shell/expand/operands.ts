/** The operands of `${x:-d}`, `${x:+d}` and their like: what they expand to (bash manual 3.5.3). */
import type { ParameterPart, ShellPart, ShellWord } from '../../../syntax/shell/tree.ts';
import { mappedText } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { Alternative } from '../domain/alternatives.ts';
import type { AbstractValue, ConcreteValue, List } from '../domain/values.ts';
import type { View } from '../view.ts';
import { combinedValues, setsOf, textsOf } from './expand.ts';
import { expandWord } from './expand-word.ts';
import { zshMode } from './zsh.ts';

/**
 * The values of the operand of an expansion: between quotes a text, or the words of a list in it, and else
 * words that are divided.
 */
export function operandsOf(part: ParameterPart, operand: ShellWord, view: View): AbstractValue {
  if (!part.quoted) return dividedValues(operand, view);
  if (!operand.parts.some(mayBeSeveral)) return textValues(operand, view);
  return dividedValues(operand, view).map(({ value, path }) => {
    return { value: value.kind === 'array' ? asQuoted(value, operand, view) : value, path };
  });
}

/** Whether a part may be several words between quotes: `$@`, also in the operand of another. */
function mayBeSeveral(part: ShellPart): boolean {
  if (part.kind !== 'parameter' || part.prefix === 'length') return false;
  if (part.prefix === 'indirect') return true;
  return (part.subscript ?? part.name) === '@' || part.operand?.parts.some(mayBeSeveral) === true;
}

/** Words between quotes: of none there is still an empty one. */
function asQuoted(list: List, { at }: ShellWord, view: View): ConcreteValue {
  const [first] = list.words;
  if (first && (list.words.length > 1 || first.many)) return list;
  return { kind: 'scalar', text: first?.value ?? mappedText([], view.context.placement.span(at)) };
}

/** The words of an operand, divided where they are not quoted; quotes inside it hold. */
function dividedValues(operand: ShellWord, view: View): AbstractValue {
  const sets = setsOf(operand, view);
  if (sets.length === 0) return [{ value: spread(operand, [], view), path: [] }];
  return combinedValues(sets, view).map(({ values, path }) => {
    return { value: spread(operand, values, view), path };
  });
}

/** A word as it is without being divided. */
export function textValues(word: ShellWord, view: View): AbstractValue {
  return textsOf(word, view).map(({ value: { text }, path }): Alternative<ConcreteValue> => {
    return { value: { kind: 'scalar', text }, path };
  });
}

function spread(operand: ShellWord, values: readonly ConcreteValue[], view: View): ConcreteValue {
  const words: Word[] = [];
  // zsh has as many words as are written.
  if (zshMode(view.context) === 'plain') {
    expandWord(operand, { values, next: 0 }, view, words);
    return { kind: 'array', words, spread: true };
  }
  expandWord(operand, { values, next: 0 }, view, words, true);
  const { parts } = operand;
  const before = BLANK.test(unquotedText(parts[0], values[0])?.at(0) ?? '');
  const after = BLANK.test(unquotedText(parts.at(-1), values.at(-1))?.at(-1) ?? '');
  const apart = before || after ? { before, after } : undefined;
  return { kind: 'array', words, spread: true, ...(apart ? { apart } : {}) };
}

const BLANK = /[ \t\n]/;

/** What is divided of the text of a part, which has this value if it expands. */
function unquotedText(
  part: ShellPart | undefined,
  value: ConcreteValue | undefined,
): string | undefined {
  if (part === undefined || part.kind === 'braces' || part.quoted) return undefined;
  if (part.kind === 'text') return part.text.decoded;
  return value?.kind === 'scalar' ? value.text.decoded : undefined;
}
