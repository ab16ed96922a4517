/**
 * The directives of ShellCheck, of which one tells what `source "$dir/lib.sh"` reads
 * (https://www.shellcheck.net/wiki/Directive).
 */

/** How many lines above a command are looked at. */
const MAX_LINES = 20;
/** How long a line may be; nobody writes a directive above a longer one. */
const MAX_LENGTH = 1_000;

/**
 * The PATH of a `# shellcheck source=PATH` among the comments and blank lines directly above the line
 * that `offset` is in, the nearest first; undefined for none. `begin` is where the text of the script begins.
 */
export function sourceDirective(source: string, begin: number, offset: number): string | undefined {
  let lineStart = lineStartOf(source, begin, offset);
  for (let lines = 0; lines < MAX_LINES && lineStart !== undefined && lineStart > begin; lines++) {
    const end = lineStart - 1;
    lineStart = lineStartOf(source, begin, end);
    if (lineStart === undefined) return undefined;
    const line = source.slice(lineStart, end).trim();
    if (line === '') continue;
    if (!line.startsWith('#')) return undefined;
    const path = pathOf(line.slice(1));
    if (path !== undefined) return path;
  }
  return undefined;
}

function lineStartOf(source: string, begin: number, offset: number): number | undefined {
  const from = Math.max(begin, offset - MAX_LENGTH);
  const found = source.slice(from, offset).lastIndexOf('\n');
  if (found !== -1) return from + found + 1;
  return from === begin ? begin : undefined;
}

/** The value of `source=` in a comment such as ` shellcheck disable=SC1091 source="a lib.sh"`. */
function pathOf(comment: string): string | undefined {
  const text = comment.trim();
  if (!/^shellcheck\s/.test(text)) return undefined;
  let rest = text.slice('shellcheck'.length).trimStart();
  while (rest !== '' && !rest.startsWith('#')) {
    const [key = ''] = /^[^=\s]*=?/.exec(rest) ?? [];
    const behind = rest.slice(key.length);
    const quote = behind.startsWith('"') || behind.startsWith("'") ? behind.charAt(0) : '';
    const end = quote ? behind.indexOf(quote, 1) : behind.search(/\s|$/);
    const value = behind.slice(quote.length, end === -1 ? behind.length : end);
    if (key === 'source=') return value === '' ? undefined : value;
    rest = end === -1 ? '' : behind.slice(end + quote.length).trimStart();
  }
  return undefined;
}
