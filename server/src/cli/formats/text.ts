/** Findings by file: three lines each, details with `--verbose`. */
import { isLeftToUsers } from '../../workspace/front-end.ts';
import type { Report, ReportedFinding, ReportedFix } from '../check/report.ts';
import { COLOUR_OF_SEVERITY } from '../terminal/colours.ts';
import { printable, printableLine, widthOf } from '../terminal/printable.ts';
import { describe } from './details.ts';
import { excerpt } from './excerpt.ts';
import type { Format, FormatContext } from './format.ts';

export const text: Format = (report, context) => {
  if (context.verbose) {
    return report.findings.map((finding) => `${describe(finding, report, context)}\n`).join('\n');
  }
  const blocks = report.findings.map((finding, index) => {
    const { path } = finding.place;
    const isFirst = path !== report.findings[index - 1]?.place.path;
    const head = `${index > 0 ? '\n' : ''}${context.paint('bold', printableLine(path))}\n`;
    return `${isFirst ? head : ''}${brief(finding, report, context).join('\n')}\n`;
  });
  return blocks.join('');
};

const INDENT = '    ';

/** `  4:14  error  HMP on tcp *:4444: …`, the line with marks, the rule and the fix. */
function brief(
  { place, severity, message, isPossible, rule, fixes }: ReportedFinding,
  report: Report,
  context: FormatContext,
): readonly string[] {
  const { paint, columns } = context;
  const colour = COLOUR_OF_SEVERITY[severity];
  const where = `  ${place.startLine}:${place.startColumn}  `;
  const [first = '', ...more] = wrapped(
    `${where}${severity}  ${printable(message)}`,
    columns,
    ' '.repeat(where.length),
  );
  const behind = first.slice(where.length + severity.length);
  const { line, blank, marks } = excerpt(place, report, { mark: '^', columns: columns - 4 });
  const note = printable(
    [rule, ...(isPossible ? ['possible'] : []), ...fixNote(fixes[0])].join(', '),
  );
  const below = `${INDENT}${blank}${paint(colour, marks)}`;
  const fits = widthOf(`${INDENT}${blank}${marks} ${note}`) <= columns;
  return [
    `${where}${paint(colour, severity)}${behind}`,
    ...more,
    `${INDENT}${line}`.trimEnd(),
    ...(fits
      ? [`${below} ${paint('dim', note)}`]
      : [below, ...wrapped(`${INDENT}${note}`, columns, INDENT).map((one) => paint('dim', one))]),
  ];
}

function fixNote(fix: ReportedFix | undefined): readonly string[] {
  if (fix === undefined) return [];
  return [`fix: ${fix.title} (${howToMake(fix)})`];
}

function howToMake(fix: ReportedFix): string {
  if (fix.asks) return 'by hand, parts are to be filled in';
  if (fix.clients.length > 0) return 'by hand, it cuts off clients';
  if (isLeftToUsers(fix)) return 'by hand';
  return fix.safety === 'safe' ? '--fix' : '--fix=all, review first';
}

/** Wraps at words and indents all lines but the first. */
function wrapped(whole: string, columns: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of whole.split(/(?<=\S) /)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
