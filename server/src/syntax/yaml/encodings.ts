/** Writes text into the scalars of a YAML file, so that a reader of YAML gives it back. */
import {
  type Encode,
  type Encodings,
  encodeEach,
  sourceOf,
  writtenIn,
} from '../../text/encoding.ts';
import type { YamlStyle } from './tree.ts';

/**
 * Where text stands: by the style of its scalar, with the first character of one without quotes apart, since more may
 * stand behind it than there.
 */
export type YamlContext = YamlStyle | 'plain-start' | 'plain-in-flow-start';

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
  const context = contextOf(from.id);
  if (styleOf(context) !== styleOf(contextOf(to.id))) return undefined;
  const whole = parts.map(sourceOf).join('');
  if (!fits(whole, context)) return undefined;
  return encodeEach(parts, position, (text) => escaped(text, context));
};

const PREFIX = 'yaml-';

function contextOf(id: string): string {
  return id.slice(PREFIX.length);
}

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

function encoding(context: YamlContext): Encodings {
  return writtenIn({ id: `${PREFIX}${context}`, notation: 'yaml', expands: false, encode });
}

/** How text of a file is written at each kind of place. */
export const YAML: Readonly<Record<YamlContext, Encodings>> = {
  plain: encoding('plain'),
  'plain-start': encoding('plain-start'),
  'plain-in-flow': encoding('plain-in-flow'),
  'plain-in-flow-start': encoding('plain-in-flow-start'),
  'single-quoted': encoding('single-quoted'),
  'double-quoted': encoding('double-quoted'),
  literal: encoding('literal'),
  folded: encoding('folded'),
};
