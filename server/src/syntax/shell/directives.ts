/**
 * The directives of ShellCheck, of which one tells what `source "$dir/lib.sh"` reads
 * (https://www.shellcheck.net/wiki/Directive).
 */

/** How many lines of comments above a command are looked at. */
const MAX_LINES = 20;

/**
 * The PATH of a `# shellcheck source=PATH` among the comment lines directly above the line of `offset`,
 * the nearest one first; undefined for none and for `/dev/null`, which says that there is nothing to read.
 * `begin` is where the text of the script begins.
 */
export function sourceDirective(source: string, begin: number, offset: number): string | undefined {
  let lineStart = lineStartOf(source, begin, offset);
  for (let lines = 0; lines < MAX_LINES && lineStart > begin; lines++) {
    const end = lineStart - 1;
    lineStart = lineStartOf(source, begin, end);
    const line = source.slice(lineStart, end).trim();
    // Line endings of Windows are read as a line ending and a blank line.
    if (line === '' && source[end - 1] === '\n') continue;
    if (!line.startsWith('#')) return undefined;
    const path = pathOf(line.slice(1));
    if (path !== undefined) return path === '/dev/null' ? undefined : path;
  }
  return undefined;
}

function lineStartOf(source: string, begin: number, offset: number): number {
  return offset <= begin ? begin : Math.max(begin, source.lastIndexOf('\n', offset - 1) + 1);
}

/** The value of `source=` in a comment such as ` shellcheck disable=SC1091 source=lib.sh`. */
function pathOf(comment: string): string | undefined {
  const [name, ...settings] = comment.trim().split(/\s+/);
  if (name !== 'shellcheck') return undefined;
  for (const setting of settings) {
    if (setting.startsWith('#')) return undefined;
    if (!setting.startsWith('source=')) continue;
    const value = setting.slice('source='.length).replace(/^(["'])(.*)\1$/, '$2');
    return value === '' ? undefined : value;
  }
  return undefined;
}
