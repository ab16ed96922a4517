/** Checkstyle's XML, for CI services. */
import { addTo } from '../../workspace/front-end.ts';
import type { ReportedFinding } from '../check/report.ts';
import { type Format, TOOL_NAME } from './format.ts';
import { element, indented } from './xml-text.ts';

const LEVELS = { error: 'error', warning: 'warning', information: 'info', hint: 'info' } as const;

export const checkstyle: Format = ({ findings }) => {
  const files = new Map<string, string[]>();
  for (const finding of findings) {
    const { path } = finding.place;
    addTo(files, path, errorOf(finding));
  }
  const elements = [...files].map(([name, errors]) => element('file', { name }, indented(errors)));
  const whole = element('checkstyle', { version: '4.3' }, indented(elements));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`;
};

function errorOf({ rule, severity, message, place }: ReportedFinding): string {
  return element('error', {
    line: place.startLine,
    column: place.startColumn,
    severity: LEVELS[severity],
    message,
    source: `${TOOL_NAME}.${rule}`,
  });
}
