/**
 * The work left for one analysis, in units of about a microsecond and a hundred bytes. It keeps time and memory linear
 * in a text's length: whatever is done more often than once for each place pays here.
 */
import { LIMITS } from './limits.ts';
import type { MappedText } from './mapped-text.ts';
import type { Span } from './span.ts';

/** The fuel of one analysis. */
export interface Fuel {
  left: number;
  /** The fuel that a single pass takes. Once no more than this is left, nothing is run again. */
  once: number;
  /** Where it was used up, or a bound left something out; the first place counts. */
  stopped: Span | undefined;
}

/**
 * The fuel for a text of so many characters. The highest public use in shells is 167,000 for 40 KB, except two
 * `configure` of old QEMUs (92 and 164 KB).
 */
export function fuelFor(length: number): Fuel {
  const left = Math.min(LIMITS.work, 140_000 + 4 * length);
  return { left, once: left / 4, stopped: undefined };
}

/** Adds what a further text takes, such as an included file. */
export function addFuel(fuel: Fuel, length: number): void {
  fuel.left += fuelFor(length).left - fuelFor(0).left;
}

/** Gives a single pass over a text of so many characters, in which nothing is run again. */
export function fuelOnce(fuel: Fuel, length: number): void {
  fuel.left = LIMITS.work + 20 * length;
  fuel.once = fuel.left;
}

/** Pays for work at a place; returns whether to go on. */
export function spend(fuel: Fuel, cost: number, at?: Span): boolean {
  fuel.left -= cost;
  if (!isUsedUp(fuel)) return true;
  if (at) stopAt(fuel, at);
  return false;
}

/** Uses up what is left: nothing is followed any more. */
export function useUp(fuel: Fuel): void {
  fuel.left = -1;
}

/** Whether nothing is run again any more. */
export function isShort({ left, once }: Fuel): boolean {
  return left <= once;
}

/** Whether nothing is followed any more. */
export function isUsedUp({ left }: Fuel): boolean {
  return left < 0;
}

/** Records where something was left out; the first place counts. */
export function stopAt(fuel: Fuel, at: Span): void {
  fuel.stopped ??= at;
}

/** 1 per piece, and per 80 characters. */
export function costOf({ pieces, decoded }: MappedText): number {
  return pieces.length + decoded.length / 80;
}

/** A text put into another, which may double at each step; undefined if it is too long or no fuel is left. */
export function allowed(fuel: Fuel, text: MappedText | undefined): MappedText | undefined {
  if (text === undefined) return undefined;
  const cost = costOf(text);
  // At most a share of what is left, so that short text stays known.
  if (cost > Math.min(LIMITS.pieces, fuel.left / 64)) return undefined;
  spend(fuel, cost);
  return text;
}
