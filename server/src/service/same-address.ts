/** Whether a client's host and port are those of a monitor, as far as the files fix both. */
import { isKnown, type MappedText, type Piece } from '../text/mapped-text.ts';
import { sameSpan } from '../text/span.ts';

/** Names of this machine for itself, and what connects to it likewise. */
const LOOPBACK =
  /^(?:localhost(?:\.localdomain)?|ip6-localhost|127(?:\.\d+){0,3}|\[?::1\]?|0|0\.0\.0\.0|\[?::\]?|)$/i;

/** Addresses on which a monitor can be reached by the names of its own machine. */
const ANY_OR_LOOPBACK = LOOPBACK;

/** Commands and variables that give the name of this machine. */
const OWN_NAME = /^(?:\$\(\s*hostname\b[^;|&]*\)|`hostname\b[^;|&]*`|\$\{?HOSTNAME\}?)$/;

/** What a port is written with that may be another one at another place: `$1`, `$(…)`, `$RANDOM`. */
const UNSTEADY = /\$\{?[0-9@*#?!]|\$\((?!\()|`|RANDOM/;

/**
 * Whether two ports are the same: `same`, `other`, or `maybe` where an unknown part decides. Unknown parts
 * are the same where they are written in one place, or are the same expansion of a variable.
 */
export function comparePorts(client: MappedText, monitor: MappedText): 'same' | 'maybe' | 'other' {
  if (isKnown(client) && isKnown(monitor)) return client.text === monitor.text ? 'same' : 'other';
  if (samePieces(client.pieces, monitor.pieces)) return 'same';
  if (isKnown(client)) return couldBe(monitor, client.text) ? 'maybe' : 'other';
  if (isKnown(monitor)) return couldBe(client, monitor.text) ? 'maybe' : 'other';
  // Two variables of other names hold two ports.
  const [one, two] = [variableOf(client), variableOf(monitor)];
  return one !== undefined && two !== undefined && one !== two ? 'other' : 'maybe';
}

/** The same for hosts; `unsure` for one that may be another machine. */
export function compareHosts(
  client: MappedText,
  monitor: MappedText | undefined,
): 'same' | 'unsure' | 'other' {
  const steady = client.pieces.every(({ defaultOf }) => defaultOf === undefined);
  if (monitor && client.text !== '' && samePieces(client.pieces, monitor.pieces)) return 'same';
  if (!isKnown(client)) {
    const [piece, ...others] = client.pieces;
    const own = piece?.kind === 'unknown' && others.length === 0 && OWN_NAME.test(piece.source);
    return own ? 'same' : 'unsure';
  }
  if (LOOPBACK.test(client.text)) {
    const bound = monitor && isKnown(monitor) ? monitor.text : '';
    if (!ANY_OR_LOOPBACK.test(bound)) return 'other';
    return steady ? 'same' : 'unsure';
  }
  return 'other';
}

function samePieces(one: readonly Piece[], other: readonly Piece[]): boolean {
  const [first, second] = [joined(one), joined(other)];
  return (
    first.length === second.length &&
    first.every((piece, index) => {
      const against = second[index];
      return against !== undefined && samePiece(piece, against);
    })
  );
}

/** Known pieces that follow each other as one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'known' && last?.kind === 'known') {
      result[result.length - 1] = { ...last, text: last.text + piece.text };
    } else {
      result.push(piece);
    }
  }
  return result;
}

function samePiece(one: Piece, other: Piece): boolean {
  if (one.kind === 'known' || other.kind === 'known') {
    return one.kind === 'known' && other.kind === 'known' && one.text === other.text;
  }
  if (sameSpan(one.at, other.at)) return true;
  return plainSource(one.source) === plainSource(other.source) && !UNSTEADY.test(one.source);
}

/** `${PORT}` as `$PORT`, and arithmetic without blanks. */
function plainSource(source: string): string {
  return source.replace(/^\$\{(\w+)\}$/, '$$$1').replaceAll(/\s/g, '');
}

/** The variable that a text is as a whole, if it is one. */
function variableOf({ pieces }: MappedText): string | undefined {
  const [piece, ...others] = pieces;
  if (piece?.kind !== 'unknown' || others.length > 0) return undefined;
  return /^\$([A-Za-z_]\w*)$/.exec(plainSource(piece.source))?.[1];
}

/** Whether an unknown port may turn out to be a known one: `590$i` is never 4444. */
function couldBe({ pieces }: MappedText, port: string): boolean {
  const pattern = pieces.map((piece) => {
    return piece.kind === 'known' ? piece.text.replace(/[^\w]/g, '\\$&') : '.*';
  });
  return new RegExp(`^${pattern.join('')}$`, 's').test(port);
}
