/** `--verbose`: a finding with its line, its path to QEMU, its fix and its page, without a final newline. */
import { addTo, applyEdits, rulePageUrl } from '../../workspace/front-end.ts';
import type { Place, Report, ReportedFinding, ReportedFix } from '../check/report.ts';
import { COLOUR_OF_SEVERITY, type Colour } from '../terminal/colours.ts';
import { printable, widthOf } from '../terminal/printable.ts';
import { headOf } from './concise.ts';
import { excerpt, lineAt } from './excerpt.ts';
import type { FormatContext } from './format.ts';

export function describe(finding: ReportedFinding, report: Report, context: FormatContext): string {
  const { paint } = context;
  const { message, place, related, fixes, severity, isPossible } = finding;
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
    ...(isPossible ? [asNote('possible: it depends on a value that only a run knows')] : []),
    asNote(`see ${rulePageUrl(finding.rule)}`),
  ];
  return [
    `${paint(colour, headOf(finding))}${paint('bold', `: ${printable(message)}`)}`,
    `${gutter}${paint('dim', '-->')} ${placeWords(place)}`,
    `${gutter} ${bar}`,
    ...marked(place, report, { ...context, digits, colour, mark: '^', words: '' }),
    ...related.flatMap((one) => [
      ...(one.file === place.file ? [] : [`${gutter}${paint('dim', '::>')} ${placeWords(one)}`]),
      ...(one.file === place.file ? [`${paint('dim', '...')}`] : [`${gutter} ${bar}`]),
      ...marked(one, report, {
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

interface MarkOptions extends FormatContext {
  readonly digits: number;
  readonly colour: Colour;
  readonly mark: string;
  readonly words: string;
}

function marked(place: Place, report: Report, options: MarkOptions): readonly string[] {
  const { paint, digits, words, colour, mark, columns } = options;
  const bar = paint('dim', '|');
  const number = paint('dim', String(place.startLine).padStart(digits));
  const { line, blank, marks } = excerpt(place, report, { mark, columns: columns - digits - 4 });
  const below = words === '' ? marks : `${marks} ${printable(words)}`;
  return [
    `${number} ${bar} ${line}`.trimEnd(),
    `${' '.repeat(digits)} ${bar} ${blank}${paint(colour, below)}`,
  ];
}

/** Lines; more are not shown. */
const MAX_FIXED = 3;
/** Characters; longer lines are not shown. */
const LONGEST_FIXED = 160;

/** Lines as a fix leaves them. Empty if too many, too long, or if lines come or go. */
function fixedLines(
  fix: ReportedFix | undefined,
  place: Place,
  { textOf }: Report,
  { paint, digits }: Pick<MarkOptions, 'paint' | 'digits'>,
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
