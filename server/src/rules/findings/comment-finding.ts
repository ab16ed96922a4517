/** Shared by findings about comments. */
import * as l10n from '@vscode/l10n';
import type { CommentFix, CommentUnit, SuppressionComment } from '../rule.ts';

/** The last one with the comment. */
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
    return [{ ...removeFix({ remove }), preferred }];
  }
  const at = next
    ? { start: id.at.start, end: next.at.start }
    : { start: previous?.at.end ?? id.at.start, end: id.at.end };
  const title = l10n.t('Remove {0} from the comment', id.text);
  const risk = l10n.t('The reason may have been about this rule');
  return [{ id: 'remove-id', title, risk, preferred, edits: [{ at, text: '' }] }];
}

/** Removes a comment. */
export function removeFix({ remove }: Pick<SuppressionComment, 'remove'>): CommentFix {
  const risk = l10n.t('The reason in it is lost');
  const title = l10n.t('Remove the comment');
  return { id: 'remove-comment', title, risk, preferred: false, edits: [remove()] };
}

/** Message and fix title for a misplaced comment. */
export function misplacedWords(
  isForFile: boolean,
  unit: CommentUnit,
): { readonly message: string; readonly title: string } {
  return isForFile
    ? { message: misplacedInFile(unit), title: l10n.t('Move it to the top of the file') }
    : { message: misplacedBesideUnit(unit), title: moveTitle(unit) };
}

function misplacedInFile(unit: CommentUnit): string {
  return {
    command: () =>
      l10n.t('This comment ignores nothing: it belongs above the first command of the file'),
    element: () =>
      l10n.t('This comment ignores nothing: it belongs above the first element of the file'),
    section: () =>
      l10n.t('This comment ignores nothing: it belongs above the first section of the file'),
  }[unit]();
}

function misplacedBesideUnit(unit: CommentUnit): string {
  return {
    command: () =>
      l10n.t('This comment ignores nothing: it belongs on its own line above a command'),
    element: () => l10n.t('This comment ignores nothing: it belongs before an element'),
    section: () =>
      l10n.t('This comment ignores nothing: it belongs on its own line above a section'),
  }[unit]();
}

function moveTitle(unit: CommentUnit): string {
  return {
    command: () => l10n.t('Move it above the command'),
    element: () => l10n.t('Move it above the element'),
    section: () => l10n.t('Move it above the section'),
  }[unit]();
}
