/** What findings about comments have in common: taking one id out of a list. */
import type { CommentFix, SuppressionComment } from './rule.ts';

/** Takes the id at an index out of a comment's list, and the comment with the last one. */
export function removeIdFixes(
  { ids, remove }: Pick<SuppressionComment, 'ids' | 'remove'>,
  index: number,
  preferred: boolean,
): readonly CommentFix[] {
  const id = ids[index];
  if (id === undefined) return [];
  const previous = ids[index - 1];
  const next = ids[index + 1];
  if (previous === undefined && next === undefined) {
    const risk = 'The reason that it gives is gone with it';
    return [{ title: 'Remove the comment', risk, preferred, edits: [remove()] }];
  }
  const at = next
    ? { start: id.at.start, end: next.at.start }
    : { start: previous?.at.end ?? id.at.start, end: id.at.end };
  const title = `Remove ${id.text} from the comment`;
  const risk = 'The reason may have been written for it';
  return [{ title, risk, preferred, edits: [{ at, text: '' }] }];
}
