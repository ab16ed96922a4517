import {
  concat,
  isKnown,
  literally,
  type MappedText,
  mappedText,
  replaceEach,
  slice,
} from '../../text/mapped-text.ts';
import { folderIn, inBranchOf, nameIn } from '../../text/operations.ts';
import { folderOf, normalPath } from '../../text/paths.ts';
import { isOpen } from './values.ts';
import { calculated, filtered, isSure, joined, pathIn, replaced, wordsOf } from './words.ts';

/** A pure function of make (`subst`); undefined if unknown. */
export type TextFunction = (...args: MappedText[]) => MappedText | undefined;

const EMPTY = mappedText([]);

/** Maps each word; undefined if one is unknown. */
export function eachWord(
  text: MappedText,
  change: (word: MappedText) => MappedText | undefined,
): MappedText | undefined {
  const words = wordsOf(text).map(change);
  const known = words.filter((word) => word !== undefined);
  return known.length === words.length ? joined(known, text) : undefined;
}

function eachKnown(
  text: MappedText,
  change: (word: MappedText) => MappedText | undefined,
): MappedText | undefined {
  return eachWord(text, (word) => (isKnown(word) ? change(word) : undefined));
}

function subst(from: MappedText, to: MappedText, text: MappedText): MappedText | undefined {
  if (!isKnown(from) || (!isKnown(text) && from.decoded.length !== 1)) return undefined;
  if (from.decoded === '') return concat([text, to]);
  const pattern = literally(from.decoded);
  return replaceEach(text, pattern, ({ index, 0: own }) =>
    inBranchOf(slice(text, index, index + own.length), to),
  );
}

function directory(text: MappedText): MappedText | undefined {
  const path = pathIn(text);
  if (path !== undefined && wordsOf(text).length === 1) return withPath(text, `${folderOf(path)}/`);
  return eachKnown(text, (word) => {
    return folderIn(word) ?? calculated('./', word);
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

function onlyWord(text: MappedText, index: 0 | -1): MappedText | undefined {
  const word = wordsOf(text).at(index);
  if (word === undefined) return mappedText([], text.place);
  return isOpen(word) && pathIn(word) === undefined ? undefined : word;
}

function sorted(text: MappedText): MappedText | undefined {
  if (!isSure(text)) return undefined;
  const words = new Map(wordsOf(text).map((word) => [word.decoded, word]));
  const order = [...words].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return joined(
    order.map(([, word]) => word),
    text,
  );
}

/** By name; missing arguments are empty. */
export const TEXT_FUNCTIONS: ReadonlyMap<string, TextFunction> = new Map<string, TextFunction>([
  ['subst', (from = EMPTY, to = EMPTY, text = EMPTY) => subst(from, to, text)],
  [
    'patsubst',
    // Without `%`, blanks are kept (`patsubst_expand_pat`), which is not modelled.
    (pattern = EMPTY, to = EMPTY, text = EMPTY) =>
      pattern.decoded.includes('%')
        ? eachWord(text, (word) => replaced(word, pattern, to))
        : undefined,
  ],
  ['sort', (text = EMPTY) => sorted(text)],
  ['strip', (text = EMPTY) => joined(wordsOf(text), text)],
  ['filter', (patterns = EMPTY, text = EMPTY) => filtered(patterns, text, true)],
  ['filter-out', (patterns = EMPTY, text = EMPTY) => filtered(patterns, text, false)],
  ['firstword', (text = EMPTY) => onlyWord(text, 0)],
  ['lastword', (text = EMPTY) => onlyWord(text, -1)],
  ['dir', (text = EMPTY) => directory(text)],
  ['notdir', (text = EMPTY) => eachKnown(text, nameIn)],
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
  ['abspath', (text = EMPTY) => absolute(text)],
  ['realpath', (text = EMPTY) => absolute(text)],
]);
