import { openQuotesIn } from '../../syntax/shell/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { once } from '../../text/lookup.ts';
import type { Analysis } from '../analysis/analyze.ts';

/** Whether an edit contains a quote that would close an earlier one, left open while typing. */
export function closesQuote(analysis: Analysis, edits: readonly Edit[]): boolean {
  const open = openQuotes(analysis);
  return edits.some(({ at, text: added }) =>
    open.some(({ start, end, quote }) => {
      return start < at.start && at.start <= end && added.includes(quote);
    }),
  );
}

const openQuotes = once(({ files, host, source, used, trees }: Analysis) =>
  files.files.flatMap(({ path, text: own, start }) => {
    const isScript = path === source.path ? host?.isScript : used.get(path) === 'script';
    if (!isScript) return [];
    const end = start + own.length;
    return openQuotesIn(trees.get(path, own)).map((at) => {
      return { start: start + at, end, quote: own.charAt(at) };
    });
  }),
);
