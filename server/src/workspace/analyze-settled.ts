/**
 * Analyzes until nothing is wanted any more: what an analysis asks for is read, and what is read may ask for something
 * else; so is the reader of its language, where nobody has needed it before. The one loop of this kind, for whoever
 * analyzes a file.
 * Why: docs/decisions/processes.md
 */
import type { Loading } from '../languages/support.ts';
import { LIMITS } from '../text/limits.ts';

interface Settling<Made> {
  /** Analyzes with what is known now; `isLast` where nothing more is read whatever it wants. */
  readonly analyze: (isLast: boolean) => Made | Promise<Made>;
  /** What has to be loaded before the file can be analyzed. */
  readonly unreadBy: (made: Made) => Loading | undefined;
  /** The files that were asked for and that nobody has read. */
  readonly wantedBy: (made: Made) => readonly string[];
  readonly load: (paths: readonly string[]) => Promise<void>;
  /** What else to wait for before it is worth while to analyze again. */
  readonly others?: (made: Made) => readonly Promise<unknown>[];
  /** Whether nobody needs the end of it any more; asked whenever something was waited for. */
  readonly isUnwanted?: () => boolean;
}

/** What the last analysis has made: the settled one, unless nobody wants it any more. */
export async function analyzeSettled<Made>({
  analyze,
  unreadBy,
  wantedBy,
  load,
  others = () => [],
  isUnwanted = () => false,
}: Settling<Made>): Promise<Made> {
  for (let round = 0; ; round++) {
    const isLast = round >= LIMITS.rounds;
    const made = await analyze(isLast);
    if (isLast) return made;
    const unread = unreadBy(made);
    if (unread) {
      // What cannot be loaded now is loaded for another file, or never: this one has no findings.
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
