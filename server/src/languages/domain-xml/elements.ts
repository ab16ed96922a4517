import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { XmlDocument, XmlElement } from '../../syntax/xml/tree.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorOf, anchorWithin } from '../../text/edit-anchor.ts';
import { addTo, once } from '../../text/lookup.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { contains, type Span, spanKey, stretchesOf } from '../../text/span.ts';
import { editInFront } from '../placeholders.ts';
import type { EditPlace, Separators, WordPlace } from '../support.ts';
import { lineStartBefore, newLine, wholeLines } from '../whole-lines.ts';

/** Adds copies of a word's element with other values, in its layout. */
export function addElements(
  { source }: EditPlace,
  word: Word,
  words: readonly Template[],
): Edit | undefined {
  const elements = elementsLike(source, word, words);
  if (elements === undefined) return undefined;
  const { indent } = elementFrame(source, word);
  const text = elements.map((element) => indent + element).join('');
  return { at: { start: word.at.end, end: word.at.end }, text };
}

/** Adds elements before an option's. */
export function addElementsInFront(
  { source }: EditPlace,
  [word]: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  return editInFront(word, options, (first, texts) => {
    const { indent } = elementFrame(source, first);
    return elementsLike(source, first, texts.map(plain))
      ?.map((element) => element + indent)
      .join('');
  });
}

function elementsLike(
  source: string,
  word: Word,
  values: readonly Template[],
): readonly string[] | undefined {
  const anchor = anchorOf(word.value);
  const { before, behind } = elementFrame(source, word);
  const spelled = values.map((value) => anchor && spell(value, anchor.from, anchor.to));
  return spelled.includes(undefined) ? undefined : spelled.map((own) => before + own + behind);
}

/** Splits an element in two, on lines of their own. */
export function splitElement(
  source: string,
  word: Word,
  start: number,
  end: number,
): Edit | undefined {
  const anchor = anchorWithin(word.value, start, end, word.at);
  return anchor && { at: anchor.at, text: nextElement(source, word) };
}

/** The text between words of a completed item. */
export function elementSeparators({ readIn }: WordPlace, word: Word): Separators {
  const next = nextElement(readIn, word);
  return { value: next, option: next };
}

function nextElement(source: string, word: Word): string {
  const { before, behind, indent } = elementFrame(source, word);
  return behind + indent + before;
}

interface ElementFrame {
  /** From the element's start to its value: `<qemu:arg value='`. */
  readonly before: string;
  /** From the value to the element's end: `'/>`. */
  readonly behind: string;
  /** A line ending with indentation, or empty. */
  readonly indent: string;
}

function elementFrame(source: string, { value: text, at }: Word): ElementFrame {
  const value = spanOf(text);
  const lineStart = lineStartBefore(source, at.start);
  return {
    before: source.slice(at.start, value.start),
    behind: source.slice(value.end, at.end),
    indent: lineStart === undefined ? '' : newLine(source, lineStart, at.start),
  };
}

/** Removes elements with their lines, and a block with its last one. Undefined for another word. */
export function removeElements(
  source: string,
  document: XmlDocument,
  words: readonly Word[],
): readonly Edit[] | undefined {
  const parents = parentsIn(document);
  const removed = new Map<XmlElement, Span[]>();
  for (const { at } of words) {
    const parent = parents.get(spanKey(at));
    if (parent === undefined) return undefined;
    addTo(removed, parent, at);
  }
  const stretches = [...removed].flatMap(([parent, elements]) => {
    return isLeftEmpty(document, parent, elements.length) ? [parent.at] : elements;
  });
  const isGap = (start: number, end: number) => source.slice(start, end).trim() === '';
  return stretchesOf(stretches, isGap).map((at) => ({
    at: wholeLines(source, at) ?? at,
    text: '',
  }));
}

const parentsIn = once((document: XmlDocument): ReadonlyMap<string, XmlElement> => {
  const found = new Map<string, XmlElement>();
  const pending = [...document.elements];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    for (const child of element.children) {
      found.set(spanKey(child.at), element);
      pending.push(child);
    }
  }
  return found;
});

function isLeftEmpty({ comments }: XmlDocument, element: XmlElement, removed: number): boolean {
  const { children, text, at } = element;
  if (removed < children.length || text.decoded.trim() !== '') return false;
  return !comments.some((comment) => contains(at, comment.at));
}
