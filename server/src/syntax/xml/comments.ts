/** The comments of an XML document that hold a marker, and the elements that they stand above. */
import { type Comments, type CommentTarget, joinComments, withMarker } from '../comments.ts';
import { isXmlSpace } from './characters.ts';
import type { XmlDocument } from './tree.ts';

/** Every element is a unit: a comment may stand right in front of each, also on the same line. */
export function readXmlComments(text: string, document: XmlDocument, marker: string): Comments {
  const units: CommentTarget[] = [];
  const pending = [...document.elements];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    units.push({ at: element.at, isPlace: true });
    for (const child of element.children) pending.push(child);
  }
  const comments = withMarker(text, document.comments, marker);
  const skip = (from: number, limit: number) => skipComments(text, from, limit);
  const isWhole = document.problems.length === 0;
  return { ...joinComments({ comments, targets: units, skip }), isWhole };
}

function skipComments(text: string, from: number, limit: number): number {
  let position = from;
  while (position < limit) {
    if (isXmlSpace(text.charCodeAt(position))) position++;
    else if (text.startsWith('<!--', position)) {
      const end = text.indexOf('-->', position + 4);
      position = end === -1 ? limit : end + 3;
    } else return position;
  }
  return Math.min(position, limit);
}
