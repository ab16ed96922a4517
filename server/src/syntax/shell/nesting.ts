/**
 * Contexts of text that several shells read one after the other, such as a word of the command that
 * `bash -c '…'` runs. A context names each reading, the outermost first: `single>double` is inside the
 * double quotes of `'qemu "here"'`. Behind `^` no reader looks any more: in `"qemu $PORT"` the outer shell
 * expands `$PORT`, and what it gives stands bare in the inner command: `double^bare`.
 */

/** For text that only lies beside what the inner reader reads, as the values of its variables do. */
export const NOT_READ = '';

/** The reading of text that is spelled for a reader of another language already. */
export const OTHER_LANGUAGE = 'other-language';

/** The same context with another innermost reading. */
export function readAs(context: string, inner: string): string {
  return context.replace(/[^>^]*$/, inner);
}

/** The context of text that was written as `outer` and then read as `inner`. */
export function readAgain(outer: string, inner: string): string {
  if (inner === NOT_READ) return outer;
  return `${outer}${outer.includes('^') ? '^' : '>'}${inner}`;
}

/** The context of an expansion that the outer reader replaces, so that the inner one reads what it gives. */
export function expandedBefore(outer: string, inner: string): string {
  if (inner === NOT_READ) return outer;
  return `${outer}^${inner}`;
}

/** The readings of a context, the outermost first; a plain context has one. */
export function readingsOf(context: string): readonly string[] {
  return context.split(/[>^]/);
}

/** Which reading replaces an expansion of this context: 1 for the outermost. */
export function expandingReading(context: string): number {
  return readingsOf(context.split('^', 1)[0] ?? '').length;
}
