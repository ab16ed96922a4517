/** JUnit's XML. A finding is a failed test, a passed one below `--fail-on`, a skipped one if excused. */
import { rulePageUrl } from '../../workspace/front-end.ts';
import { isAtLeast } from '../arguments/options.ts';
import type { ReportedFinding } from '../check/report.ts';
import { type Format, TOOL_NAME } from './format.ts';
import { element, indented, xmlText } from './xml-text.ts';

export const junit: Format = ({ findings, excused }, { failOn }) => {
  const isFailure = ({ severity }: ReportedFinding): boolean => isAtLeast(severity, failOn);
  const cases = [
    ...findings.map((one) => testCase(one, isFailure(one) ? failure(one) : remark(one))),
    ...excused.map((one) => testCase(one, skipped(one))),
  ];
  // Services take a report without tests as broken.
  if (cases.length === 0) {
    cases.push(element('testcase', { name: 'no finding', classname: TOOL_NAME, time: 0 }));
  }
  const counts = { tests: cases.length, failures: findings.filter(isFailure).length, errors: 0 };
  const suite = element(
    'testsuite',
    { name: TOOL_NAME, ...counts, skipped: excused.length, time: 0 },
    indented(cases),
  );
  const whole = element('testsuites', { name: TOOL_NAME, ...counts, time: 0 }, indented([suite]));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`;
};

function testCase(finding: ReportedFinding, content: string): string {
  const { rule, place } = finding;
  const { path, startLine, startColumn } = place;
  return element(
    'testcase',
    { name: `${rule} (${path}:${startLine}:${startColumn})`, classname: path, time: 0 },
    content,
  );
}

function failure(finding: ReportedFinding): string {
  const { severity, message } = finding;
  return element('failure', { message, type: severity }, wordsOf(finding));
}

function remark(finding: ReportedFinding): string {
  return element('system-out', {}, wordsOf(finding));
}

function wordsOf({ rule, severity, message, place }: ReportedFinding): string {
  const { path, startLine, startColumn } = place;
  return xmlText(
    `${path}:${startLine}:${startColumn}: ${severity}[${rule}] ${message} (${rulePageUrl(rule)})`,
  );
}

function skipped({ excuse }: ReportedFinding): string {
  return element('skipped', { message: excuse?.reason ?? '' });
}
