/** A file's first line, without line ending and byte order mark. */
export function firstLineOf(beginning: string): string {
  return beginning.replace(/^(?:\uFEFF|\xEF\xBB\xBF)/, '').split(/\r?\n/, 1)[0] ?? '';
}
