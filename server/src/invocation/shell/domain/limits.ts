/**
 * Limits of following a script. Beyond a limit values become unknown, but words stay: an option in a
 * dropped value is reported as one that the script holds, and a command that is not run is read once with
 * unknown values. The limits keep time and memory linear in the script's length, and below a few seconds
 * and about 150 MB for any length. Each comment says what its limit drops.
 */
import type { Span } from '../../../text/span.ts';
import type { Word } from '../../invocation.ts';

/** Values of one variable. Beyond it the first few stay, with an unknown one. */
export const MAX_ALTERNATIVES = 32;
/** Values kept of a variable with more. */
export const MAX_KEPT = 8;
/** Values of arms compared; at most `MAX_KEPT` of so many stay. */
export const MAX_JOINED = 512;
/** Words a value may split into; none of 1,576 public scripts reaches 100. The rest is unknown. */
export const MAX_SPLIT = 500;
/** Pieces of a value. Only generated scripts exceed it; the value is unknown. */
export const MAX_PIECES = 2_000;
/** Command lines of one command. Alternatives without a line of their own are unknown in the last. */
export const MAX_LINES = 64;
/** The same when the step budget is nearly used up. */
export const FEW_LINES = 2;
/** Copies of a value from variable to variable. Beyond it the value is unknown. */
export const MAX_TRAVEL = 32;
/** Exits of a function, subshell or loop kept apart. Changes at others may also be unknown. */
export const MAX_EXITS = 16;
/**
 * Words iterated one by one by nested loops together. Beyond it each round may have any of the words, and
 * what one round leaves to the next is unknown.
 */
export const MAX_ROUNDS = 32;
/** Depth of function calls. A deeper function is read separately with unknown arguments. */
export const MAX_CALLS = 24;
/** Depth of inclusions. Deeper files are left out, with a log message. */
export const MAX_INCLUSIONS = 16;
/** Files one script may bring in. Assignments of others are unknown. */
export const MAX_BROUGHT_IN = 128;
/** Repeated inclusions: files may include each other without end. Assignments of further ones are unknown. */
export const MAX_BROUGHT_IN_AGAIN = 256;
/** Depth of strings with commands. The innermost is text. */
export const MAX_NESTING = 4;
/** Characters of strings read as scripts. Beyond it they are text. */
const MAX_CHARACTERS = 400_000;
/** Machines of a script besides those written one by one. Others are left out. */
const MAX_MACHINES = 1_000;
/** Places in a file that start machines; consumers ask for no more, so later ones are not read. */
export const MAX_STARTS = 1_900;
/**
 * Commands that connect, checked for a rewrite to a socket. As many more are reported but not rewritten;
 * then following stops.
 */
const MAX_CLIENTS = 2_000;
/** Commands run again, about ten microseconds each. Then loops and calls end. */
const MAX_STEPS = 40_000;
/**
 * The same for a script without options that open something, also in its inclusions: it has no findings
 * itself, but what it brings in may depend on its loops and calls.
 */
const MAX_PLAIN_STEPS = 500;
/** Pieces of all values together: about a hundred bytes and a microsecond each. Then following stops. */
const MAX_WORK = 700_000;

/**
 * Pieces for every script, and per character. The highest public use is 167,000 for 40 KB, except two
 * `configure` of old QEMUs (92 and 164 KB), which are not followed to the end.
 */
const FEW_PIECES = 120_000;
const PIECES_PER_CHARACTER = 3;
/** The same for all scripts in one host: the highest public use is 115,000, by a workflow of 50 KB. */
const MAX_WORK_IN_HOST = 350_000;
const PIECES_PER_CHARACTER_OF_HOST = 1;
/** Machines for every script, and characters per additional one: enough for 19 public trees. */
const FEW_MACHINES = 300;
const CHARACTERS_PER_MACHINE = 400;
/** Steps for every script: hardly any public script with QEMU uses half. */
const FEW_STEPS = 2_000;
/** Steps per included file: most of a large library is not called. */
const MAX_FILE_STEPS = 2_000;
/** Characters of a script, or of its inclusions, per additional step. */
const CHARACTERS_PER_STEP = 8;
const BROUGHT_IN_PER_STEP = 10;

/** The work left for one script. */
export interface Budget {
  /** Commands run again: in another round, call or line, or from a string. */
  steps: number;
  /** Steps withheld until the script has to do with what QEMU opens; then zero. */
  reserved: number;
  /** Command lines of QEMUs, besides the first of each. */
  lines: number;
  /** Work on values: their pieces, variables passed on by blocks, paths. */
  pieces: number;
  /** Characters of strings read as scripts, besides those in the command itself. */
  characters: number;
  /** Commands that connect and may be rewritten. */
  clients: number;
  /** Repeated inclusions. */
  again: number;
  /** Where the first of these was used up; undefined while none is. */
  stopped: Stop | undefined;
  /** Options in dropped values, each with the next word, by their place. */
  readonly dropped: Map<number, readonly Word[]>;
}

/** Where following stopped. */
export interface Stop {
  readonly at: Span;
}

/** The budget of a script; a plain one has no findings of its own. */
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

/** The budget of all scripts in a host of that length. */
export function budgetForHost(length: number): Budget {
  const most = FEW_PIECES + PIECES_PER_CHARACTER_OF_HOST * length;
  return { ...budgetFor(length), pieces: Math.min(MAX_WORK_IN_HOST, most) };
}

/** Changes a budget to one for a single pass without following values. */
export function allowOnce(budget: Budget, length: number): void {
  budget.steps = -1;
  budget.lines = -1;
  budget.pieces = MAX_WORK + 20 * length;
  budget.characters = 0;
}

/** Whether nothing is run again. */
export function isShort({ steps, reserved }: Pick<Budget, 'steps' | 'reserved'>): boolean {
  return steps < reserved;
}

/** Adds the budget of an included file. */
export function allowFile(budget: Budget, length: number): void {
  const [none, more] = [budgetFor(0), budgetFor(length)];
  budget.steps += stepsFor(length);
  budget.pieces += more.pieces - none.pieces;
  budget.characters += more.characters - none.characters;
}

function stepsFor(length: number): number {
  return Math.min(MAX_FILE_STEPS, Math.ceil(length / BROUGHT_IN_PER_STEP));
}

/** Withholds the steps of an included plain file, or releases all for another. */
export function reserveFor(budget: Budget, length: number, isPlain: boolean): void {
  if (!isPlain) budget.reserved = 0;
  else if (budget.reserved > 0) budget.reserved += stepsFor(length);
}

/** Whether following has stopped: the rest is read with unknown values. */
export function isUsedUp({ pieces }: Budget): boolean {
  return pieces < 0;
}

/** Records where a budget was used up; the first place counts. */
export function stopAt(budget: Budget, at: Span): void {
  budget.stopped ??= { at };
}

/** Counts a client; returns whether it may be rewritten. */
export function countClient(budget: Budget, at: Span): boolean {
  const isTooMany = --budget.clients < 0;
  if (isTooMany) stopAt(budget, at);
  if (budget.clients <= -MAX_CLIENTS) followNoMore(budget);
  return !isTooMany;
}

/** Stops following: the rest is read with unknown values. */
export function followNoMore(budget: Budget): void {
  budget.pieces = -1;
}

/** Pointers that cost as much as one piece. */
const POINTERS_PER_PIECE = 8;

/** Charges for putting together values with so many pieces. */
export function spendOnPieces(budget: Budget, size: number): void {
  budget.pieces -= 1 + Math.ceil(size / POINTERS_PER_PIECE);
}

/** Up to so many words of a command are paid for by their values. */
const USUAL_WORDS = 64;
const PIECES_PER_WORD = 6;

/** Charges for making, keeping or reading the words of one command. */
export function spendOnWords(budget: Budget, count: number): void {
  if (count > USUAL_WORDS) budget.pieces -= PIECES_PER_WORD * count;
}

/** Cost of asking a variable that may hold options, and of recording what it holds. */
const PIECES_PER_HOLDER = 2;
const PIECES_PER_HELD = 10;

/** Charges for a command's search for options in variables. */
export function spendOnHolders(budget: Budget, holders: number, held: number): void {
  budget.pieces -= PIECES_PER_HOLDER * holders + PIECES_PER_HELD * held;
}

/** Cost of a machine: it is compared with the others of its command. */
const PIECES_PER_LAUNCH = 100;

/** Charges for a QEMU command with so many words. */
export function spendOnLaunch(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_LAUNCH;
  spendOnWords(budget, count);
}

/** Charges for the words that `{a,b}` adds to a command. */
export function spendOnBraces(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_WORD * count;
}

/** States visited in the time of one command. */
const STATES_PER_STEP = 64;

/** Charges for running a command again inside so many blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  budget.steps -= 1 + Math.floor(depth / STATES_PER_STEP);
}

/** Values visited in the time of one command. */
const VALUES_PER_STEP = 4;

/** Charges for joining or combining values; a few are free. */
export function spendOnValues(budget: Budget, count: number): void {
  if (count > 2 * VALUES_PER_STEP) budget.steps -= Math.ceil(count / VALUES_PER_STEP);
}
