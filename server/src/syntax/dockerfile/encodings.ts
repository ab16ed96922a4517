/** Writes text into the instructions of a Dockerfile, so that a builder gives it back. */
import { type Encode, encodeEach, sourceOf, writtenInEach } from '../../text/encoding.ts';

/** Nothing holds a line ending, and a line may not end as if it went on. */
const encode: Encode = (parts, from, to, { level, depth }) => {
  if (from !== to || parts.some((part) => /[\r\n\0]/.test(sourceOf(part)))) return undefined;
  // Source of its own level is for the variables that the file itself replaces.
  const position = { level: level + 1, depth };
  const encoded = encodeEach(parts, position, (text) => escaped(text, from.id));
  const last = encoded.at(-1);
  const isOpen = last?.kind === 'text' && /[\\`]$/.test(last.text);
  return isOpen && from.id === 'line' ? undefined : encoded;
};

function escaped(text: string, id: string): string {
  switch (id) {
    case 'value':
      return text.replace(/[\s$"'\\`]/g, '\\$&');
    case 'value-double':
      return text.replace(/[$"\\`]/g, '\\$&');
    case 'value-single':
      return text.replaceAll("'", `'\\''`);
    default:
      return text;
  }
}

/**
 * How text is written on the lines of an instruction; in a document below one; in the value of a variable, by the quotes
 * around it, where variables are replaced.
 */
export const DOCKERFILE = {
  ...writtenInEach(['line', 'document', 'value-single'], { notation: 'dockerfile', encode }),
  ...writtenInEach(['value', 'value-double'], { notation: 'dockerfile', expands: true, encode }),
};
