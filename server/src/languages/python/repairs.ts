import { type Closing, endOf, lineEnd } from '../marked-text.ts';
import type { Repair } from '../support.ts';

const TAIL = /[\w.:,=+@%/{}-]*/y;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Closes a quote, brackets, or both. */
export function pythonRepairs(text: string, offset: number): readonly Repair[] {
  const { quote, brackets } = openAt(text, offset);
  const tail = endOf(TAIL, text, offset);
  const closers = brackets
    .toReversed()
    .map((bracket) => CLOSING[bracket] ?? '')
    .join('');
  const closed: Closing = { at: tail, text: quote };
  const ends: Closing = { at: Math.max(tail, lineEnd(text, offset)), text: closers };
  return closers === '' ? [[closed]] : [[closed], [closed, ends]];
}

/** Whether an offset is in no string. */
export function isInCode(text: string, offset: number): boolean {
  return openAt(text, offset).quote === '';
}

function openAt(
  text: string,
  offset: number,
): { readonly quote: string; readonly brackets: readonly string[] } {
  const brackets: string[] = [];
  let quote = '';
  for (let index = 0; index < offset; index++) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === '\\') index++;
      else if (text.startsWith(quote, index)) {
        index += quote.length - 1;
        quote = '';
      } else if (character === '\n' && quote.length === 1) quote = '';
    } else if (character === '"' || character === "'") {
      quote = text.startsWith(character.repeat(3), index) ? character.repeat(3) : character;
      index += quote.length - 1;
    } else if (character === '#') {
      const end = text.indexOf('\n', index);
      index = end === -1 || end > offset ? offset : end;
    } else if (character in CLOSING) brackets.push(character);
    else if (')]}'.includes(character)) brackets.pop();
  }
  return { quote, brackets };
}
