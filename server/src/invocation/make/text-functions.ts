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

/** A pure function of make (`subst`); undefined if unknown. Missing arguments are empty. */
export type TextFunction = (
  first: MappedText,
  second: MappedText,
  third: MappedText,
) => MappedText | undefined;

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

/** By name. */
export const TEXT_FUNCTIONS: ReadonlyMap<string, TextFunction> = new Map<string, TextFunction>([
  ['subst', subst],
  [
    'patsubst',
    // Without `%`, blanks are kept (`patsubst_expand_pat`), which is not modelled.
    (pattern, to, text) =>
      pattern.decoded.includes('%')
        ? eachWord(text, (word) => replaced(word, pattern, to))
        : undefined,
  ],
  ['sort', sorted],
  ['strip', (text) => joined(wordsOf(text), text)],
  ['filter', (patterns, text) => filtered(patterns, text, true)],
  ['filter-out', (patterns, text) => filtered(patterns, text, false)],
  ['firstword', (text) => onlyWord(text, 0)],
  ['lastword', (text) => onlyWord(text, -1)],
  ['dir', directory],
  ['notdir', (text) => eachKnown(text, nameIn)],
  ['addprefix', (prefix, text) => eachOne(text, (word) => concat([prefix, word]))],
  ['addsuffix', (suffix, text) => eachOne(text, (word) => concat([word, suffix]))],
  ['abspath', absolute],
  ['realpath', absolute],
]);

/** Maps each word; undefined if one may be several. */
function eachOne(text: MappedText, change: (word: MappedText) => MappedText) {
  return eachWord(text, (word) => (isOpen(word) ? undefined : change(word)));
}
