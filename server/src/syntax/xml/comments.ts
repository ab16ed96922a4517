/** The comments of an XML document that hold a marker, and the elements that they stand above. */
import { type Comments, joinComments } from '../comments.ts';
import type { XmlDocument, XmlElement } from './tree.ts';

/** Every element is a unit: a comment may stand right in front of each, also on the same line. */
export function readXmlComments(text: string, document: XmlDocument, marker: string): Comments {
  const { elements, comments, problems } = document;
  const targets: XmlElement[] = [];
  const pending = [...elements];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    targets.push(element);
    for (const child of element.children) pending.push(child);
  }
  const joined = joinComments(text, marker, { comments, targets, blank: /\s/y });
  return { ...joined, isWhole: problems.length === 0 };
}
