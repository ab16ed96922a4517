/** Findings as all formats print them: lines, columns, stable order. */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding, FileFix } from '../../service/analysis/file-findings.ts';
import type { StoppedFile, Unread } from '../../service/analysis/unread-file.ts';
import type { MachineRecord, MonitorRecord } from '../../service/inventory/inventory.ts';
import type { Span } from '../../text/span.ts';
import {
  compareTexts,
  fixAll,
  fixesOf,
  NOT_CHECKED,
  relatedOf,
  withClients,
} from '../../workspace/front-end.ts';
import { shownPath } from './project.ts';
import type { SweptProject } from './sweep-project.ts';

/** A range. Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
export interface Place {
  /** Relative to the current folder, with `/`. */
  readonly path: string;
  /** Absolute, with `/`. */
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Offsets in UTF-16 code units. */
  readonly at: Span;
}

/** A finding as printed. */
export interface ReportedFinding {
  readonly rule: string;
  readonly severity: FileFinding['severity'];
  readonly message: string;
  /** Whether a value that only a run knows may remove it. */
  readonly isPossible: boolean;
  readonly address: string | undefined;
  readonly place: Place;
  /** Places from the finding to the QEMU command, then others. */
  readonly related: readonly (Place & { readonly message: string })[];
  readonly fixes: readonly ReportedFix[];
  /** Why a suppressed or accepted finding is silent. */
  readonly excuse: { readonly reason: string; readonly by: 'comment' | 'settings' } | undefined;
}

/** A fix as printed; left out if one of its edits has no place. */
export interface ReportedFix
  extends Pick<FileFix, 'id' | 'title' | 'safety' | 'risk' | 'preferred'> {
  /** Whether the user must fill in placeholders. */
  readonly asks: boolean;
  readonly clients: readonly { readonly path: string; readonly line: number }[];
  readonly edits: readonly (Place & { readonly text: string })[];
}

/** What formats print. */
export interface Report {
  /** Sorted by path and place. */
  readonly findings: readonly ReportedFinding[];
  /** Suppressed and accepted findings, sorted alike. */
  readonly excused: readonly ReportedFinding[];
  readonly checked: number;
  /** How many monitors have no finding since it is unknown who can open them. */
  readonly unknown: number;
  readonly notChecked: NotChecked;
  readonly isBroken: boolean;
  /** Whether only files of unsupported languages were named. */
  readonly isForeign: boolean;
  /** How many findings safe fixes remove, others remove, and stay since a fix would cut off clients. */
  readonly fixable: { readonly safe: number; readonly review: number; readonly spared: number };
  readonly textOf: (file: string) => string;
}

/** A report without files. */
export const NOTHING: Report = {
  findings: [],
  excused: [],
  checked: 0,
  unknown: 0,
  notChecked: { monitors: [], unfollowed: [], documentation: 0, programs: 0 },
  isBroken: false,
  isForeign: false,
  fixable: { safe: 0, review: 0, spared: 0 },
  textOf: () => '',
};

/** Files that mention QEMU and are not checked. */
export interface NotChecked {
  readonly monitors: readonly string[];
  /** Where analyses stopped; line 0 for a file that is brought in. */
  readonly unfollowed: readonly StoppedFile[];
  readonly documentation: number;
  readonly programs: number;
}

/** Merges projects. With `noSuppressions`, excused findings are findings. */
export function reportOf(
  projects: readonly SweptProject[],
  cwd: string,
  isBroken = false,
  noSuppressions = false,
): Report {
  const byPlace = (a: ReportedFinding, b: ReportedFinding): number =>
    compareTexts(a.place.path, b.place.path) ||
    a.place.at.start - b.place.at.start ||
    a.place.at.end - b.place.at.end ||
    compareTexts(a.rule, b.rule);
  const fixable = projects.map(countFixable);
  const excused = projects.flatMap((project) => excusedIn(project, cwd));
  const found = projects.flatMap((project) => findingsIn(project, cwd));
  const accused = noSuppressions ? excused.map((one) => ({ ...one, excuse: undefined })) : [];
  return {
    findings: [...found, ...accused].toSorted(byPlace),
    excused: noSuppressions ? [] : excused.toSorted(byPlace),
    checked: projects.reduce((sum, project) => sum + checkedIn(project), 0),
    unknown: projects.flatMap(machinesOf).reduce((sum, one) => sum + unknownIn(one), 0),
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

function findingsIn(project: SweptProject, cwd: string): readonly ReportedFinding[] {
  return project.sweep.files.flatMap(({ path, findings }) =>
    project.isWanted(path)
      ? findings.flatMap((finding) => toReported(project, path, finding, cwd) ?? [])
      : [],
  );
}

/** Counts each file alone, since socket names do not matter. */
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

/** Machines of the wanted files by path. The first launch has a monitor that several share. */
export function machinesOf({ looked, isWanted }: SweptProject): readonly MachineRecord[] {
  const known = new Set<string>();
  const isNew = ({ key }: MonitorRecord) => !known.has(key) && known.add(key);
  return [...looked]
    .filter(([path]) => isWanted(path))
    .toSorted(([a], [b]) => compareTexts(a, b))
    .flatMap(([, { machines }]) => machines)
    .map((machine) => ({ ...machine, monitors: machine.monitors.filter(isNew) }))
    .filter(({ monitors }) => monitors.length > 0);
}

function unknownIn({ monitors }: MachineRecord): number {
  return monitors.filter(({ audience, rule, excused }) => {
    return audience === 'unknown' && rule === undefined && excused === undefined;
  }).length;
}

/** Undefined if the finding has no place. */
export function toReported(
  project: Pick<SweptProject, 'documentOf' | 'render'>,
  path: string,
  finding: FileFinding,
  cwd: string,
): ReportedFinding | undefined {
  const { rule, severity, message, isPossible = false, address } = finding;
  // It is reported as unreadable.
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
    isPossible,
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

/** `at` in lines and columns; the path relative to the current folder. */
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
      const { rule, severity, message, certainty } = finding;
      const related = relatedOf(analysis, finding).flatMap((other) => {
        const at = placeIn(other.path, other.at);
        return at ? [{ ...at, message: other.message }] : [];
      });
      found.set(key, {
        rule,
        severity,
        message,
        isPossible: certainty === 'possible',
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

/** What projects leave unchecked. */
export function notCheckedOf(projects: readonly SweptProject[], cwd: string): NotChecked {
  const monitors = new Set<string>();
  const unfollowed = new Map<string, number>();
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
    for (const [path, { stoppedAt }] of looked) {
      if (stoppedAt !== undefined && isWanted(path))
        unfollowed.set(shownPath(path, cwd), stoppedAt);
    }
  }
  return {
    monitors: [...monitors].toSorted(),
    unfollowed: [...unfollowed]
      .map(([path, line]) => ({ path, line }))
      .toSorted((a, b) => compareTexts(a.path, b.path)),
    documentation,
    programs,
  };
}
