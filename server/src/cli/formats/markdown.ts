/** A table for people who read it on a web page: a summary of a job, or a comment on a change. */

import { PROJECT_URL } from '../../workspace/front-end.ts';
import type { ReportedFinding } from '../check/report.ts';
import { plural } from '../check/summary.ts';
import { DISPLAY_NAME, type Format, ruleUrl } from './format.ts';

export const markdown: Format = ({ findings, excused, checked, notChecked }) => {
  const title = `### [${DISPLAY_NAME}](${PROJECT_URL}): ${findings.length === 0 ? 'no findings' : plural(findings.length, 'finding')}`;
  const rows = findings.map(row);
  const table = ['| Where | What | Fix |', '| --- | --- | --- |', ...rows].join('\n');
  const unread = notChecked.monitors.map((path) => `- ${code(path)}`);
  const parts = [
    title,
    ...(findings.length > 0 ? [table] : []),
    ...(unread.length > 0
      ? [
          `Not checked, in a language that is not read, with a monitor option:\n\n${unread.join('\n')}`,
        ]
      : []),
    `${plural(checked, 'file')} looked into${excused.length > 0 ? `, ${excused.length} excused` : ''}.`,
  ];
  return `${parts.join('\n\n')}\n`;
};

function row({ rule, severity, message, place, fixes }: ReportedFinding): string {
  const where = code(`${place.path}:${place.startLine}`);
  const what = `**${severity}** [${rule}](${ruleUrl(rule)}): ${escaped(message)}`;
  const [fix] = fixes;
  const how = fix ? escaped(fix.title) + (fix.safety === 'safe' ? '' : ' (wants a look)') : '';
  return `| ${where} | ${what} | ${how} |`;
}

/** Text that is no markup, whatever it looks like, in a cell of a table. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').replace(/[\\`*_{}[\]<>()#+\-!|~&@:]/g, '\\$&');
}

/** The same as code: with more backticks around it than it has itself. */
function code(text: string): string {
  const plain = text.replace(/[\p{Cc}\s]+/gu, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map(({ length }) => length));
  const ticks = '`'.repeat(longest + 1);
  return longest > 0 ? `${ticks} ${plain} ${ticks}` : `${ticks}${plain}${ticks}`;
}
