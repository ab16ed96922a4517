/** A comment that fails to silence a rule, or lacks a reason. */
import * as l10n from '@vscode/l10n';
import { closest } from '../qemu/options/refusal.ts';
import type { Edit } from '../text/edit.ts';
import { misplacedWords, removeFix, removeIdFixes } from './findings/comment-finding.ts';
import { withMeant } from './findings/refusal-finding.ts';
import type {
  CommentFinding,
  CommentFix,
  CommentRule,
  SuppressionComment,
  Written,
} from './rule.ts';

const VERBS = ['ignore', 'ignore-file'];

export const suppressionMalformed: CommentRule = {
  id: 'suppression-malformed',
  severity: 'warning',
  summary: 'A comment meant to ignore a rule does not work, or gives no reason.',
  *checkComment(comment) {
    const { verb, list, ids, isClosed, hasReason, isPlaced } = comment;
    const whole = { start: verb.at.start, end: list?.end ?? verb.at.end };
    if (!VERBS.includes(verb.text)) {
      yield unknownVerb(comment);
      return;
    }
    if (list === undefined || ids.length === 0) {
      const message = l10n.t(
        'This comment ignores nothing: it names no rule, as in {0}[rule-id] reason',
        verb.text,
      );
      yield { at: whole, message, fixes: [removeFix(comment)] };
      return;
    }
    for (const [index, id] of ids.entries()) {
      if (!comment.rules.includes(id.text)) yield unknownId(comment, id, index);
    }
    if (!isClosed) {
      const message = l10n.t(
        'This comment ignores nothing: its list of rules has no closing bracket',
      );
      const insert = { at: { start: list.end, end: list.end }, text: ']' };
      yield {
        at: list,
        message,
        fixes: [fix('correct-comment', l10n.t('Close the list'), [insert])],
      };
    } else if (!isPlaced) {
      yield { at: whole, ...misplaced(comment) };
    } else if (!hasReason) {
      const message = l10n.t('This comment ignores nothing: it gives no reason after the brackets');
      yield {
        at: whole,
        message,
        fixes: [
          {
            ...fix('add-reason', l10n.t('Add a reason…'), [comment.giveReason()]),
            asksReason: true,
          },
        ],
      };
    }
  },
};

function misplaced(comment: SuppressionComment): Omit<CommentFinding, 'at'> {
  const { verb, unit } = comment;
  const edits = comment.move();
  const { message, title } = misplacedWords(verb.text === 'ignore-file', unit);
  const moves = edits.length > 0 ? [fix('move-comment', title, edits)] : [];
  return { message, fixes: [...moves, removeFix(comment)] };
}

function unknownVerb(comment: SuppressionComment): CommentFinding {
  const { verb, list, at } = comment;
  const message =
    verb.text === ''
      ? l10n.t('Expected ignore or ignore-file after qemu-monitor-guard:')
      : l10n.t("Expected ignore or ignore-file after qemu-monitor-guard:, not '{0}'", verb.text);
  const instead = closest(verb.text, VERBS) ?? (list && 'ignore');
  const changes = instead === undefined || verb.text === '' ? [] : [changeFix(verb, instead)];
  return {
    at: verb.text === '' ? at : verb.at,
    message,
    fixes: [...changes, removeFix(comment)],
  };
}

function unknownId(comment: SuppressionComment, id: Written, index: number): CommentFinding {
  const instead = nearestRule(id.text, comment.rules);
  const message = id.text.startsWith('suppression-')
    ? l10n.t('{0} cannot be ignored by a comment', id.text)
    : withMeant(l10n.t("Unknown rule '{0}'", id.text), instead);
  const changes = instead === undefined ? [] : [changeFix(id, instead)];
  return {
    at: id.at,
    message,
    fixes: [...changes, ...removeIdFixes(comment, index, changes.length === 0)],
  };
}

/** One typing error, another case, extra words. */
function nearestRule(word: string, rules: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll('_', '-');
  if (rules.includes(plain)) return plain;
  const close = closest(plain, rules);
  if (close !== undefined) return close;
  const words = plain.split('-').filter((part) => part !== '');
  const longer = rules.filter((rule) => words.every((part) => rule.split('-').includes(part)));
  return words.length > 1 && longer.length === 1 ? longer[0] : undefined;
}

function changeFix({ text, at }: Written, instead: string): CommentFix {
  return fix('correct-comment', l10n.t('Change {0} to {1}', text, instead), [
    { at, text: instead },
  ]);
}

function fix(id: CommentFix['id'], title: string, edits: readonly Edit[]): CommentFix {
  const risk = l10n.t('The comment then hides a finding');
  return { id, title, risk, preferred: true, edits };
}
