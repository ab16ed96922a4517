/**
 * What is to be said about one file, by every analysis that looked at it: its own, and those of the
 * scripts that bring it in. A finding stands in the file in which its text is written, and its fixes may
 * change others.
 */
import type { Fix, Severity } from '../rules/rule.ts';
import type { Edit } from '../text/edit.ts';
import type { FilePlace } from '../text/file-set.ts';
import { type Span, spanKey } from '../text/span.ts';
import type { Analysis, ShownFinding } from './analyze.ts';
import { findingsInComments } from './comment-findings.ts';
import { foldFindings } from './fold.ts';
import type { RenderedFix } from './render-fix.ts';

/** Another place that belongs to a finding, in whatever file. */
export interface FileRelated extends FilePlace {
  readonly message: string;
}

/** A finding in one file; `at` counts from the file's start. */
export interface FileFinding {
  readonly at: Span;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly FileRelated[];
  /** The fixes with the analyses that know how to spell them, or, of a comment, spelled. */
  readonly fixes: readonly (OriginalFix | FileFix)[];
}

/** A finding of an analysis. */
interface MachineFinding extends FileFinding {
  readonly fixes: readonly OriginalFix[];
}

interface OriginalFix extends Fix {
  readonly original: Fix;
  readonly analysis: Analysis;
  readonly finding: ShownFinding;
}

/** A fix whose edits stand in files. */
export interface FileFix extends Pick<Fix, 'title' | 'safety' | 'risk' | 'preferred'> {
  /** What it and others like it do, where the title names one place. */
  readonly kind?: string;
  readonly edits: readonly FileEdit[];
  /** Whether its one edit has a placeholder for a reason, which a person should be asked for. */
  readonly asksReason?: true;
}

export interface FileEdit extends FilePlace, Omit<Edit, 'at'> {}

/**
 * The findings of a file in its order, one for each place. `own` is the analysis of the file itself,
 * undefined for one that nobody looks at on its own; `others` are those that may have brought it in. Who
 * starts QEMU with a file knows more than the file: then text that its own analysis found unused is not,
 * and what a config file lacks may stand in the command. Comments are judged only with the file's own
 * analysis; that one is stale is said only where `isComplete`: nobody else may bring the file in.
 */
export function findingsOf(
  path: string,
  own: Analysis | undefined,
  others: readonly Analysis[],
  isComplete = true,
): readonly FileFinding[] {
  const started = others.some(({ starts, used }) => starts && used.has(path));
  const found: MachineFinding[] = [];
  const take = (analysis: Analysis, isOwn: boolean) => {
    for (const finding of analysis.findings) {
      if (finding.unused && (started || !isOwn)) continue;
      const inFile = findingIn(path, analysis, finding);
      if (inFile) found.push(inFile);
    }
  };
  if (own && !(started && own.host?.id === 'readconfig')) take(own, true);
  for (const other of others) take(other, false);
  const folded = foldFindings(found, ({ path: of, at }) => `${spanKey(at)} ${of}`);
  if (own === undefined) return folded;
  const inComments = findingsInComments(path, [own, ...others], isComplete);
  if (inComments.length === 0) return folded;
  return [...folded, ...inComments].toSorted(
    (a, b) => a.at.start - b.at.start || a.at.end - b.at.end,
  );
}

function findingIn(
  path: string,
  analysis: Analysis,
  finding: ShownFinding,
): MachineFinding | undefined {
  const { rule, severity, message } = finding;
  const place = analysis.files.locate(finding.at);
  if (place?.path !== path) return undefined;
  const related = finding.related.flatMap((other) => {
    const otherPlace = analysis.files.locate(other.at);
    return otherPlace ? [{ ...otherPlace, message: other.message }] : [];
  });
  const fixes = finding.fixes.map((fix) => ({ ...fix, original: fix, analysis, finding }));
  return { at: place.at, rule, severity, message, related, fixes };
}

/**
 * The fixes of a finding, with edits in files. `render` gives the fixes of an analysis, which somebody may
 * have kept. A fix that would change text between files is left out.
 */
export function fixesOf(
  { fixes }: FileFinding,
  render: (analysis: Analysis) => ReadonlyMap<ShownFinding, readonly RenderedFix[]>,
): readonly FileFix[] {
  return fixes.flatMap((offered) => {
    if ('edits' in offered) return [offered];
    const { original, preferred, analysis, finding } = offered;
    const fix = render(analysis)
      .get(finding)
      ?.find(({ of }) => of === original);
    const edits = fix?.edits.flatMap(({ at, ...edit }): readonly FileEdit[] => {
      const place = analysis.files.locate(at);
      return place ? [{ ...place, ...edit }] : [];
    });
    if (edits === undefined || edits.length !== fix?.edits.length) return [];
    const { title, safety, risk } = fix;
    const kind = original.kind ?? original.title;
    return [{ title, kind, safety, risk, preferred: preferred && fix.preferred, edits }];
  });
}
