/**
 * What half-typed text may lack behind the cursor so that it is whole: a quote, the end of an array, of an
 * element, of a section's header. The reader of the host language decides whether it was that.
 */
import type { HostId } from './languages.ts';
import type { Closing } from './marked-text.ts';

/** One way to make a text whole. */
export type Repair = readonly Closing[];

/** How a text may be meant, apart from how it stands; the likeliest first. */
export function repairsAt(host: HostId, text: string, offset: number): readonly Repair[] {
  switch (host) {
    case 'shell':
    case 'args':
      return shellRepairs(text, offset);
    case 'domain-xml':
      return xmlRepairs(text, offset);
    case 'readconfig':
      return configRepairs(text, offset);
    case 'libvirt-log':
      return [];
  }
}

/** What goes on without a quote or a blank behind the cursor belongs to the same word. */
const SHELL_TAIL = /[\w.:,=+@%/-]*/y;

function shellRepairs(text: string, offset: number): readonly Repair[] {
  const tail = endOf(SHELL_TAIL, text, offset);
  const line = lineEnd(text, offset);
  const array: Closing = { at: Math.max(tail, line), text: ' )' };
  const quotes: readonly Closing[] = ['"', "'"].map((quote) => ({ at: tail, text: quote }));
  return [...quotes.map((quote) => [quote]), [array], ...quotes.map((quote) => [quote, array])];
}

/** An attribute's value goes on to a blank or to what ends a tag. */
const XML_TAIL = /(?:(?!\/>)[^\s<>'"])*/y;

function xmlRepairs(text: string, offset: number): readonly Repair[] {
  // Outside of a tag nothing is missing that could have been an attribute.
  const tag = text.lastIndexOf('<', offset - 1);
  if (tag === -1 || text.lastIndexOf('>', offset - 1) > tag) return [];
  const at = endOf(XML_TAIL, text, offset);
  return [[{ at, text: "'/>" }], [{ at, text: '"/>' }]];
}

/** Names and values go on to a blank, a quote or a bracket. */
const CONFIG_TAIL = /[^\s"\]]*/y;

function configRepairs(text: string, offset: number): readonly Repair[] {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const behind = text.slice(offset, lineEnd(text, offset));
  const at = endOf(CONFIG_TAIL, text, offset);
  const isOpen = before.split('"').length % 2 === 0;
  const lacksQuote = isOpen && !behind.includes('"');
  const lacksBracket = before.startsWith('[') && !behind.includes(']') && !before.includes(']');
  const missing = (lacksQuote ? '"' : '') + (lacksBracket ? ']' : '');
  return missing === '' ? [] : [[{ at, text: missing }]];
}

function endOf(tail: RegExp, text: string, offset: number): number {
  tail.lastIndex = offset;
  return offset + (tail.exec(text)?.[0].length ?? 0);
}

/** Where a line ends, without its line ending. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const whole = end === -1 ? text.length : end;
  return whole > offset && text[whole - 1] === '\r' ? whole - 1 : whole;
}
