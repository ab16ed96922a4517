/**
 * A page of the documentation for a terminal: the Markdown that our own pages use, as text that a screen reader can read
 * as well. Nothing is said by colour alone.
 */
import type { Paint } from './colours.ts';
import { widthOf } from './printable.ts';

/** How wide a line of prose is at most, as in a book. */
const MAX_WIDTH = 80;

interface PageOptions {
  readonly paint: Paint;
  readonly columns: number;
}

/** A block of Markdown: what stands between two empty lines, or a fenced block of code. */
type Block =
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'text'; readonly lines: readonly string[] };

/** The text of a page, with a line end at its end. */
export function renderPage(page: string, { paint, columns }: PageOptions): string {
  const width = Math.max(20, Math.min(MAX_WIDTH, columns));
  const rendered = blocksOf(page).map((block) => {
    if (block.kind === 'code') return block.lines.map((line) => `    ${line}`).join('\n');
    return renderText(block.lines, width, paint);
  });
  return `${rendered.join('\n\n')}\n`;
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let text: string[] = [];
  let code: string[] | undefined;
  const end = (): void => {
    if (text.length > 0) blocks.push({ kind: 'text', lines: text });
    text = [];
  };
  for (const line of page.split(/\r?\n/)) {
    if (line.startsWith('```')) {
      end();
      if (code) blocks.push({ kind: 'code', lines: code });
      code = code ? undefined : [];
    } else if (code) code.push(line);
    else if (line.trim() === '') end();
    else text.push(line);
  }
  end();
  return blocks;
}

function renderText(lines: readonly string[], width: number, paint: Paint): string {
  const [first = ''] = lines;
  const heading = /^(#+) (.*)/.exec(first);
  if (heading) return renderHeading(heading[2] ?? '', heading[1]?.length ?? 1, paint);
  if (first.startsWith('|')) return renderTable(lines, paint);
  if (first.startsWith('- '))
    return itemsOf(lines)
      .map((item) => renderItem(item, width, paint))
      .join('\n');
  if (first.startsWith('    ')) return lines.join('\n');
  return wrap(spans(lines.join(' '), paint), width).join('\n');
}

function renderHeading(words: string, level: number, paint: Paint): string {
  const text = spans(words, (_, plain) => plain);
  return level === 1
    ? `${paint('bold', text)}\n${'='.repeat(widthOf(text))}`
    : paint('bold', text.toUpperCase());
}

function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of lines) {
    if (line.startsWith('- ')) items.push(line.slice(2));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}

function renderItem(item: string, width: number, paint: Paint): string {
  const [first = '', ...rest] = wrap(spans(item, paint), width - 2);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)].join('\n');
}

/** Each row as a line for each of its columns: a terminal is too narrow for our tables. */
function renderTable(lines: readonly string[], paint: Paint): string {
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
  return rows
    .map((cells) =>
      cells.map((cell, column) => `${head[column] ?? ''}: ${spans(cell, paint)}`).join('\n'),
    )
    .join('\n\n');
}

/** Text with its marks gone: code and emphasis in a colour, links followed by their addresses. */
function spans(text: string, paint: Paint): string {
  return text
    .replace(/\[([^[\]]+)\]\(([^()]+)\)/g, (_, words: string, target: string) =>
      /^https?:/.test(target) ? `${words} (${target})` : words,
    )
    .replace(/`([^`]+)`/g, (_, code: string) => paint('cyan', code))
    .replace(/\*\*([^*]+)\*\*/g, (_, words: string) => paint('bold', words))
    .replace(/(?<![\w*])_([^_]+)_(?![\w*])/g, (_, words: string) => paint('bold', words));
}

/** What a terminal is told in front of a colour and behind it. */
const CODES = /\p{Cc}\[[\d;]*m/gu;

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/).filter((one) => one !== '')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(next.replace(CODES, '')) > width) {
      lines.push(line);
      line = word;
    } else line = next;
  }
  return line === '' ? lines : [...lines, line];
}
