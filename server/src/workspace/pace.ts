/** Interrupts long work for waiting requests. Why: docs/decisions/processes.md */

/** The time that work may take without a rest, in milliseconds. */
const SLICE = 4;

export interface Pace {
  /** Waits if it is time. */
  readonly rest: () => Promise<void>;
}

/** `turn` resolves after waiting requests; `before` runs before each pause. */
export function keepPace(turn: () => Promise<void>, before: () => void = () => {}): Pace {
  let end = performance.now() + SLICE;
  return {
    rest: async () => {
      if (performance.now() < end) return;
      before();
      await turn();
      end = performance.now() + SLICE;
    },
  };
}
