/** Repeats an analysis until its files and language are loaded, or cancelled. Why: docs/decisions/processes.md */
import type { Loading } from '../languages/support.ts';
import { LIMITS } from '../text/limits.ts';

interface Settling<Made> {
  /** With `isLast`, missing files are no longer waited for. */
  readonly analyze: (isLast: boolean) => Made | Promise<Made>;
  readonly unreadBy: (made: Made) => Loading | undefined;
  readonly wantedBy: (made: Made) => readonly string[];
  readonly load: (paths: readonly string[]) => Promise<void>;
  readonly others?: (made: Made) => readonly Promise<unknown>[];
  /** Checked after each wait. */
  readonly isUnwanted?: () => boolean;
}

export async function analyzeSettled<Made>({
  analyze,
  unreadBy,
  wantedBy,
  load,
  others = () => [],
  isUnwanted = () => false,
}: Settling<Made>): Promise<Made> {
  for (let round = 0; ; round++) {
    const isLast = round >= LIMITS.steps;
    const made = await analyze(isLast);
    if (isLast) return made;
    const unread = unreadBy(made);
    if (unread) {
      // A file has no findings if its reader cannot be loaded.
      const isLoaded = await unread.load().then(
        () => true,
        () => false,
      );
      if (!isLoaded || isUnwanted()) return made;
      continue;
    }
    const wanted = wantedBy(made);
    const waiting = others(made);
    if (wanted.length + waiting.length === 0 || isUnwanted()) return made;
    await Promise.all([load(wanted), ...waiting]);
    if (isUnwanted()) return made;
  }
}
