/** Stale comments: a rule found nothing there in all scripts that use the file. Why: docs/decisions/suppression.md */
import { rules } from '../../rules/index.ts';
import type { CommentFix, Severity, SuppressionComment } from '../../rules/rule.ts';
import type { Analysis } from '../analysis/analyze.ts';
import type { FileFinding, FileFix } from '../analysis/file-findings.ts';
import { isMachineRuleOn, isOn, type Settings } from '../settings/settings.ts';
import { moveComment, removeComment, writeReason } from './comment-edits.ts';
import { isReason } from './directive.ts';
import { type FileComments, isPlaced, SILENCEABLE, type Suppression } from './file-comments.ts';

/** What an analysis knows of comments. */
export type CommentWitness = Pick<
  Analysis,
  'silenced' | 'commentsOf' | 'settings' | 'wanted' | 'unfollowed' | 'failures'
>;

/** Checks a file's comments; `isComplete`: no further script brings the file in. */
export function findingsInComments(
  path: string,
  analyses: readonly CommentWitness[],
  isComplete: boolean,
): readonly FileFinding[] {
  const [first] = analyses;
  if (first === undefined || !analyses.some(({ silenced }) => silenced.has(path))) return [];
  const comments = commentsIn(path, analyses);
  if (comments === undefined) return [];
  const { settings } = first;
  const isKnown = isComplete && comments.all.isWhole && analyses.every(isWhole);
  const used = new Set(analyses.flatMap(({ silenced }) => [...(silenced.get(path) ?? [])]));
  const found: FileFinding[] = [];
  for (const suppression of comments.suppressions) {
    const isStale = (id: string, start: number) =>
      isKnown &&
      suppression.covers !== undefined &&
      isMachineRuleOn(id, settings) &&
      !used.has(start);
    const comment = toComment(comments, suppression, isStale);
    for (const rule of rules) {
      if (!('checkComment' in rule) || !isOn(rule, settings)) continue;
      const severity = chosenSeverity(rule.id, settings) ?? rule.severity;
      for (const { at, message, fixes } of rule.checkComment(comment)) {
        const ready = fixes.map((fix) => inFile(path, fix));
        found.push({ at, rule: rule.id, severity, message, related: [], fixes: () => ready });
      }
    }
  }
  return found;
}

/** A comment's fix as a file's. */
export function inFile(path: string, { edits, ...fix }: CommentFix): FileFix {
  return { ...fix, safety: 'review', edits: edits.map((edit) => ({ path, ...edit })) };
}

/** Comments by the first analysis that knows the language. */
export function commentsIn(
  path: string,
  analyses: readonly Pick<Analysis, 'commentsOf'>[],
): FileComments | undefined {
  for (const analysis of analyses) {
    const comments = analysis.commentsOf(path);
    if (comments) return comments;
  }
  return undefined;
}

function isWhole({ wanted, unfollowed, failures }: CommentWitness): boolean {
  return unfollowed === undefined && wanted.length + failures.length === 0;
}

function chosenSeverity(id: string, { severities }: Settings): Severity | undefined {
  const chosen = severities.get(id);
  return chosen === 'off' ? undefined : chosen;
}

function toComment(
  file: FileComments,
  suppression: Suppression,
  isStale: (id: string, start: number) => boolean,
): SuppressionComment {
  const { comment, directive } = suppression;
  const { at, verb, list, isClosed, ids, reason } = directive;
  return {
    at,
    verb,
    list,
    isClosed,
    ids: ids.map((id) => ({ ...id, isStale: isStale(id.text, id.at.start) })),
    hasReason: isReason(reason.text),
    isPlaced: isPlaced(comment, directive),
    unit: file.style.unit ?? 'command',
    rules: SILENCEABLE,
    remove: () => removeComment(file, comment),
    move: () => moveComment(file, suppression),
    giveReason: () => writeReason(directive),
  };
}
