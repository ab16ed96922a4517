/**
 * Reads a unit file of systemd into its settings: what stands behind `ExecStart=` as one line, whatever lines it is
 * written on (systemd.syntax(7), `config_parse` in src/shared/conf-parser.c). What a setting means is not known here.
 */
import type { WrittenComment } from '../../syntax/comments.ts';
import { readOnce } from '../../text/read-once.ts';
import type { Span } from '../../text/span.ts';

/** A line as systemd has it, each of whose characters knows where it is written. */
export interface UnitLine {
  readonly text: string;
  /** Where each character is written; a continued line is one blank, from its backslash to where the next begins. */
  readonly at: readonly Span[];
}

/** One `Key=value` of a section. */
export interface UnitSetting {
  readonly key: string;
  /** From the key to the end of the value, with all lines that it goes on over. */
  readonly at: Span;
  readonly value: UnitLine;
}

interface UnitFile {
  readonly settings: readonly UnitSetting[];
  readonly comments: readonly WrittenComment[];
}

/** Never throws; a line that is neither a section nor a setting is passed over, as systemd does. */
export const readUnit = readOnce((text): UnitFile => {
  const settings: UnitSetting[] = [];
  const comments: WrittenComment[] = [];
  let characters = '';
  let places: Span[] = [];
  const finish = (): void => {
    const setting = settingOf({ text: characters, at: places });
    if (setting) settings.push(setting);
    characters = '';
    places = [];
  };
  for (const line of linesOf(text)) {
    const margin = /^\s*/.exec(text.slice(line.start, line.end))?.[0].length ?? 0;
    const first = line.start + margin;
    // A comment between the lines of a setting is none of them, and ends it no more than it would otherwise.
    if (first < line.end && '#;'.includes(text.charAt(first))) {
      comments.push({
        at: { start: first, end: line.end },
        textAt: { start: first + 1, end: line.end },
      });
      continue;
    }
    const body = text.slice(line.start, line.end);
    const backslashes = /\\+$/.exec(body)?.[0].length ?? 0;
    const isContinued = backslashes % 2 === 1;
    const end = isContinued ? line.end - 1 : line.end;
    for (let at = line.start; at < end; at++) {
      characters += text.charAt(at);
      places.push({ start: at, end: at + 1 });
    }
    if (!isContinued) {
      finish();
      continue;
    }
    characters += ' ';
    places.push({ start: line.end - 1, end: line.next });
  }
  finish();
  return { settings, comments };
});

interface Line extends Span {
  /** Where the next one begins. */
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
    /^(\s*)([^\s=[][^=]*?)(\s*=\s*)/.exec(line.text) ?? [];
  if (key === '') return undefined;
  const from = margin.length + key.length + equals.length;
  const to = Math.max(from, line.text.trimEnd().length);
  const start = line.at[margin.length]?.start ?? 0;
  const end = line.at[to - 1]?.end ?? start;
  const value = { text: line.text.slice(from, to), at: line.at.slice(from, to) };
  return { key, at: { start, end }, value };
}
