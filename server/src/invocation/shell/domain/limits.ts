/**
 * Limits of the analysis of a script. Over them values are unknown, but options in dropped values are
 * reported, and unrun commands are read once. Time and memory stay linear, below a few seconds and about 150
 * MB.
 */
import type { Span } from '../../../text/span.ts';
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
/** Repeated inclusions, which may be endless. */
export const MAX_BROUGHT_IN_AGAIN = 256;
/** Depth of strings with commands. */
export const MAX_NESTING = 4;
/** Characters of strings read as scripts. */
const MAX_CHARACTERS = 400_000;
/** Machines besides those written one by one. */
const MAX_MACHINES = 1_000;
/** Places that start machines. */
export const MAX_STARTS = 1_900;
/** Clients that may be rewritten; after twice as many the analysis stops. */
const MAX_CLIENTS = 2_000;
/** Commands run again, about 10 µs each; then loops and calls end. */
const MAX_STEPS = 40_000;
/** Steps of a script that opens nothing: what it includes may depend on loops and calls. */
const MAX_PLAIN_STEPS = 500;
/** Pieces of all values, about 100 bytes and 1 µs each; then the analysis stops. */
const MAX_WORK = 700_000;

/**
 * A base, and per character. The highest public use is 167,000 for 40 KB, except two `configure` of old QEMUs
 * (92 and 164 KB).
 */
const FEW_PIECES = 120_000;
const PIECES_PER_CHARACTER = 3;
/** For a host. The highest public use is 115,000, by a workflow of 50 KB. */
const MAX_WORK_IN_HOST = 350_000;
const PIECES_PER_CHARACTER_OF_HOST = 1;
/** A base, and characters per additional machine: enough for 19 public trees. */
const FEW_MACHINES = 300;
const CHARACTERS_PER_MACHINE = 400;
/** Hardly any script with QEMU uses half. */
const FEW_STEPS = 2_000;
/** Steps for an included file. */
const MAX_FILE_STEPS = 2_000;
const CHARACTERS_PER_STEP = 8;
const BROUGHT_IN_PER_STEP = 10;

/** The work left for a script. */
export interface Budget {
  /** Commands in another round, call or line, or from a string. */
  steps: number;
  /** Steps kept until a file may open something. */
  reserved: number;
  /** QEMU lines besides each first. */
  lines: number;
  /** Pieces of values, variables and paths. */
  pieces: number;
  /** Characters of strings read as scripts. */
  characters: number;
  clients: number;
  again: number;
  /** Where the first was used up. */
  stopped: Stop | undefined;
  /** Options in dropped values, with their next words, by place. */
  readonly dropped: Map<number, readonly Word[]>;
}

/** Where the analysis stopped. */
export interface Stop {
  readonly at: Span;
}

/** The budget of a script; a plain one opens nothing. */
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

/** The budget of a host's scripts. */
export function budgetForHost(length: number): Budget {
  const most = FEW_PIECES + PIECES_PER_CHARACTER_OF_HOST * length;
  return { ...budgetFor(length), pieces: Math.min(MAX_WORK_IN_HOST, most) };
}

/** Allows one pass with unknown values. */
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

/** Adds an included file's budget. */
export function allowFile(budget: Budget, length: number): void {
  const [none, more] = [budgetFor(0), budgetFor(length)];
  budget.steps += stepsFor(length);
  budget.pieces += more.pieces - none.pieces;
  budget.characters += more.characters - none.characters;
}

function stepsFor(length: number): number {
  return Math.min(MAX_FILE_STEPS, Math.ceil(length / BROUGHT_IN_PER_STEP));
}

/** Keeps the steps of an included plain file; another releases all. */
export function reserveFor(budget: Budget, length: number, isPlain: boolean): void {
  if (!isPlain) budget.reserved = 0;
  else if (budget.reserved > 0) budget.reserved += stepsFor(length);
}

/** Whether the analysis has stopped. */
export function isUsedUp({ pieces }: Budget): boolean {
  return pieces < 0;
}

/** Records where a budget was used up, once. */
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

/** Stops the analysis; the rest is read with unknown values. */
export function followNoMore(budget: Budget): void {
  budget.pieces = -1;
}

const POINTERS_PER_PIECE = 8;

/** Charges for pieces of values. */
export function spendOnPieces(budget: Budget, size: number): void {
  budget.pieces -= 1 + Math.ceil(size / POINTERS_PER_PIECE);
}

const USUAL_WORDS = 64;
const PIECES_PER_WORD = 6;

/** Charges for a command's words. */
export function spendOnWords(budget: Budget, count: number): void {
  if (count > USUAL_WORDS) budget.pieces -= PIECES_PER_WORD * count;
}

const PIECES_PER_HOLDER = 2;
const PIECES_PER_HELD = 10;

/** Charges for a search in variables. */
export function spendOnHolders(budget: Budget, holders: number, held: number): void {
  budget.pieces -= PIECES_PER_HOLDER * holders + PIECES_PER_HELD * held;
}

const PIECES_PER_LAUNCH = 100;

/** Charges for a QEMU command. */
export function spendOnLaunch(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_LAUNCH;
  spendOnWords(budget, count);
}

/** Charges for words of `{a,b}`. */
export function spendOnBraces(budget: Budget, count: number): void {
  budget.pieces -= PIECES_PER_WORD * count;
}

const STATES_PER_STEP = 64;

/** Charges for a repeated command in nested blocks. */
export function spendOnCommand(budget: Budget, depth: number): void {
  budget.steps -= 1 + Math.floor(depth / STATES_PER_STEP);
}

const VALUES_PER_STEP = 4;

/** Charges for joins and combinations; a few are free. */
export function spendOnValues(budget: Budget, count: number): void {
  if (count > 2 * VALUES_PER_STEP) budget.steps -= Math.ceil(count / VALUES_PER_STEP);
}
