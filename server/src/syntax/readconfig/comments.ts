/** The comments of a -readconfig file that hold a marker, and the sections that they stand above. */
import { type Comments, joinComments } from '../comments.ts';
import type { ConfigDocument } from './tree.ts';

/** Every section is a unit, from its header to the end of its last line. */
export function readConfigComments(
  text: string,
  { sections, comments }: ConfigDocument,
  marker: string,
): Comments {
  const targets = sections.map(({ at, entries }) => {
    return { at: { start: at.start, end: entries.at(-1)?.at.end ?? at.end } };
  });
  return joinComments(text, marker, { comments, targets });
}
