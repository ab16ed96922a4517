/** Untrusted text for terminals and CI logs, which it must not control; and its width. */

/**
 * Control characters, bidirectional overrides, and `##[stop-commands]`, which GitHub's runner accepts anywhere in a
 * line: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
const COMMANDING = /[^\P{Cc}\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|#(?=#\[)/gu;

/** Escapes control characters with `write`. */
export function printable(text: string, write = (_: string) => '\ufffd'): string {
  return text.replace(COMMANDING, write);
}

/** Escapes a line of a runner's log, also `::` at its beginning, even after blanks. */
export function printableLine(text: string): string {
  return printable(text).replace(/^(\s*):(?=:)/, '$1\ufffd');
}

/** Double-width characters: East Asian and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NARROW = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Terminal columns of a text; a tab counts as one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (NARROW.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** Blanks as wide as each character; tabs stay. */
export function blankOf(text: string): string {
  return [...text].map((one) => (one === '\t' ? one : ' '.repeat(widthOf(one)))).join('');
}
