/**
 * Chooses few combinations of many choices so that any two values that may stand together do so several
 * times. Faults mostly come from one choice or from two that meet, so this finds nearly what all
 * combinations would, of which there are millions.
 */
import { randomFor } from '../../support/random.ts';

/** The names of the values of each choice. */
type Choices = Readonly<Record<string, readonly string[]>>;
export type Combination = Readonly<Record<string, string>>;

/** How many random combinations compete for each place in the cover. */
const CANDIDATES = 40;
/** After so many places that bring nothing new, what is missing cannot be had. */
const PATIENCE = 60;

/**
 * Combinations that `allowed` lets through, in which each pair of values stands `times` times where it may
 * stand at all. The same seed gives the same combinations.
 */
export function cover(
  choices: Choices,
  allowed: (combination: Combination) => boolean,
  { times, seed, apart }: CoverOptions,
): readonly Combination[] {
  const random = randomFor(seed, 0);
  const pairsOf = (combination: Combination) => allPairs(names, combination, apart);
  const names = Object.keys(choices);
  const draw = (): Combination => {
    for (;;) {
      const drawn = names.map((name) => {
        const values = choices[name] ?? [];
        return [name, values[random.int(values.length)] ?? ''] as const;
      });
      const combination = Object.fromEntries(drawn);
      if (allowed(combination)) return combination;
    }
  };
  const seen = new Map<string, number>();
  const chosen = new Map<string, Combination>();
  for (let idle = 0; idle < PATIENCE; ) {
    let best: Combination | undefined;
    let gain = 0;
    for (let candidate = 0; candidate < CANDIDATES; candidate++) {
      const combination = draw();
      const news = pairsOf(combination).filter((pair) => (seen.get(pair) ?? 0) < times);
      if (news.length > gain && !chosen.has(JSON.stringify(combination))) {
        best = combination;
        gain = news.length;
      }
    }
    if (best === undefined) {
      idle++;
      continue;
    }
    idle = 0;
    chosen.set(JSON.stringify(best), best);
    for (const pair of pairsOf(best)) seen.set(pair, (seen.get(pair) ?? 0) + 1);
  }
  return [...chosen.values()];
}

interface CoverOptions {
  /** How often each pair must stand. */
  readonly times: number;
  readonly seed: number;
  /** Two choices that have little to do with each other, so that their values need not all meet. */
  readonly apart: readonly [string, string];
}

function allPairs(
  names: readonly string[],
  combination: Combination,
  apart: CoverOptions['apart'],
): readonly string[] {
  const pairs: string[] = [];
  for (const [index, first] of names.entries()) {
    for (const second of names.slice(index + 1)) {
      if (apart.includes(first) && apart.includes(second)) continue;
      pairs.push(`${first}=${combination[first]} ${second}=${combination[second]}`);
    }
  }
  return pairs;
}
