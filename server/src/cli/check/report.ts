/** What was found, in the form in which every format prints it: places as lines and columns, in a stable order. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { FileFinding, FileFix } from '../../service/analysis/file-findings.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import type { FindingsOfFile } from '../../service/fixes/fix-all.ts';
import type { Span } from '../../text/span.ts';
import { fixAll, fixesOf, relatedOf } from '../../workspace/front-end.ts';
import type { Sweep } from '../../workspace/review/sweep.ts';
import { shownPath } from './project.ts';
import type { SweptProject } from './sweep-project.ts';

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 code units; the end is behind the last one. */
export interface Place {
  /** From the current folder, with `/`. */
  readonly path: string;
  /** Absolute, with `/`. */
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Counted in UTF-16 code units from the beginning of the file. */
  readonly at: Span;
}

/** A finding as it is printed: with lines and columns from 1, and its fixes with their edits. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: FileFinding['severity'];
  readonly message: string;
  readonly address: string | undefined;
  readonly place: Place;
  /** The way that the text takes to QEMU, and what else has to do with it. */
  readonly related: readonly (Place & { readonly message: string })[];
  /** The preferred fix first. */
  readonly fixes: readonly ReportedFix[];
  /** The reason why it may stay, of a finding that somebody has excused. */
  readonly excuse: Excuse | undefined;
}

interface Excuse {
  readonly reason: string;
  /** By a comment in the file, or by the file of settings. */
  readonly by: 'comment' | 'settings';
}

/** A fix as it is printed; one of which an edit has no place is left out. */
export interface ReportedFix
  extends Pick<FileFix, 'id' | 'title' | 'safety' | 'risk' | 'preferred'> {
  /** Whether parts of it are to be filled in by whoever applies it. */
  readonly asks: boolean;
  readonly edits: readonly (Place & { readonly text: string })[];
}

/** What is printed of a check, whatever the format. */
export interface Report {
  /** What is to be seen to, in the order of paths and places. */
  readonly findings: readonly ReportedFinding[];
  /** What somebody has excused, in the same order. */
  readonly excused: readonly ReportedFinding[];
  /** How many files were looked into. */
  readonly checked: number;
  readonly notChecked: NotChecked;
  /** How many findings go away with the fixes that are safe, and how many more with those that want a look. */
  readonly fixable: { readonly safe: number; readonly review: number };
  /** The text of a file that a place is in. */
  readonly textOf: (file: string) => string;
}

/** Files that say something of QEMU and are not read, by their shown paths. */
export interface NotChecked {
  readonly monitors: readonly string[];
  readonly unfollowed: readonly string[];
  readonly documentation: number;
  readonly programs: number;
}

/** What a project has to say, wherever it was looked at. */
export interface Reported
  extends Pick<SweptProject, 'looked' | 'isWanted' | 'unread' | 'quiet'>,
    Pick<Report, 'findings' | 'excused' | 'fixable'> {
  readonly sweep: Pick<Sweep, 'unread' | 'broughtIn'>;
  /** The text of a file that a place is in; undefined for one of another project. */
  readonly textOf: (file: string) => string | undefined;
}

/** Findings that are known with their analyses, from which reports and fixes are made. */
export interface Found extends Pick<SweptProject, 'isWanted' | 'render'> {
  readonly files: readonly FindingsOfFile[];
  readonly excusing: readonly Analysis[];
  readonly documentOf: SweptProject['documentOf'];
}

/** What was found in several projects as one report, in the order of paths and places. */
export function reportOf(projects: readonly SweptProject[], cwd: string): Report {
  return joinReports(
    projects.map((project) => reportedProject(project, cwd)),
    cwd,
  );
}

/** What a project has to say that was looked at here. */
export function reportedProject(project: SweptProject, cwd: string): Reported {
  const { sweep, documentOf } = project;
  const found: Found = { ...project, files: sweep.files };
  return {
    ...project,
    ...reportedFindings(found, cwd),
    fixable: countFixable(found, sweep.isComplete),
    textOf: (file) => documentOf(file)?.getText(),
  };
}

/** Puts together what several projects have to say. */
export function joinReports(projects: readonly Reported[], cwd: string): Report {
  const byPlace = (a: ReportedFinding, b: ReportedFinding): number =>
    compare(a.place.path, b.place.path) ||
    a.place.at.start - b.place.at.start ||
    a.place.at.end - b.place.at.end ||
    compare(a.rule, b.rule);
  return {
    findings: projects.flatMap(({ findings }) => findings).toSorted(byPlace),
    excused: projects.flatMap(({ excused }) => excused).toSorted(byPlace),
    checked: projects.reduce((sum, project) => sum + checkedIn(project), 0),
    notChecked: notCheckedOf(projects, cwd),
    fixable: sumOf(projects.map(({ fixable }) => fixable)),
    textOf: (file) => {
      for (const project of projects) {
        const text = project.textOf(file);
        if (text !== undefined) return text;
      }
      return '';
    },
  };
}

/** How many findings several parts of a project have fixes for, together. */
export function sumOf(parts: readonly Report['fixable'][]): Report['fixable'] {
  return {
    safe: parts.reduce((sum, { safe }) => sum + safe, 0),
    review: parts.reduce((sum, { review }) => sum + review, 0),
  };
}

/** The findings that are wanted, and those that somebody has excused, in the form in which they are printed. */
export function reportedFindings(found: Found, cwd: string): Pick<Report, 'findings' | 'excused'> {
  const findings: ReportedFinding[] = [];
  for (const { path, findings: inFile } of found.files) {
    if (!found.isWanted(path)) continue;
    for (const finding of inFile) {
      const reported = toReported(found, path, finding, cwd);
      if (reported) findings.push(reported);
    }
  }
  return { findings, excused: excusedIn(found, cwd) };
}

/** How many findings go away with fixes. No name of a socket matters for that, and so no other file does. */
export function countFixable(
  { files, isWanted, render }: Found,
  isComplete: boolean,
): Report['fixable'] {
  const wanted = files.filter(({ path }) => isWanted(path));
  const options = { render, isComplete, offersAll: true, keepsNames: true };
  const { fixed, offered } = fixAll(wanted, options);
  return { safe: fixed.length, review: offered.length };
}

function checkedIn({
  looked,
  isWanted,
  quiet,
}: Pick<SweptProject, 'looked' | 'isWanted' | 'quiet'>): number {
  return [...looked].filter(([path, { isOurs }]) => isOurs && isWanted(path)).length + quiet;
}

function toReported(
  found: Found,
  path: string,
  finding: FileFinding,
  cwd: string,
): ReportedFinding | undefined {
  const { rule, severity, message, address } = finding;
  const { render } = found;
  const placeIn = placer(found, cwd);
  const place = placeIn(path, finding.at);
  if (place === undefined) return undefined;
  const fixes = fixesOf(finding, render).flatMap((fix): readonly ReportedFix[] => {
    const edits = fix.edits.flatMap((edit) => {
      const at = placeIn(edit.path, edit.at);
      return at ? [{ ...at, text: edit.text }] : [];
    });
    const { id, title, safety, risk, preferred } = fix;
    if (edits.length < fix.edits.length) return [];
    const asks = fix.edits.some(({ placeholders = [] }) => placeholders.length > 0);
    return [{ id, title, safety, risk, preferred, asks, edits }];
  });
  return {
    rule,
    severity,
    message,
    address,
    place,
    related: finding.related.toReversed().flatMap((related) => {
      const at = placeIn(related.path, related.at);
      return at ? [{ ...at, message: related.message }] : [];
    }),
    fixes: fixes.toSorted((a, b) => Number(b.preferred) - Number(a.preferred)),
    excuse: undefined,
  };
}

function placer({ documentOf }: Found, cwd: string) {
  return (path: string, at: Span): Place | undefined => {
    const document = documentOf(path);
    return document && placeOf(document, path, at, cwd);
  };
}

/** A span of a document as it is printed: lines and columns from 1, the path as seen from the current folder. */
export function placeOf(document: TextDocument, path: string, at: Span, cwd: string): Place {
  const start = document.positionAt(at.start);
  const end = document.positionAt(at.end);
  return {
    path: shownPath(path, cwd),
    file: path,
    at,
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A finding that several scripts have of one place is one. */
function excusedIn(project: Found, cwd: string): readonly ReportedFinding[] {
  const placeIn = placer(project, cwd);
  const found = new Map<string, ReportedFinding>();
  for (const analysis of project.excusing) {
    for (const { finding, reason, by } of analysis.excused) {
      const located = analysis.files.locate(finding.at);
      const place = located && placeIn(located.path, located.at);
      if (place === undefined || !project.isWanted(place.file)) continue;
      const key = `${finding.rule} ${place.at.start}-${place.at.end} ${place.file}`;
      if (found.has(key)) continue;
      const { rule, severity, message } = finding;
      const related = relatedOf(analysis, finding).flatMap((other) => {
        const at = placeIn(other.path, other.at);
        return at ? [{ ...at, message: other.message }] : [];
      });
      found.set(key, {
        rule,
        severity,
        message,
        address: undefined,
        place,
        related,
        fixes: [],
        excuse: { reason, by },
      });
    }
  }
  return [...found.values()];
}

/** What of some projects says something of QEMU and was not checked. */
export function notCheckedOf(
  projects: readonly Pick<Reported, 'sweep' | 'unread' | 'looked' | 'isWanted'>[],
  cwd: string,
): NotChecked {
  const monitors = new Set<string>();
  const unfollowed = new Set<string>();
  let documentation = 0;
  let programs = 0;
  const put = (path: string, unread: Unread | undefined): void => {
    if (unread === 'monitor') monitors.add(shownPath(path, cwd));
    if (unread === 'documentation') documentation++;
    if (unread === 'program') programs++;
  };
  for (const { sweep, unread, looked, isWanted } of projects) {
    for (const [path, kind] of unread) if (!sweep.broughtIn.has(path)) put(path, kind);
    for (const path of sweep.unread.paths) if (isWanted(path)) put(path, 'monitor');
    documentation += sweep.unread.documentation;
    programs += sweep.unread.programs;
    for (const [path, { isUnfollowed }] of looked) {
      if (isUnfollowed && isWanted(path)) unfollowed.add(shownPath(path, cwd));
    }
  }
  return {
    monitors: [...monitors].toSorted(),
    unfollowed: [...unfollowed].toSorted(),
    documentation,
    programs,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
