/** Markdown tables for a job summary or a review comment. */

import { PROJECT_URL, rulePageUrl } from '../../workspace/front-end.ts';
import type { ReportedFinding } from '../check/report.ts';
import { plural } from '../check/summary.ts';
import { printable } from '../terminal/printable.ts';
import { DISPLAY_NAME, type Format } from './format.ts';

/** Bytes; above 1 MiB GitHub shows no summary. */
const MAX_SIZE = 1_000_000;

export const markdown: Format = ({ findings, excused, checked, unknown, notChecked }) => {
  const title = `### [${DISPLAY_NAME}](${PROJECT_URL}): ${findings.length === 0 ? 'no findings' : plural(findings.length, 'finding')}`;
  const unread = notChecked.monitors.map((path) => `- ${code(path)}`);
  const parts = [
    title,
    ...table('| Where | What | Fix |', findings.map(row)),
    ...table('| Where | What is excused | Why |', excused.map(excusedRow)),
    ...(unread.length > 0
      ? [`Not checked (monitor option in an unsupported language):\n\n${unread.join('\n')}`]
      : []),
    [
      `${plural(checked, 'file')} checked`,
      ...(excused.length > 0 ? [`${excused.length} excused`] : []),
      ...(unknown > 0 ? [`${plural(unknown, 'monitor')} unknown`] : []),
    ].join(', ') + '.',
  ];
  return cut(`${parts.join('\n\n')}\n`);
};

function table(head: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : [[head, '| --- | --- | --- |', ...rows].join('\n')];
}

function row({ fixes, ...finding }: ReportedFinding): string {
  const [fix] = fixes;
  const how = fix ? escaped(fix.title) + (fix.safety === 'safe' ? '' : ' (review first)') : '';
  return `| ${where(finding)} | **${finding.severity}** ${what(finding)} | ${how} |`;
}

function excusedRow({ excuse, ...finding }: ReportedFinding): string {
  return `| ${where(finding)} | ${what(finding)} | ${escaped(excuse?.reason ?? '')} |`;
}

function where({ place }: Pick<ReportedFinding, 'place'>): string {
  return code(`${place.path}:${place.startLine}`);
}

function what({ rule, message }: Pick<ReportedFinding, 'rule' | 'message'>): string {
  return `[${rule}](${rulePageUrl(rule)}): ${escaped(message)}`;
}

function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_SIZE) return text;
  const end = bytes.lastIndexOf('\n', MAX_SIZE);
  return `${bytes.toString('utf8', 0, end)}\n\nThe rest does not fit into a summary.\n`;
}

function escaped(text: string): string {
  return onOneLine(text).replace(/[\\`*_{}[\]<>()#+\-!|~&@:]/g, '\\$&');
}

/** Inline code, between more backticks than the text contains. */
function code(text: string): string {
  const plain = onOneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  return longest > 0 ? `${ticks} ${plain} ${ticks}` : `${ticks}${plain}${ticks}`;
}

function onOneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '));
}
