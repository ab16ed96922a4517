/** How much room an analysis takes, so that who keeps some knows when there are enough. */
import type { Analysis } from './analyze.ts';

/** Bytes of heap for each, with all that belongs to it alone, as measured on command lines of a megabyte. */
const BYTES = { machine: 3_000, option: 800, monitor: 4_000, section: 1_000, finding: 8_000 };

/** About how many bytes an analysis takes, its fixes included. */
export function analysisSize({ connections, findings }: Analysis): number {
  let size = findings.length * BYTES.finding;
  for (const { options, monitors, sections } of connections.machines) {
    size += BYTES.machine;
    size += options.length * BYTES.option;
    size += monitors.length * BYTES.monitor;
    size += sections.length * BYTES.section;
  }
  return size;
}
