/** What a half-typed element may lack behind the cursor. */
import { endOf } from '../marked-text.ts';
import type { Repair } from '../support.ts';

/** An attribute's value goes on to a blank or to what ends a tag. */
const XML_TAIL = /(?:(?!\/>)[^\s<>'"])*/y;

/** The ends that an open tag may lack. */
export function xmlRepairs(text: string, offset: number): readonly Repair[] {
  // Outside of a tag nothing is missing that could have been an attribute.
  const tag = text.lastIndexOf('<', offset - 1);
  if (tag === -1 || text.lastIndexOf('>', offset - 1) > tag) return [];
  const at = endOf(XML_TAIL, text, offset);
  return [[{ at, text: "'/>" }], [{ at, text: '"/>' }]];
}
