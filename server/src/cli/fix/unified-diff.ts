/** Two texts as a unified diff, which `patch -p1` and `git apply` read. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** The diff of a file with three lines around each change, empty where nothing changes. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context: 3 });
  return formatPatch(patch, FILE_HEADERS_ONLY);
}
