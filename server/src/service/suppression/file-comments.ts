import type { CommentStyle, LanguageSupport } from '../../languages/support.ts';
import { rules } from '../../rules/index.ts';
import type { Comment, Comments, CommentTarget } from '../../syntax/comments.ts';
import type { ShellScript } from '../../syntax/shell/tree.ts';
import type { Span } from '../../text/span.ts';
import { type Directive, isReason, MARKER, readDirective } from './directive.ts';

/** Rules that comments suppress. */
export const SILENCEABLE: readonly string[] = rules
  .filter((rule) => 'check' in rule)
  .map(({ id }) => id);

/** A suppression comment. */
export interface Suppression {
  readonly comment: Comment;
  readonly directive: Directive;
  /** Undefined if the comment is incomplete, misplaced, or lacks a known id or a reason. */
  readonly covers: Span | undefined;
}

/** A file's comments. */
export interface FileComments {
  readonly text: string;
  readonly style: CommentStyle;
  readonly all: Comments;
  readonly suppressions: readonly Suppression[];
}

/** Reads comments; undefined if the language has none. `tree` reads a script. */
export function fileComments(
  text: string,
  { comments: style }: LanguageSupport,
  tree: () => ShellScript,
): FileComments | undefined {
  if (style === undefined) return undefined;
  const all = style.read(text, MARKER, tree);
  const suppressions = all.comments.flatMap((comment): readonly Suppression[] => {
    const directive = readDirective(text, comment.textAt);
    return directive ? [{ comment, directive, covers: coveredBy(comment, directive, text) }] : [];
  });
  return { text, style, all, suppressions };
}

function coveredBy(comment: Comment, directive: Directive, text: string): Span | undefined {
  if (!isPlaced(comment, directive)) return undefined;
  if (!directive.isClosed || !isReason(directive.reason.text)) return undefined;
  switch (directive.verb.text) {
    case 'ignore':
      return comment.above?.at;
    case 'ignore-file':
      return { start: 0, end: text.length };
    default:
      return undefined;
  }
}

/** Whether a comment stands where it can cover something. */
export function isPlaced({ above, isFirst }: Comment, { verb }: Directive): boolean {
  return verb.text === 'ignore-file' ? isFirst : above !== undefined;
}

/** Targets that can have a comment, innermost first. */
export function placesAround({ all }: FileComments, at: Span): readonly CommentTarget[] {
  return all.around(all.anchor(at)).filter(({ isFixed }) => !isFixed);
}
