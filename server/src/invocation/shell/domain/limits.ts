/**
 * How much of a script is followed. Beyond a bound values become unknown, and words stay: an option that would go with a
 * value is told of as one that the script holds, and a command that is not run is looked at once with values that nobody
 * knows. Together these bounds keep time and room linear in the length of the script, and both below a few seconds and
 * some 150 MB whatever its length. What each of them takes away stands beside it.
 */
import type { Span } from '../../../text/span.ts';
import type { Word } from '../../invocation.ts';

/** How many different values a variable may have. Of one with more the first few are followed, beside an unknown one. */
export const MAX_ALTERNATIVES = 32;
/** How many of the values are followed where there are more. */
export const MAX_KEPT = 8;
/** How many values of arms are put beside each other; no more than `MAX_KEPT` of so many are followed anyway. */
export const MAX_JOINED = 512;
/** How many words a value may become; of 1,576 public scripts none has one of 100. What stands behind them is unknown. */
export const MAX_SPLIT = 500;
/** How many pieces a value may have. Beyond it is no hand-written script, and the value is unknown. */
export const MAX_PIECES = 2_000;
/** How many command lines one command may be. What has no line of its own is unknown in a last one. */
export const MAX_LINES = 64;
/** The same where commands are not run again any more. */
export const FEW_LINES = 2;
/** How often a value may travel from variable to variable. One that came farther is unknown. */
export const MAX_TRAVEL = 32;
/** How many exits of a function, a subshell or a loop are told apart. What others change may also be unknown. */
export const MAX_EXITS = 16;
/**
 * How many words a loop, or loops inside each other together, may go through one by one. Where there are more, each
 * round may have any of the words, and what one round leaves to the next is unknown.
 */
export const MAX_ROUNDS = 64;
/** How deep functions may call each other. One that is called from there is run by itself, with arguments that nobody knows. */
export const MAX_CALLS = 24;
/** How many files may bring in each other. What is brought in from there is left out, and the log says so. */
export const MAX_INCLUSIONS = 16;
/** How many files one script may bring in. What further ones assign is unknown. */
export const MAX_BROUGHT_IN = 128;
/**
 * How often one script may bring in again what it has brought in before: files that name each other do so without end.
 * What further ones assign is unknown.
 */
export const MAX_BROUGHT_IN_AGAIN = 256;
/** How many strings with commands may stand inside each other. What is inside of the innermost is text. */
export const MAX_NESTING = 4;
/** How many characters of strings are read as scripts, at most. Beyond it they are text. */
const MAX_CHARACTERS = 400_000;
/** How many machines a script may have at most, besides those that are written in it one by one. Others are left out. */
const MAX_MACHINES = 1_000;
/**
 * In how many places a file may start machines: whoever asks about machines asks of no more, and nobody looks at what stands
 * behind these.
 */
export const MAX_STARTS = 1_900;
/**
 * How many commands that connect to something are looked at for how they would connect to a socket, at most. As many others
 * are told of, and stay what they are; then nothing is followed.
 */
const MAX_CLIENTS = 2_000;
/** How often commands may be run once more, at most: some ten microseconds each. Then loops and calls end. */
const MAX_STEPS = 40_000;
/**
 * How often commands are run once more in a script that has no word of an option which opens something, nor brings in
 * a file that has one: nothing can be found in it, but what it brings in may depend on its loops and calls.
 */
const MAX_PLAIN_STEPS = 500;
/** How many pieces values may be made of, at most: a hundred bytes and a microsecond each. Then nothing is followed. */
const MAX_WORK = 700_000;

/**
 * How many pieces every script has, and for each of its characters. In public one of 40 KB takes most, with 167,000, but for
 * two `configure` of old QEMUs, of 92 and 164 KB, which are not followed to their ends.
 */
const FEW_PIECES = 120_000;
const PIECES_PER_CHARACTER = 3;
/**
 * The same of all scripts that one host has in it, which stand between its own texts: in public a workflow of 50 KB takes
 * most, with 115,000.
 */
const MAX_WORK_IN_HOST = 350_000;
const PIECES_PER_CHARACTER_OF_HOST = 1;
/** How many machines every script may have so, and for how many of its characters one more: those of 19 public trees need no more. */
const FEW_MACHINES = 300;
const CHARACTERS_PER_MACHINE = 400;
/** How many steps every script has: of those in public with a QEMU in them hardly one takes half of that. */
const FEW_STEPS = 2_000;
/** How many each file brings along that a script brings in: most of a large library is not called. */
const MAX_FILE_STEPS = 2_000;
/** For how many characters of a script, and of what it brings in, there is one step more. */
const CHARACTERS_PER_STEP = 8;
const BROUGHT_IN_PER_STEP = 10;

/** What may still be done for one script. */
export interface Budget {
  /** Commands that are run once more: in another round, another call, on another line, or out of a string. */
  steps: number;
  /** How many of these are kept until the script has to do with what QEMU opens; zero from then on. */
  reserved: number;
  /** Command lines of QEMUs, besides the first of each that is written. */
  lines: number;
  /** What is made of values: their pieces, the variables that a block hands on, the ways to each of them. */
  pieces: number;
  /** Characters of strings that may be read as scripts, besides those that stand in the command itself. */
  characters: number;
  /** Commands that connect to something and may be rewritten. */
  clients: number;
  /** Files that may be brought in once more. */
  again: number;
  /** Where the script was when the first of these was used up; undefined as long as none is. */
  stopped: Stop | undefined;
  /**
   * Options that were in values which are not followed any more, since a variable had too many or too long ones: each
   * with the word behind it, by the place where it is written.
   */
  readonly dropped: Map<number, readonly Word[]>;
}

/** Where a script is no longer followed to its end. */
export interface Stop {
  readonly at: Span;
}

/** The budget of a script with that many characters; of a plain one there is nothing to find in these. */
export function budgetFor(length: number, isPlain = false): Budget {
  const steps = Math.min(MAX_STEPS, FEW_STEPS + Math.ceil(length / CHARACTERS_PER_STEP));
  return {
    steps,
    reserved: isPlain ? steps - MAX_PLAIN_STEPS : 0,
    lines: Math.min(MAX_MACHINES, FEW_MACHINES + Math.ceil(length / CHARACTERS_PER_MACHINE)),
    pieces: Math.min(MAX_WORK, FEW_PIECES + PIECES_PER_CHARACTER * length),
    characters: Math.min(MAX_CHARACTERS, 100_000 + length),
    clients: MAX_CLIENTS,
    again: MAX_BROUGHT_IN_AGAIN,
    stopped: undefined,
    dropped: new Map(),
  };
}

/** The budget of all scripts in a host with that many characters. */
export function budgetForHost(length: number): Budget {
  const most = FEW_PIECES + PIECES_PER_CHARACTER_OF_HOST * length;
  return { ...budgetFor(length), pieces: Math.min(MAX_WORK_IN_HOST, most) };
}

/** Makes it a budget for going once through a script of that length without following any value. */
export function allowOnce(budget: Budget, length: number): void {
  budget.steps = -1;
  budget.lines = -1;
  budget.pieces = MAX_WORK + 20 * length;
  budget.characters = 0;
}

/** Whether nothing is run a second time any more. */
export function isShort({ steps, reserved }: Pick<Budget, 'steps' | 'reserved'>): boolean {
  return steps < reserved;
}

/** Adds what a file with that many characters is allowed to cost that the script brings in. */
export function allowFile(budget: Budget, length: number): void {
  const [none, more] = [budgetFor(0), budgetFor(length)];
  budget.steps += stepsFor(length);
  budget.pieces += more.pieces - none.pieces;
  budget.characters += more.characters - none.characters;
}

function stepsFor(length: number): number {
  return Math.min(MAX_FILE_STEPS, Math.ceil(length / BROUGHT_IN_PER_STEP));
}

/** Keeps of what was added for a file nothing for later where it is a plain one, and everything where it is not. */
export function reserveFor(budget: Budget, length: number, isPlain: boolean): void {
  if (!isPlain) budget.reserved = 0;
  else if (budget.reserved > 0) budget.reserved += stepsFor(length);
}

/** Whether nothing is followed any more: what is left of the script is looked at with values that nobody knows. */
export function isUsedUp({ pieces }: Budget): boolean {
  return pieces < 0;
}

/** Takes note of where something was used up; the first place counts. */
export function stopAt(budget: Budget, at: Span): void {
  budget.stopped ??= { at };
}

/** Counts a client of which note is taken; whether it is one of those that may be rewritten. */
export function countClient(budget: Budget, at: Span): boolean {
  const isTooMany = --budget.clients < 0;
  if (isTooMany) stopAt(budget, at);
  if (budget.clients <= -MAX_CLIENTS) followNoMore(budget);
  return !isTooMany;
}

/** Ends what is followed: what is left of the script is looked at with values that nobody knows. */
export function followNoMore(budget: Budget): void {
  budget.pieces = -1;
}

/** How many pieces are pointed at in the time and the room that it takes to make one. */
const POINTERS_PER_PIECE = 8;

/** Takes from the budget what it costs to put values together that have so many pieces. */
export function spendOnPieces(budget: Budget, size: number): void {
  budget.pieces -= 1 + Math.ceil(size / POINTERS_PER_PIECE);
}

/** So many words of one command cost no more than what was made of values for them. */
const USUAL_WORDS = 64;
const PIECES_PER_WORD = 6;

/** Takes from the budget what it costs to make, keep or look at so many words of one command. */
export function spendOnWords(budget: Budget, count: number): void {
  if (count > USUAL_WORDS) budget.pieces -= PIECES_PER_WORD * count;
}

/** Each variable that may hold options is asked for what it holds, and what it holds is noted. */
const PIECES_PER_HOLDER = 2;
const PIECES_PER_HELD = 10;

/** Takes from the budget what it costs that a command finds options in so many of some variables. */
export function spendOnHolders(budget: Budget, holders: number, held: number): void {
  budget.pieces -= PIECES_PER_HOLDER * holders + PIECES_PER_HELD * held;
}

/** What a machine costs that is found, however often: what it says is looked at beside the others of its command. */
const PIECES_PER_LAUNCH = 100;

/** Takes from the budget what it costs to find a QEMU that is started with so many words. */
export function spendOnLaunch(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_LAUNCH;
  spendOnWords(budget, count);
}

/** Takes from the budget what it costs to make so many words more of the words of a command: `{a,b}`. */
export function spendOnBraces(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_WORD * count;
}

/** How many states are gone through in the time of one command. */
const STATES_PER_STEP = 64;

/** Takes from the budget what it costs to run a command once more, inside of so many blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  budget.steps -= 1 + Math.floor(depth / STATES_PER_STEP);
}

/** How many values are looked at in the time of one command. */
const VALUES_PER_STEP = 4;

/** Takes from the budget what it costs to join or combine so many values; a few cost nothing. */
export function spendOnValues(budget: Budget, count: number): void {
  if (count > 2 * VALUES_PER_STEP) budget.steps -= Math.ceil(count / VALUES_PER_STEP);
}
