/**
 * The functions of make that make a text of texts (src/function.c). What depends on files, programs or the order of
 * words that nobody knows is undefined: then the whole is unknown.
 */
import { UNKNOWN_ENCODING } from '../../text/encoding.ts';
import {
  concat,
  isKnown,
  type MappedText,
  mappedText,
  slice,
  UNKNOWN,
  withMarks,
} from '../../text/mapped-text.ts';
import { folderOf, normalPath } from '../inclusions.ts';
import { pathIn } from './paths.ts';
import {
  areCounted,
  inPlaceOf,
  isOpen,
  isSure,
  joined,
  patternOf,
  replaced,
  stemIn,
  wordSpans,
  wordsOf,
} from './words.ts';

/** Undefined for what nobody knows. */
export type TextFunction = (...args: MappedText[]) => MappedText | undefined;

const EMPTY = mappedText([]);

/** What becomes of each word of a text. */
function eachWord(
  text: MappedText,
  change: (word: MappedText) => MappedText | undefined,
): MappedText | undefined {
  const words = wordsOf(text).map(change);
  const known = words.filter((word) => word !== undefined);
  return known.length === words.length ? joined(known, text) : undefined;
}

/** What becomes of each word whose characters are known. */
function eachKnown(
  text: MappedText,
  change: (word: MappedText) => MappedText | undefined,
): MappedText | undefined {
  return eachWord(text, (word) => (isKnown(word) ? change(word) : undefined));
}

function subst(from: MappedText, to: MappedText, text: MappedText): MappedText | undefined {
  if (!isKnown(from) || (!isKnown(text) && from.decoded.length !== 1)) return undefined;
  if (from.decoded === '') return concat([text, to]);
  const parts: MappedText[] = [];
  let start = 0;
  for (
    let at = text.decoded.indexOf(from.decoded);
    at !== -1;
    at = text.decoded.indexOf(from.decoded, start)
  ) {
    const end = at + from.decoded.length;
    parts.push(slice(text, start, at), inPlaceOf(slice(text, at, end), to));
    start = end;
  }
  return start === 0 ? text : concat([...parts, slice(text, start)]);
}

/** `$(patsubst …)` without a `%`, for which what stands between the words stays as it is (`patsubst_expand_pat`). */
function substWords(from: MappedText, to: MappedText, text: MappedText): MappedText | undefined {
  if (from.decoded === '') return concat([text, to]);
  const parts: MappedText[] = [];
  let start = 0;
  for (const [first, end] of wordSpans(text)) {
    const word = replaced(slice(text, first, end), from, to);
    if (word === undefined) return undefined;
    parts.push(slice(text, start, first), word);
    start = end;
  }
  return concat([...parts, slice(text, start)]);
}

/** Words that some patterns match, or match not; what nobody knows may be left out. */
function filtered(patterns: MappedText, text: MappedText, wanted: boolean): MappedText | undefined {
  if (!isSure(patterns)) return undefined;
  const all = wordsOf(patterns).map((pattern) => patternOf(pattern.decoded));
  const kept = wordsOf(text).flatMap((word) => {
    if (!isKnown(word)) {
      if (!all.some((pattern) => mayMatch(word.decoded, pattern))) return wanted ? [] : [word];
      return [withMarks(word, (piece) => ({ ...piece, branch: piece.branch ?? {} }))];
    }
    const stem = all
      .map((pattern) => stemIn(word.decoded, pattern))
      .find((one) => one !== undefined);
    if (stem === undefined) return wanted ? [] : [word];
    return wanted ? [matched(word, stem)] : [];
  });
  return joined(kept, text);
}

/** Whether the beginning of a word that is known is that of a pattern. */
function mayMatch(word: string, { start }: ReturnType<typeof patternOf>): boolean {
  const [known = ''] = word.split(UNKNOWN, 1);
  return known.startsWith(start) || start.startsWith(known);
}

/** A word that a pattern matches, of which nothing but the stem may become something else. */
function matched(word: MappedText, [start, end]: readonly [number, number]): MappedText {
  const fixed = (from: number, to: number): MappedText => {
    const part = slice(word, from, to);
    return part.decoded === '' ? part : calculated(part.decoded, part);
  };
  return concat([fixed(0, start), slice(word, start, end), fixed(end, word.decoded.length)]);
}

/** Some of the words of a text, by their numbers. */
function wordsBetween(text: MappedText, from: number, to: number): MappedText | undefined {
  const words = wordsOf(text);
  if (Number.isNaN(from) || Number.isNaN(to) || !areCounted(words.slice(0, to))) return undefined;
  return joined(words.slice(Math.max(0, from - 1), to), text);
}

function number(text: MappedText): number {
  return isSure(text) && /^\s*\d+\s*$/.test(text.decoded) ? Number(text.decoded) : Number.NaN;
}

/** A text that is written nowhere, in the place of another. */
function calculated(text: string, { pieces, place }: MappedText): MappedText {
  const { at, through, definition, branch } = pieces[0] ?? { at: place, through: [] };
  const base = { at, encodings: UNKNOWN_ENCODING, through, definition, branch };
  return mappedText([{ kind: 'known', text, verbatim: false, ...base }], place);
}

/** The folder of a path, or what stands in it. */
function directory(text: MappedText): MappedText | undefined {
  const path = pathIn(text);
  if (path !== undefined && wordsOf(text).length === 1) return withPath(text, `${folderOf(path)}/`);
  return eachKnown(text, (word) => {
    const slash = word.decoded.lastIndexOf('/');
    return slash === -1 ? calculated('./', word) : slice(word, 0, slash + 1);
  });
}

function absolute(text: MappedText): MappedText | undefined {
  const path = pathIn(text);
  return path === undefined ? undefined : withPath(text, normalPath(path));
}

function withPath(text: MappedText, path: string): MappedText | undefined {
  const piece = text.pieces.find(({ kind }) => kind === 'unknown');
  return piece?.kind === 'unknown' ? mappedText([{ ...piece, path }]) : undefined;
}

/** Where the name of a file has its ending. */
function dotIn(path: string): number {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? dot : -1;
}

function join(first: MappedText, second: MappedText): MappedText | undefined {
  const [left, right] = [wordsOf(first), wordsOf(second)];
  if (!areCounted(left) || !areCounted(right)) return undefined;
  const count = Math.max(left.length, right.length);
  const words = Array.from({ length: count }, (_, index) => {
    return concat([left[index] ?? EMPTY, right[index] ?? EMPTY]);
  });
  return joined(words, first);
}

function sort(text: MappedText): MappedText | undefined {
  if (!isSure(text)) return undefined;
  const words = wordsOf(text).toSorted((a, b) =>
    a.decoded < b.decoded ? -1 : a.decoded > b.decoded ? 1 : 0,
  );
  return joined(
    words.filter((word, index) => word.decoded !== words[index - 1]?.decoded),
    text,
  );
}

function lastWord(text: MappedText): MappedText | undefined {
  const last = wordsOf(text).at(-1);
  if (last === undefined) return mappedText([], text.place);
  return isOpen(last) && pathIn(last) === undefined ? undefined : last;
}

function firstWord(text: MappedText): MappedText | undefined {
  const [first] = wordsOf(text);
  return first && pathIn(first) !== undefined ? first : wordsBetween(text, 1, 1);
}

/** Each with its arguments in their order; those that are not there are empty. */
export const TEXT_FUNCTIONS: ReadonlyMap<string, TextFunction> = new Map<string, TextFunction>([
  ['subst', (from = EMPTY, to = EMPTY, text = EMPTY) => subst(from, to, text)],
  [
    'patsubst',
    (pattern = EMPTY, to = EMPTY, text = EMPTY) =>
      isKnown(pattern) && patternOf(pattern.decoded).end === undefined
        ? substWords(pattern, to, text)
        : eachWord(text, (word) => replaced(word, pattern, to)),
  ],
  ['strip', (text = EMPTY) => joined(wordsOf(text), text)],
  [
    'findstring',
    (wanted = EMPTY, text = EMPTY) => {
      if (!isSure(wanted) || !isSure(text)) return undefined;
      const isFound = wanted.decoded !== '' && text.decoded.includes(wanted.decoded);
      return isFound ? calculated(wanted.decoded, wanted) : mappedText([], text.place);
    },
  ],
  ['filter', (patterns = EMPTY, text = EMPTY) => filtered(patterns, text, true)],
  ['filter-out', (patterns = EMPTY, text = EMPTY) => filtered(patterns, text, false)],
  ['sort', (text = EMPTY) => sort(text)],
  ['word', (index = EMPTY, text = EMPTY) => wordsBetween(text, number(index), number(index))],
  [
    'wordlist',
    (from = EMPTY, to = EMPTY, text = EMPTY) => wordsBetween(text, number(from), number(to)),
  ],
  [
    'words',
    (text = EMPTY) => {
      const words = wordsOf(text);
      return areCounted(words) ? calculated(String(words.length), text) : undefined;
    },
  ],
  ['firstword', (text = EMPTY) => firstWord(text)],
  ['lastword', (text = EMPTY) => lastWord(text)],
  ['dir', (text = EMPTY) => directory(text)],
  [
    'notdir',
    (text = EMPTY) => eachKnown(text, (word) => slice(word, word.decoded.lastIndexOf('/') + 1)),
  ],
  [
    'suffix',
    (text = EMPTY) => {
      if (!isKnown(text)) return undefined;
      const words = wordsOf(text).filter(({ decoded: own }) => dotIn(own) !== -1);
      return joined(
        words.map((word) => slice(word, dotIn(word.decoded))),
        text,
      );
    },
  ],
  [
    'basename',
    (text = EMPTY) =>
      eachKnown(text, (word) =>
        dotIn(word.decoded) === -1 ? word : slice(word, 0, dotIn(word.decoded)),
      ),
  ],
  [
    'addprefix',
    (prefix = EMPTY, text = EMPTY) =>
      eachWord(text, (word) => (isOpen(word) ? undefined : concat([prefix, word]))),
  ],
  [
    'addsuffix',
    (suffix = EMPTY, text = EMPTY) =>
      eachWord(text, (word) => (isOpen(word) ? undefined : concat([word, suffix]))),
  ],
  ['join', (first = EMPTY, second = EMPTY) => join(first, second)],
  ['abspath', (text = EMPTY) => absolute(text)],
  ['realpath', (text = EMPTY) => absolute(text)],
]);
