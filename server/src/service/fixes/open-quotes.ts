/** Quotes that a script opens and nothing ends, as while somebody types: a fix behind one would end it. */
import { openQuotesIn } from '../../syntax/shell/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { oncePer } from '../../text/lookup.ts';
import type { Analysis } from '../analysis/analyze.ts';

/** Whether an edit writes the quote that a script lacks somewhere in front of it, which would end there. */
export function closesQuote(analysis: Analysis, edits: readonly Edit[]): boolean {
  const open = openQuotes(analysis);
  return edits.some(({ at, text: added }) =>
    open.some(({ start, end, quote }) => {
      return start < at.start && at.start <= end && added.includes(quote);
    }),
  );
}

/** The quotes that nothing ends in their file, and where that ends. */
const openQuotes = oncePer(({ files, host, source, used, trees }: Analysis) =>
  files.files.flatMap(({ path, text: own, start }) => {
    const isScript = path === source.path ? host?.isScript : used.get(path) === 'script';
    if (!isScript) return [];
    const end = start + own.length;
    return openQuotesIn(trees.get(path, own)).map((at) => {
      return { start: start + at, end, quote: own.charAt(at) };
    });
  }),
);
