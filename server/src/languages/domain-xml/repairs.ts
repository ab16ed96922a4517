/** Repairs of half-typed elements in a domain. */
import { endOf, openQuote } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** The rest of an attribute's value. */
const XML_TAIL = /(?:(?!\/>)[^\s<>'"])*/y;

/** Whether a place is outside attribute values, where all arguments are. */
export function isInNoValue(text: string, offset: number): boolean {
  return !/["']/.test(text.slice(Math.max(0, text.lastIndexOf('<', offset - 1)), offset));
}

/** The end of the tag that may be missing after an attribute's value. */
export function xmlRepairs(text: string, offset: number): readonly Repair[] {
  // Outside tags no attribute is missing.
  const tag = text.lastIndexOf('<', offset - 1);
  if (tag === -1 || text.lastIndexOf('>', offset - 1) > tag) return [];
  const quote = openQuote(text.slice(tag, offset));
  return quote === '' ? [] : [[{ at: endOf(XML_TAIL, text, offset), text: `${quote}/>` }]];
}
