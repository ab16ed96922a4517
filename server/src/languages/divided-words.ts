/** Edits words of a text that is split at blanks without a shell, as by `shlex.split` or systemd. */
import type { Word } from '../invocation/invocation.ts';
import { plain, spell } from '../syntax/spell.ts';
import { anchorWithin } from '../text/edit-anchor.ts';
import type { Encodings } from '../text/encoding.ts';
import { type Span, stretchesOf } from '../text/span.ts';
import { editInFront } from './placeholders.ts';
import type { EditSupport } from './support.ts';
import { wholeLines } from './whole-lines.ts';

interface DividedWords {
  /** The encoding of a word beside another; undefined if that one is from elsewhere or its reader unknown. */
  readonly bareBeside: (word: Word) => Encodings | undefined;
  /** The text between two words with this encoding. */
  readonly between: (at: Encodings) => string | undefined;
  readonly gap: RegExp;
}

/** The gap before a place; undefined for the first word. */
export function gapBefore(source: string, at: number, gap: RegExp): string | undefined {
  return gap.exec(source.slice(Math.max(0, at - 200), at))?.[0];
}

/** Edits for words that are written in the text itself. */
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
        // The first word of the text.
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
        // The line above may belong to other text.
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

/** Words at a line's start, up to the next option. Undefined if the rest would be another kind of line. */
function onItsLine(source: string, at: Span): Span | undefined {
  const line = wholeLines(source, at);
  if (line) return line;
  let end = at.end;
  while (/[ \t]/.test(source.charAt(end))) end++;
  return source[end] === '-' ? { start: at.start, end } : undefined;
}

/** Whether a word is written in place, not in a variable. */
export function isWrittenHere({ value: { pieces } }: Word): boolean {
  return pieces.every(({ through, definition }) => through.length === 0 && !definition);
}
