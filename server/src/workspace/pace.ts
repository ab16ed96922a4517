/**
 * When long work pauses for waiting requests.
 * Why: docs/decisions/processes.md
 */

/** The longest time without a pause, in milliseconds. */
const SLICE = 4;

export interface Pace {
  /** Pauses if it is time. */
  readonly rest: () => Promise<void>;
}

/** `turn` resolves when waiting requests have had their turn; `before` is called before each pause. */
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
