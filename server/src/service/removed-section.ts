/** Takes a section out of a config file: its header, its lines, and the blank line behind it. */
import type { ConfigSection } from '../invocation/invocation.ts';
import type { Edit } from '../text/edit.ts';

/**
 * The edit that removes a section. Comments inside go with it, those in front of it stay, since they may be
 * about more; blank lines behind it go where there is another in front, so that no gap grows.
 */
export function removeSection(source: string, { at, entries }: ConfigSection): Edit {
  const { start } = at;
  const lineEnd = source.indexOf('\n', at.end);
  let end = entries.at(-1)?.at.end ?? (lineEnd === -1 ? source.length : lineEnd + 1);
  const blankBefore = start === 0 || /\n\r?\n$/.test(source.slice(Math.max(0, start - 3), start));
  while (blankBefore && /^\r?\n/.test(source.slice(end, end + 2))) {
    end = source.indexOf('\n', end) + 1;
  }
  return { at: { start, end }, text: '' };
}
