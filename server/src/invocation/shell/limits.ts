/**
 * How much of a script is followed. Beyond it values become unknown, and nothing else is lost; together
 * these bounds keep the work linear in the length of the script.
 */

/** How many different values a variable may have; of one with more only some are followed. */
export const MAX_ALTERNATIVES = 32;
/** How many of the values are followed where there are more. */
export const MAX_KEPT = 8;
/** How many pieces a value may have: beyond it is no hand-written script, and the value is unknown. */
export const MAX_PIECES = 2_000;
/** How many command lines one command may be. */
export const MAX_LINES = 64;
/** How often a value may travel from variable to variable. */
export const MAX_TRAVEL = 64;
/** How many ways out of a function, a subshell or a loop are told apart. */
export const MAX_WAYS = 16;
/** How many words a loop may go through one by one. */
export const MAX_ROUNDS = 64;
/** How deep functions may call each other. */
export const MAX_CALLS = 24;
/** How many files may bring in each other. */
export const MAX_INCLUSIONS = 16;
/** How many strings with commands may stand inside each other. */
export const MAX_NESTING = 4;
/** How many characters of strings are read as scripts. */
export const MAX_CHARACTERS = 400_000;

/** What may still be done for one script. */
export interface Budget {
  /** Commands that are run, counting those of functions and loops each time. */
  steps: number;
  /** Command lines that commands may become, besides the one that each is anyway. */
  lines: number;
  /** Pieces that expansions may produce. */
  pieces: number;
  /** Characters of strings that may be read as scripts. */
  characters: number;
}

/** The budget of a script with that many characters. */
export function budgetFor(length: number): Budget {
  return {
    steps: 2_000 + Math.ceil(length / 10),
    lines: 500 + Math.ceil(length / 200),
    pieces: 100_000 + 20 * length,
    characters: MAX_CHARACTERS,
  };
}

/** How many values are looked at in the time of one command. */
const VALUES_PER_STEP = 4;

/** Takes from the budget what it costs to join or combine so many values; a few cost nothing. */
export function spendOnValues(budget: Budget, count: number): void {
  if (count > 2 * VALUES_PER_STEP) budget.steps -= Math.ceil(count / VALUES_PER_STEP);
}
