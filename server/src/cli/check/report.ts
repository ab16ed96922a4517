/** What was found, in the form in which every format prints it: places as lines and columns, in a stable order. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding, FileFix } from '../../service/analysis/file-findings.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import type { Span } from '../../text/span.ts';
import { fixAll, fixesOf, NOT_CHECKED, relatedOf, withClients } from '../../workspace/front-end.ts';
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
  /** The places that go on using the old address, by their shown paths: clients that it would cut off. */
  readonly clients: readonly { readonly path: string; readonly line: number }[];
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
  /** Whether something that was named could not be read. */
  readonly isBroken: boolean;
  /** Whether only files were named, and all of them are in languages that are not read. */
  readonly isForeign: boolean;
  /**
   * How many findings go away with the fixes that are safe, how many more with those that want a look, and how many stay
   * since their fixes would cut off clients.
   */
  readonly fixable: { readonly safe: number; readonly review: number; readonly spared: number };
  /** The text of a file that a place is in. */
  readonly textOf: (file: string) => string;
}

/** A report of no files. */
export const NOTHING: Report = {
  findings: [],
  excused: [],
  checked: 0,
  notChecked: { monitors: [], unfollowed: [], documentation: 0, programs: 0 },
  isBroken: false,
  isForeign: false,
  fixable: { safe: 0, review: 0, spared: 0 },
  textOf: () => '',
};

/** Files that say something of QEMU and are not read, by their shown paths. */
export interface NotChecked {
  readonly monitors: readonly string[];
  readonly unfollowed: readonly string[];
  readonly documentation: number;
  readonly programs: number;
}

/**
 * What was found in several projects as one report, in the order of paths and places; with `noSuppressions` what is
 * excused is found like the rest.
 */
export function reportOf(
  projects: readonly SweptProject[],
  cwd: string,
  isBroken = false,
  noSuppressions = false,
): Report {
  const byPlace = (a: ReportedFinding, b: ReportedFinding): number =>
    compare(a.place.path, b.place.path) ||
    a.place.at.start - b.place.at.start ||
    a.place.at.end - b.place.at.end ||
    compare(a.rule, b.rule);
  const fixable = projects.map(countFixable);
  const excused = projects.flatMap((project) => excusedIn(project, cwd));
  const found = projects.flatMap((project) => findingsIn(project, cwd));
  const accused = noSuppressions ? excused.map((one) => ({ ...one, excuse: undefined })) : [];
  return {
    findings: [...found, ...accused].toSorted(byPlace),
    excused: noSuppressions ? [] : excused.toSorted(byPlace),
    checked: projects.reduce((sum, project) => sum + checkedIn(project), 0),
    notChecked: notCheckedOf(projects, cwd),
    isBroken,
    isForeign: projects.length > 0 && projects.every(({ isForeign }) => isForeign),
    fixable: {
      safe: fixable.reduce((sum, { safe }) => sum + safe, 0),
      review: fixable.reduce((sum, { review }) => sum + review, 0),
      spared: fixable.reduce((sum, { spared }) => sum + spared, 0),
    },
    textOf: (file) => {
      for (const project of projects) {
        const text = project.documentOf(file)?.getText();
        if (text !== undefined) return text;
      }
      return '';
    },
  };
}

/** The findings that are wanted, in the form in which they are printed. */
function findingsIn(project: SweptProject, cwd: string): readonly ReportedFinding[] {
  return project.sweep.files.flatMap(({ path, findings }) =>
    project.isWanted(path)
      ? findings.flatMap((finding) => toReported(project, path, finding, cwd) ?? [])
      : [],
  );
}

/** How many findings go away with fixes. No name of a socket matters for that, and so no other file does. */
function countFixable({ sweep, isWanted, render }: SweptProject): Report['fixable'] {
  const wanted = sweep.files.filter(({ path }) => isWanted(path));
  const { isComplete } = sweep;
  const options = { render, isComplete, offersAll: true, sparesClients: true, keepsNames: true };
  const { fixed, offered, spared } = fixAll(wanted, options);
  return { safe: fixed.length, review: offered.length, spared: spared.length };
}

function checkedIn({ looked, isWanted, quiet }: SweptProject): number {
  return [...looked].filter(([path, { isOurs }]) => isOurs && isWanted(path)).length + quiet;
}

/** A finding in the form in which it is printed; undefined where its place is not to be had. */
export function toReported(
  project: Pick<SweptProject, 'documentOf' | 'render'>,
  path: string,
  finding: FileFinding,
  cwd: string,
): ReportedFinding | undefined {
  const { rule, severity, message, address } = finding;
  // What was not looked into is told with what could not be read.
  if (rule === NOT_CHECKED) return undefined;
  const placeIn = placer(project, cwd);
  const place = placeIn(path, finding.at);
  if (place === undefined) return undefined;
  const spelled = fixesOf(finding, project.render);
  const fixes = spelled.flatMap((fix): readonly ReportedFix[] => {
    const edits = fix.edits.flatMap((edit) => {
      const at = placeIn(edit.path, edit.at);
      return at ? [{ ...at, text: edit.text }] : [];
    });
    const { id, title, safety, risk, preferred } = fix;
    if (edits.length < fix.edits.length) return [];
    const asks = fix.edits.some(({ placeholders = [] }) => placeholders.length > 0);
    const clients = (fix.clients ?? []).map((one) => {
      return { path: shownPath(one.path, cwd), line: one.line };
    });
    return [{ id, title, safety, risk, preferred, asks, clients, edits }];
  });
  return {
    rule,
    severity,
    message,
    address,
    place,
    related: withClients(finding, spelled)
      .toReversed()
      .flatMap((related) => {
        const at = placeIn(related.path, related.at);
        return at ? [{ ...at, message: related.message }] : [];
      }),
    fixes: fixes.toSorted((a, b) => Number(b.preferred) - Number(a.preferred)),
    excuse: undefined,
  };
}

function placer({ documentOf }: Pick<SweptProject, 'documentOf'>, cwd: string) {
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
function excusedIn(project: SweptProject, cwd: string): readonly ReportedFinding[] {
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
export function notCheckedOf(projects: readonly SweptProject[], cwd: string): NotChecked {
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
