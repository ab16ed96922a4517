/** The pieces of QEMU text of an analysis, made when somebody asks and kept as long as the analysis. */
import type { Machine } from '../../qemu/machine/machine.ts';
import { machineTokens, type Token } from '../../qemu/token/token.ts';
import { AT_USE, anchorAt } from '../../text/edit-anchor.ts';
import { oncePer } from '../../text/lookup.ts';
import type { MappedText, Piece } from '../../text/mapped-text.ts';
import type { Span } from '../../text/span.ts';
import type { Analysis } from '../analysis/analyze.ts';

/** A token with the machine that reads it. The same text has a token for each machine that it reaches. */
export interface PlacedToken {
  readonly token: Token;
  readonly machine: Machine;
}

/** The tokens of all machines of an analysis, in the order of the machines. */
export const tokensOf = oncePer(({ connections: { machines } }: Analysis) => {
  return machines.flatMap((machine) =>
    Array.from(machineTokens(machine), (token): PlacedToken => ({ token, machine })),
  );
});

/** All places that a piece is written or passed through: of a value of `$PORT` the digits and the `$PORT`. */
export function* placesOfPiece(piece: Piece): Generator<Span> {
  yield piece.at;
  for (const use of piece.through) yield use.at;
  if (piece.defaultOf) yield piece.defaultOf.at;
}

/**
 * Where a text stands in the command that uses it, without its quotes: of a value that comes from `$FILE` this
 * `$FILE`. For a text that is put together from several lines, its first part.
 */
export function placeAtUse(text: MappedText): Span {
  const whole = anchorAt(text, 0, text.decoded.length, AT_USE);
  if (whole) return whole.at;
  const [first] = text.pieces;
  return first ? (first.through[0]?.at ?? first.at) : text.place;
}
