/** How much room an analysis takes, so that who keeps some knows when there are enough. */
import { beforeMoving } from '../../invocation/relocated.ts';
import type { Analysis } from './analyze.ts';

/**
 * Bytes of heap for each, with all that belongs to it alone, as measured on command lines of a megabyte: a monitor of two
 * words takes 4,800, any other option 800.
 */
const BYTES = { line: 3_000, word: 1_600, section: 1_000, finding: 8_000 };

/** About how many bytes an analysis takes, its machines and fixes included, of which it has none made. */
export function analysisSize({ invocations, findings }: Analysis): number {
  let size = findings.length * BYTES.finding;
  for (const invocation of invocations) {
    const made = beforeMoving(invocation);
    if (made.kind === 'argv') size += BYTES.line + made.words.length * BYTES.word;
    if (made.kind === 'config') size += made.sections.length * BYTES.section;
  }
  return size;
}
