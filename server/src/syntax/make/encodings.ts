/** Encodes text for Makefiles. A shell's dollar is doubled once: make does not reread an expanded value. */
import {
  type Encode,
  type Encodings,
  type LayerPart,
  sourceOfAll,
  writtenIn,
  writtenInEach,
} from '../../text/encoding.ts';

/** Characters that end an argument or the enclosing reference. */
const ENDS: Readonly<Record<string, RegExp>> = {
  'make-argument': /[,()#]/,
  'make-last-argument': /[()#]/,
};

/** Doubles dollars; references of make stay. Undefined for line endings and an argument's end. */
const encode: Encode = (parts, { id: from, isOpen }, { id: to }) => {
  if (from !== to || isOpen) return undefined;
  const encoded: LayerPart[] = [];
  for (const part of parts) {
    if (part.kind === 'source') {
      if (!isReference(part.source)) return undefined;
      encoded.push(part);
      continue;
    }
    if (/[\r\n\0]/.test(part.text) || ENDS[from]?.test(part.text)) return undefined;
    const text = from === 'make-line' ? part.text.replace(/(?<!\\)(\\*)#/g, '$1$1\\#') : part.text;
    encoded.push({ kind: 'text', text: text.replaceAll('$', '$$$$') });
  }
  const whole = sourceOfAll(encoded);
  // A trailing backslash would continue the line.
  if (whole.endsWith('\\')) return undefined;
  return ENDS[from] && !hasClosedBraces(whole) ? undefined : encoded;
};

function isReference(source: string): boolean {
  return /^\$(?:\([\s\S]*\)|\{[\s\S]*\}|[^({$])$/.test(source);
}

/** Whether braces balance as make counts them inside `${…}`. */
function hasClosedBraces(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '{') open++;
    else if (character === '}' && --open < 0) return false;
  }
  return open === 0;
}

/** A line, a recipe or `define` (without comments), a function's argument or last one, an unterminated reference. */
export const MAKE = writtenInEach(
  ['make-line', 'make-recipe', 'make-argument', 'make-last-argument', 'make-open'],
  { notation: 'make', encode },
  ['make-open'],
);

/** The environment of a command takes text literally, without expansions. */
export const IN_ENVIRONMENT: Encodings = writtenIn({
  id: 'environment',
  notation: 'environment',
  encode: (parts) =>
    parts.some((part) => part.kind === 'source' && part.level > 1) ? undefined : parts,
});
