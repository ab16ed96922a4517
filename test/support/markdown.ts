/** The little of Markdown that our documentation uses: headings, fenced blocks, tables, links. */
import { LANGUAGES } from '../../server/src/languages/index.ts';

/** A fenced block of code. */
export interface CodeBlock {
  /** The info string behind the opening fence: `sh`. */
  readonly language: string;
  readonly text: string;
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The last `## ` heading above it. */
  readonly section: string;
}

/** The language ids of an editor for the info strings of our examples: each for itself, and a short one. */
export const LANGUAGE_IDS: ReadonlyMap<string, string> = new Map([
  ...LANGUAGES.flatMap(({ detect }) => detect.languageIds.map((id) => [id, id] as const)),
  ['sh', 'shellscript'],
]);

const FENCE = /^```(.*)$/;

/** The blocks of a page in order. A fence that nothing closes ends with the page. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let section = '';
  let open:
    | { readonly language: string; readonly line: number; readonly lines: string[] }
    | undefined;
  for (const [index, line] of page.split('\n').entries()) {
    const fence = FENCE.exec(line);
    if (open === undefined && fence) {
      open = { language: fence[1] ?? '', line: index + 1, lines: [] };
    } else if (open && fence) {
      const { language, line: start, lines } = open;
      blocks.push({ language, text: lines.map((it) => `${it}\n`).join(''), line: start, section });
      open = undefined;
    } else if (open) {
      open.lines.push(line);
    } else if (line.startsWith('## ')) {
      section = line.slice('## '.length);
    }
  }
  return blocks;
}

/** The page without its blocks of code, whose `#` and `[…]` are none of Markdown's. */
function prose(page: string): string {
  return page.replace(/^```[\s\S]*?^```$/gm, '');
}

/** The headings of a page with their `#`s, in order. */
export function headings(page: string): readonly string[] {
  return prose(page).match(/^#+ .*$/gm) ?? [];
}

/** The targets of a page's links and pictures, such as `docs/rules/README.md#top`. */
export function linkTargets(page: string): readonly string[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
}

/** The cells of the rows of every table, without the heads. */
export function tableRows(page: string): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  let inBody = false;
  for (const line of prose(page).split('\n')) {
    if (!line.startsWith('|')) inBody = false;
    else if (/^\|[ :|-]+\|$/.test(line)) inBody = true;
    else if (inBody)
      rows.push(
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      );
  }
  return rows;
}
