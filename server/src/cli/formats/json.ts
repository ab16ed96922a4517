/** JSON with all data; `schemas/check.schema.json` describes it. Members are only added. */

import { rulePageUrl } from '../../workspace/front-end.ts';
import { SEVERITIES } from '../arguments/options.ts';
import type { Place, ReportedFinding } from '../check/report.ts';
import { type Format, jsonText, TOOL } from './format.ts';

export const json: Format = (report) => {
  const { findings, excused, checked, unknown, notChecked, fixable } = report;
  const counts = SEVERITIES.map((severity) => [
    severity,
    findings.filter((one) => one.severity === severity).length,
  ]);
  const whole = {
    version: 1,
    tool: TOOL,
    findings: findings.map(toJson),
    excused: excused.map((finding) => ({ ...toJson(finding), excuse: finding.excuse })),
    notChecked,
    summary: { checked, ...Object.fromEntries(counts), excused: excused.length, unknown, fixable },
  };
  return jsonText(whole);
};

function toJson({ rule, severity, message, address, place, related, fixes }: ReportedFinding) {
  return {
    rule,
    severity,
    message,
    url: rulePageUrl(rule),
    ...placeJson(place),
    ...(address !== undefined && { address }),
    related: related.map((one) => ({ message: one.message, ...placeJson(one) })),
    fixes: fixes.map(({ edits, ...fix }) => ({
      ...fix,
      edits: edits.map((edit) => ({ ...placeJson(edit), text: edit.text })),
    })),
  };
}

function placeJson({ path, startLine, startColumn, endLine, endColumn, at }: Place) {
  return {
    path,
    start: { line: startLine, column: startColumn, offset: at.start },
    end: { line: endLine, column: endColumn, offset: at.end },
  };
}
