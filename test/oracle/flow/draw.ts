/**
 * What one script draws from: its random choices, which shell it is for, what may happen in it, and what
 * it has defined so far, so that later parts can refer to earlier ones.
 */
import { type Random, randomFor } from '../../support/random.ts';
import type { Chunk } from './chunk.ts';

/** Where in the script something stands. */
export interface Place {
  /** How many compound commands are around it. */
  readonly depth: number;
  readonly loops: number;
  readonly inFunction: boolean;
}

export const TOP: Place = { depth: 0, loops: 0, inFunction: false };

/** A place inside a compound command at this one. */
export function inside(place: Place, more: Partial<Place> = {}): Place {
  return { ...place, depth: place.depth + 1, ...more };
}

/** The rules that refer to each other; each file of the grammar takes the others' from here. */
export interface Grammar {
  /** Some statements. */
  readonly body: (draw: Draw, place: Place, most: number) => readonly Chunk[];
  /** What may stand between the parentheses of `$(…)`. */
  readonly printer: (draw: Draw, place: Place) => string;
}

export interface Draw extends Random {
  readonly grammar: Grammar;
  /** Whether it may do only what every POSIX shell can, besides what is zsh's own. */
  readonly posix: boolean;
  readonly zsh: boolean;
  /**
   * Whether nothing in the script depends on its inputs or on a test, so that a reader can know all of
   * it. Then a command line of which the shell knows nothing is a mistake as well.
   */
  readonly straight: boolean;
  /**
   * Whether inputs may have blanks in them. A reading takes one beside other text as part of
   * its word, because a port has no blank; the order of words is not compared then.
   */
  readonly blanks: boolean;
  /** Whether to do something that real scripts rarely do. Some scripts are calm and some are wild. */
  readonly odd: (probability?: number) => boolean;
  /** A name that nothing else has: `f3`. */
  readonly fresh: (prefix: string) => string;
  /** The functions so far. They call only earlier ones, so that every script ends. */
  readonly functions: { readonly name: string; readonly prints: boolean }[];
  /** The functions that nothing calls yet. */
  readonly uncalled: Set<string>;
  /** The files written so far that hold assignments. */
  readonly files: string[];
  /** Whether this is the first time that it is asked for. */
  readonly once: (what: string) => boolean;
  /** Whether QEMU may be written once more. */
  readonly takeCall: () => boolean;
}

/** How much each mood multiplies the probability of something odd. */
const MOODS = [0, 0, 0.3, 1, 1, 3] as const;

interface DrawOptions {
  readonly posix: boolean;
  readonly zsh: boolean;
  readonly straight: boolean;
  readonly blanks: boolean;
  readonly grammar: Grammar;
}

/** The draw of a script. */
export function drawFor(seed: number, index: number, options: DrawOptions): Draw {
  const random = randomFor(seed, index);
  const mood = random.pick(MOODS);
  let calls = 1 + random.int(4);
  const counts = new Map<string, number>();
  return {
    ...random,
    ...options,
    odd: (probability = 0.05) => random.chance(probability * mood),
    fresh: (prefix) => {
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}${count}`;
    },
    functions: [],
    uncalled: new Set(),
    files: [],
    once: (what) => {
      const first = !counts.has(what);
      counts.set(what, 1);
      return first;
    },
    takeCall: () => calls-- > 0,
  };
}
