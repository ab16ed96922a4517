/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
import { fingerprintsOf } from './fingerprints.ts';
import { type Format, jsonText } from './format.ts';

const LEVELS = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' } as const;

export const gitlab: Format = (report) => {
  const fingerprints = fingerprintsOf(report.findings, report);
  const issues = report.findings.map(({ rule, severity, message, place }, index) => ({
    description: message,
    check_name: rule,
    fingerprint: fingerprints[index]?.own,
    severity: LEVELS[severity],
    location: {
      path: place.path,
      lines: { begin: place.startLine, end: place.endLine },
    },
  }));
  return jsonText(issues);
};
