/** What is said at a file that is not looked into, since it is known to be too much. */
import type { Analysis } from './analyze.ts';
import type { FileFinding } from './file-findings.ts';

/** Stands in the place of a rule's id; there is no such rule. */
export const NOT_CHECKED = 'not-checked';

/** The one finding of an analysis that was not made, at the beginning of its file; none for any other. */
export function passedOverFindings({ source }: Analysis): readonly FileFinding[] {
  if (source.passedOver === undefined) return [];
  return [
    {
      at: { start: 0, end: endOfFirstLine(source.text) },
      rule: NOT_CHECKED,
      severity: 'information',
      message: source.passedOver,
      related: [],
      fixes: () => [],
    },
  ];
}

/** So far and no further, or a line of a megabyte would be marked as a whole. */
const MAX_MARKED = 80;

function endOfFirstLine(text: string): number {
  const beginning = text.slice(0, MAX_MARKED);
  const end = beginning.search(/[\r\n]/);
  return end < 0 ? beginning.length : end;
}
