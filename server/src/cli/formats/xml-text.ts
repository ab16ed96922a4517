/** XML text without control characters, for content and attributes. */
import { printable } from '../terminal/printable.ts';

/** What XML 1.0 forbids, with lone surrogates. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
};

export function xmlText(text: string): string {
  const escaped = text
    .replace(IMPOSSIBLE, '\ufffd')
    .replace(/[&<>"\t]/g, (character) => ESCAPES[character] ?? character);
  return printable(escaped, (character) => `&#${character.charCodeAt(0)};`);
}

/** An element; `content` is XML. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${xmlText(String(value))}"`,
  );
  const begin = `<${name}${written.join('')}`;
  return content === '' ? `${begin}/>` : `${begin}>${content}</${name}>`;
}

/** Indents child elements. */
export function indented(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `\n${lines.join('\n').replace(/^/gm, '  ')}\n`;
}
