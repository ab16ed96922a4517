/**
 * Writes text into a Makefile, so that make gives it back: the inverse of the reader, for the places where text stands.
 * Whatever make replaces begins with a dollar, so that a dollar of the shell is written twice, however many variables
 * the text goes through: make reads what it has put in place of a reference no second time.
 */
import {
  type Encode,
  type Encodings,
  type LayerPart,
  sourceOfAll,
  writtenIn,
  writtenInEach,
} from '../../text/encoding.ts';

/** What ends an argument, or the reference around it. */
const ENDS: Readonly<Record<string, RegExp>> = {
  'make-argument': /[,()#]/,
  'make-last-argument': /[()#]/,
};

/**
 * Undefined for what a line cannot hold, such as a line ending, and in an argument for what would end it. References
 * of make stay as they are.
 */
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
  // A backslash at the end of a line would take in the next one.
  if (whole.endsWith('\\')) return undefined;
  return ENDS[from] && !hasClosedBraces(whole) ? undefined : encoded;
};

/** Whether a reference has its end, so that it takes in nothing of what follows. */
function isReference(source: string): boolean {
  return /^\$(?:\([\s\S]*\)|\{[\s\S]*\}|[^({$])$/.test(source);
}

/** Whether each brace has its other half, in the order in which make counts them inside of `${…}`. */
function hasClosedBraces(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '{') open++;
    else if (character === '}' && --open < 0) return false;
  }
  return open === 0;
}

/**
 * How text is written in a line that make reads itself, such as the value of a variable; in a recipe or a `define`, which
 * have no comments; in an argument of a function, or in the last one of a function that takes no more of them; and what
 * stands for a reference that has no end. A reference of make is none that a template speaks of without saying so: that is
 * the shell's.
 */
export const MAKE = writtenInEach(
  ['make-line', 'make-recipe', 'make-argument', 'make-last-argument', 'make-open'],
  { notation: 'make', encode },
  ['make-open'],
);

/**
 * A text in the environment of a command, where no shell reads it as a script: what stands in it is taken as it is, so
 * that nothing can be expanded there.
 */
export const IN_ENVIRONMENT: Encodings = writtenIn({
  id: 'environment',
  notation: 'environment',
  encode: (parts) =>
    parts.some((part) => part.kind === 'source' && part.level > 1) ? undefined : parts,
});
