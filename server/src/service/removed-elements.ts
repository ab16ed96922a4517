/** Takes arguments out of a domain: their elements, and the block around them if nothing is left in it. */
import type { Word } from '../invocation/invocation.ts';
import type { XmlDocument, XmlElement } from '../syntax/xml/tree.ts';
import type { Edit } from '../text/edit.ts';
import { contains, type Span, spanKey } from '../text/span.ts';
import { wholeLines } from './whole-lines.ts';

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
  const gone = new Set(words.map(({ at }) => spanKey(at)));
  const stretches: Span[] = [];
  let found = 0;
  const pending = [...document.elements];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    const removed = element.children.filter(({ at }) => gone.has(spanKey(at)));
    found += removed.length;
    if (removed.length > 0 && isLeftEmpty(document, element, removed.length)) {
      stretches.push(element.at);
    } else {
      stretches.push(...removed.map(({ at }) => at));
      pending.push(...element.children);
    }
  }
  if (found !== gone.size) return undefined;
  return joined(source, stretches).map((at) => ({ at: wholeLines(source, at) ?? at, text: '' }));
}

function isLeftEmpty({ comments }: XmlDocument, element: XmlElement, removed: number): boolean {
  const { children, text, at } = element;
  if (removed < children.length || text.text.trim() !== '') return false;
  return !comments.some((comment) => contains(at, comment.at));
}

/** Spans with nothing but blanks between them as one. */
function joined(source: string, spans: readonly Span[]): readonly Span[] {
  const stretches: Span[] = [];
  for (const at of spans.toSorted((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last && source.slice(last.end, at.start).trim() === '') {
      stretches[stretches.length - 1] = { start: last.start, end: at.end };
    } else {
      stretches.push(at);
    }
  }
  return stretches;
}
