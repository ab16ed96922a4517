/** A comment that silences a rule which finds nothing there. */
import { removeIdFixes } from './comment-finding.ts';
import type { CommentRule } from './rule.ts';

export const suppressionStale: CommentRule = {
  id: 'suppression-stale',
  severity: 'information',
  summary: 'A comment silences a rule that finds nothing there any more.',
  *checkComment(comment) {
    const { ids, verb, unit } = comment;
    const stale = ids.filter(({ isStale }) => isStale);
    const where = verb.text === 'ignore-file' ? 'in this file' : `in the ${unit} below`;
    const isAll = stale.length === ids.length;
    for (const [index, id] of ids.entries()) {
      if (!id.isStale) continue;
      yield {
        at: id.at,
        message: `${id.text} finds nothing ${where}, so this comment silences nothing and would hide the next one`,
        // A comment whose ids are all stale goes at once.
        fixes: isAll
          ? removeIdFixes({ ...comment, ids: [id] }, 0, true)
          : removeIdFixes(comment, index, true),
      };
    }
  },
};
