/** Edits that write comments into a file, move them and take them away. */
import { type CommentTarget, marginStart } from '../../syntax/comments.ts';
import type { Edit } from '../../text/edit.ts';
import { lineEnding } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { type Directive, isReason, REASON_TO_WRITE } from './directive.ts';
import { type FileComments, placesAround, type Suppression } from './file-comments.ts';

/**
 * Writes a comment in front of a target: on a line of its own with the target's margin, or right before it
 * where other things stand on its line and the language allows that. Undefined where there is no place.
 */
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

/** The nearest target around a place that may have a comment in front of it; undefined for none. */
export function placeFor(file: FileComments, at: Span): CommentTarget | undefined {
  const { style } = file;
  const places = placesAround(file, at);
  const target = places.find((one) => style.inLine || hasLine(file, one));
  // A comment covers the outermost of those that begin at one place.
  return target && places.findLast((one) => one.at.start === target.at.start);
}

/**
 * Writes a comment for the whole file: behind what must be the first line (`#!`, the XML declaration, the
 * line that tells a config file of QEMU, the directives of a Dockerfile), else at the very beginning.
 */
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

/** Takes a comment away: with its line where it is alone there, else with the blanks in front of it. */
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

/** Puts a comment where it covers what it was probably written for; no edits where that is not clear. */
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

/** The command that a comment stands in or behind: on its line, inside its array, below its `\\`. */
function meantTarget(file: FileComments, { start }: Span): CommentTarget | undefined {
  const { text, all } = file;
  const lineStart = marginStart(text, start);
  const continued =
    lineStart !== undefined && /\\\r?\n$/.exec(text.slice(Math.max(0, lineStart - 3), lineStart));
  // Back to the last character of the command.
  let offset = lineStart === undefined ? start : lineStart - (continued ? continued[0].length : 0);
  while (offset > 0 && /[\s;&|]/.test(text.charAt(offset - 1))) offset--;
  const isNear = lineStart === undefined || Boolean(continued);
  if (isNear) return placeFor(file, { start: offset - 1, end: offset });
  const target = placeFor(file, { start, end: start });
  // Inside something that holds others it may have been written for any of them.
  const next = target && all.targets[all.targets.indexOf(target) + 1];
  return next && next.at.start < target.at.end ? undefined : target;
}

/** Writes a reason, or replaces the one that is still to be written. */
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
