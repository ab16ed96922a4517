/** Shortens text to a width. Measuring is injected: a canvas in the page, an estimate in tests. */

/** `title` is bold, `code` monospaced, `small` smaller. */
export type TextStyle = 'title' | 'plain' | 'code' | 'small';

/** The width of a text in pixels. */
export type Measure = (text: string, style: TextStyle) => number;

/** Replaces the omitted part. */
export const ELLIPSIS = '…';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * As much of a text as fits, with an ellipsis: in the `middle` for paths and addresses, whose ends differ.
 * Keeps graphemes whole; empty if not even the ellipsis fits.
 */
export function fitText(
  text: string,
  style: TextStyle,
  width: number,
  measure: Measure,
  where: 'end' | 'middle' = 'end',
): string {
  // Avoids measuring very long text.
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

/** `count` graphemes and the ellipsis. */
function shortened(letters: readonly string[], count: number, where: 'end' | 'middle'): string {
  if (where === 'end') return letters.slice(0, count).join('').trimEnd() + ELLIPSIS;
  const tail = Math.floor(count / 2);
  const head = letters.slice(0, count - tail).join('');
  return head + ELLIPSIS + (tail === 0 ? '' : letters.slice(-tail).join(''));
}
