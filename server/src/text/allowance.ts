/** A budget for copies: text that contains another twice doubles at each step. */

import { LIMITS } from './limits.ts';
import type { MappedText } from './mapped-text.ts';

/** The budget left for a file. */
export interface Allowance {
  left: number;
}

/** Makes the budget of an analysis. */
export function newAllowance(): Allowance {
  return { left: LIMITS.piecesOfFile };
}

/** The cost of a text: 1 per piece and per 80 characters. */
export function costOf({ pieces, decoded }: MappedText): number {
  return pieces.length + decoded.length / 80;
}

/** Charges for a text; undefined if too long, or without budget. */
export function allowed(
  allowance: Allowance,
  text: MappedText | undefined,
): MappedText | undefined {
  if (text === undefined) return undefined;
  const cost = costOf(text);
  if (cost > LIMITS.pieces || cost > allowance.left) return undefined;
  allowance.left -= cost;
  return text;
}
