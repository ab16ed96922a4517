/** The finding for a file that held or ended an earlier server. */
import type { Analysis } from './analyze.ts';
import type { FileFinding } from './file-findings.ts';

/** Stands for a rule id. */
export const NOT_CHECKED = 'not-checked';

/** Reports a skipped file; else empty. */
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

const MARK_LENGTH = 80;

function endOfFirstLine(text: string): number {
  const beginning = text.slice(0, MARK_LENGTH);
  const end = beginning.search(/[\r\n]/);
  return end < 0 ? beginning.length : end;
}
