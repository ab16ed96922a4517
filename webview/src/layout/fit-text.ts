/** Shortens text to a width. Measuring is somebody else's: a canvas in the page, an estimate in tests. */

/** How a text is set. `title` is bold, `code` has letters of one width, `small` is smaller. */
export type TextStyle = 'title' | 'plain' | 'code' | 'small';

/** The width of a text in pixels. */
export type Measure = (text: string, style: TextStyle) => number;

/** Stands for what has no room. */
export const ELLIPSIS = '…';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The text, or as much of it as fits with an ellipsis where the rest was: in the `middle` for paths and
 * addresses, whose ends tell them apart. No letter is cut into pieces. Nothing where not even the ellipsis fits.
 */
export function fitText(
  text: string,
  style: TextStyle,
  width: number,
  measure: Measure,
  where: 'end' | 'middle' = 'end',
): string {
  // A text of thousands of letters fits nowhere, and measuring it takes its time.
  if (text.length <= width && measure(text, style) <= width) return text;
  const letters = [...graphemes.segment(text.length > MAX_LETTERS ? ends(text) : text)].map(
    ({ segment }) => segment,
  );
  if (measure(ELLIPSIS, style) > width) return '';
  let low = 0;
  let high = letters.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(shortened(letters, middle, where), style) <= width) low = middle;
    else high = middle - 1;
  }
  return shortened(letters, low, where);
}

const MAX_LETTERS = 600;

function ends(text: string): string {
  return text.slice(0, MAX_LETTERS / 2) + text.slice(-MAX_LETTERS / 2);
}

/** `count` letters of a text, and the ellipsis. */
function shortened(letters: readonly string[], count: number, where: 'end' | 'middle'): string {
  if (where === 'end') return letters.slice(0, count).join('').trimEnd() + ELLIPSIS;
  const tail = Math.floor(count / 2);
  const head = letters.slice(0, count - tail).join('');
  return head + ELLIPSIS + (tail === 0 ? '' : letters.slice(-tail).join(''));
}
