/** Logical lines of a Makefile (`readline` in src/read.c, `collapse_continuations` in src/misc.c of GNU make). */
import {
  concat,
  decodedPiece,
  type MappedText,
  mappedText,
  replaceEach,
  slice,
} from '../../text/mapped-text.ts';

export interface MakeLine {
  readonly start: number;
  /** Without the line ending. */
  readonly end: number;
  readonly next: number;
  readonly isContinued: boolean;
}

/** The line that begins at an offset. */
export function lineAt(text: string, start: number): MakeLine {
  let isContinued = false;
  for (let from = start; ; ) {
    const newline = text.indexOf('\n', from);
    if (newline === -1) return { start, end: text.length, next: text.length, isContinued };
    const end = text[newline - 1] === '\r' && newline > from ? newline - 1 : newline;
    let backslashes = 0;
    while (end - backslashes > from && text[end - backslashes - 1] === '\\') backslashes++;
    if (backslashes % 2 === 0) return { start, end, next: newline + 1, isContinued };
    isContinued = true;
    from = newline + 1;
  }
}

/** Lookbehinds keep the pattern linear. */
const CONTINUATION = /(?:(?<![ \t])[ \t]+)?(?<!\\)(\\+)\r?\n[ \t]*/g;

/** Joins continued lines with one blank. */
export function collapsed(text: MappedText): MappedText {
  if (!text.decoded.includes('\n')) return text;
  return replaceEach(text, CONTINUATION, ({ 0: own, 1: backslashes = '', index }) => {
    // An even number of backslashes escapes nothing.
    if (backslashes.length % 2 === 0) return undefined;
    const kept = backslashes.length >> 1;
    if (kept === 0) return ' ';
    const whole = slice(text, index, index + own.length);
    const end = own.indexOf('\\') + kept;
    return concat([slice(whole, 0, end), replaceEach(slice(whole, end), /[\s\S]+/g, () => ' ')]);
  });
}

/** The offset after a reference. */
export function skipReference(text: string, dollar: number): number {
  const open = text[dollar + 1];
  if (open !== '(' && open !== '{') return Math.min(text.length, dollar + 2);
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let index = dollar + 1; index < text.length; index++) {
    const character = text[index];
    if (character === open) depth++;
    else if (character === close && --depth === 0) return index + 1;
  }
  return text.length;
}

/** The first unescaped character outside references; -1 for none. */
export function findOutside(text: string, characters: string): number {
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '$') index = skipReference(text, index) - 1;
    else if (characters.includes(character) && !isEscaped(text, index)) return index;
  }
  return -1;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - backslashes - 1] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** Removes a comment; `\#` becomes `#`. */
export function withoutComment(text: MappedText): MappedText {
  if (!text.decoded.includes('#')) return text;
  const comment = findOutside(text.decoded, '#');
  const end = comment === -1 ? text.decoded.length : comment;
  const parts: MappedText[] = [];
  let from = 0;
  for (let index = 0; index < end; index++) {
    const character = text.decoded[index];
    if (character === '$') index = skipReference(text.decoded, index) - 1;
    if (character !== '#') continue;
    let backslashes = 0;
    while (text.decoded[index - backslashes - 1] === '\\') backslashes++;
    const begin = index - backslashes;
    parts.push(slice(text, from, begin));
    const decoded = decodedPiece(text, begin, index + 1, `${'\\'.repeat(backslashes >> 1)}#`);
    if (decoded) parts.push(mappedText([decoded]));
    from = index + 1;
  }
  // Two backslashes before a comment stand for one.
  let backslashes = 0;
  while (comment !== -1 && text.decoded[end - backslashes - 1] === '\\') backslashes++;
  return concat([...parts, slice(text, from, end - (backslashes >> 1))]);
}
