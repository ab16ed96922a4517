import { type Encode, encodeEach, sourceOf, writtenInEach } from '../../text/encoding.ts';

/** Rejects line endings and a trailing continuation. */
const encode: Encode = (parts, from, to, { level, depth }) => {
  if (from !== to || parts.some((part) => /[\r\n\0]/.test(sourceOf(part)))) return undefined;
  // Source of this level is left to the Dockerfile's variables.
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

/** A line of an instruction, a here-document, and a variable's value by its quotes. */
export const DOCKERFILE = {
  ...writtenInEach(['line', 'document', 'value-single'], { notation: 'dockerfile', encode }),
  ...writtenInEach(['value', 'value-double'], { notation: 'dockerfile', expands: true, encode }),
};
