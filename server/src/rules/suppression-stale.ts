/** A comment that silences a rule which finds nothing there. */
import * as l10n from '@vscode/l10n';
import { removeIdFixes } from './comment-finding.ts';
import type { CommentRule, CommentUnit } from './rule.ts';

export const suppressionStale: CommentRule = {
  id: 'suppression-stale',
  severity: 'information',
  summary: 'A comment silences a rule that finds nothing there any more.',
  *checkComment(comment) {
    const { ids, verb, unit } = comment;
    const stale = ids.filter(({ isStale }) => isStale);
    const isAll = stale.length === ids.length;
    for (const [index, id] of ids.entries()) {
      if (!id.isStale) continue;
      yield {
        at: id.at,
        message: messageOf(id.text, verb.text === 'ignore-file' ? 'file' : unit),
        // A comment whose ids are all stale goes at once.
        fixes: isAll
          ? removeIdFixes({ ...comment, ids: [id] }, 0, true)
          : removeIdFixes(comment, index, true),
      };
    }
  },
};

function messageOf(id: string, where: CommentUnit | 'file'): string {
  switch (where) {
    case 'file':
      return l10n.t(
        '{0} finds nothing in this file, so this comment silences nothing and would hide the next one',
        id,
      );
    case 'command':
      return l10n.t(
        '{0} finds nothing in the command below, so this comment silences nothing and would hide the next one',
        id,
      );
    case 'element':
      return l10n.t(
        '{0} finds nothing in the element below, so this comment silences nothing and would hide the next one',
        id,
      );
    case 'section':
      return l10n.t(
        '{0} finds nothing in the section below, so this comment silences nothing and would hide the next one',
        id,
      );
  }
}
