/** A unified diff for `patch -p1` and `git apply`, with three lines of context; empty if nothing changes. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context: 3 });
  return formatPatch(patch, FILE_HEADERS_ONLY);
}
