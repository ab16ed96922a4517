/**
 * Writes further options in front of one that is there, as they would stand beside it: on lines of their
 * own where it has one, option and value on two lines where its are.
 */
import type { Word } from '../../invocation/invocation.ts';
import type { NewOption } from '../../qemu/change/change.ts';
import { SHELL } from '../../syntax/shell/encodings.ts';
import { isSpellable, plain, spell } from '../../syntax/spell.ts';
import type { Edit } from '../../text/edit.ts';
import { siteOf } from '../../text/site.ts';
import type { HostId } from '../languages.ts';
import { editWithPlaceholders, literalText } from './placeholders.ts';
import { elementFrame } from './xml-element.ts';

/**
 * The edit that adds options in front of the one whose words are given; undefined where the host language
 * has no place for them.
 */
export function addOptions(
  source: string,
  host: HostId,
  before: readonly Word[],
  options: readonly NewOption[],
): Edit | undefined {
  const [word, value] = before;
  if (word === undefined) return undefined;
  const texts: string[] = [];
  for (const option of options) {
    const text = literalText(option.value);
    if (text === undefined) return undefined;
    texts.push(option.name, text);
  }
  const written = writeWords(source, host, word, value, texts);
  if (written === undefined) return undefined;
  const at = { start: word.at.start, end: word.at.start };
  return editWithPlaceholders(
    at,
    written,
    options.flatMap((option) => option.value),
  );
}

function writeWords(
  source: string,
  host: HostId,
  word: Word,
  value: Word | undefined,
  texts: readonly string[],
): string | undefined {
  switch (host) {
    case 'shell':
    case 'args':
      return writeShellWords(source, word, value, texts);
    case 'domain-xml':
      return writeElements(source, word, texts);
    case 'libvirt-log':
    case 'readconfig':
      return undefined;
  }
}

/** What separates two words of a script: blanks, and line endings, which may have a backslash in front. */
const GAP = /(?:[ \t\r\n]|\\\r?\n)+$/;

function writeShellWords(
  source: string,
  word: Word,
  value: Word | undefined,
  texts: readonly string[],
): string | undefined {
  const { start } = word.at;
  const site = siteOf(word.text);
  if (site === undefined || !isSpellable(site.from, 'shell')) return undefined;
  // What separates the option from the word before it separates further ones as well.
  const gap = GAP.exec(source.slice(Math.max(0, start - 200), start))?.[0];
  // A list or a string begins here. Behind anything else there would be no end of a word.
  if (gap === undefined && !/^["'(`]$/.test(source.charAt(start - 1))) return undefined;
  const between = value && source.slice(word.at.end, value.at.start);
  const inside = between !== undefined && GAP.exec(between)?.[0] === between ? between : ' ';
  const written: string[] = [];
  for (const [index, text] of texts.entries()) {
    // Outside of whatever quotes the option has, inside of those that it stands in with others.
    const encodings = site.at.start === start ? site.from : SHELL.bare;
    const spelled = spell(plain(text), encodings, encodings);
    if (spelled === undefined) return undefined;
    written.push(spelled, index % 2 === 0 ? inside : (gap ?? ' '));
  }
  return written.join('');
}

function writeElements(source: string, word: Word, texts: readonly string[]): string | undefined {
  const site = siteOf(word.text);
  if (site === undefined) return undefined;
  const { before, behind, indent } = elementFrame(source, word);
  const elements = texts.map((text) => {
    const spelled = spell(plain(text), site.from, site.to);
    return spelled === undefined ? undefined : before + spelled + behind + indent;
  });
  return elements.includes(undefined) ? undefined : elements.join('');
}
