/** A budget for copies of values: text that contains another twice doubles at each step. */

import { LIMITS } from './limits.ts';
import type { MappedText } from './mapped-text.ts';

/** Of one file. */
export interface Allowance {
  left: number;
}

/** Of one analysis. */
export function newAllowance(): Allowance {
  return { left: LIMITS.piecesOfFile };
}

/** 1 per piece, and per 80 characters. */
export function costOf({ pieces, decoded }: MappedText): number {
  return pieces.length + decoded.length / 80;
}

/** Undefined if too long, or without budget. */
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
