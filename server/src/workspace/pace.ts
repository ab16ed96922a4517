/** Interrupts long work for waiting requests. Why: docs/decisions/processes.md */

/** Milliseconds of work without a rest. */
const SLICE = 4;

export interface Pace {
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
