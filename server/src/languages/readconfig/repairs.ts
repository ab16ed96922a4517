/** What a half-typed line of a config file may lack behind the cursor: a quote, the end of a header. */
import { endOf, lineEnd, lineStart } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** Names and values go on to a blank, a quote or a bracket. */
const CONFIG_TAIL = /[^\s"\]]*/y;

/** What a line lacks; nothing where it is whole. */
export function configRepairs(text: string, offset: number): readonly Repair[] {
  const before = text.slice(lineStart(text, offset), offset);
  const behind = text.slice(offset, lineEnd(text, offset));
  const at = endOf(CONFIG_TAIL, text, offset);
  const isOpen = before.split('"').length % 2 === 0;
  const lacksQuote = isOpen && !behind.includes('"');
  const lacksBracket = before.startsWith('[') && !behind.includes(']') && !before.includes(']');
  const missing = (lacksQuote ? '"' : '') + (lacksBracket ? ']' : '');
  return missing === '' ? [] : [[{ at, text: missing }]];
}
