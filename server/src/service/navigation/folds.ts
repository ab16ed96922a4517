/** What can be folded in a config file: sections, and comments of several lines. */
import { readConfig } from '../../syntax/readconfig/reader.ts';
import type { Span } from '../../text/span.ts';

/** Text of which all lines but the first one can be hidden. */
interface Fold {
  /** From the first character of the first line to the last one of the last line. */
  readonly at: Span;
  readonly kind: 'section' | 'comment';
}

/**
 * The folds of a config file in its order. A section ends with its last line that says something, so that
 * the blank line and the comment in front of the next one stay.
 */
export function foldsOfConfig(text: string): readonly Fold[] {
  const { sections, comments } = readConfig(text);
  const folds: Fold[] = sections.flatMap(({ at, entries }) => {
    const last = entries.at(-1)?.at;
    const end = last && withoutLineEnding(text, last).end;
    return end === undefined ? [] : [{ at: { start: at.start, end }, kind: 'section' as const }];
  });
  let block: Span | undefined;
  for (const { at } of comments) {
    const follows = block && /^\r?\n$/.test(text.slice(block.end, at.start));
    if (block && follows) block = { start: block.start, end: at.end };
    else {
      if (block) folds.push({ at: block, kind: 'comment' });
      block = at;
    }
  }
  if (block) folds.push({ at: block, kind: 'comment' });
  return folds
    .filter(({ at }) => text.slice(at.start, at.end).includes('\n'))
    .toSorted((a, b) => a.at.start - b.at.start);
}

/** A line without its ending. */
export function withoutLineEnding(text: string, { start, end }: Span): Span {
  const ending = /\r?\n$/.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start, end: end - ending };
}
