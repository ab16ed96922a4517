/** Interrupts long work for waiting requests. Why: docs/decisions/processes.md */

/** Milliseconds of work without a rest. */
const SLICE = 4;

export interface Pace {
  readonly rest: () => Promise<void>;
}

/** Runs work after all earlier work, even if that failed. */
export function inTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
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
