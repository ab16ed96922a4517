/** SARIF 2.1.0 for GitHub code scanning; excused findings are suppressions. */
import { pathToFileURL } from 'node:url';
import { addTo, PROJECT_URL, rulePageUrl, rules } from '../../workspace/front-end.ts';
import type { Place, Report, ReportedFinding, ReportedFix } from '../check/report.ts';
import { type Fingerprints, fingerprintsOf } from './fingerprints.ts';
import { DISPLAY_NAME, type Format, type FormatContext, jsonText, TOOL } from './format.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** GitHub's limit. */
const MAX_RESULTS = 25_000;
const BASE = '%SRCROOT%';

export const sarif: Format = (report, context) => {
  const all = [...report.findings, ...report.excused];
  const fingerprints = fingerprintsOf(all, report);
  const hasExcused = report.excused.length > 0;
  const run = {
    tool: {
      driver: {
        name: TOOL.name,
        fullName: DISPLAY_NAME,
        informationUri: PROJECT_URL,
        version: TOOL.version,
        semanticVersion: TOOL.version,
        rules: rules.map((rule) => sarifRule(rule, context)),
      },
    },
    invocations: [{ executionSuccessful: !report.isBroken, ...notifications(report) }],
    originalUriBaseIds: { [BASE]: { uri: pathToFileURL(`${context.cwd}/`).href } },
    columnKind: 'utf16CodeUnits',
    results: all
      .slice(0, MAX_RESULTS)
      .map((finding, index) => toResult(finding, fingerprints[index], report, hasExcused)),
  };
  return jsonText({ $schema: SCHEMA, version: '2.1.0', runs: [run] });
};

function notifications({ findings, excused, isBroken }: Report) {
  const count = findings.length + excused.length;
  const texts = [
    ...(isBroken ? ['Something that was named could not be read.'] : []),
    ...(count > MAX_RESULTS
      ? [`Only the first ${MAX_RESULTS} of ${count} findings are in this file.`]
      : []),
  ];
  if (texts.length === 0) return {};
  const toNotification = (text: string) => ({ level: 'warning', message: { text } });
  return { toolExecutionNotifications: texts.map(toNotification) };
}

function toResult(
  finding: ReportedFinding,
  fingerprints: Fingerprints | undefined,
  report: Report,
  hasExcused: boolean,
) {
  const { rule, severity, message, place, related, fixes, excuse } = finding;
  const ruleIndex = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: `${message}.` },
    locations: [locationOf(place, report)],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, id) => ({
        id,
        ...locationOf(one, report),
        message: { text: one.message },
      })),
      codeFlows: [codeFlow(finding, report)],
    }),
    partialFingerprints: {
      primaryLocationLineHash: fingerprints?.line,
      'qemuMonitorGuard/v1': fingerprints?.own,
    },
    ...(fixes.length > 0 && { fixes: fixes.filter(({ asks }) => !asks).map(toFix) }),
    ...(hasExcused && { suppressions: excuse ? [suppressionOf(excuse)] : [] }),
  };
}

function suppressionOf({ by, reason }: NonNullable<ReportedFinding['excuse']>) {
  return {
    kind: by === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: reason,
  };
}

/** Steps from the finding's text to the QEMU command. */
function codeFlow({ place, message, related }: ReportedFinding, report: Report) {
  const steps = [{ ...place, message }, ...related];
  return {
    threadFlows: [
      {
        locations: steps.map((step) => ({
          location: { ...locationOf(step, report), message: { text: step.message } },
        })),
      },
    ],
  };
}

function locationOf(place: Place, { textOf }: Report) {
  const text = textOf(place.file).slice(place.at.start, place.at.end);
  return {
    physicalLocation: {
      artifactLocation: artifactOf(place),
      region: { ...regionOf(place), ...(text !== '' && { snippet: { text } }) },
    },
  };
}

function regionOf({ startLine, startColumn, endLine, endColumn }: Place) {
  return { startLine, startColumn, endLine, endColumn };
}

function artifactOf({ path, file }: Pick<Place, 'path' | 'file'>) {
  if (/^(?:\/|[A-Za-z]:)/.test(path)) return { uri: pathToFileURL(file).href };
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return { uri, uriBaseId: BASE };
}

function toFix({ title, edits }: ReportedFix) {
  const byFile = new Map<string, (typeof edits)[number][]>();
  for (const edit of edits) addTo(byFile, edit.file, edit);
  return {
    description: { text: `${title}.` },
    artifactChanges: [...byFile.values()].map((inFile) => ({
      artifactLocation: artifactOf(inFile[0] ?? { path: '', file: '' }),
      replacements: inFile.map((edit) => ({
        deletedRegion: regionOf(edit),
        insertedContent: { text: edit.text },
      })),
    })),
  };
}

type Rule = (typeof rules)[number];

const LEVELS = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
} as const;
const PROBLEMS = {
  ...({
    error: 'error',
    warning: 'warning',
    information: 'recommendation',
    hint: 'recommendation',
  } as const),
};

/** A `reportingDescriptor` (SARIF 2.1.0 §3.49) with the rule's page as help. */
function sarifRule(rule: Rule, { pageOf }: FormatContext) {
  const { id, severity, summary, neighbour, rating } = rule;
  const page = pageOf(id);
  const text = page ?? `${summary} See ${rulePageUrl(id)}`;
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: titleOf(page) ?? summary },
    fullDescription: { text: summary },
    help: { text, ...(page && { markdown: page }) },
    helpUri: rulePageUrl(id),
    defaultConfiguration: { level: LEVELS[severity], ...(neighbour && { enabled: false }) },
    properties: {
      tags: rating === undefined ? ['correctness'] : ['security', 'external/cwe/cwe-306'],
      precision: 'high',
      'problem.severity': PROBLEMS[severity],
      ...(rating !== undefined && { 'security-severity': rating.toFixed(1) }),
    },
  };
}

function titleOf(page: string | undefined): string | undefined {
  const title = page === undefined ? undefined : /^# (.*)$/m.exec(page)?.[1];
  return title && `${title.replaceAll('`', '')}.`;
}
