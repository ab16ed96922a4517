/** Writes further arguments into a domain: elements like one that is there, with its prefix, quotes and indentation. */

import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorOf, anchorWithin } from '../../text/edit-anchor.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { editInFront } from '../placeholders.ts';
import type { EditPlace, Separators, WordPlace } from '../support.ts';
import { lineStartBefore, newLine } from '../whole-lines.ts';

/** Copies of the word's element with other values: the same prefix, quotes and indentation. */
export function addElements(
  { source }: EditPlace,
  word: Word,
  words: readonly Template[],
): Edit | undefined {
  const anchor = anchorOf(word.value);
  if (anchor === undefined) return undefined;
  const { before, behind, indent } = elementFrame(source, word);
  const elements = words.map((added) => {
    const spelled = spell(added, anchor.from, anchor.to);
    return spelled === undefined ? undefined : indent + before + spelled + behind;
  });
  if (elements.includes(undefined)) return undefined;
  return { at: { start: word.at.end, end: word.at.end }, text: elements.join('') };
}

/** Elements for options, in front of the element of one. */
export function addElementsInFront(
  { source }: EditPlace,
  [word]: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  return editInFront(word, options, (first, texts) => writeElements(source, first, texts));
}

function writeElements(source: string, word: Word, texts: readonly string[]): string | undefined {
  const anchor = anchorOf(word.value);
  if (anchor === undefined) return undefined;
  const { before, behind, indent } = elementFrame(source, word);
  const elements = texts.map((text) => {
    const spelled = spell(plain(text), anchor.from, anchor.to);
    return spelled === undefined ? undefined : before + spelled + behind + indent;
  });
  return elements.includes(undefined) ? undefined : elements.join('');
}

/** The end of a word's element and the beginning of another like it, on a line of its own. */
export function splitElement(
  source: string,
  word: Word,
  start: number,
  end: number,
): Edit | undefined {
  const anchor = anchorWithin(word.value, start, end, word.at);
  return anchor && { at: anchor.at, text: nextElement(source, word) };
}

/** The same between the words of an item that is completed. */
export function elementSeparators({ marked }: WordPlace, word: Word): Separators {
  const next = nextElement(marked, word);
  return { value: next, option: next };
}

function nextElement(source: string, word: Word): string {
  const { before, behind, indent } = elementFrame(source, word);
  return behind + indent + before;
}

interface ElementFrame {
  /** From the element's beginning to its value: `<qemu:arg value='`. */
  readonly before: string;
  /** From its value to its end: `'/>`. */
  readonly behind: string;
  /** What separates it from the next: a line ending and its margin, or nothing on a line with others. */
  readonly indent: string;
}

/** The frame of a word that is an element of a domain. */
function elementFrame(source: string, { value: text, at }: Word): ElementFrame {
  const value = spanOf(text);
  const lineStart = lineStartBefore(source, at.start);
  return {
    before: source.slice(at.start, value.start),
    behind: source.slice(value.end, at.end),
    indent: lineStart === undefined ? '' : newLine(source, lineStart, at.start),
  };
}
