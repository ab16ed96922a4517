/**
 * Changes the words of a text that somebody divides at blanks without a shell: as `shlex.split` does it, or as systemd
 * divides a command.
 */
import type { Word } from '../invocation/invocation.ts';
import { plain, spell } from '../syntax/spell.ts';
import { anchorWithin } from '../text/edit-anchor.ts';
import type { Encodings } from '../text/encoding.ts';
import { type Span, stretchesOf } from '../text/span.ts';
import { editInFront } from './placeholders.ts';
import type { EditSupport } from './support.ts';
import { wholeLines } from './whole-lines.ts';

/** How words are written that are divided at blanks. */
interface DividedWords {
  /** How a word is written beside one; undefined where that one comes from elsewhere, or its reader is not known. */
  readonly bareBeside: (word: Word) => Encodings | undefined;
  /** What ends one word and begins the next where both are written in a way. */
  readonly between: (at: Encodings) => string | undefined;
  /** What may stand between two words, up to the second one. */
  readonly gap: RegExp;
}

/** What stands between a place and the word in front of it; undefined for the first word of a text. */
export function gapBefore(source: string, at: number, gap: RegExp): string | undefined {
  return gap.exec(source.slice(Math.max(0, at - 200), at))?.[0];
}

/** How such words are changed, those alone that stand in the text itself. */
export function dividedEdit({ bareBeside, between, gap }: DividedWords): EditSupport {
  return {
    addWords: (_place, after, words) => {
      const bare = bareBeside(after);
      const spelled = bare && words.map((word) => spell(word, bare, bare));
      if (spelled === undefined || spelled.includes(undefined)) return undefined;
      const { end } = after.at;
      return { at: { start: end, end }, text: spelled.map((word) => ` ${word}`).join('') };
    },
    addOptions: ({ source }, [word, value], options) =>
      editInFront(word, options, (first, texts) => {
        const bare = bareBeside(first);
        const spelled = bare && texts.map((text) => spell(plain(text), bare, bare));
        if (spelled === undefined || spelled.includes(undefined)) return undefined;
        const inside = (value && gapBefore(source, value.at.start, gap)) ?? ' ';
        // Without one it is the first word of the text.
        const outside = gapBefore(source, first.at.start, gap) ?? ' ';
        return spelled.map((text, index) => text + (index % 2 === 0 ? inside : outside)).join('');
      }),
    splitWord: (_source, word, start, end) => {
      const anchor = anchorWithin(word.value, start, end, word.at);
      if (anchor === undefined || bareBeside(word) === undefined) return undefined;
      const text = between(anchor.from);
      return text === undefined ? undefined : { at: anchor.at, text };
    },
    removeWords: ({ source }, options, instead) => {
      const words = options.flatMap((option) => option.words);
      if (!words.every((word) => bareBeside(word) !== undefined)) return undefined;
      const stretches = stretchesOf(
        words.map(({ at }) => at),
        (start, end) => gapBefore(source, end, gap) === source.slice(start, end),
      );
      const edits = stretches.map((at, index) => {
        if (index === 0 && instead.length > 0) return { at, text: instead.join(' ') };
        const before = gapBefore(source, at.start, gap);
        if (before === undefined) return undefined;
        // What stands above may be no part of the text.
        if (/(?<!\\)\r?\n[ \t]*$/.test(before)) {
          const own = onItsLine(source, at);
          return own && { at: own, text: '' };
        }
        return { at: { start: at.start - before.length, end: at.end }, text: '' };
      });
      return edits.every((edit) => typeof edit === 'object') ? edits : undefined;
    },
  };
}

/**
 * Words that begin a line, with the line where they are alone on it, and else with the blanks up to the next option.
 * Undefined where something else would begin the line, since by that it is told what it is.
 */
function onItsLine(source: string, at: Span): Span | undefined {
  const line = wholeLines(source, at);
  if (line) return line;
  let end = at.end;
  while (/[ \t]/.test(source.charAt(end))) end++;
  return source[end] === '-' ? { start: at.start, end } : undefined;
}

/** Whether a word stands where it is used, and does not come through a variable. */
export function isWrittenHere({ value: { pieces } }: Word): boolean {
  return pieces.every(({ through, definition }) => through.length === 0 && !definition);
}
