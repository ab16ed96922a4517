/** Changes the words of a command in a unit file, those alone that stand in the command itself. */
import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { plain, spell, type Template } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { contains, stretchesOf } from '../../text/span.ts';
import { editInFront } from '../placeholders.ts';
import type { EditPlace, EditSupport, RemovedOption, Separators, WordPlace } from '../support.ts';
import { placeOfEncodings, UNIT, type UnitUse } from './encodings.ts';

/** Blanks, and lines that go on. */
const GAP = /(?:[ \t]|\\\r?\n)+$/;

/** Changes the words of `ExecStart=` and its kin. */
export const UNIT_EDIT: EditSupport = { addWords, addOptions, splitWord, removeWords };

/** What separates further words from one that is completed; undefined inside of quotes. */
export function unitSeparators({ source, at, from, to }: WordPlace): Separators | undefined {
  if ([from, to].some((encodings) => placeOfEncodings(encodings)?.quotes !== 'bare'))
    return undefined;
  const gap = gapBefore(source, at.start);
  return gap === undefined ? undefined : { value: ' ', option: gap };
}

function addWords(_place: EditPlace, after: Word, words: readonly Template[]): Edit | undefined {
  const use = useOf(after);
  if (use === undefined) return undefined;
  const { bare } = UNIT[use];
  const spelled = words.map((word) => spell(word, bare, bare));
  if (spelled.includes(undefined)) return undefined;
  const { end } = after.at;
  return { at: { start: end, end }, text: spelled.map((word) => ` ${word}`).join('') };
}

function addOptions(
  { source }: EditPlace,
  [word, value]: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  return editInFront(word, options, (first, texts) => {
    const use = useOf(first);
    const gap = gapBefore(source, first.at.start);
    if (use === undefined || gap === undefined) return undefined;
    const { bare } = UNIT[use];
    const between = value && gapBefore(source, value.at.start);
    const spelled = texts.map((text) => spell(plain(text), bare, bare));
    if (spelled.includes(undefined)) return undefined;
    return spelled.map((text, index) => text + (index % 2 === 0 ? (between ?? ' ') : gap)).join('');
  });
}

function splitWord(_source: string, word: Word, start: number, end: number): Edit | undefined {
  const anchor = anchorOf(word.value, start, end);
  if (anchor === undefined || anchor.from !== anchor.to || !contains(word.at, anchor.at))
    return undefined;
  const place = placeOfEncodings(anchor.from);
  if (place === undefined || useOf(word) === undefined) return undefined;
  return { at: anchor.at, text: { bare: ' ', double: '" "', single: "' '" }[place.quotes] };
}

function removeWords(
  { source }: EditPlace,
  options: readonly RemovedOption[],
  instead: readonly string[],
): readonly Edit[] | undefined {
  const words = options.flatMap((option) => option.words);
  if (!words.every((word) => useOf(word) !== undefined)) return undefined;
  const stretches = stretchesOf(
    words.map(({ at }) => at),
    (start, end) => gapBefore(source, end) === source.slice(start, end),
  );
  if (stretches.length === 0) return undefined;
  const edits: Edit[] = [];
  for (const [index, { start, end }] of stretches.entries()) {
    const gap = gapBefore(source, start);
    if (gap === undefined) return undefined;
    const replaces = instead.length > 0 && index === 0;
    edits.push(
      replaces
        ? { at: { start, end }, text: instead.join(' ') }
        : { at: { start: start - gap.length, end }, text: '' },
    );
  }
  return edits;
}

/** What a word of a command is used as; undefined for one that comes through a variable. */
function useOf({ value: { pieces } }: Word): UnitUse | undefined {
  if (pieces.some(({ through, definition }) => through.length > 0 || definition)) return undefined;
  const [first] = pieces;
  const use = first ? placeOfEncodings(first.encodings)?.use : undefined;
  return use === 'plain' ? undefined : use;
}

function gapBefore(source: string, at: number): string | undefined {
  return GAP.exec(source.slice(Math.max(0, at - 200), at))?.[0];
}
