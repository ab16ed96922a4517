/** What texts may cost that names put into others: one that is made of another twice, and so on, doubles each time. */
import type { MappedText } from './mapped-text.ts';

/** How much may still be put into other texts of a file. */
export interface Allowance {
  left: number;
}

/** How much one text may cost that is put into others, and all of a file. */
const MAX_COST = 2_000;
const MAX_TOTAL_COST = 200_000;

/** As much as one analysis may spend. */
export function newAllowance(): Allowance {
  return { left: MAX_TOTAL_COST };
}

/** What a text costs whoever copies it: a piece as much as a line of characters. */
export function costOf({ pieces, decoded }: MappedText): number {
  return pieces.length + decoded.length / 80;
}

/** A text that may be put into another one; undefined for one that is too long, and where too much was put in before. */
export function allowed(
  allowance: Allowance,
  text: MappedText | undefined,
): MappedText | undefined {
  if (text === undefined) return undefined;
  const cost = costOf(text);
  if (cost > MAX_COST || cost > allowance.left) return undefined;
  allowance.left -= cost;
  return text;
}
