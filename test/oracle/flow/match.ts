/**
 * Whether an argv is one of those that our reading of a command line allows. Known text stands for
 * itself, unknown text for anything, what a branch adds may be missing, and what a loop adds may be there
 * any number of times.
 */

import type { Word } from '../../../server/src/invocation/invocation.ts';
import { concat, type Piece } from '../../../server/src/text/mapped-text.ts';
import { nameOf } from '../../support/encodings.ts';

interface Match {
  /** How many words of the argv are known to the last character. */
  readonly known: number;
  /** False where there were too many ways to try them all; then nothing is said against the reading. */
  readonly settled: boolean;
}

/** How many steps are taken before giving up. */
const MAX_STEPS = 200_000;
/** How many pieces may be gone through, in rounds of loops, too: each is a call in the one before it. */
const MAX_DEPTH = 1_000;

/** How the words allow the argv; undefined where they do not. */
export function matchArgv(words: readonly Word[], argv: readonly string[]): Match | undefined {
  const walk: Walk = { words, argv, steps: MAX_STEPS, depth: 0 };
  let found: Match | undefined;
  // What has more of them is not tried in all ways either.
  if (words.reduce((sum, { value }) => sum + value.pieces.length, 0) > MAX_DEPTH) {
    return isOther(words[0], argv[0]) ? undefined : { known: 0, settled: false };
  }
  const matched = matchWords(walk, 0, words.length, 0, START, (at, state) => {
    if (at !== argv.length) return false;
    found = { known: state.known, settled: true };
    return true;
  });
  if (matched) return found;
  return walk.steps <= 0 ? { known: 0, settled: false } : undefined;
}

interface Walk {
  readonly words: readonly Word[];
  readonly argv: readonly string[];
  steps: number;
  depth: number;
}

/** What was decided on the way. */
interface State {
  readonly known: number;
  readonly branches: Decision | undefined;
}

interface Decision {
  readonly branch: object;
  readonly taken: boolean;
  readonly before: Decision | undefined;
}

const START: State = { known: 0, branches: undefined };

/** Goes on behind what was matched: from the word `at` of the argv. */
type Then = (at: number, state: State) => boolean;

/** The state in which a branch is taken or not; undefined where the opposite was decided before. */
function decide(state: State, branch: object | undefined, taken: boolean): State | undefined {
  if (branch === undefined) return taken ? state : undefined;
  for (let decision = state.branches; decision !== undefined; decision = decision.before) {
    if (decision.branch === branch) return decision.taken === taken ? state : undefined;
  }
  return { ...state, branches: { branch, taken, before: state.branches } };
}

function isLooped(branch: object | undefined): boolean {
  return branch !== undefined && 'looped' in branch && branch.looped === true;
}

function isOptional({ value }: Word): boolean {
  return value.pieces.length > 0 && value.pieces.every(({ branch }) => branch !== undefined);
}

function matchWords(
  walk: Walk,
  from: number,
  to: number,
  at: number,
  state: State,
  then: Then,
): boolean {
  if (walk.steps-- <= 0) return false;
  const word = walk.words[from];
  if (from >= to || word === undefined) return then(at, state);
  const spread = mixedLoopEnd(walk.words, from, to);
  if (spread !== undefined) {
    for (let next = at; next <= walk.argv.length; next++) {
      if (matchWords(walk, spread, to, next, state, then)) return true;
    }
    return false;
  }
  const end = loopEnd(walk.words, from, to);
  if (end !== undefined) {
    return matchLoop(walk, from, end, at, state, (next, after) =>
      matchWords(walk, end, to, next, after, then),
    );
  }
  const rest: Then = (next, after) => matchWords(walk, from + 1, to, next, after, then);
  if (matchWord(walk, word, at, state, rest)) return true;
  if (isOptional(word)) {
    const without = skip(word.value.pieces, state);
    if (without !== undefined && rest(at, without)) return true;
  }
  return matchJoined(walk, from, to, at, state, then);
}

/** Whether a word begins otherwise, with text that is there in any case and written where the word is. */
function isOther(word: Word | undefined, actual: string | undefined): boolean {
  const [start] = word?.value.pieces ?? [];
  if (start?.kind !== 'known' || start.branch !== undefined || start.through.length > 0)
    return false;
  return /\S/.test(start.text) && !actual?.startsWith(start.text);
}

/** Words as one: what divides two of them in an unquoted text may be gone with a part beside it that is not there. */
function matchJoined(
  walk: Walk,
  from: number,
  to: number,
  at: number,
  state: State,
  then: Then,
): boolean {
  const first = walk.words[from];
  // However many are joined, they begin as the first one does: whole lines of other commands need not be tried.
  if (isOther(first, walk.argv[at])) return false;
  const join = (whole: Word, end: number, left: State): boolean => {
    const following = walk.words[end];
    if (following === undefined || end >= to || walk.steps-- <= 0) return false;
    if (maySpread(whole, following)) {
      const joined = { ...whole, many: false, value: concat([whole.value, following.value]) };
      const rest: Then = (next, after) => matchWords(walk, end + 1, to, next, after, then);
      if (matchWord(walk, joined, at, left, rest) || join(joined, end + 1, left)) return true;
    }
    // With those that are not there the blanks around them are gone.
    const without = isOptional(following) ? skip(following.value.pieces, left) : undefined;
    return without !== undefined && join(whole, end + 1, without);
  };
  return first !== undefined && join(first, from + 1, state);
}

/**
 * Where the words end of which a loop adds some in part, as `x="$x-m 1"` does: with each round the words
 * are others. Nothing is said about those.
 */
function mixedLoopEnd(words: readonly Word[], from: number, to: number): number | undefined {
  let end = from;
  let mixed = false;
  for (let word = words[end]; end < to && word !== undefined; word = words[++end]) {
    const looped = word.value.pieces.filter(({ branch }) => isLooped(branch)).length;
    if (looped === 0) break;
    mixed ||= looped < word.value.pieces.length;
  }
  return mixed && end - from > 1 ? end : undefined;
}

/** Whether what stands between two words may be gone, since one of them begins or ends with a part that may. */
function maySpread(word: Word, following: Word): boolean {
  const last = word.value.pieces.at(-1);
  const first = following.value.pieces[0];
  return (
    isSplit(last) ||
    isSplit(first) ||
    (last?.branch !== undefined && !isOptional(word)) ||
    (first?.branch !== undefined && !isOptional(following))
  );
}

/** Where the words end that a loop adds, if it adds this one. */
function loopEnd(words: readonly Word[], from: number, to: number): number | undefined {
  let end = from;
  let looped = false;
  for (
    let word = words[end];
    end < to && word !== undefined && isOptional(word);
    word = words[end]
  ) {
    looped ||= word.value.pieces.some(({ branch }) => isLooped(branch));
    end++;
  }
  return looped ? end : undefined;
}

/** Any number of rounds; what is decided in one holds for that one. */
function matchLoop(
  walk: Walk,
  from: number,
  end: number,
  at: number,
  state: State,
  then: Then,
): boolean {
  if (walk.steps-- <= 0) return false;
  if (then(at, state)) return true;
  for (let first = from; first < end; first++) {
    const word = walk.words[first];
    if (word === undefined) continue;
    // A round may begin with any of the words: the others may be those of a branch in the loop.
    const round = (next: number, after: State): boolean =>
      next > at && matchLoop(walk, from, end, next, { ...state, known: after.known }, then);
    const free: State = { known: state.known, branches: undefined };
    if (matchWord(walk, word, at, free, round)) return true;
  }
  return false;
}

/** The state without any of the pieces. */
function skip(pieces: readonly Piece[], state: State): State | undefined {
  let result: State | undefined = state;
  for (const { branch } of pieces) {
    result = result && decide(result, branch, false);
  }
  return result;
}

function matchWord(walk: Walk, word: Word, at: number, state: State, then: Then): boolean {
  const { pieces } = word.value;
  const unknown = pieces.filter(({ kind }) => kind === 'unknown').length;
  if (isFilePattern(word) || (word.many && (unknown === pieces.length || unknown === 0))) {
    for (let next = at; next <= walk.argv.length; next++) if (then(next, state)) return true;
    return false;
  }
  if (at >= walk.argv.length) return false;
  return matchPieces(walk, word, 0, at, 0, state, true, then);
}

/** A piece of a word, and from where in the argv it is matched, with what was decided before. */
type Place = readonly [
  word: Word,
  index: number,
  at: number,
  position: number,
  state: State,
  allKnown: boolean,
  then: Then,
];

/** Matches the pieces from one of them on, from a position in a word of the argv on. */
function matchPieces(walk: Walk, ...place: Place): boolean {
  if (walk.depth > MAX_DEPTH) walk.steps = 0;
  if (walk.steps-- <= 0) return false;
  walk.depth++;
  const matched = piecesMatch(walk, place);
  walk.depth--;
  return matched;
}

function piecesMatch(
  walk: Walk,
  [word, index, at, position, state, allKnown, then]: Place,
): boolean {
  const actual = walk.argv[at];
  if (actual === undefined) return false;
  const piece = word.value.pieces[index];
  if (piece === undefined) {
    if (position !== actual.length) return false;
    return then(at + 1, allKnown ? { ...state, known: state.known + 1 } : state);
  }
  const { branch } = piece;
  const taken = decide(state, branch, true);
  if (taken !== undefined) {
    const first = isLooped(branch) ? loopStart(word.value.pieces, index) : undefined;
    const behind = (nextAt: number, next: number, known: boolean): boolean =>
      matchPieces(walk, word, index + 1, nextAt, next, taken, known, then) ||
      (first !== undefined &&
        (nextAt > at || next > position) &&
        fromAny(walk, word, first, index, nextAt, next, taken, known, then));
    if (piece.kind === 'known') {
      const next = position + piece.text.length;
      if (actual.startsWith(piece.text, position) && behind(at, next, allKnown)) return true;
    } else if (matchUnknown(walk, word.many || isSplit(piece), at, position, behind)) return true;
  }
  const spare = isSeparator(word.value.pieces, index) || mayBeElsewhere(word.value.pieces, piece);
  const without = spare ? state : branch && decide(state, branch, false);
  if (without === undefined) return false;
  return matchPieces(walk, word, index + 1, at, position, without, allKnown, then);
}

/** Whether a word may be the names of files that match it. */
export function isFilePattern({ value }: Word): boolean {
  return value.pieces.some((piece) => {
    const bare = [piece, ...piece.through].some(isBare);
    return piece.kind === 'known' && bare && /[*?[]|[@+!]\(/.test(piece.text);
  });
}

/** Where the pieces begin that a loop adds with this one. */
function loopStart(pieces: readonly Piece[], index: number): number {
  let start = index;
  while (start > 0 && pieces[start - 1]?.branch !== undefined) start--;
  return start;
}

/** Another round of a loop, which may begin with any of its pieces. */
function fromAny(
  walk: Walk,
  word: Word,
  first: number,
  last: number,
  at: number,
  position: number,
  state: State,
  allKnown: boolean,
  then: Then,
): boolean {
  for (let index = first; index <= last; index++) {
    if (matchPieces(walk, word, index, at, position, state, allKnown, then)) return true;
  }
  return false;
}

/**
 * Whether an unknown text may be several words or none, for all we say. Beside known text it counts
 * as one word, because the port of `tcp:0.0.0.0:$PORT` has no blank. zsh's `${(f)x}` may be a list.
 */
function isSplit(piece: Piece | undefined): boolean {
  if (piece?.kind !== 'unknown') return false;
  const { through, source } = piece;
  return isBare(piece) || through.some(isBare) || /^\$(?:\{?!?(?:\w+\[)?@|\{[(=^~])/.test(source);
}

/**
 * Whether a piece may be in another word than an unknown text beside which it is written: of `set -- $IN.img` it
 * is in the last one, which need not be `$1`.
 */
function mayBeElsewhere(pieces: readonly Piece[], { through }: Piece): boolean {
  const use = through.find(({ source }) => /^\$\{?(?:[1-9]|\w+\[)/.test(source));
  if (use === undefined) return false;
  return pieces.some((other) => {
    return (
      other.kind === 'unknown' &&
      nameOf(other).includes('bare') &&
      other.through.some(({ at }) => at.start === use.at.start)
    );
  });
}

/** Whether a piece may be nothing, together with a blank beside it. */
function mayBeMissing(piece: Piece | undefined): boolean {
  return isSplit(piece) || piece?.branch !== undefined;
}

/** Whether the shell that reads a text last reads it outside of quotes. */
function isBare(place: Pick<Piece, 'encodings'>): boolean {
  return /(?:^|[>^])bare$/.test(nameOf(place));
}

/** Whether a piece is the blank or line ending between two words, of which one may not be there. */
function isSeparator(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index];
  if (piece?.kind !== 'known' || !/^[ \n]$/.test(piece.text)) return false;
  return mayBeMissing(pieces[index - 1]) || mayBeMissing(pieces[index + 1]);
}

/** Any text from a position on, and the words behind it where it may be many. */
function matchUnknown(
  walk: Walk,
  many: boolean,
  at: number,
  position: number,
  behind: (at: number, position: number, known: boolean) => boolean,
): boolean {
  for (let next = at; next < (many ? walk.argv.length : at + 1); next++) {
    const length = walk.argv[next]?.length ?? 0;
    for (let to = next === at ? position : 0; to <= length; to++) {
      if (behind(next, to, false)) return true;
      if (walk.steps <= 0) return false;
    }
  }
  return false;
}
