/** The tokens of an analysis, memoized. */
import type { Machine } from '../../qemu/machine/machine.ts';
import { machineTokens, type Token } from '../../qemu/token/token.ts';
import { AT_USE, anchorAt } from '../../text/edit-anchor.ts';
import { once } from '../../text/lookup.ts';
import type { MappedText, Piece } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';

export interface PlacedToken {
  readonly token: Token;
  readonly machine: Machine;
}

/** The tokens of an analysis, in order. */
export const tokensOf = once(({ connections: { machines } }: Analysis) => {
  return machines.flatMap((machine) =>
    Array.from(machineTokens(machine), (token): PlacedToken => ({ token, machine })),
  );
});

/** Where a piece is written and expanded. */
export function* placesOfPiece(piece: Piece): Generator<Span> {
  yield piece.at;
  for (const use of piece.through) yield use.at;
  if (piece.defaultOf) yield piece.defaultOf.at;
}

/** Where text is used: `$FILE`; the first place of several. */
export function placeAtUse(text: MappedText): Span {
  const whole = anchorAt(text, 0, text.decoded.length, AT_USE);
  if (whole) return whole.at;
  const [first] = text.pieces;
  return first ? (first.through[0]?.at ?? first.at) : text.place;
}
