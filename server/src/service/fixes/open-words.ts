/** Words that are not typed to their end, behind which nothing can be put. */
import type { Word } from '../../invocation/invocation.ts';
import { readShell } from '../../syntax/shell/reader.ts';
import type { Analysis } from '../analysis/analyze.ts';

/**
 * Whether a word is not typed to its end, so that it takes in what is put behind it: `'tcp::1,server` of a script, `${NAME`
 * of a Makefile.
 */
export function isOpen(
  { text, analysis }: { readonly text: string; readonly analysis: Analysis },
  { at, value }: Word,
): boolean {
  const last = value.pieces.at(-1);
  if (last?.kind === 'unknown' && isOpenReference(last.source)) return true;
  const file = analysis.files.locate(at);
  const end = analysis.files.files.find(({ path }) => path === file?.path)?.text.trimEnd().length;
  // It takes in all there is.
  if (!analysis.host?.isScript || file === undefined || file.at.end < (end ?? 0)) return false;
  return readShell(text.slice(at.start, at.end)).problems.length > 0;
}

/** Whether a bracket of an expansion is open at its end, by the brackets of its kind. */
function isOpenReference(source: string): boolean {
  const [, open] = /^\$+([({])/.exec(source) ?? [];
  if (open === undefined) return false;
  const count = (bracket: string) => source.split(bracket).length;
  return count(open) > count(open === '(' ? ')' : '}');
}
