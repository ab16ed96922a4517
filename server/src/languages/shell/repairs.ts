import { type Closing, endOf, lineEnd, lineStart, WORD_TAIL } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** Closes a quote on the cursor's line, an array, or both; no more, since each repair costs a reading. */
export function shellRepairs(text: string, offset: number): readonly Repair[] {
  const start = lineStart(text, offset);
  const tail = endOf(WORD_TAIL, text, offset);
  const array: Closing = { at: Math.max(tail, lineEnd(text, offset)), text: ' )' };
  const quote = openQuote(text.slice(start, offset));
  const isInArray = text.lastIndexOf('=(', offset - 1) > text.lastIndexOf(')', offset - 1);
  if (quote === undefined) return isInArray ? [[array]] : [];
  const closed: Closing = { at: tail, text: quote };
  return isInArray ? [[closed, array], [closed]] : [[closed]];
}

/** The quote that a line leaves open; undefined for none and in a comment. */
function openQuote(line: string): string | undefined {
  let quote: string | undefined;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '\\' && quote !== "'") index++;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && /^$|\s/.test(line[index - 1] ?? '')) return undefined;
  }
  return quote;
}
