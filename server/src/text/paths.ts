/** What paths are as texts, wherever they come from. */

/** A path without the slashes at its end: `/run/vm` for `/run/vm//`; empty for the root. */
export function withoutSlashes(path: string): string {
  return path.replace(/(?<!\/)\/+$/, '');
}
