/**
 * Budget for values that variables put into other texts. A text that contains another one twice doubles at
 * each step.
 */

import { LIMITS } from './limits.ts';
import type { MappedText } from './mapped-text.ts';

/** What may still be spent in one file. */
export interface Allowance {
  left: number;
}

/** The budget of one analysis. */
export function newAllowance(): Allowance {
  return { left: LIMITS.piecesOfFile };
}

/** The cost of copying a text: one for each piece and one for each 80 characters. */
export function costOf({ pieces, decoded }: MappedText): number {
  return pieces.length + decoded.length / 80;
}

/** Pays for a text. Undefined if the text is too long or the budget is spent. */
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
