/**
 * Tells whether a server still has its wits about it: it is asked now and then while there is anything to do, and
 * not at all while there is not, so that an idle window stays idle.
 */

/** How often is looked, in milliseconds. */
const BEAT = 250;
/** For how long a server may work on something without answering, in milliseconds. */
const MAX_WAIT = 10_000;
/** So much it must have worked meanwhile, or the machine is so busy that it had no chance: more than any file should take. */
const MIN_WORK = 5_000;
/** For how long it may not answer in any case. */
const MAX_SILENCE = 60_000;
/** How much memory the server may take, in bytes: less than what V8 would end the whole process for. */
const MAX_MEMORY = 1.5 * 1024 ** 3;

export interface PulseParts {
  /** Does some work after so many milliseconds, unless it is called off by what is returned. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** How many milliseconds the machine has worked for us; the clock, where nobody knows. */
  readonly worked: () => number;
  /** How many bytes of memory we have; 0, where nobody knows. */
  readonly memory: () => number;
  /** Asks the server. */
  readonly ask: () => void;
  /** Called when the server is past help. */
  readonly isLost: (why: 'held' | 'memory') => void;
}

/** Asks a server from time to time whether it lives; one that is silent for too long counts as lost. */
export function takePulse({ later, worked, memory, ask, isLost }: PulseParts) {
  let isStirred = false;
  let isBeating = false;
  /** What had been worked when the server was asked, and how often was looked since. */
  let asked: { readonly at: number; readonly beats: number } | undefined;
  /** Whether memory may still be that of the server before, which takes a moment to be given back. */
  let isClearing = false;

  function beat(): void {
    isBeating = false;
    if (memory() <= MAX_MEMORY) isClearing = false;
    else if (!isClearing) {
      isLost('memory');
      return;
    }
    if (asked !== undefined) {
      // Beats are counted and no time is taken, which may have passed while the machine was asleep.
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
    /** Told that there is something to do. */
    stirred: () => {
      isStirred = true;
      go();
    },
    /** Told that the server has answered. */
    answered: () => {
      asked = undefined;
    },
    /** Told that there is another server. */
    restarted: () => {
      asked = undefined;
      isClearing = true;
      isStirred = true;
      go();
    },
  };
}
