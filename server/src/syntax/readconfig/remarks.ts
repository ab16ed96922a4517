/** The comments of a -readconfig file that hold a marker, and the sections that they stand above. */
import type { Span } from '../../text/span.ts';
import { joinRemarks, ownAnchor, type Remarks, skipHashComments } from '../remarks.ts';
import type { ConfigDocument, ConfigTreeSection } from './tree.ts';

/** Every section is a unit, from its header to the end of its last line. */
export function readConfigRemarks(text: string, document: ConfigDocument, marker: string): Remarks {
  const units = document.sections.map((section) => ({ at: wholeOf(section), isPlace: true }));
  const comments = document.comments.filter(({ textAt: { start, end } }) =>
    text.slice(start, end).includes(marker),
  );
  const skip = (from: number, limit: number) => skipHashComments(text, from, limit);
  return { ...joinRemarks({ comments, units, skip }), anchor: ownAnchor };
}

function wholeOf({ at, entries }: ConfigTreeSection): Span {
  return { start: at.start, end: entries.at(-1)?.at.end ?? at.end };
}
