/** The finding for a file that is not analyzed because it is known to be too much. */
import type { Analysis } from './analyze.ts';
import type { FileFinding } from './file-findings.ts';

/** Used instead of a rule's id; no rule has it. */
export const NOT_CHECKED = 'not-checked';

/** The only finding of a skipped analysis, at the start of its file; none for others. */
export function passedOverFindings({ source }: Pick<Analysis, 'source'>): readonly FileFinding[] {
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

/** Limits the mark, or a line of a megabyte would be marked as a whole. */
const MAX_MARKED = 80;

function endOfFirstLine(text: string): number {
  const beginning = text.slice(0, MAX_MARKED);
  const end = beginning.search(/[\r\n]/);
  return end < 0 ? beginning.length : end;
}
