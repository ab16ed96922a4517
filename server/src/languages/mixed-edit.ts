/** Edits words by their encoding, in languages with several: shell, split at blanks, lists. */
import type { Word } from '../invocation/invocation.ts';
import { SHLEX } from '../syntax/shlex/encodings.ts';
import type { Edit } from '../text/edit.ts';
import { type Encodings, innermost, replaceInnermost } from '../text/encoding.ts';
import { dividedEdit, isWrittenHere } from './divided-words.ts';
import { LIST_EDIT } from './list-edit.ts';
import { SHELL_EDIT } from './shell/index.ts';
import type { EditSupport } from './support.ts';
import { lineStartBefore } from './whole-lines.ts';

/** Words that `shlex.split` splits. */
const SHLEX_EDIT = dividedEdit({
  bareBeside: besideInShlex,
  between: (at) => (innermost(at).id === 'shlex' ? ' ' : undefined),
  gap: /(?<!\s)(?:\s|\\\r?\n)+$/,
});

function besideInShlex(word: Word): Encodings | undefined {
  const [first] = word.value.pieces;
  if (first === undefined || !isWrittenHere(word)) return undefined;
  const isRead = innermost(first.encodings).notation === 'shlex';
  // A scalar's first character has an encoding of its own.
  const isStart = first.encodings.layers[0].id.endsWith('-start');
  return isRead && !isStart ? replaceInnermost(first.encodings, SHLEX.shlex) : undefined;
}

/** The edits for the last reader of a word; `lists` is the host's. */
function editOf(word: Word | undefined, lists: EditSupport): EditSupport {
  const [piece] = word?.value.pieces ?? [];
  if (piece === undefined) return {};
  switch (innermost(piece.encodings).notation) {
    case 'shell':
      return SHELL_EDIT;
    case 'shlex':
      return SHLEX_EDIT;
    default:
      return lists;
  }
}

export const MIXED_EDIT: EditSupport = mixedEdit(LIST_EDIT);

/** `lists` edits lists; `comment` matches lines that are comments even inside a command. */
export function mixedEdit(lists: EditSupport, comment?: RegExp): EditSupport {
  const editFor = (word: Word | undefined) => editOf(word, lists);
  return {
    addWords: (place, after, words) => editFor(after).addWords?.(place, after, words),
    addOptions: (place, before, options) => editFor(before[0]).addOptions?.(place, before, options),
    splitWord: (source, word, start, end) => editFor(word).splitWord?.(source, word, start, end),
    removeWords: (place, options, instead) => {
      const words = options.flatMap((option) => option.words);
      const [edit] = words.map(editFor);
      // Such words are not of one command.
      if (edit === undefined || words.some((word) => editFor(word) !== edit)) return undefined;
      const edits = edit.removeWords?.(place, options, instead);
      const { source } = place;
      return edits?.some((one) => comment && beginsLine(source, one, comment)) ? undefined : edits;
    },
  };
}

function beginsLine(source: string, { at, text }: Edit, like: RegExp): boolean {
  const isFirst = (place: number) => lineStartBefore(source, place) !== undefined;
  return (
    text === '' && isFirst(at.start) && !isFirst(at.end) && like.test(lineBehind(source, at.end))
  );
}

function lineBehind(source: string, place: number): string {
  const end = source.indexOf('\n', place);
  return source.slice(place, end === -1 ? source.length : end);
}
