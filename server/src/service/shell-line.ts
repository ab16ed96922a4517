/** Text as words of a POSIX shell, for lines that a person pastes into a terminal. */
import type { MappedText, Piece } from '../text/mapped-text.ts';

/** Text that a shell leaves as it is. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A text as one word; parts that the file does not fix stand as they are written: `"$DIR"/m.sock`. `spell`
 * writes the known ones as the program wants them that gets the word.
 */
export function shellWord(
  { pieces }: MappedText,
  spell: (text: string) => string = (text) => text,
): string {
  const words: string[] = [];
  let known = '';
  for (const piece of pieces) {
    if (piece.kind === 'known') {
      known += piece.text;
      continue;
    }
    if (known !== '') words.push(quoted(spell(known)));
    known = '';
    words.push(unknownWord(piece));
  }
  if (known !== '') words.push(quoted(spell(known)));
  return words.join('');
}

/** What stands for directories at the beginning of a word only (tilde expansion of POSIX and bash). */
const TILDES: ReadonlyMap<string, string> = new Map([
  ['~', '"$HOME"'],
  ['~+', '"$PWD"'],
  ['~-', '"$OLDPWD"'],
]);

function unknownWord({ source }: Extract<Piece, { kind: 'unknown' }>): string {
  if (!source.startsWith('~')) return `"${source}"`;
  return TILDES.get(source) ?? `"$(echo ${source})"`;
}
