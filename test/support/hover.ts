/** Hovers at a cursor, as plain text. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Analysis } from '../../server/src/service/analysis/analyze.ts';
import { hoverAt } from '../../server/src/service/hover/hover.ts';
import type { Line, Part } from '../../server/src/service/hover/prose.ts';
import { analyzeText, type CheckOptions } from './check.ts';

/** The sign that stands for the cursor in a fixture. It is taken out before the text is read. */
const CURSOR = '▮';

interface ShownHover {
  /** The text that it is about. */
  readonly about: string;
  /** A string for each line; items of lists begin with a dash. */
  readonly lines: readonly string[];
  readonly parts: readonly Part[];
  readonly analysis: Analysis;
}

/** The hover at the cursor of a fixture; undefined if there is no hover. */
export function hoverAtCursor(fixture: string, options: CheckOptions = {}): ShownHover | undefined {
  const offset = fixture.indexOf(CURSOR);
  assert.notEqual(offset, -1, 'the fixture has no cursor');
  const text = fixture.replace(CURSOR, '');
  const analysis = analyzeText(text, options);
  const found = hoverAt(analysis, offset);
  return (
    found && {
      about: text.slice(found.at.start, found.at.end),
      lines: found.lines.map(plain),
      parts: found.lines.flatMap(({ parts }) => parts),
      analysis,
    }
  );
}

function plain({ kind, parts }: Line): string {
  return (kind === 'item' ? '- ' : '') + parts.map(({ text }) => text).join('');
}

/**
 * A fixture with a cursor, the text that its hover is about, and the lines that it begins with. `…` stands for
 * lines in between, and what follows it is the end.
 */
type HoverRow = readonly [fixture: string, about: string, ...lines: string[]];

/** Makes a test of each row, by its title. */
export function checkHovers(
  rows: Readonly<Record<string, HoverRow>>,
  options: CheckOptions = {},
): void {
  for (const [title, [fixture, about, ...lines]] of Object.entries(rows)) {
    it(title, () => {
      const found = hoverAtCursor(fixture, options);
      const { lines: all = [] } = found ?? {};
      const cut = lines.indexOf('…');
      const shown =
        cut < 0
          ? all.slice(0, lines.length)
          : [
              ...all.slice(0, cut),
              '…',
              ...all.slice(Math.max(cut, all.length - lines.length + cut + 1)),
            ];
      assert.deepEqual({ about: found?.about, lines: shown }, { about, lines });
    });
  }
}
