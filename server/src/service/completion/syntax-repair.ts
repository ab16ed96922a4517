/**
 * What half-typed text may lack behind the cursor so that it is whole: a quote, the end of an array, of an
 * element, of a section's header. The reader of the host language decides whether it was that.
 */
import type { HostId } from '../languages.ts';
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

/**
 * A quote that is open on the cursor's line, an array that nothing has closed, or both. Anything else is whole
 * or broken somewhere else, and each way that is tried costs another reading of the script.
 */
function shellRepairs(text: string, offset: number): readonly Repair[] {
  const start = lineStart(text, offset);
  const tail = endOf(SHELL_TAIL, text, offset);
  const array: Closing = { at: Math.max(tail, lineEnd(text, offset)), text: ' )' };
  const quote = openQuote(text.slice(start, offset));
  const isInArray = text.lastIndexOf('=(', offset - 1) > text.lastIndexOf(')', offset - 1);
  if (quote === undefined) return isInArray ? [[array]] : [];
  const closed: Closing = { at: tail, text: quote };
  return isInArray ? [[closed, array], [closed]] : [[closed]];
}

/** The quote that a line leaves open; undefined for one that leaves none, and behind a comment's `#`. */
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
  const before = text.slice(lineStart(text, offset), offset);
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

/** Where the line of an offset begins. */
function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where a line ends, without its line ending. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const whole = end === -1 ? text.length : end;
  return whole > offset && text[whole - 1] === '\r' ? whole - 1 : whole;
}
