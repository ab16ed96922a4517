/** Settings of a unit with joined continuations (systemd.syntax(7), src/shared/conf-parser.c). */
import type { WrittenComment } from '../../syntax/comments.ts';
import { readOnce } from '../../text/lookup.ts';
import { cover, type Span } from '../../text/span.ts';

/** A logical line with a source map. */
export interface UnitLine {
  readonly text: string;
  /** The span of a character; a continuation is one blank. */
  readonly placeAt: (index: number) => Span;
}

/** A `Key=value`. */
export interface UnitSetting {
  readonly key: string;
  /** From the key to the end of the value with its continuations. */
  readonly at: Span;
  readonly value: UnitLine;
}

/** Skips invalid lines, as systemd does. Never throws. */
export const readUnit = readOnce(
  (
    text,
  ): {
    readonly settings: readonly UnitSetting[];
    readonly comments: readonly WrittenComment[];
  } => {
    const settings: UnitSetting[] = [];
    const comments: WrittenComment[] = [];
    let characters = '';
    let stretches: Stretch[] = [];
    const finish = (): void => {
      const setting = settingOf({ text: characters, placeAt: placesIn(stretches) });
      if (setting) settings.push(setting);
      characters = '';
      stretches = [];
    };
    for (const line of linesOf(text)) {
      const margin = /^\s*/.exec(text.slice(line.start, line.end))?.[0].length ?? 0;
      const first = line.start + margin;
      // A comment does not end the setting that it interrupts.
      if (first < line.end && '#;'.includes(text.charAt(first))) {
        comments.push({
          at: { start: first, end: line.end },
          textAt: { start: first + 1, end: line.end },
        });
        continue;
      }
      const body = text.slice(line.start, line.end);
      const backslashes = /(?<!\\)\\+$/.exec(body)?.[0].length ?? 0;
      const isContinued = backslashes % 2 === 1;
      const end = isContinued ? line.end - 1 : line.end;
      stretches.push({ from: characters.length, start: line.start });
      characters += text.slice(line.start, end);
      if (!isContinued) {
        finish();
        continue;
      }
      stretches.push({ from: characters.length, start: end, blankEnd: line.next });
      characters += ' ';
    }
    finish();
    return { settings, comments };
  },
);

interface Stretch {
  /** The line's index of its first character. */
  readonly from: number;
  readonly start: number;
  readonly blankEnd?: number;
}

function placesIn(stretches: readonly Stretch[]): UnitLine['placeAt'] {
  return (index) => {
    let low = 0;
    for (let high = stretches.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((stretches[middle]?.from ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const { from, start: first, blankEnd } = stretches[low] ?? { from: 0, start: 0 };
    const start = first + index - from;
    return { start, end: blankEnd ?? start + 1 };
  };
}

interface Line extends Span {
  readonly next: number;
}

function* linesOf(text: string): Generator<Line> {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    const next = match.index + match[0].length;
    yield { start, end: match.index, next };
    start = next;
  }
  if (start < text.length) yield { start, end: text.length, next: text.length };
}

function settingOf(line: UnitLine): UnitSetting | undefined {
  const [, margin = '', key = '', equals = ''] =
    /^(\s*)([^\s=[](?:[^=]*[^\s=])?)(\s*=\s*)/.exec(line.text) ?? [];
  if (key === '') return undefined;
  const from = margin.length + key.length + equals.length;
  const to = Math.max(from, line.text.trimEnd().length);
  const value: UnitLine = {
    text: line.text.slice(from, to),
    placeAt: (index) => line.placeAt(from + index),
  };
  return { key, at: cover(line.placeAt(margin.length), line.placeAt(to - 1)), value };
}
