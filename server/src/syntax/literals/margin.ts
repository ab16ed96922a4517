/** Texts over several lines whose common margin is not theirs. */
import { concat, type MappedText, slice } from '../../text/mapped-text.ts';

/**
 * A text without the blanks that all of its lines begin with, as Nix and the `stripIndent` of Groovy take them: lines of
 * nothing but blanks do not count. With Nix such a line goes if it is the first one.
 */
export function withoutMargin(text: MappedText, first: 'goes' | 'stays'): MappedText {
  const lines = [...text.decoded.matchAll(/[^\n]*(?:\n|$)/g)].filter(({ 0: line }) => line !== '');
  let margin = Number.POSITIVE_INFINITY;
  for (const { 0: line } of lines) {
    const own = line.length - line.replace(/^ +/, '').length;
    if (line.trim() !== '') margin = Math.min(margin, own);
  }
  const parts = lines.map(({ index, 0: line }, number) => {
    const isBlank = line.trim() === '';
    if (first === 'goes' && number === 0 && isBlank && lines.length > 1) {
      return slice(text, index, index);
    }
    const blanks = line.length - line.replace(/^ +/, '').length;
    // Behind the last line end there are only blanks in front of the quotes.
    const gone = isBlank && number === lines.length - 1 ? line.length : Math.min(blanks, margin);
    return slice(text, index + gone, index + line.length);
  });
  return parts.length === 0 ? text : concat(parts);
}
