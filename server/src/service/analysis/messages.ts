import * as l10n from '@vscode/l10n';
import type { Finding, MachineRule } from '../../rules/rule.ts';

/** Characters that the Problems panel shows. */
const LONGEST_MESSAGE = 110;

/** Adds that text is unused, or its condition, if there is room. */
export function withCircumstances(
  { message, related }: Pick<Finding, 'message' | 'related'>,
  unused: false | 'unused' | 'unfollowed',
  text: () => string,
): string {
  const condition = related.find((place) => place.condition)?.at;
  const words = condition && text().slice(condition.start, condition.end);
  const whole = circumstances(message, unused, words?.includes('\n') ? undefined : words);
  return whole.length > LONGEST_MESSAGE ? message : whole;
}

function circumstances(
  message: string,
  unused: false | 'unused' | 'unfollowed',
  condition: string | undefined,
): string {
  if (unused === 'unfollowed') return l10n.t('{0} (use unknown)', message);
  if (unused) return l10n.t('{0} (unused here)', message);
  if (condition === undefined) return message;
  if (/^ifn?(?:def|eq)\b/.test(condition)) return `${message} (${condition})`;
  return l10n.t('{0} (if {1})', message, condition);
}

/** A step that may fail. */
export type Step =
  | 'recognize'
  | 'read'
  | 'build'
  | 'leave-out'
  | 'read-comments'
  | 'accept'
  | 'find-clients'
  | MachineRule;

/** Describes a failure for the log. */
export function failureWords(step: Step, path: string, error: string): string {
  switch (step) {
    case 'recognize':
      return l10n.t('Recognizing the file failed on {0}: {1}', path, error);
    case 'read':
      return l10n.t('Reading failed on {0}: {1}', path, error);
    case 'build':
      return l10n.t('Building failed on {0}: {1}', path, error);
    case 'leave-out':
      return l10n.t('Leaving out files failed on {0}: {1}', path, error);
    case 'read-comments':
      return l10n.t('Reading comments failed on {0}: {1}', path, error);
    case 'accept':
      return l10n.t('Accepting failed on {0}: {1}', path, error);
    case 'find-clients':
      return l10n.t('Looking for clients failed on {0}: {1}', path, error);
    default:
      return l10n.t('{0} failed on {1}: {2}', step.id, path, error);
  }
}
