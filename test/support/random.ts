/**
 * Random choices that a seed repeats. Each case of a run has a generator of its own, made from the run's
 * seed and the case's number, so that one case can be made again without those before it.
 */

/** For fast-check: CI has always the same cases, a developer's machine new ones. */
export const SEEDED = process.env['CI'] === 'true' ? { seed: 1 } : {};

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  readonly int: (below: number) => number;
  /** True with a probability between 0 and 1. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** Calls one of several functions; `[3, f]` is called three times as often as `[1, g]`. */
  readonly choose: <T>(rows: readonly [Weighted<T>, ...Weighted<T>[]]) => T;
}

type Weighted<T> = readonly [weight: number, make: () => T];

/** The choices of a case. The same two numbers give the same choices. */
export function randomFor(seed: number, index: number): Random {
  const next = numbersFrom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const int = (below: number): number => Math.floor(next() * below);
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(items.length)] ?? items[0],
    choose: (rows) => {
      const total = rows.reduce((sum, [weight]) => sum + weight, 0);
      let at = next() * total;
      for (const [weight, make] of rows) {
        at -= weight;
        if (at < 0) return make();
      }
      return rows[0][1]();
    },
  };
}

/** Numbers from 0 to below 1, the same ones for the same seed: Tommy Ettinger's mulberry32, good enough to choose with. */
export function numbersFrom(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
