/** A comment that silences a rule with no finding there. */
import * as l10n from '@vscode/l10n';
import { removeIdFixes } from './findings/comment-finding.ts';
import type { CommentRule } from './rule.ts';

export const suppressionStale: CommentRule = {
  id: 'suppression-stale',
  severity: 'information',
  summary: 'A comment ignores a rule that finds nothing there any more.',
  *checkComment(comment) {
    const { ids } = comment;
    const stale = ids.filter(({ isStale }) => isStale);
    const isAll = stale.length === ids.length;
    for (const [index, id] of ids.entries()) {
      if (!id.isStale) continue;
      yield {
        at: id.at,
        message: l10n.t('Unused ignore: {0} finds nothing here', id.text),
        // Removed with the comment.
        fixes: isAll
          ? removeIdFixes({ ...comment, ids: [id] }, 0, true)
          : removeIdFixes(comment, index, true),
      };
    }
  },
};
