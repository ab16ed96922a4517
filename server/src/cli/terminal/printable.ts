/** Text of strangers for a terminal or the log of a CI job, which it may not command, and how much room it takes there. */

/**
 * What moves the cursor or turns the direction of writing, so that a line is not what it looks like; and what begins a
 * command to GitHub's runner anywhere in a line, `##[stop-commands]`:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
const COMMANDING = /[^\P{Cc}\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|#(?=#\[)/gu;

/** The text with each character that would do something written in another way, or replaced by one that says so. */
export function printable(text: string, write = (_: string) => '\ufffd'): string {
  return text.replace(COMMANDING, write);
}

/** The same for what a line begins with, where `::` is a command to that runner, also behind blanks. */
export function printableLine(text: string): string {
  return printable(text).replace(/^(\s*):(?=:)/, '$1\ufffd');
}

/** Characters of two columns: those of East Asia, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Characters that stand on the one before them. */
const NARROW = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** How many columns of a terminal a text takes; a tab counts as one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (NARROW.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The text with each character that it begins with replaced by as many blanks as it is wide; tabs stay. */
export function blankOf(text: string): string {
  return [...text].map((one) => (one === '\t' ? one : ' '.repeat(widthOf(one)))).join('');
}
