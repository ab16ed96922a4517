/** Interrupts long work for waiting requests. Why: docs/decisions/processes.md */

/** Milliseconds without a pause. */
const SLICE = 4;

export interface Pace {
  /** Pauses if due. */
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
