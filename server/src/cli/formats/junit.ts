/** JUnit's XML: each finding is a test that has failed, and what somebody has excused one that was skipped. */
import type { ReportedFinding } from '../check/report.ts';
import { type Format, ruleUrl, TOOL_NAME } from './format.ts';
import { element, indented, xmlText } from './xml-text.ts';

export const junit: Format = ({ findings, excused }) => {
  const cases = [...findings.map(failed), ...excused.map(skipped)];
  // Services take a report without a test for one that is broken.
  if (cases.length === 0) {
    cases.push(element('testcase', { name: 'no finding', classname: TOOL_NAME, time: 0 }));
  }
  const counts = { tests: cases.length, failures: findings.length, errors: 0 };
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

function failed(finding: ReportedFinding): string {
  const { rule, severity, message, place } = finding;
  const { path, startLine, startColumn } = place;
  const words = `${path}:${startLine}:${startColumn}: ${severity}[${rule}] ${message} (${ruleUrl(rule)})`;
  return testCase(finding, element('failure', { message, type: severity }, xmlText(words)));
}

function skipped(finding: ReportedFinding): string {
  return testCase(finding, element('skipped', { message: finding.excuse?.reason ?? '' }));
}
