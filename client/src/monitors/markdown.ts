/**
 * Text from people's files in Markdown: shown as it is, whatever it is. It becomes neither markup, HTML, a link
 * nor another cell of a table. What is written here is read the same by CommonMark, GitHub and VS Code.
 * Why: docs/decisions/client.md
 */

/** A text as words of a line, which need not be the first ones. Line breaks become blanks. */
export function markdownText(text: string): string {
  return (
    inOneLine(text)
      .replace(/[\\`*_{}[\]<>#|~&@!$]/g, '\\$&')
      // What would be a list or a heading at the beginning of a line.
      .replace(/^([-+=:])/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      // What would be made a link of: two slashes, and a name that ends in a domain. Addresses stay legible.
      .replaceAll('//', '/\\/')
      .replace(/\.(?=\p{L})/gu, '\\.')
  );
}

/** A text as code; nothing for an empty one. */
export function markdownCode(text: string): string {
  const line = inOneLine(text);
  if (line === '') return '';
  // A table ends its cell at a bar even inside code, and elsewhere code keeps the backslash in front of one.
  if (line.includes('|')) return markdownText(line);
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const padding = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A link; `target` is a URI or a relative path, percent-encoded as such. */
export function markdownLink(label: string, target: string): string {
  return `[${label}](${target.replace(/[()<>\s|\\`'"*_[\]]/g, percent)})`;
}

/** A row of a table; its cells are Markdown already. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The path from a folder to a file, both absolute, as the target of a link: `../vm/a%20b.sh`. */
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

/** Without line breaks and other characters that are no text. */
function inOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
