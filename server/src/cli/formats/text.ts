/**
 * Findings for people: what is wrong and where, the line with the text marked, the way that text takes to QEMU, and
 * what can be done about it.
 */
import { addTo, applyEdits } from '../../workspace/front-end.ts';
import type { Place, Report, ReportedFinding, ReportedFix } from '../check/report.ts';
import { COLOUR_OF_SEVERITY, type Colour } from '../terminal/colours.ts';
import { blankOf, printable, widthOf } from '../terminal/printable.ts';
import { headOf } from './concise.ts';
import { type Format, type FormatContext, ruleUrl } from './format.ts';

export const text: Format = (report, context) =>
  report.findings.map((finding) => `${describe(finding, report, context)}\n`).join('\n');

function describe(finding: ReportedFinding, report: Report, context: FormatContext): string {
  const { paint } = context;
  const { message, place, related, fixes, severity } = finding;
  const places = [place, ...related];
  const digits = Math.max(...places.map(({ endLine }) => String(endLine).length));
  const gutter = ' '.repeat(digits);
  const colour = COLOUR_OF_SEVERITY[severity];
  const bar = paint('dim', '|');
  const [fix, ...others] = fixNotes(fixes);
  const asNote = (note: string): string => `${gutter} ${paint('dim', '=')} ${note}`;
  const notes = [
    ...(fix ? [asNote(fix), ...fixedLines(fixes[0], place, report, { ...context, digits })] : []),
    ...others.map(asNote),
    asNote(`see ${ruleUrl(finding.rule)}`),
  ];
  return [
    `${paint(colour, headOf(finding))}${paint('bold', `: ${printable(message)}`)}`,
    `${gutter}${paint('dim', '-->')} ${placeWords(place)}`,
    `${gutter} ${bar}`,
    ...excerpt(place, report, { ...context, digits, colour, mark: '^', words: '' }),
    ...related.flatMap((one) => [
      ...(one.file === place.file ? [] : [`${gutter}${paint('dim', '::>')} ${placeWords(one)}`]),
      ...(one.file === place.file ? [`${paint('dim', '...')}`] : [`${gutter} ${bar}`]),
      ...excerpt(one, report, {
        ...context,
        digits,
        colour: 'blue',
        mark: '-',
        words: one.message,
      }),
    ]),
    `${gutter} ${bar}`,
    ...notes,
  ].join('\n');
}

function placeWords({ path, startLine, startColumn }: Place): string {
  return printable(`${path}:${startLine}:${startColumn}`);
}

interface ExcerptOptions extends FormatContext {
  readonly digits: number;
  readonly colour: Colour;
  readonly mark: string;
  readonly words: string;
}

/** The first line of a place with its text marked below. Of a line that fills the screen only what is around it. */
function excerpt(place: Place, { textOf }: Report, options: ExcerptOptions): readonly string[] {
  const { paint, digits, colour, mark, words, columns } = options;
  const whole = printable(lineAt(textOf(place.file), place.at.start));
  const start = place.startColumn - 1;
  const end = place.endLine === place.startLine ? place.endColumn - 1 : whole.length;
  const room = Math.max(MIN_ROOM, columns - digits - 4);
  const from = whole.length > room ? clearStart(whole, start, end, room) : 0;
  const to = Math.min(whole.length, from + room);
  const before = `${from > 0 ? '… ' : ''}${whole.slice(from, start)}`;
  const marked = whole.slice(start, Math.min(end, to));
  const behind = `${whole.slice(Math.min(end, to), to)}${to < whole.length ? ' …' : ''}`;
  const marks = mark.repeat(Math.max(1, widthOf(marked)));
  const line = String(place.startLine).padStart(digits);
  const bar = paint('dim', '|');
  return [
    `${paint('dim', line)} ${bar} ${before}${marked}${behind}`.trimEnd(),
    `${' '.repeat(digits)} ${bar} ${blankOf(before)}${paint(colour, `${marks}${words && ' '}${printable(words)}`)}`,
  ];
}

const MIN_ROOM = 60;

/** Where to begin with a long line, so that the marked text is seen with something around it. */
function clearStart(line: string, start: number, end: number, room: number): number {
  const slack = Math.max(0, room - (end - start)) / 2;
  const wanted = Math.max(0, Math.min(start - Math.floor(slack), line.length - room));
  return /[\udc00-\udfff]/.test(line[wanted] ?? '') ? wanted + 1 : wanted;
}

/** The line of an offset, without its end. */
function lineAt(whole: string, offset: number): string {
  const start =
    Math.max(whole.lastIndexOf('\n', offset - 1), whole.lastIndexOf('\r', offset - 1)) + 1;
  const rest = whole.slice(start, start + MAX_LINE);
  return rest.slice(0, Math.max(0, rest.search(/[\r\n]|$/)));
}

/** Nobody reads a longer one. */
const MAX_LINE = 1_000_000;

/** How many lines are shown as a fix leaves them. */
const MAX_FIXED = 3;
/** How long such a line may be; a terminal breaks it. */
const LONGEST_FIXED = 160;

/** The lines that a fix changes, as it leaves them; none where they are many or long, or lines come or go. */
function fixedLines(
  fix: ReportedFix | undefined,
  place: Place,
  { textOf }: Report,
  { paint, digits }: Pick<ExcerptOptions, 'paint' | 'digits'>,
): readonly string[] {
  if (fix === undefined || fix.asks) return [];
  const byLine = new Map<string, ReportedFix['edits'][number][]>();
  for (const edit of fix.edits) {
    const key = `${edit.startLine} ${edit.file}`;
    addTo(byLine, key, edit);
  }
  const isSimple = fix.edits.every(
    ({ startLine, endLine, text: own }) => startLine === endLine && !/[\r\n]/.test(own),
  );
  if (!isSimple || byLine.size > MAX_FIXED) return [];
  const lines = [...byLine.values()].map((edits) => {
    const [{ at, path, file, startLine, startColumn } = place] = edits;
    const start = at.start - (startColumn - 1);
    const moved = edits.map((edit) => ({
      at: { start: edit.at.start - start, end: edit.at.end - start },
      text: edit.text,
    }));
    const fixed = applyEdits(lineAt(textOf(file), at.start), moved);
    return { path, file, startLine, shown: fixed && printable(fixed) };
  });
  if (lines.some(({ shown }) => shown === undefined || widthOf(shown) > LONGEST_FIXED)) return [];
  return lines.flatMap(({ path, file, startLine, shown }) => [
    ...(file === place.file
      ? []
      : [`${' '.repeat(digits)}${paint('dim', '::>')} ${printable(path)}`]),
    `${paint('dim', String(startLine).padStart(digits))} ${paint('green', `+ ${shown}`)}`,
  ]);
}

/** How many other fixes are named. */
const MAX_OTHERS = 2;

function fixNotes(fixes: readonly ReportedFix[]): readonly string[] {
  const [first, ...others] = fixes;
  if (first === undefined) return [];
  const how = first.asks
    ? 'by hand: parts of it are to be filled in'
    : first.safety === 'safe'
      ? '--fix'
      : `--fix=all: ${first.risk}`;
  const shown = others.slice(0, MAX_OTHERS).map(({ title }) => title);
  const hidden = others.length - shown.length;
  const rest = hidden > 0 ? ` (${hidden} more)` : '';
  const more = shown.length > 0 ? [`or: ${shown.join('; ')}${rest}`] : [];
  return [`fix: ${first.title} (${how})`, ...more].map((note) => printable(note));
}
