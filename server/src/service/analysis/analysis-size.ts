/** Estimates the memory of an analysis, with machines and fixes still to be made, for caches. */
import type { Analysis } from './analyze.ts';

/** Bytes of heap; a monitor of two words takes 4,800, another option 800. */
const BYTES = { line: 3_000, word: 1_600, section: 1_000, finding: 8_000 };

export function analysisSize({ invocations, findings }: Analysis): number {
  let size = findings.length * BYTES.finding;
  for (const invocation of invocations) {
    if (invocation.kind === 'argv') size += BYTES.line + invocation.words.length * BYTES.word;
    if (invocation.kind === 'config') size += invocation.sections.length * BYTES.section;
  }
  return size;
}
