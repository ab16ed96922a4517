import { type Encode, encodeEach, sourceOfAll, writtenInEach } from '../../text/encoding.ts';

/** A plain scalar cannot begin so (`ns-plain-first`); the last three may before text. */
const INDICATOR = /^(?:[,[\]{}#&*!|>'"%@`\s]|[-?:](?=\s|$))/;

/** A plain scalar cannot contain a key's end, a comment, trailing blanks. */
const ENDS_PLAIN = /:(?=\s|$)|(?:^|\s)#|\s$/;

/** YAML forbids them, or they end a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** YAML expands nothing, so source of its own layer is text. */
const encode: Encode = (parts, from, to, position) => {
  if (styleOf(from.id) !== styleOf(to.id) || !fits(sourceOfAll(parts), from.id)) return undefined;
  return encodeEach(parts, position, (text) => escaped(text, from.id));
};

function styleOf(context: string): string {
  return context.replace(/-start$/, '');
}

/** Whether the text can be written here, with escapes if available. */
function fits(text: string, context: string): boolean {
  // A lone surrogate is half a character.
  if (/\p{Surrogate}/u.test(text)) return false;
  if (context === 'double-quoted') return true;
  if (UNPRINTABLE.test(text)) return false;
  switch (context) {
    case 'plain':
      return !ENDS_PLAIN.test(text);
    case 'plain-in-flow':
      return !ENDS_PLAIN.test(text) && !/[,[\]{}]/.test(text);
    case 'plain-start':
      return text !== '' && !INDICATOR.test(text) && !ENDS_PLAIN.test(text) && isString(text);
    case 'plain-in-flow-start':
      return fits(text, 'plain-start') && !/[,[\]{}]/.test(text);
    default:
      return true;
  }
}

/** Whether a plain scalar is a string (YAML 1.2.2, 10.3, and the booleans of 1.1). */
function isString(text: string): boolean {
  return (
    !/^(?:~|null|true|false|yes|no|on|off|[-+.\d][\d.xo:eE_+-]*)$/i.test(text) &&
    !text.startsWith('---')
  );
}

function escaped(text: string, context: string): string {
  if (context === 'single-quoted') return text.replaceAll("'", "''");
  if (context !== 'double-quoted') return text;
  let written = '';
  for (const character of text) {
    const own = ESCAPES.get(character);
    const code = character.codePointAt(0) ?? 0;
    if (own !== undefined) written += own;
    else if (code < 32 || (code >= 127 && code < 160))
      written += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (/[\u2028\u2029\ufeff\ufffe\uffff]/.test(character))
      written += `\\u${code.toString(16)}`;
    else written += character;
  }
  return written;
}

/** By scalar style. A plain scalar's first character allows fewer characters. */
export const YAML = writtenInEach(
  [
    'plain',
    'plain-start',
    'plain-in-flow',
    'plain-in-flow-start',
    'single-quoted',
    'double-quoted',
    'literal',
    'folded',
  ],
  {
    notation: 'yaml',
    encode,
  },
);
