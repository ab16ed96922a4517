/**
 * Writes further options in front of one that is there, as they would stand beside it: on lines of their
 * own where it has one, option and value on two lines where its are.
 */
import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { isSpellable, plain, spell } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { anchorOf } from '../../text/edit-anchor.ts';
import { innermost, replaceInnermost } from '../../text/encoding.ts';
import { editInFront } from '../placeholders.ts';
import type { EditPlace, Separators, WordPlace } from '../support.ts';

/** The edit that writes options in front of one; undefined where there is no room between two words. */
export function addShellOptions(
  { source }: EditPlace,
  before: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  const [word, value] = before;
  return editInFront(word, options, (first, texts) => writeShellWords(source, first, value, texts));
}

/** What separates two words of a script: blanks, and line endings, which may have a backslash in front: two in some hosts. */
const GAP = /(?:[ \t\r\n]|\\+\r?\n)+$/;

function writeShellWords(
  source: string,
  word: Word,
  value: Word | undefined,
  texts: readonly string[],
): string | undefined {
  const { start } = word.at;
  const anchor = anchorOf(word.value);
  if (anchor === undefined || !isSpellable(anchor.from, 'shell')) return undefined;
  // What separates the option from the word before it separates further ones as well.
  const gap = GAP.exec(source.slice(Math.max(0, start - 200), start))?.[0];
  // A list or a string begins here. Behind anything else there would be no end of a word.
  if (gap === undefined && !/^["'(`]$/.test(source.charAt(start - 1))) return undefined;
  const between = value && source.slice(word.at.end, value.at.start);
  const inside = between !== undefined && GAP.exec(between)?.[0] === between ? between : ' ';
  const written: string[] = [];
  for (const [index, text] of texts.entries()) {
    // Outside of whatever quotes the option has, inside of those that it stands in with others.
    const outside = replaceInnermost(anchor.from, SHELL.bare);
    const encodings = anchor.at.start === start ? anchor.from : outside;
    const spelled = spell(plain(text), encodings, encodings);
    if (spelled === undefined) return undefined;
    written.push(spelled, index % 2 === 0 ? inside : (gap ?? ' '));
  }
  return written.join('');
}

/** What separates further words from one that is completed; undefined inside of quotes, and where it is none of a list. */
export function shellSeparators({ source, at, from, to }: WordPlace): Separators | undefined {
  // Outside of all quotes for whoever reads it last.
  if (![from, to].every((encodings) => innermost(encodings).id === 'bare')) return undefined;
  const gap = GAP.exec(source.slice(Math.max(0, at.start - 200), at.start))?.[0];
  if (gap === undefined && source[at.start - 1] !== '(') return undefined;
  return { value: ' ', option: gap ?? ' ' };
}
