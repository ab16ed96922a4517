/** Repairs of half-typed lines in a config file. */
import { endOf, lineEnd, lineStart } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** The rest of a name or value. */
const CONFIG_TAIL = /[^\s"\]]*/y;

/** Missing quotes and brackets; empty for a complete line. */
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
