/**
 * When long work should let others have their turn.
 * Why: docs/decisions/processes.md
 */

/** How long everybody else may have to wait, in milliseconds. */
const SLICE = 4;

export interface Pace {
  /** Lets all others that wait have their turn, if it is their turn. */
  readonly rest: () => Promise<void>;
}

/** A pace that begins now. `turn` resolves when all others that wait have had their turn; `before` is called first. */
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
