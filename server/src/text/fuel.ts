/**
 * The work left for one analysis; a unit is about a microsecond and a hundred bytes. Work done more than once for a
 * place pays, so that time and memory stay linear.
 */
import { LIMITS } from './limits.ts';
import type { MappedText } from './mapped-text.ts';
import type { Span } from './span.ts';

export interface Fuel {
  left: number;
  /** A single pass's share. Once less is left, nothing runs again. */
  once: number;
  /** Where something was first left out. */
  stopped: Span | undefined;
}

/** Public shell scripts use up to 167,000 for 40 KB, but two `configure` of old QEMUs (92 and 164 KB). */
export function fuelFor(length: number): Fuel {
  const left = Math.min(LIMITS.work, 140_000 + 4 * length);
  return { left, once: left / 4, stopped: undefined };
}

/** Adds fuel for a further text, such as an included file. */
export function addFuel(fuel: Fuel, length: number): void {
  fuel.left += fuelFor(length).left - fuelFor(0).left;
}

/** Allows a single pass over a text of `length`. */
export function fuelOnce(fuel: Fuel, length: number): void {
  fuel.left = LIMITS.work + 20 * length;
  fuel.once = fuel.left;
}

/** Pays; false if no fuel is left. */
export function spend(fuel: Fuel, cost: number, at?: Span): boolean {
  fuel.left -= cost;
  if (!isUsedUp(fuel)) return true;
  if (at) stopAt(fuel, at);
  return false;
}

/** Ends the analysis. */
export function useUp(fuel: Fuel): void {
  fuel.left = -1;
}

/** Whether nothing runs again. */
export function isShort({ left, once }: Fuel): boolean {
  return left <= once;
}

/** Whether nothing is followed any more. */
export function isUsedUp({ left }: Fuel): boolean {
  return left < 0;
}

/** Records the first place where something was left out. */
export function stopAt(fuel: Fuel, at: Span): void {
  fuel.stopped ??= at;
}

/** 1 per piece, and per 80 characters. */
export function costOf({ pieces, decoded }: MappedText): number {
  return pieces.length + decoded.length / 80;
}

/** Pays for a text put into another, which may double each time; undefined if too long. */
export function allowed(fuel: Fuel, text: MappedText | undefined): MappedText | undefined {
  if (text === undefined) return undefined;
  const cost = costOf(text);
  if (cost > Math.min(LIMITS.pieces, fuel.left / 64)) return undefined;
  spend(fuel, cost);
  return text;
}
