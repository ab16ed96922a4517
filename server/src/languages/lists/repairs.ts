/** Repairs of unclosed literals. */
import type { LiteralLanguage } from '../../syntax/literals/language.ts';
import { endOf, lineStart, openQuote, WORD_TAIL } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** Closes an open quote on the cursor's line. */
export function literalRepairs({ strings }: LiteralLanguage) {
  const sign = strings.some(({ escapes }) => escapes === 'backtick') ? '`' : '\\';
  const quotes = new Set(
    strings.map(({ close }) => close('')).filter((close) => close.length === 1 && close !== '\n'),
  );
  return (text: string, offset: number): readonly Repair[] => {
    const quote = openQuote(text.slice(lineStart(text, offset), offset), quotes, sign);
    return quote === '' ? [] : [[{ at: endOf(WORD_TAIL, text, offset), text: quote }]];
  };
}
