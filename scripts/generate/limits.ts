// Writes the table of bounds in docs/limits.md, from `server/src/text/limits.ts`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TABLE } from '../../server/src/text/limits.ts';

const PAGE = 'docs/limits.md';
const HEADING = '## Bounds';

/** The page as it should be, by its path. */
export function generatedLimits(): ReadonlyMap<string, string> {
  const text = readFileSync(join(import.meta.dirname, '../..', PAGE), 'utf8');
  const rows = Object.values(TABLE).map(({ of, value, loses }) => [
    of,
    value.toLocaleString('en'),
    loses,
  ]);
  const cells = [['Of', 'Bound', 'What is lost beyond it'], ...rows];
  const widths = [0, 1, 2].map((column) => {
    return Math.max(...cells.map((row) => row[column]?.length ?? 0));
  });
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [head = [], ...others] = cells;
  const rule = widths.map((width) => '-'.repeat(width));
  const table = [head, rule, ...others].map(line).join('');
  const before = text.slice(0, text.indexOf(`${HEADING}\n`));
  return new Map([
    [
      PAGE,
      `${before}${HEADING}

Beyond a bound, values are unknown and text is not read. Options that are written out are still found, each by itself.
Written by \`npm run generate\`.

${table}`,
    ],
  ]);
}
