import { readConfig } from '../../syntax/readconfig/reader.ts';
import type { ConfigSection } from '../../syntax/readconfig/tree.ts';
import { spanOf } from '../../text/mapped-text.ts';
import { contains, cover, type Span, sameSpan } from '../../text/span.ts';

interface Fold {
  /** From the start of the first line to the end of the last. */
  readonly at: Span;
  readonly kind: 'section' | 'comment';
}

/** The sections to fold, in order; each ends with its last entry. */
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

/** Innermost first: value, quoted value, line, section, file. Empty outside sections. */
export function selectionsOfConfig(text: string): (offset: number) => readonly Span[] {
  const spans = readConfig(text).sections.flatMap((section) => {
    const { group, id, at, entries } = section;
    const texts = [
      group,
      ...(id ? [id] : []),
      ...entries.flatMap(({ key, value }) => [key, value]),
    ];
    return [...texts.map(spanOf), at, ...entries.map((entry) => entry.at), placeOfSection(section)];
  });
  const quoted = spans.flatMap((span) => withQuotes(text, span));
  return (offset) => {
    const around = quoted.filter(({ start, end }) => start <= offset && offset <= end);
    return around.length === 0 ? [] : nested([...around, { start: 0, end: text.length }]);
  };
}

/** A section from its header to its last line. */
export function placeOfSection({ at, entries }: ConfigSection): Span {
  const last = entries.at(-1)?.at;
  return last ? cover(at, last) : at;
}

/** The span, then with its quotes; for a whole line, without blanks and ending. */
function withQuotes(text: string, span: Span): readonly Span[] {
  const own = withoutLineEnding(text, span);
  const { start, end } = own;
  if (text[start - 1] === '"' && text[end] === '"')
    return [own, { start: start - 1, end: end + 1 }];
  const indent = /^[ \t]*/.exec(text.slice(start, end))?.[0].length ?? 0;
  return [{ start: start + indent, end }, own];
}

function nested(spans: readonly Span[]): readonly Span[] {
  const chain: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.end - a.start - (b.end - b.start))) {
    const last = chain.at(-1);
    if (span.start === span.end || (last && (sameSpan(last, span) || !contains(span, last))))
      continue;
    chain.push(span);
  }
  return chain;
}

/** A span without a line ending at its end. */
export function withoutLineEnding(text: string, { start, end }: Span): Span {
  const ending = /\r?\n$/.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start, end: end - ending };
}
