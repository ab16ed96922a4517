/**
 * Known text and the ways in which a shell script can write it.
 */

import { splitWords } from '../../../server/src/text/split-words.ts';
import { inSingleQuotes } from '../../support/quoting.ts';
import type { Draw } from './draw.ts';

/** Single words of QEMU's command line, and such as show what splitting and quoting do. */
const PLAIN = [
  ...['tcp:0.0.0.0:4444', 'tcp::4445,server,nowait', 'telnet:127.0.0.1:5555,server', 'none'],
  ...splitWords('unix:/tmp/m.sock,server stdio 0.0.0.0 localhost 4444 10.0.0.1 tcp server'),
  ...['-S', '-monitor', '-qmp', '-m', '1G', 'a,,b', 'id=mon0', 'disk.img', 'x86_64', 'on'],
] as const;

const BLANKS = [
  ...[
    '-monitor tcp::1,server',
    '-m 1G -S',
    'a b',
    ' lead',
    'trail ',
    'x  y',
    ' ',
    '-qmp  tcp:0:2 -s',
  ],
] as const;

const ODD = [
  ...['', "it's", 'a"b', '$x', 'a*b', '[x]', '~', '{a,b}', 'tab\there', 'line\nbreak', '%s', '#no'],
  ...['a;b', 'a|b', 'a&b', '<x>', '(x)', '!x', '`x`', 'a=b', '*', '?', ':', ',', 'a:b:c', 'é'],
] as const;

const BACKSLASHES = ['a\\b', '\\', 'a\\nb', '\\$x'] as const;

/** A value of a variable, or a piece of one. */
export function value(draw: Draw): string {
  return draw.choose([
    [8, () => draw.pick(PLAIN)],
    [3, () => draw.pick(BLANKS)],
    // Of any other character than those of ASCII dash knows the bytes.
    [
      draw.odd(0.5) ? 3 : 0.3,
      () => (draw.posix ? draw.pick(ODD).replace('é', 'e') : draw.pick(ODD)),
    ],
    // What echo makes of a backslash is one thing in bash and another in dash and zsh.
    [draw.odd(0.2) ? 1 : 0, () => draw.pick(BACKSLASHES)],
  ]);
}

/** A value that is a single word without anything special. */
export function plainValue(draw: Draw): string {
  return draw.pick(PLAIN);
}

/** A value as a word of a command, in one of the ways to write it. */
export function literal(draw: Draw): string {
  return quoted(draw, value(draw));
}

const SAFE = /^[\w.,:/@%+-][\w.,:=/@%+-]*$/;

/** A text as one word. */
export function quoted(draw: Draw, text: string): string {
  if (SAFE.test(text) && draw.chance(0.6)) return text;
  if (text.length > 1 && draw.chance(0.15)) {
    const at = 1 + draw.int(text.length - 1);
    return quotedWhole(draw, text.slice(0, at)) + quotedWhole(draw, text.slice(at));
  }
  return quotedWhole(draw, text);
}

function quotedWhole(draw: Draw, text: string): string {
  return draw.choose([
    [4, () => double(text)],
    [3, () => single(text)],
    [text === '' || text.includes('\n') ? 0 : 1, () => escaped(text)],
    [draw.posix ? 0 : draw.odd(0.3) ? 2 : 0.1, () => ansiC(draw, text)],
  ]);
}

/** In single quotes: `it's` as `'it'\''s'`. */
export function single(text: string): string {
  return inSingleQuotes(text);
}

/** In double quotes, without a character that is special there. */
export function double(text: string): string {
  return `"${insideDouble(text)}"`;
}

/** A text as it is written between double quotes. */
function insideDouble(text: string): string {
  return text.replace(/[$`"\\]/g, '\\$&');
}

/** A text as it is written in a here-document in which things expand. */
export function insideHereDocument(text: string): string {
  return text.replace(/[$`\\]/g, '\\$&');
}

function escaped(text: string): string {
  return text.replace(/[^\w.,:/@%+-]/g, '\\$&');
}

function ansiC(draw: Draw, text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', "'": "\\'" };
  const one = (character: string): string => {
    if (character === '\\') return '\\\\';
    const short = escapes[character];
    if (short !== undefined) return short;
    const code = character.charCodeAt(0);
    if (code > 0x7e || !draw.chance(0.15)) return character;
    return draw.pick([
      `\\x${code.toString(16).padStart(2, '0')}`,
      `\\${code.toString(8).padStart(3, '0')}`,
      `\\u${code.toString(16).padStart(4, '0')}`,
    ]);
  };
  return `$'${Array.from(text, one).join('')}'`;
}
