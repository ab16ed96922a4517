/** Workflow commands of GitHub Actions, shown as annotations. */
import { rulePageUrl } from '../../workspace/front-end.ts';
import { printable } from '../terminal/printable.ts';
import type { Format } from './format.ts';

const LEVELS = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
} as const;

export const github: Format = ({ findings }) =>
  findings
    .map(({ rule, severity, message, place }) => {
      const { path, startLine, endLine, startColumn, endColumn } = place;
      const isOneLine = startLine === endLine;
      const properties = Object.entries({
        title: rule,
        file: path,
        line: startLine,
        endLine,
        // Columns are valid only within one line.
        ...(isOneLine && { col: startColumn, endColumn }),
      }).map(([key, value]) => `${key}=${property(String(value))}`);
      return `::${LEVELS[severity]} ${properties.join(',')}::${data(`${message} (${rulePageUrl(rule)})`)}\n`;
    })
    .join('');

function data(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
