/**
 * What one case draws from: its random choices, how odd it may get, and what it has defined so far, so
 * that later parts can refer to earlier ones.
 */
import { type Random, randomFor } from '../../support/random.ts';

export interface Draw extends Random {
  /** Whether to do something that QEMU may refuse. Some cases are calm and some are wild. */
  readonly odd: (probability?: number) => boolean;
  /** A port that no other part of the case has. */
  readonly freePort: () => string;
  /** The ids given so far. */
  readonly chardevs: string[];
  readonly credentials: string[];
  readonly authorizations: string[];
  /** The files of the case, by the name that `-readconfig` uses. */
  readonly files: Record<string, string>;
}

/** How much each mood multiplies the probability of something odd. */
const MOODS = [0, 0, 0.15, 0.3, 1, 1, 2.5] as const;

/** The draw of a case. */
export function drawFor(seed: number, index: number): Draw {
  const random = randomFor(seed, index);
  const mood = random.pick(MOODS);
  let port = 4000 + random.int(100);
  return {
    ...random,
    odd: (probability = 0.05) => random.chance(probability * mood),
    freePort: () => {
      port += 1 + random.int(9);
      return String(port);
    },
    chardevs: [],
    credentials: [],
    authorizations: [],
    files: {},
  };
}
