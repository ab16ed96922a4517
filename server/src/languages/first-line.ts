/** The first line of a file, without its line ending and without a byte order mark in either form. */
export function firstLineOf(beginning: string): string {
  return beginning.replace(/^(?:\uFEFF|\xEF\xBB\xBF)/, '').split(/\r?\n/, 1)[0] ?? '';
}
