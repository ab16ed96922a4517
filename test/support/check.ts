/**
 * The one door from tests to the analysis. `check` claims every finding of a text, `checkFix` what the
 * preferred fix makes of it; only this file knows the API behind them.
 */
import assert from 'node:assert/strict';
import { LANGUAGES } from '../../server/src/languages/index.ts';
import { NEWEST_VERSION } from '../../server/src/qemu/options/version.ts';
import type { FixId } from '../../server/src/rules/fix-ids.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import {
  type Analysis,
  analyze,
  type ShownFinding,
} from '../../server/src/service/analysis/analyze.ts';
import {
  type FileFinding,
  type FileFix,
  fixesOf as fileFixesOf,
  findingsOf,
} from '../../server/src/service/analysis/file-findings.ts';
import { type RenderedFix, renderFixes } from '../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../server/src/service/settings/settings.ts';
import { ignoreActions } from '../../server/src/service/suppression/ignore-finding.ts';
import { applyEdits, type Edit } from '../../server/src/text/edit.ts';
import { readAnnotations } from './annotations.ts';

// Tests analyze at once: what is loaded when a file needs it is there before the first of them.
await Promise.all(LANGUAGES.map(({ loading }) => loading?.load()));

export interface CheckOptions {
  /** `shellscript` unless said otherwise. */
  readonly languageId?: string;
  readonly path?: string;
  readonly settings?: Partial<Settings>;
}

const PATHS: Readonly<Record<string, string>> = {
  shellscript: '/w/run.sh',
  xml: '/w/domain.xml',
  'qemu-config': '/w/machine.qemu',
  'qemu-args': '/w/guest.args',
  python: '/w/run.py',
};

/** Settings without the rules about what QEMU refuses, for tests of what else is said of it. */
export const WITHOUT_REFUSALS: CheckOptions = {
  settings: {
    severities: new Map([
      ['chardev-reference-unresolved', 'off'],
      ['reference-unresolved', 'off'],
      ['refused-by-qemu', 'off'],
    ]),
  },
};

/**
 * The settings under which the examples of a rule's page show it: those about neighbours are off by
 * default, and -mon is deprecated for those who chose a version that says so.
 */
export function exampleSettings(rule: Pick<Rule, 'neighbour' | 'needsVersion'>): Partial<Settings> {
  const neighbours = rule.neighbour === true;
  return rule.needsVersion ? { neighbours, qemuVersion: NEWEST_VERSION } : { neighbours };
}

export function settingsOf(options: CheckOptions): Settings {
  return { ...DEFAULT_SETTINGS, ...options.settings };
}

/** The path of a text that tests say nothing more of. */
export function pathOf({ languageId = 'shellscript', path }: CheckOptions): string {
  return path ?? PATHS[languageId] ?? '/w/file';
}

/** Analyzes a text without annotations. Internal failures fail the test. */
export function analyzeText(text: string, options: CheckOptions = {}): Analysis {
  const languageId = options.languageId ?? 'shellscript';
  const path = pathOf(options);
  const analysis = analyze({ text, languageId, path }, settingsOf(options));
  assert.deepEqual(analysis.failures, [], 'the analysis failed inside');
  return analysis;
}

/** What a document that stands alone is shown, comments included. */
export function shownIn(text: string, options: CheckOptions = {}): readonly FileFinding[] {
  const analysis = analyzeText(text, options);
  return findingsOf(analysis.source.path, analysis, []);
}

/** The fixes of a finding that is shown, ready to apply. */
export function shownFixes(finding: FileFinding, options: CheckOptions = {}): readonly FileFix[] {
  return fileFixesOf(finding, (of) => renderFixes(of, settingsOf(options)));
}

/** The fixes of a finding, ready to apply. */
export function fixesOf(
  analysis: Analysis,
  finding: ShownFinding,
  options: CheckOptions = {},
): readonly RenderedFix[] {
  return renderFixes(analysis, settingsOf(options)).get(finding) ?? [];
}

/** The fixes of the first finding of a text, which has to have one. */
export function firstFixes(text: string, options: CheckOptions = {}): readonly RenderedFix[] {
  const analysis = analyzeText(text, options);
  const [finding] = analysis.findings;
  assert.ok(finding, text);
  return fixesOf(analysis, finding, options);
}

/** Asserts that the findings of a fixture are exactly those it claims. */
export function check(fixture: string, options: CheckOptions = {}): Analysis {
  const { text, claims } = readAnnotations(fixture);
  const analysis = analyzeText(text, options);
  const found = findingsOf(analysis.source.path, analysis, []).map((finding) => ({
    text: text.slice(finding.at.start, finding.at.end),
    start: finding.at.start,
    fixable: shownFixes(finding, options).length > 0,
    severity: finding.severity,
    rule: finding.rule,
    message: finding.message,
  }));
  const claimed = claims.map((claim) => ({
    text: text.slice(claim.start, claim.end),
    start: claim.start,
    fixable: claim.fixable,
    severity: claim.severity,
    rule: claim.rule,
    message: claim.message,
  }));
  claimed.sort((a, b) => a.start - b.start);
  const shown = found.map((finding, index) => {
    const claim = claimed[index];
    return { ...finding, message: comparable(finding.message, claim?.message) };
  });
  assert.deepEqual(shown, claimed);
  return analysis;
}

/** The message as far as the claim goes. */
function comparable(message: string, claim: string | undefined): string | undefined {
  if (claim === undefined) return undefined;
  const beginning = claim.endsWith('…') ? claim.slice(0, -1) : undefined;
  return beginning !== undefined && message.startsWith(beginning) ? claim : message;
}

/** Asserts that a text has no finding. */
export function checkSilent(text: string, options: CheckOptions = {}): void {
  const shown = shownIn(text, options).map(
    ({ rule, at }) => `${rule}: ${text.slice(at.start, at.end)}`,
  );
  assert.deepEqual(shown, []);
}

/**
 * Applies a fix of each finding in turn, the first finding first, until none is left, and asserts the
 * text after it. On the way it holds the fix to the rules of the house: it changes something, the
 * finding goes, and no other comes.
 */
export function checkFix(before: string, after: string, options: CheckOptions = {}): void {
  let text = readAnnotations(before).text;
  let analysis = analyzeText(text, options);
  assert.notEqual(analysis.findings.length, 0, 'there is nothing to fix');
  while (analysis.findings.length > 0) {
    const fixed = applyFirstFix(text, analysis, options);
    const next = analyzeText(fixed, options);
    assert.ok(
      next.findings.length < analysis.findings.length,
      `the fix left as many findings as before:\n${fixed}`,
    );
    text = fixed;
    analysis = next;
  }
  assert.equal(text, after);
}

function applyFirstFix(text: string, analysis: Analysis, options: CheckOptions): string {
  const [finding] = analysis.findings;
  assert.ok(finding);
  const fixes = fixesOf(analysis, finding, options);
  const fix = fixes.find((candidate) => candidate.preferred);
  assert.ok(fix, `no preferred fix for ${finding.rule}`);
  const fixed = applyEdits(text, fix.edits);
  assert.ok(fixed !== undefined, 'the edits overlap');
  assert.notEqual(fixed, text);
  return fixed;
}

/** The actions that silence a finding by a comment. */
export function ignoresOf(
  text: string,
  finding: FileFinding,
  options: CheckOptions = {},
): readonly FileFix[] {
  const analysis = analyzeText(text, options);
  const { path } = analysis.source;
  return ignoreActions(path, finding, findingsOf(path, analysis, []), [analysis]);
}

/** Applies the action with a title, with a reason where it asks for one, to the first finding that has it. */
export function applyIgnore(
  text: string,
  title: string,
  reason: string,
  options: CheckOptions = {},
): string {
  for (const finding of shownIn(text, options)) {
    const fix = ignoresOf(text, finding, options).find((candidate) => candidate.title === title);
    if (fix) return applyEdits(text, withReason(fix, reason)) ?? assert.fail('the edits overlap');
  }
  return assert.fail(`no action is called ${title}`);
}

/** The edits of an action as a client makes them that asks for the reason. */
export function withReason({ edits, asksReason }: FileFix, reason: string): readonly Edit[] {
  return edits.map(({ at, text, placeholders = [] }) => {
    const [placeholder] = placeholders;
    assert.equal(placeholder !== undefined, asksReason === true);
    if (placeholder === undefined) return { at, text };
    return { at, text: text.slice(0, placeholder.start) + reason + text.slice(placeholder.end) };
  });
}

/** What the fix with an id makes of the first finding that has it; undefined where none has. */
export function fixedBy(id: FixId, text: string, options: CheckOptions = {}): string | undefined {
  for (const finding of shownIn(text, options)) {
    const fix = shownFixes(finding, options).find((candidate) => candidate.id === id);
    if (fix) return applyEdits(text, fix.edits) ?? assert.fail('the edits overlap');
  }
  return undefined;
}

/** The same where one has to have it. */
export function applyFix(text: string, id: FixId, options: CheckOptions = {}): string {
  return fixedBy(id, text, options) ?? assert.fail(`no fix is called ${id}`);
}

/** The ids of the fixes of each finding of a text, in the order in which they are offered. */
export function fixIds(text: string, options: CheckOptions = {}): readonly (readonly FixId[])[] {
  const analysis = analyzeText(readAnnotations(text).text, options);
  return analysis.findings.map((finding) => {
    return fixesOf(analysis, finding, options).map(({ id }) => id);
  });
}

/** Asserts that no finding of a text has a fix. */
export function checkNoFix(fixture: string, options: CheckOptions = {}): void {
  const analysis = check(fixture, options);
  assert.notEqual(analysis.findings.length, 0, 'there is nothing that could have a fix');
  for (const finding of analysis.findings) {
    assert.deepEqual(fixesOf(analysis, finding, options), []);
  }
}

/** The same claims about texts that are all in one language, or under the same settings. */
export function checksIn(options: CheckOptions) {
  return {
    check: (fixture: string) => check(fixture, options),
    checkFix: (before: string, after: string) => checkFix(before, after, options),
    checkSilent: (text: string) => checkSilent(text, options),
    checkNoFix: (fixture: string) => checkNoFix(fixture, options),
    analyzeText: (text: string) => analyzeText(text, options),
    firstFixes: (text: string) => firstFixes(text, options),
  };
}

export const inXml = checksIn({ languageId: 'xml' });
export const inConfig = checksIn({ languageId: 'qemu-config' });
export const inArgs = checksIn({ languageId: 'qemu-args' });
