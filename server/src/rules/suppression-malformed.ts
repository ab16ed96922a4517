/** A comment that was meant to silence a rule and does not, or does not say why. */
import { closest } from '../qemu/options/refusal.ts';
import type { Edit } from '../text/edit.ts';
import { removeIdFixes } from './comment-finding.ts';
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
  summary: 'A comment that should silence a rule does not, or does not say why.',
  *checkComment(comment) {
    const { verb, list, ids, isClosed, hasReason, isPlaced } = comment;
    const whole = { start: verb.at.start, end: list?.end ?? verb.at.end };
    if (!VERBS.includes(verb.text)) {
      yield unknownVerb(comment);
      return;
    }
    if (list === undefined || ids.length === 0) {
      const message = `This comment names no rule, so it silences nothing; write ${verb.text}[rule-id] and a reason`;
      yield { at: whole, message, fixes: [removeFix(comment)] };
      return;
    }
    for (const [index, id] of ids.entries()) {
      if (!comment.rules.includes(id.text)) yield unknownId(comment, id, index);
    }
    if (!isClosed) {
      const message = 'The list of rules has no closing bracket, so this comment silences nothing';
      const insert = { at: { start: list.end, end: list.end }, text: ']' };
      yield { at: list, message, fixes: [fix('Close the list', [insert])] };
    } else if (!isPlaced) {
      yield { at: whole, ...misplaced(comment) };
    } else if (!hasReason) {
      const message =
        'This comment gives no reason, so it silences nothing; say why behind the brackets';
      yield {
        at: whole,
        message,
        fixes: [{ ...fix('Add a reason…', [comment.giveReason()]), asksReason: true }],
      };
    }
  },
};

function misplaced(comment: SuppressionComment): Omit<CommentFinding, 'at'> {
  const { verb, unit } = comment;
  const edits = comment.move();
  const isFile = verb.text === 'ignore-file';
  const where = isFile ? `above the first ${unit} of the file` : placeWords(unit);
  const title = isFile ? 'Move it to the top of the file' : `Move it above the ${unit}`;
  const moves = edits.length > 0 ? [fix(title, edits)] : [];
  return {
    message: `This comment silences nothing here; it must stand ${where}`,
    fixes: [...moves, removeFix(comment)],
  };
}

/** Only an element may follow on the same line. */
function placeWords(unit: string): string {
  return unit === 'element' ? 'in front of an element' : `on a line of its own above a ${unit}`;
}

function unknownVerb(comment: SuppressionComment): CommentFinding {
  const { verb, list, at } = comment;
  const words = 'Only ignore and ignore-file may follow qemu-monitor-guard:';
  const message = verb.text === '' ? words : `${words}, not '${verb.text}'`;
  const instead = closest(verb.text, VERBS) ?? (list && 'ignore');
  const changes = instead === undefined || verb.text === '' ? [] : [changeFix(verb, instead)];
  return {
    at: verb.text === '' ? at : verb.at,
    message,
    fixes: [...changes, removeFix(comment)],
  };
}

function unknownId(comment: SuppressionComment, id: Written, index: number): CommentFinding {
  const instead = nearest(id.text, comment.rules);
  const message = id.text.startsWith('suppression-')
    ? `No comment silences ${id.text}`
    : `There is no rule '${id.text}'${instead === undefined ? '' : `; did you mean '${instead}'?`}`;
  const changes = instead === undefined ? [] : [changeFix(id, instead)];
  return {
    at: id.at,
    message,
    fixes: [...changes, ...removeIdFixes(comment, index, changes.length === 0)],
  };
}

/** The rule that was probably meant: one slip away, in another case, or with more words between. */
function nearest(word: string, rules: readonly string[]): string | undefined {
  const plain = word.toLowerCase().replaceAll('_', '-');
  if (rules.includes(plain)) return plain;
  const close = closest(plain, rules);
  if (close !== undefined) return close;
  const words = plain.split('-').filter((part) => part !== '');
  const longer = rules.filter((rule) => words.every((part) => rule.split('-').includes(part)));
  return words.length > 1 && longer.length === 1 ? longer[0] : undefined;
}

function changeFix({ text, at }: Written, instead: string): CommentFix {
  return fix(`Change ${text} to ${instead}`, [{ at, text: instead }]);
}

function fix(title: string, edits: readonly Edit[]): CommentFix {
  return { title, risk: 'The comment silences a finding from then on', preferred: true, edits };
}

function removeFix({ remove }: SuppressionComment): CommentFix {
  const risk = 'The reason that it gives is gone with it';
  return { title: 'Remove the comment', risk, preferred: false, edits: [remove()] };
}
