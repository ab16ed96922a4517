/**
 * Limits of the analysis of a script. Over them values are unknown, but options in dropped values are reported, and
 * unrun commands are read once. Time and memory stay linear, below a few seconds and about 150 MB.
 */

import { type Fuel, fuelFor, spend } from '../../text/fuel.ts';
import { LIMITS } from '../../text/limits.ts';
import type { Word } from '../invocation.ts';

/** Places that start machines. Later ones are not read. */
export const MAX_STARTS = LIMITS.words / 15;

/** The fuel of a script. */
export interface Budget extends Fuel {
  /** Options in dropped values with their next words, by place. */
  readonly dropped: Map<number, readonly Word[]>;
}

/** The fuel of a script of so many characters. */
export function budgetFor(length: number): Budget {
  return { ...fuelFor(length), dropped: new Map() };
}

/** Prices of work, in addition to those of values, whose pieces cost one unit each (`costOf`). */
export const COST = {
  /** A command that runs again, and as much for each 64 blocks around it. */
  command: 10,
  /** A QEMU with its comparison with others of its command. */
  launch: 200,
  word: 6,
  /** A word of a command line that nothing starts, which is compared with those that something does. */
  held: 40,
  substitution: 20,
  /** A client, which others are compared with. */
  client: 50,
  /** A value that is joined or combined with others. */
  value: 2,
  /** A variable of states that are joined, in pieces. */
  variable: 4,
};

/** Pays for copying so many pointers. */
export function spendOnPieces(budget: Budget, size: number): void {
  spend(budget, 1 + Math.ceil(size / 8));
}

/** Pays for a command that runs again inside so many blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  spend(budget, COST.command * (1 + Math.floor(depth / 64)));
}
