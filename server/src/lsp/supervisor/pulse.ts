/** Checks that the server responds, while there is work: an idle window stays idle. */

/** The time between two checks, in milliseconds. */
const BEAT = 250;
/** The longest time without an answer, in milliseconds, if the server has worked at least `MIN_WORK` meanwhile. */
const MAX_WAIT = 10_000;
/**
 * The CPU time in milliseconds that a silent server must have had before it counts as stuck, since a busy
 * machine may have given it none.
 */
const MIN_WORK = 5_000;
/** The longest time without an answer in any case. */
const MAX_SILENCE = 60_000;
/** The most memory in bytes: below what V8 ends the process for. */
const MAX_MEMORY = 1.5 * 1024 ** 3;

export interface PulseParts {
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** The CPU time of the process in milliseconds, or a clock. */
  readonly worked: () => number;
  /** The memory of the process in bytes; 0 if unknown. */
  readonly memory: () => number;
  readonly ask: () => void;
  /** The server hangs or takes too much memory. */
  readonly isLost: (why: 'held' | 'memory') => void;
}

/** Checks a server from time to time. */
export function takePulse({ later, worked, memory, ask, isLost }: PulseParts) {
  let isStirred = false;
  let isBeating = false;
  /** The CPU time at the last request, and the number of checks since. */
  let asked: { readonly at: number; readonly beats: number } | undefined;
  /** Whether memory may still belong to the last server, which returns it late. */
  let isClearing = false;

  function beat(): void {
    isBeating = false;
    if (memory() <= MAX_MEMORY) isClearing = false;
    else if (!isClearing) {
      isLost('memory');
      return;
    }
    if (asked !== undefined) {
      // Counts checks instead of time, which passes while the machine sleeps.
      asked = { ...asked, beats: asked.beats + 1 };
      const waited = asked.beats * BEAT;
      const isHeld = waited >= MAX_WAIT && worked() - asked.at >= MIN_WORK;
      if (isHeld || waited >= MAX_SILENCE) isLost('held');
      else go();
      return;
    }
    if (!isStirred) return;
    isStirred = false;
    asked = { at: worked(), beats: 0 };
    ask();
    go();
  }

  function go(): void {
    if (isBeating) return;
    isBeating = true;
    later(BEAT, beat);
  }

  return {
    stirred: () => {
      isStirred = true;
      go();
    },
    answered: () => {
      asked = undefined;
    },
    restarted: () => {
      asked = undefined;
      isClearing = true;
      isStirred = true;
      go();
    },
  };
}
