/**
 * Makes a static site of the pages in docs, so that each rule has an address of its own that stays: `rules/ID.html` below a
 * folder for each version, which is what links of that version lead to. The newest is where the site begins.
 *
 *     node scripts/site.ts REPOSITORY SITE/v0.1.0
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import MarkdownIt from 'markdown-it';
import { PROJECT_URL } from '../server/src/service/project-address.ts';

/** The page of a Markdown file at a path below docs, `rules/monitor-on-network.md`, of the version `v0.1.0`. */
export function sitePage(markdown: string, path: string, tag: string): string {
  const renderer = new MarkdownIt({ html: true });
  renderer.core.ruler.push('site', ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'heading_open')
        token.attrSet('id', anchorOf(tokens[index + 1]?.content ?? ''));
      for (const inline of token.children ?? []) {
        const target = inline.attrGet('href');
        if (target !== null) inline.attrSet('href', siteTarget(String(target), path, tag));
      }
    }
  });
  const [, title = path] = /^# (.*)$/m.exec(markdown) ?? [];
  const top = '../'.repeat(path.split('/').length - 1);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${renderer.utils.escapeHtml(title.replaceAll('`', ''))} · Monitor Guard for QEMU</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 48rem; padding: 0 1rem; }
pre, table { display: block; overflow-x: auto; }
pre, code { background: color-mix(in srgb, currentColor 8%, transparent); }
pre { padding: 0.75rem; }
td, th { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.25rem 0.5rem; }
table { border-collapse: collapse; }
</style>
<nav><a href="${top}rules/README.html">All rules</a> · <a href="${PROJECT_URL}">Monitor Guard for QEMU</a> ${tag}</nav>
<main>
${renderer.render(markdown)}</main>
</html>
`;
}

/** A link of a page: to another page, or to the repository as it was. */
function siteTarget(target: string, path: string, tag: string): string {
  if (/^(?:[a-z]+:|#)/.test(target)) return target;
  const [file = '', anchor] = target.split('#');
  const place = posix.join('docs', posix.dirname(path), file);
  if (!place.startsWith('docs/')) return `${PROJECT_URL}/blob/${tag}/${place}`;
  return file.replace(/\.md$/, '.html') + (anchor === undefined ? '' : `#${anchor}`);
}

/** What GitHub calls a heading in an address. */
export function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** Writes the site of the pages of a repository into a folder, and beside it a page that leads there. */
export function writeSite(repository: string, folder: string): void {
  const docs = join(repository, 'docs');
  const tag = basename(folder);
  for (const entry of readdirSync(docs, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name).slice(docs.length + 1);
    const target = join(folder, path.replace(/\.md$/, '.html'));
    mkdirSync(dirname(target), { recursive: true });
    if (target.endsWith('.html')) {
      writeFileSync(target, sitePage(readFileSync(join(docs, path), 'utf8'), path, tag));
    } else cpSync(join(docs, path), target);
  }
  const first = `${tag}/rules/README.html`;
  writeFileSync(
    join(dirname(folder), 'index.html'),
    `<!doctype html>\n<meta http-equiv="refresh" content="0; url=${first}">\n<a href="${first}">All rules</a>\n`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const [, , repository, folder] = process.argv;
  if (repository === undefined || folder === undefined) throw new Error('See the top of this file');
  writeSite(repository, folder);
}
