/** Changes the words of a text that is divided at blanks without a shell, as `shlex.split` does it. */
import type { Word } from '../invocation/invocation.ts';
import type { NewOption } from '../qemu/change/change.ts';
import { SHLEX } from '../syntax/shlex/encodings.ts';
import { plain, spell, type Template } from '../syntax/spell.ts';
import type { Edit } from '../text/edit.ts';
import { anchorWithin } from '../text/edit-anchor.ts';
import { type Encodings, innermost, replaceInnermost } from '../text/encoding.ts';
import { stretchesOf } from '../text/span.ts';
import { editInFront } from './placeholders.ts';
import type { EditPlace, EditSupport, RemovedOption } from './support.ts';

/** Blanks, and lines that go on. */
const GAP = /(?:\s|\\\r?\n)+$/;

export const SHLEX_EDIT: EditSupport = { addWords, addOptions, splitWord, removeWords };

/** How a word is written beside one; undefined where that one comes from elsewhere, or its reader is not known. */
function bareBeside({ value: { pieces } }: Word): Encodings | undefined {
  const [first] = pieces;
  if (first === undefined) return undefined;
  if (pieces.some(({ through, definition }) => through.length > 0 || definition)) return undefined;
  const bare = replaceInnermost(first.encodings, SHLEX.shlex);
  const isRead = innermost(first.encodings).notation === 'shlex';
  // The first character of a scalar is written otherwise than a word behind it.
  const isStart = first.encodings.layers[0].id.endsWith('-start');
  return isRead && !isStart ? bare : undefined;
}

function addWords(_place: EditPlace, after: Word, words: readonly Template[]): Edit | undefined {
  const bare = bareBeside(after);
  const spelled = bare && words.map((word) => spell(word, bare, bare));
  if (spelled === undefined || spelled.includes(undefined)) return undefined;
  const { end } = after.at;
  return { at: { start: end, end }, text: spelled.map((word) => ` ${word}`).join('') };
}

function addOptions(
  { source }: EditPlace,
  [word]: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  return editInFront(word, options, (first, texts) => {
    const bare = bareBeside(first);
    const spelled = bare && texts.map((text) => spell(plain(text), bare, bare));
    if (spelled === undefined || spelled.includes(undefined)) return undefined;
    // Without one it is the first word of the text.
    const gap = gapBefore(source, first.at.start) ?? ' ';
    return spelled.map((text, index) => text + (index % 2 === 0 ? ' ' : gap)).join('');
  });
}

function splitWord(_source: string, word: Word, start: number, end: number): Edit | undefined {
  const anchor = anchorWithin(word.value, start, end, word.at);
  if (anchor === undefined || bareBeside(word) === undefined) return undefined;
  return innermost(anchor.from).id === 'shlex' ? { at: anchor.at, text: ' ' } : undefined;
}

function removeWords(
  { source }: EditPlace,
  options: readonly RemovedOption[],
  instead: readonly string[],
): readonly Edit[] | undefined {
  const words = options.flatMap((option) => option.words);
  if (!words.every((word) => bareBeside(word) !== undefined)) return undefined;
  const edits: Edit[] = [];
  const stretches = stretchesOf(
    words.map((word) => word.at),
    (start, end) => source.slice(start, end).trim() === '',
  );
  for (const [index, at] of stretches.entries()) {
    if (index === 0 && instead.length > 0) {
      edits.push({ at, text: instead.join(' ') });
      continue;
    }
    const gap = gapBefore(source, at.start);
    if (gap === undefined) return undefined;
    edits.push({ at: { start: at.start - gap.length, end: at.end }, text: '' });
  }
  return edits;
}

function gapBefore(source: string, at: number): string | undefined {
  return GAP.exec(source.slice(Math.max(0, at - 200), at))?.[0];
}
