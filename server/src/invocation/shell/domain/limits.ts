/**
 * Limits of the analysis of a script. Over them values are unknown, but options in dropped values are
 * reported, and unrun commands are read once. Time and memory stay linear, below a few seconds and about 150
 * MB.
 */
import { type Fuel, fuelFor, spend } from '../../../text/fuel.ts';
import type { Word } from '../../invocation.ts';

/** Values of a variable; then a few and an unknown one. */
export const MAX_ALTERNATIVES = 32;
/** Values of a variable that are kept over the limit. */
export const MAX_KEPT = 8;
/** Values of arms that are compared. */
export const MAX_JOINED = 512;
/** Words of a split value. None of 1,576 public scripts reaches 100. */
export const MAX_SPLIT = 500;
/** Pieces of a value. Only generated scripts reach it. */
export const MAX_PIECES = 2_000;
/** Lines of a command; the last stands for all others. */
export const MAX_LINES = 64;
/** Lines with few steps left. */
export const FEW_LINES = 2;
/** Copies of a value between variables. */
export const MAX_TRAVEL = 32;
/** Exits of a function, subshell or loop that are kept apart. */
export const MAX_EXITS = 16;
/** Words that nested loops run one by one. */
export const MAX_ROUNDS = 32;
/** Depth of calls; deeper functions get unknown arguments. */
export const MAX_CALLS = 24;
/** Depth of inclusions; deeper files are skipped and logged. */
export const MAX_INCLUSIONS = 16;
/** Files that a script includes. */
export const MAX_BROUGHT_IN = 128;
/** Depth of strings with commands. Deeper ones are text. */
export const MAX_NESTING = 4;
/** Places that start machines. Later ones are not read. */
export const MAX_STARTS = 1_900;

/** The fuel of a script. */
export interface Budget extends Fuel {
  /** Options in dropped values with their next words, by place. */
  readonly dropped: Map<number, readonly Word[]>;
}

/** The fuel of a script of so many characters. */
export function budgetFor(length: number): Budget {
  return { ...fuelFor(length), dropped: new Map() };
}

/** What is paid for in addition to the size of values: each part of a value costs `PIECE`. */
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
};

/** Pays for copying so many pointers. */
export function spendOnPieces(budget: Budget, size: number): void {
  spend(budget, 1 + Math.ceil(size / 8));
}

/** Pays for a command that runs again inside so many blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  spend(budget, COST.command * (1 + Math.floor(depth / 64)));
}
