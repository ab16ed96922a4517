/** Writes text into the scalars of a YAML file, so that a reader of YAML gives it back. */
import { type Encode, encodeEach, sourceOfAll, writtenInEach } from '../../text/encoding.ts';

/** What no scalar without quotes begins with (rule `ns-plain-first`); with one of the last three something may follow. */
const INDICATOR = /^(?:[,[\]{}#&*!|>'"%@`\s]|[-?:](?=\s|$))/;

/** What a scalar without quotes has nowhere: a key's end, a comment, blanks at its own end. */
const ENDS_PLAIN = /:(?=\s|$)|(?:^|\s)#|\s$/;

/** What is no character of YAML, or ends a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Nothing is replaced by YAML itself, so that source of its own layer is text. */
const encode: Encode = (parts, from, to, position) => {
  if (styleOf(from.id) !== styleOf(to.id) || !fits(sourceOfAll(parts), from.id)) return undefined;
  return encodeEach(parts, position, (text) => escaped(text, from.id));
};

function styleOf(context: string): string {
  return context.replace(/-start$/, '');
}

/** Whether a text can stand there at all, with escapes where there are some. */
function fits(text: string, context: string): boolean {
  // Half of a character is none.
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

/** Whether a scalar without quotes that begins so is none of another type (YAML 1.2.2, 10.3, and 1.1's booleans). */
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

/**
 * How text is written by the style of its scalar, with the first character of one without quotes apart, since more may
 * stand behind it than there.
 */
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
