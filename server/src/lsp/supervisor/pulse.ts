/** Checks that a working server responds; an idle window stays idle. */

/** Milliseconds between checks. */
const BEAT = 250;
/** Milliseconds without an answer, if the server has worked `MIN_WORK` meanwhile. */
const MAX_WAIT = 10_000;
/** Milliseconds of CPU time before a silent server counts as stuck, since a busy machine may give it none. */
const MIN_WORK = 5_000;
/** Milliseconds without an answer in any case. */
const MAX_SILENCE = 60_000;
/** Bytes; less than what V8 ends a process for. */
const MAX_MEMORY = 1.5 * 1024 ** 3;

export interface PulseParts {
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** CPU time of the process in milliseconds, or a clock. */
  readonly worked: () => number;
  /** Bytes of the process; 0 if unknown. */
  readonly memory: () => number;
  readonly ask: () => void;
  readonly isLost: (why: 'held' | 'memory') => void;
}

/** Checks a server from time to time. */
export function takePulse({ later, worked, memory, ask, isLost }: PulseParts) {
  let isStirred = false;
  let isBeating = false;
  /** The CPU time at the last request, and the checks since. */
  let asked: { readonly at: number; readonly beats: number } | undefined;
  /** Whether memory may be the last server's, which frees it late. */
  let isClearing = false;

  function beat(): void {
    isBeating = false;
    if (memory() <= MAX_MEMORY) isClearing = false;
    else if (!isClearing) {
      isLost('memory');
      return;
    }
    if (asked !== undefined) {
      // Counts checks, since time also passes while the machine sleeps.
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
