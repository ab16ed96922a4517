/** Takes `mux=on` out of the device string of a guest's device. */
import type { Chardev } from '../chardev/chardev.ts';
import type { Change } from './change.ts';

/** Takes all `mux` out of a device string, and so the monitor. */
export function withoutMux({ properties }: Chardev): readonly Change[] | undefined {
  const changes: Change[] = [];
  for (const { key, origin } of properties) {
    if (key !== 'mux') continue;
    if (origin.kind !== 'item' || origin.start === 0) return undefined;
    const { list, start, end } = origin;
    // With the comma in front of it.
    changes.push({ kind: 'replace', whole: list, start: start - 1, end, parts: [] });
  }
  return changes.length > 0 ? changes : undefined;
}
