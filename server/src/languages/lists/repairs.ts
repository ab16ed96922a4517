/** How a literal may be meant that is not closed yet. */
import type { LiteralLanguage } from '../../syntax/literals/languages.ts';
import { endOf, lineStart, WORD_TAIL } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** A quote that is open on the cursor's line. */
export function literalRepairs({ strings }: LiteralLanguage) {
  const sign = strings.some(({ escapes }) => escapes === 'backtick') ? '`' : '\\';
  const quotes = new Set(
    strings.map(({ close }) => close('')).filter((close) => close.length === 1 && close !== '\n'),
  );
  return (text: string, offset: number): readonly Repair[] => {
    let quote = '';
    let isEscaped = false;
    for (const character of text.slice(lineStart(text, offset), offset)) {
      if (isEscaped) isEscaped = false;
      else if (character === sign && quote !== '') isEscaped = true;
      else if (quote !== '') quote = character === quote ? '' : quote;
      else if (quotes.has(character)) quote = character;
    }
    return quote === '' ? [] : [[{ at: endOf(WORD_TAIL, text, offset), text: quote }]];
  };
}
