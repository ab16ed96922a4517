/**
 * Limits of following a script, each with what it drops. Beyond them values become unknown, but options in dropped
 * values are still reported, and an unrun command is read once with unknown values. They keep time and memory linear in
 * the script's length, and below a few seconds and about 150 MB.
 */
import type { Span } from '../../../text/span.ts';
import type { Word } from '../../invocation.ts';

/** Values of a variable. Beyond it a few and an unknown one stay. */
export const MAX_ALTERNATIVES = 32;
/** Values that stay then. */
export const MAX_KEPT = 8;
/** Values of arms compared; the others are dropped. */
export const MAX_JOINED = 512;
/** Words a value may split into; the rest is unknown. None of 1,576 public scripts reaches 100. */
export const MAX_SPLIT = 500;
/** Pieces of a value; a longer one is unknown. Only generated scripts exceed it. */
export const MAX_PIECES = 2_000;
/** Lines of a command. Further alternatives are unknown in the last. */
export const MAX_LINES = 64;
/** The same with few steps left. */
export const FEW_LINES = 2;
/** Copies of a value between variables; then it is unknown. */
export const MAX_TRAVEL = 32;
/** Exits of a function, subshell or loop kept apart. Changes at others may also be unknown. */
export const MAX_EXITS = 16;
/**
 * Words iterated one by one by nested loops together. Beyond it each round may have any of them, and what it leaves to
 * the next is unknown.
 */
export const MAX_ROUNDS = 32;
/** Depth of calls. Deeper functions are read separately, with unknown arguments. */
export const MAX_CALLS = 24;
/** Depth of inclusions. Deeper files are skipped, with a log message. */
export const MAX_INCLUSIONS = 16;
/** Files brought in. Assignments of others are unknown. */
export const MAX_BROUGHT_IN = 128;
/** Repeated inclusions, which may be endless. Assignments of further ones are unknown. */
export const MAX_BROUGHT_IN_AGAIN = 256;
/** Depth of strings with commands. Deeper ones are text. */
export const MAX_NESTING = 4;
/** Characters of strings read as scripts. Others are text. */
const MAX_CHARACTERS = 400_000;
/** Machines besides those written one by one. Others are skipped. */
const MAX_MACHINES = 1_000;
/** Places that start machines. Later ones are not read. */
export const MAX_STARTS = 1_900;
/** Clients that may be rewritten. As many more are only reported; then following stops. */
const MAX_CLIENTS = 2_000;
/** Commands run again, about ten microseconds each. Then loops and calls end. */
const MAX_STEPS = 40_000;
/**
 * The same for a script that, with its inclusions, opens nothing: what it brings in may depend on its loops and calls.
 */
const MAX_PLAIN_STEPS = 500;
/** Pieces of all values, about a hundred bytes and a microsecond each. Then following stops. */
const MAX_WORK = 700_000;

/**
 * Pieces per script, and per character. The highest public use is 167,000 for 40 KB, except two `configure` of old
 * QEMUs (92 and 164 KB), which are not followed to the end.
 */
const FEW_PIECES = 120_000;
const PIECES_PER_CHARACTER = 3;
/** The same per host. The highest public use is 115,000, by a workflow of 50 KB. */
const MAX_WORK_IN_HOST = 350_000;
const PIECES_PER_CHARACTER_OF_HOST = 1;
/** Machines per script, and characters per additional one: enough for 19 public trees. */
const FEW_MACHINES = 300;
const CHARACTERS_PER_MACHINE = 400;
/** Steps per script; hardly any with QEMU uses half. */
const FEW_STEPS = 2_000;
/** Steps per included file, most of which is not called. */
const MAX_FILE_STEPS = 2_000;
/** Characters per step, of the script and of its inclusions. */
const CHARACTERS_PER_STEP = 8;
const BROUGHT_IN_PER_STEP = 10;

/** The work left for one script. */
export interface Budget {
  /** Runs of commands in another round, call or line, or from a string. */
  steps: number;
  /** Steps withheld until a file may open something; then zero. */
  reserved: number;
  /** Lines of QEMUs, besides each first. */
  lines: number;
  /** Pieces of values, variables passed on by blocks, and paths. */
  pieces: number;
  /** Characters of strings read as scripts. */
  characters: number;
  clients: number;
  again: number;
  /** Where the first of these was used up; undefined before. */
  stopped: Stop | undefined;
  /** Options in dropped values with their next words, by place. */
  readonly dropped: Map<number, readonly Word[]>;
}

/** Where following stopped. */
export interface Stop {
  readonly at: Span;
}

/** The budget of a script; a plain one opens nothing itself. */
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

/** The budget of all scripts of a host. */
export function budgetForHost(length: number): Budget {
  const most = FEW_PIECES + PIECES_PER_CHARACTER_OF_HOST * length;
  return { ...budgetFor(length), pieces: Math.min(MAX_WORK_IN_HOST, most) };
}

/** Allows a single pass without values. */
export function allowOnce(budget: Budget, length: number): void {
  budget.steps = -1;
  budget.lines = -1;
  budget.pieces = MAX_WORK + 20 * length;
  budget.characters = 0;
}

/** Whether commands no longer run again. */
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

/** Withholds the steps of an included plain file; another file releases all. */
export function reserveFor(budget: Budget, length: number, isPlain: boolean): void {
  if (!isPlain) budget.reserved = 0;
  else if (budget.reserved > 0) budget.reserved += stepsFor(length);
}

/** Whether following has stopped. */
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

const POINTERS_PER_PIECE = 8;

/** Charges for values with so many pieces. */
export function spendOnPieces(budget: Budget, size: number): void {
  budget.pieces -= 1 + Math.ceil(size / POINTERS_PER_PIECE);
}

/** Words of a command that their values pay for. */
const USUAL_WORDS = 64;
const PIECES_PER_WORD = 6;

/** Charges for the words of one command. */
export function spendOnWords(budget: Budget, count: number): void {
  if (count > USUAL_WORDS) budget.pieces -= PIECES_PER_WORD * count;
}

const PIECES_PER_HOLDER = 2;
const PIECES_PER_HELD = 10;

/** Charges for a search for options in variables. */
export function spendOnHolders(budget: Budget, holders: number, held: number): void {
  budget.pieces -= PIECES_PER_HOLDER * holders + PIECES_PER_HELD * held;
}

/** Includes its comparison with others of its command. */
const PIECES_PER_LAUNCH = 100;

/** Charges for a QEMU command with so many words. */
export function spendOnLaunch(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_LAUNCH;
  spendOnWords(budget, count);
}

/** Charges for the words that `{a,b}` adds. */
export function spendOnBraces(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_WORD * count;
}

const STATES_PER_STEP = 64;

/** Charges for a repeated command inside so many blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  budget.steps -= 1 + Math.floor(depth / STATES_PER_STEP);
}

const VALUES_PER_STEP = 4;

/** Charges for joining or combining values; a few are free. */
export function spendOnValues(budget: Budget, count: number): void {
  if (count > 2 * VALUES_PER_STEP) budget.steps -= Math.ceil(count / VALUES_PER_STEP);
}
