/** The comments of a -readconfig file that hold a marker, and the sections that they stand above. */
import type { Span } from '../../text/span.ts';
import { type Comments, joinComments, skipHashComments, withMarker } from '../comments.ts';
import type { ConfigDocument, ConfigSection } from './tree.ts';

/** Every section is a unit, from its header to the end of its last line. */
export function readConfigComments(
  text: string,
  document: ConfigDocument,
  marker: string,
): Comments {
  const units = document.sections.map((section) => ({ at: wholeOf(section), isPlace: true }));
  const comments = withMarker(text, document.comments, marker);
  const skip = (from: number, limit: number) => skipHashComments(text, from, limit);
  return joinComments({ comments, targets: units, skip });
}

function wholeOf({ at, entries }: ConfigSection): Span {
  return { start: at.start, end: entries.at(-1)?.at.end ?? at.end };
}
