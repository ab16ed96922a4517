import type { Place, Report } from '../check/report.ts';
import { blankOf, printableLine, widthOf } from '../terminal/printable.ts';

/** The first line of a place, cut around the text if wider than `columns`. */
export function excerpt(
  place: Place,
  { textOf }: Report,
  { mark, columns }: { readonly mark: string; readonly columns: number },
): { readonly line: string; readonly blank: string; readonly marks: string } {
  const whole = printableLine(lineAt(textOf(place.file), place.at.start));
  const start = place.startColumn - 1;
  const end = place.endLine === place.startLine ? place.endColumn - 1 : whole.length;
  const isCut = whole.length > Math.max(MIN_ROOM, columns);
  // An ellipsis marks a cut.
  const room = isCut ? Math.max(MIN_ROOM, columns - 4) : whole.length;
  const from = isCut ? clearStart(whole, start, end, room) : 0;
  const to = Math.min(whole.length, from + room);
  const before = `${from > 0 ? '… ' : ''}${whole.slice(from, start)}`;
  const marked = whole.slice(start, Math.min(end, to));
  const behind = `${whole.slice(Math.min(end, to), to)}${to < whole.length ? ' …' : ''}`;
  return {
    line: `${before}${marked}${behind}`.trimEnd(),
    blank: blankOf(before),
    marks: mark.repeat(Math.max(1, widthOf(marked))),
  };
}

const MIN_ROOM = 60;

function clearStart(line: string, start: number, end: number, room: number): number {
  const slack = Math.max(0, room - (end - start)) / 2;
  const wanted = Math.max(0, Math.min(start - Math.floor(slack), line.length - room));
  return /[\udc00-\udfff]/.test(line[wanted] ?? '') ? wanted + 1 : wanted;
}

/** An offset's line, without its ending. */
export function lineAt(whole: string, offset: number): string {
  const start =
    Math.max(whole.lastIndexOf('\n', offset - 1), whole.lastIndexOf('\r', offset - 1)) + 1;
  const rest = whole.slice(start, start + MAX_LINE);
  return rest.slice(0, Math.max(0, rest.search(/[\r\n]|$/)));
}

const MAX_LINE = 1_000_000;
