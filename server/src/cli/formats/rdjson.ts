/** reviewdog's format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. Columns are bytes. */
import { PROJECT_URL, rulePageUrl } from '../../workspace/front-end.ts';
import type { Place, Report, ReportedFinding } from '../check/report.ts';
import { DISPLAY_NAME, type Format, jsonText } from './format.ts';

const LEVELS = { error: 'ERROR', warning: 'WARNING', information: 'INFO', hint: 'INFO' } as const;

export const rdjson: Format = (report) => {
  const diagnostics = report.findings.map((finding) => toDiagnostic(finding, report));
  const whole = { source: { name: DISPLAY_NAME, url: PROJECT_URL }, diagnostics };
  return jsonText(whole);
};

function toDiagnostic(finding: ReportedFinding, report: Report) {
  const { rule, severity, message, place } = finding;
  const suggestions = suggestionsOf(finding).map((edit) => ({
    range: rangeOf(edit, report),
    text: edit.text,
  }));
  return {
    message,
    location: { path: place.path, range: rangeOf(place, report) },
    severity: LEVELS[severity],
    code: { value: rule, url: rulePageUrl(rule) },
    ...(suggestions.length > 0 && { suggestions }),
  };
}

/** Single edits, since reviewers apply suggestions one by one. */
function suggestionsOf({ place, fixes }: ReportedFinding) {
  return fixes.slice(0, 1).flatMap(({ edits, asks }) => {
    const [edit, ...more] = edits;
    const isWhole = edit !== undefined && more.length === 0 && !asks;
    return isWhole && edit.file === place.file ? [edit] : [];
  });
}

function rangeOf(
  { file, at, startLine, startColumn, endLine, endColumn }: Place,
  { textOf }: Report,
) {
  const text = textOf(file);
  const bytesIn = (start: number, end: number): number => Buffer.byteLength(text.slice(start, end));
  return {
    start: { line: startLine, column: bytesIn(at.start - startColumn + 1, at.start) + 1 },
    end: { line: endLine, column: bytesIn(at.end - endColumn + 1, at.end) + 1 },
  };
}
