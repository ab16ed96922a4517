import { type CommentTarget, marginStart } from '../../syntax/comments.ts';
import type { Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { type Directive, isReason, REASON_TO_WRITE } from './directive.ts';
import { type FileComments, placesAround, type Suppression } from './file-comments.ts';

/** Adds a comment above a target, or on its line if the language allows; undefined without a place. */
export function writeAbove(
  file: FileComments,
  { at }: CommentTarget,
  comment: string,
): Edit | undefined {
  const { text, style } = file;
  const start = hasLine(file, { at }) && marginStart(text, at.start);
  if (typeof start === 'number') {
    const own = text.slice(start, at.start);
    const margin = style.marginFor?.(own) ?? own;
    return { at: { start, end: start }, text: margin + comment + lineEnding(text) };
  }
  if (!style.inLine) return undefined;
  return { at: { start: at.start, end: at.start }, text: comment };
}

function hasLine({ text, style }: FileComments, target: CommentTarget): boolean {
  return style.hasLine?.(text, target) ?? true;
}

/** The nearest target that can have a comment. */
export function placeFor(file: FileComments, at: Span): CommentTarget | undefined {
  const { style } = file;
  const places = placesAround(file, at);
  const target = places.find((one) => style.inLine || hasLine(file, one));
  return target && places.findLast((one) => one.at.start === target.at.start);
}

/** Adds a comment for the file, after `#!`, XML declaration, QEMU config header or Dockerfile directives. */
export function writeAtTop({ text }: FileComments, comment: string): Edit {
  const first =
    /^\ufeff?(?:(?:#[ \t]*(?:syntax|escape|check)[ \t]*=.*(?:\r?\n|$))*#[ \t]*(?:syntax|escape|check)[ \t]*=.*|#!.*|#[ \t]*qemu config file.*|<\?xml[^>]*\?>[ \t]*)(?:\r?\n|$)?/.exec(
      text,
    );
  const start = first?.[0].length ?? (text.startsWith('\ufeff') ? 1 : 0);
  const isNewLine = start === 0 || text[start - 1] === '\n' || text[start - 1] === '\ufeff';
  const ending = lineEnding(text);
  return { at: { start, end: start }, text: `${isNewLine ? '' : ending}${comment}${ending}` };
}

/** Removes a comment with its line, or the blanks before. */
export function removeComment({ text }: FileComments, { at }: { readonly at: Span }): Edit {
  const lineStart = marginStart(text, at.start);
  let end = at.end;
  while (end < text.length && ' \t\r'.includes(text.charAt(end))) end++;
  const isLast = end === text.length || text[end] === '\n';
  if (lineStart !== undefined && isLast) {
    return { at: { start: lineStart, end: Math.min(end + 1, text.length) }, text: '' };
  }
  let { start } = at;
  while (isLast && start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  return { at: { start, end: at.end }, text: '' };
}

/** Moves a comment to its probable target; empty if that is unclear. */
export function moveComment(file: FileComments, suppression: Suppression): readonly Edit[] {
  const { comment, directive } = suppression;
  const written = file.text.slice(comment.at.start, comment.at.end);
  if (directive.verb.text === 'ignore-file') {
    return [removeComment(file, comment), writeAtTop(file, written)];
  }
  const target = meantTarget(file, comment.at);
  const write = target && writeAbove(file, target, written);
  return write ? [removeComment(file, comment), write] : [];
}

/** The command that a comment means: on its line, around its array, above its `\\`. */
function meantTarget(file: FileComments, { start }: Span): CommentTarget | undefined {
  const { text, all } = file;
  const lineStart = marginStart(text, start);
  const continued =
    lineStart !== undefined && /\\\r?\n$/.exec(text.slice(Math.max(0, lineStart - 3), lineStart));
  let offset = lineStart === undefined ? start : lineStart - (continued ? continued[0].length : 0);
  while (offset > 0 && /[\s;&|]/.test(text.charAt(offset - 1))) offset--;
  const isNear = lineStart === undefined || Boolean(continued);
  if (isNear) return placeFor(file, { start: offset - 1, end: offset });
  const target = placeFor(file, { start, end: start });
  const next = target && all.targets[all.targets.indexOf(target) + 1];
  return next && next.at.start < target.at.end ? undefined : target;
}

/** Writes a reason or replaces the placeholder. */
export function writeReason({ reason, list, verb }: Directive): Edit {
  const hasOtherReason = reason.text !== '' && !isReason(reason.text);
  const end = list?.end ?? verb.at.end;
  if (hasOtherReason) {
    return {
      at: reason.at,
      text: REASON_TO_WRITE,
      placeholders: [{ start: 0, end: REASON_TO_WRITE.length }],
    };
  }
  const text = ` ${REASON_TO_WRITE}`;
  return { at: { start: end, end }, text, placeholders: [{ start: 1, end: text.length }] };
}
