/** Takes arguments out of a domain: their elements, and the block around them if nothing is left in it. */
import type { Word } from '../../invocation/invocation.ts';
import type { XmlDocument, XmlElement } from '../../syntax/xml/tree.ts';
import type { Edit } from '../../text/edit.ts';
import { addTo, oncePer } from '../../text/lookup.ts';
import { contains, type Span, spanKey, stretchesOf } from '../../text/span.ts';
import { wholeLines } from '../whole-lines.ts';

/**
 * The edits that take elements out of a document, each with its line where it stands alone on one. A block
 * goes with its last argument, unless a comment, a text or another element is left in it. The declaration
 * of its namespace stays, for which libvirt does not care. Undefined for a word that is no element.
 */
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

/** The element around each element, by the place of the inner one. Made once for all fixes of a document. */
const parentsIn = oncePer((document: XmlDocument): ReadonlyMap<string, XmlElement> => {
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
