/** Limits of the analysis of a script. Beyond them values are unknown, but options in them are reported. */

import { type Fuel, fuelFor, spend } from '../../text/fuel.ts';
import { LIMITS, MACHINE_WORDS } from '../../text/limits.ts';
import type { Word } from '../invocation.ts';

/** Places that start machines; later ones are not read. */
export const MAX_STARTS = LIMITS.words / MACHINE_WORDS;

/** A script's fuel. */
export interface Budget extends Fuel {
  /** Options in dropped values, by place. */
  readonly dropped: Map<number, readonly Word[]>;
}

/** Fuel for a script of `length`. */
export function budgetFor(length: number): Budget {
  return { ...fuelFor(length), dropped: new Map() };
}

/** Prices of work, besides those of values (`costOf`). */
export const COST = {
  /** A command that runs again; more by this for each 64 blocks around it. */
  command: 10,
  launch: 200,
  word: 6,
  /** A word of an unstarted command line, compared with started ones. */
  held: 40,
  substitution: 20,
  client: 50,
  value: 2,
  variable: 4,
};

/** Pays for copying pointers. */
export function spendOnPieces(budget: Budget, size: number): void {
  spend(budget, 1 + Math.ceil(size / 8));
}

/** Pays for a command that runs again inside `depth` blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  spend(budget, COST.command * (1 + Math.floor(depth / 64)));
}
