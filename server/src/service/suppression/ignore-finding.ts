/** Comments that silence a finding, above its target or for the file; an existing one gets another id. */
import * as l10n from '@vscode/l10n';
import type { FixId } from '../../rules/fix-ids.ts';
import type { Edit } from '../../text/edit.ts';
import { once } from '../../text/lookup.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { FileFinding, FileFix } from '../analysis/file-findings.ts';
import { placeFor, writeAbove, writeAtTop } from './comment-edits.ts';
import { commentsIn, inFile } from './comment-findings.ts';
import { MARKER, REASON_TO_WRITE } from './directive.ts';
import { type FileComments, SILENCEABLE, type Suppression } from './file-comments.ts';

export function ignoreActions(
  path: string,
  finding: FileFinding,
  all: readonly FileFinding[],
  analyses: readonly Analysis[],
): readonly FileFix[] {
  const file = commentsIn(path, analyses);
  const { rule } = finding;
  if (file === undefined || !SILENCEABLE.includes(rule)) return [];
  const here = ignoreHere(path, file, finding);
  // For the whole file only if that saves several comments.
  const isShort = here !== undefined && countsOf(all).get(rule) === 1;
  const everywhere = isShort ? undefined : ignoreInFile(path, file, rule);
  return [here, everywhere].filter((action) => action !== undefined);
}

const countsOf = once((all: readonly FileFinding[]) => {
  const counts = new Map<string, number>();
  for (const { rule } of all) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
});

function ignoreHere(path: string, file: FileComments, finding: FileFinding): FileFix | undefined {
  const { rule, at } = finding;
  const target = placeFor(file, at);
  if (target === undefined) return undefined;
  const known = file.suppressions.find(
    ({ covers, directive, comment }) =>
      covers !== undefined && directive.verb.text === 'ignore' && comment.above === target,
  );
  const edit = known
    ? extended(known, rule)
    : writeAbove(file, target, comment(file, 'ignore', rule));
  const title = known ? l10n.t('Ignore {0} here', rule) : l10n.t('Ignore {0} here…', rule);
  return edit && actionOf(path, 'ignore-here', title, edit);
}

function ignoreInFile(path: string, file: FileComments, rule: string): FileFix {
  const known = file.suppressions.find(
    ({ covers, directive }) => covers !== undefined && directive.verb.text === 'ignore-file',
  );
  const edit = known ? extended(known, rule) : writeAtTop(file, comment(file, 'ignore-file', rule));
  const title = known
    ? l10n.t('Ignore {0} in this file', rule)
    : l10n.t('Ignore {0} in this file…', rule);
  return actionOf(path, 'ignore-in-file', title, edit);
}

function comment({ style }: FileComments, verb: string, rule: string): string {
  const [before, behind] = style.delimiters ?? ['# ', ''];
  return `${before}${MARKER} ${verb}[${rule}] ${REASON_TO_WRITE}${behind}`;
}

function extended({ directive }: Suppression, rule: string): Edit {
  const end = directive.ids.at(-1)?.at.end ?? directive.at.end;
  return { at: { start: end, end }, text: `, ${rule}` };
}

function actionOf(path: string, id: FixId, title: string, edit: Edit): FileFix {
  const risk = l10n.t('The finding stays hidden even if the text changes');
  const start = edit.text.lastIndexOf(REASON_TO_WRITE);
  if (start === -1) return inFile(path, { id, title, risk, preferred: false, edits: [edit] });
  const placeholders = [{ start, end: start + REASON_TO_WRITE.length }];
  const edits = [{ ...edit, placeholders }];
  return inFile(path, { id, title, risk, preferred: false, edits, asksReason: true });
}
