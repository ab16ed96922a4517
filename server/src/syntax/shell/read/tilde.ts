/** Where a `~` stands for a directory (bash manual 3.5.2). */
import type { Span } from '../../../text/span.ts';

/** `file=` of a word such as `file=~/disk.img`, in which bash expands a `~` as in an assignment. */
const ASSIGNING = /^[A-Za-z_]\w*=/;

/**
 * The tilde prefixes in unquoted text, such as the `~` of `~/bin` and both of the assigned `~/a:~joe/b`;
 * offsets count from the start of the text. `opens` tells that the text begins its word, `assigned` that it
 * is in the value of an assignment.
 */
export function tildePrefixes(text: string, opens: boolean, assigned: boolean): readonly Span[] {
  const found: Span[] = [];
  const value = opens && !assigned ? (ASSIGNING.exec(text)?.[0].length ?? 0) : 0;
  const colons = assigned || value > 0;
  for (let start = text.indexOf('~'); start !== -1; ) {
    const first = start === 0 ? opens : start === value;
    const behindColon = colons && text[start - 1] === ':' && text[start - 2] !== '\\';
    let end = start + 1;
    if (first || behindColon) {
      while (end < text.length && text[end] !== '/' && !(colons && text[end] === ':')) end++;
      found.push({ start, end });
    }
    start = text.indexOf('~', end);
  }
  return found;
}
