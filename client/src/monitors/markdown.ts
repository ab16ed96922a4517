/**
 * Escapes text from files for Markdown, so that it becomes no markup, HTML, link or table cell in
 * CommonMark, GitHub and VS Code.
 * Why: docs/decisions/client.md
 */

/** Text within a line; line breaks become blanks. */
export function markdownText(text: string): string {
  return (
    inOneLine(text)
      .replace(/[\\`*_{}[\]<>#|~&@!$]/g, '\\$&')
      // A list or heading at the start of a line.
      .replace(/^([-+=:])/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      // Automatic links: `//` and domain names. Addresses stay legible.
      .replaceAll('//', '/\\/')
      .replace(/\.(?=\p{L})/gu, '\\.')
  );
}

/** Text as code; empty for empty text. */
export function markdownCode(text: string): string {
  const line = inOneLine(text);
  if (line === '') return '';
  // A bar ends a table cell even in code, and outside tables code keeps an escaping backslash.
  if (line.includes('|')) return markdownText(line);
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const padding = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A link; `target` is percent-encoded. */
export function markdownLink(label: string, target: string): string {
  return `[${label}](${target.replace(/[()<>\s|\\`'"*_[\]]/g, percent)})`;
}

/** A table row; cells are Markdown. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The relative link from a folder to a file: `../vm/a%20b.sh`. */
export function relativeTarget(folder: string, file: string): string {
  const from = segments(folder);
  const to = segments(file);
  const parting = to.findIndex((name, index) => name !== from[index] || index === to.length - 1);
  const up = from.slice(parting).map(() => '..');
  const down = to.slice(parting).map((name) => encodeURIComponent(name));
  return [...up, ...down].join('/');
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Without line breaks and control characters. */
function inOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
