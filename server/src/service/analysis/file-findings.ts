/** Findings of a file, by itself and by scripts that bring it in. Why: docs/decisions/findings.md */

import * as l10n from '@vscode/l10n';
import type { Fix, Severity } from '../../rules/rule.ts';
import type { Edit } from '../../text/edit.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo, once } from '../../text/lookup.ts';
import { comparePlaces, type Span, spanKey } from '../../text/span.ts';
import type { PortPlace } from '../fixes/clients/project.ts';
import type { RenderedFix, RenderedFixes } from '../fixes/render-fix.ts';
import { withUpdates } from '../fixes/sockets/client-names.ts';
import { isExcluded } from '../settings/glob.ts';
import { type CommentWitness, findingsInComments } from '../suppression/comment-findings.ts';
import type { Analysis, ShownFinding } from './analyze.ts';
import { foldFindings } from './fold.ts';
import { passedOverFindings } from './passed-over.ts';

export interface FileRelated extends FilePlace {
  readonly message: string;
}

/** A finding; `at` counts from its file's start. */
export interface FileFinding {
  readonly at: Span;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Whether a value that only a run knows may remove it. */
  readonly isPossible?: boolean;
  /** `0.0.0.0:4444`; undefined unless about a single monitor. */
  readonly address?: string | undefined;
  readonly related: readonly FileRelated[];
  /** Rendered for comments only. */
  readonly fixes: () => readonly (OriginalFix | FileFix)[];
}

interface MachineFinding extends FileFinding {
  readonly fixes: () => readonly OriginalFix[];
}

interface OriginalFix extends Fix {
  readonly original: Fix;
  readonly analysis: Analysis;
  readonly finding: ShownFinding;
  /** Copies for other scripts, which must all change. */
  readonly further?: readonly OriginalFix[];
}

/** A fix as edits of files. */
export interface FileFix extends Pick<Fix, 'id' | 'title' | 'safety' | 'risk' | 'preferred'> {
  readonly edits: readonly FileEdit[];
  /** How many clients it changes. */
  readonly updates?: number;
  readonly clients?: readonly PortPlace[];
  readonly moves?: true;
  /** The port whose socket several scripts share. */
  readonly address?: string;
  readonly asksReason?: true;
}

/** An edit; `at` counts from its file's start. */
export interface FileEdit extends FilePlace, Omit<Edit, 'at'> {}

/** Findings in order, one a place. Stale comments need `isComplete`: no further script brings the file in. */
export function findingsOf(
  path: string,
  own: Analysis | undefined,
  others: readonly Analysis[],
  isComplete = true,
): readonly FileFinding[] {
  return findingsBy(path, own && witnessOf(own), others.map(witnessOf), isComplete);
}

/** The same by summaries of analyses. */
export function findingsBy(
  path: string,
  own: Witness | undefined,
  others: readonly Witness[],
  isComplete: boolean,
): readonly FileFinding[] {
  if (own && isExcluded(own.settings, path)) return [];
  const folded = foldFindings<FileRelated, OriginalFix, MachineFinding>(
    findingsByAll(path, own, others),
    placeOfRelated,
    (fix, further) => ({ ...fix, further }),
  );
  if (own === undefined) return folded;
  const inComments = findingsInComments(path, [own, ...others], isComplete);
  return inOrder(folded, [...passedOverFindings(own), ...inComments]);
}

/** What findings need of an analysis. */
export interface Contribution<T> {
  readonly starts: boolean;
  readonly isConfig: boolean;
  readonly used: { readonly has: (path: string) => boolean };
  readonly findingsIn: (path: string) => readonly (T & { readonly unused: boolean })[];
}

/** Merges findings. A script that starts QEMU knows more than the file itself. */
export function findingsByAll<T>(
  path: string,
  own: Contribution<T> | undefined,
  others: readonly Contribution<T>[],
): readonly T[] {
  const started = others.some(({ starts, used }) => starts && used.has(path));
  const found: T[] = [];
  if (own && !(started && own.isConfig)) {
    for (const finding of own.findingsIn(path))
      if (!finding.unused || !started) found.push(finding);
  }
  for (const other of others) {
    for (const finding of other.findingsIn(path)) if (!finding.unused) found.push(finding);
  }
  return found;
}

/** Identifies a related place. */
export function placeOfRelated({ path, at }: FileRelated): string {
  return `${spanKey(at)} ${path}`;
}

function inOrder<T extends FileFinding>(
  findings: readonly T[],
  inComments: readonly T[],
): readonly T[] {
  if (inComments.length === 0) return findings;
  return [...findings, ...inComments].toSorted(comparePlaces);
}

/** What is kept of an analysis. */
export interface Witness
  extends Contribution<MachineFinding>,
    CommentWitness,
    Pick<Analysis, 'source' | 'host' | 'accepted'> {
  readonly used: Analysis['used'];
  readonly files: Analysis['files']['files'];
}

/** Keeps what findings need; the analysis can be collected. */
export function witnessOf(analysis: Analysis): Witness {
  const { source, settings, host, used, starts, findings, files } = analysis;
  const { silenced, accepted, commentsOf, wanted, unfollowed, failures } = analysis;
  return {
    ...{ source, settings, host, used, starts, files: files.files },
    ...{ silenced, accepted, commentsOf, wanted, unfollowed, failures },
    isConfig: host?.broughtInAs === 'config',
    findingsIn: findings.length > 0 ? findingsOfAnalysis(analysis) : () => [],
  };
}

function findingsOfAnalysis(analysis: Analysis): Witness['findingsIn'] {
  return (path) => analysis.findings.flatMap((finding) => findingIn(path, analysis, finding) ?? []);
}

function findingIn(path: string, analysis: Analysis, finding: ShownFinding) {
  const { rule, severity, message, address, unused, certainty } = finding;
  const place = analysis.files.locate(finding.at);
  if (place?.path !== path) return undefined;
  const related = once(() => relatedOf(analysis, finding));
  const fixes = once(() =>
    finding.fixes().map((fix) => ({ ...fix, original: fix, analysis, finding })),
  );
  return {
    ...{ at: place.at, rule, severity, message, unused, fixes },
    isPossible: certainty === 'possible',
    address: address || undefined,
    get related() {
      return related();
    },
  };
}

/** Related places, one a command, section or file. */
export function relatedOf(
  analysis: Analysis,
  { at, related }: ShownFinding,
): readonly FileRelated[] {
  if (related.length === 0) return [];
  const { files } = analysis;
  const own = files.locate(at);
  const units = new Set(own && [unitKey(analysis, own)]);
  return related.flatMap(({ at: other, message }) => {
    const place = files.locate(other);
    if (place === undefined) return [];
    const unit = unitKey(analysis, place);
    if (units.has(unit)) return [];
    units.add(unit);
    return [{ ...place, message }];
  });
}

function unitKey({ commentsOf }: Analysis, { path, at }: FilePlace): string {
  const comments = commentsOf(path);
  if (comments === undefined || comments.style.unit === 'element') return path;
  const { all } = comments;
  const [unit] = all.around(all.anchor(at));
  return unit ? `${spanKey(unit.at)} ${path}` : path;
}

/** Renders fixes as edits of files, in their order; drops those that edit text between files. */
export function fixesOf(
  { fixes }: FileFinding,
  render: (analysis: Analysis) => RenderedFixes,
): readonly FileFix[] {
  const rendered = fixes().flatMap((whole) => {
    if ('edits' in whole) return [{ fix: whole, rank: 0 }];
    const all = render(whole.analysis).get(whole.finding) ?? [];
    const rank = all.findIndex(({ of }) => of === whole.original);
    const parts = [whole, ...(whole.further ?? [])].map(({ original, analysis, finding }) => {
      const fix = render(analysis)
        .get(finding)
        ?.find(({ of }) => of === original);
      return fix && inFiles(analysis, fix);
    });
    const fix = combineFixes(parts);
    return fix ? [{ fix: { ...fix, preferred: whole.preferred && fix.preferred }, rank }] : [];
  });
  return rendered.toSorted((one, other) => one.rank - other.rank).map(({ fix }) => fix);
}

const LISTED_CLIENTS = 10;

/** Adds the clients that fixes cut off. */
export function withClients(
  { related }: FileFinding,
  fixes: readonly FileFix[],
): readonly FileRelated[] {
  const left = fixes.find(({ clients }) => clients)?.clients ?? [];
  const message = l10n.t('Connects to the monitor here, and cannot be rewritten');
  const known = new Set(related.map(placeOfRelated));
  const more = left.slice(0, LISTED_CLIENTS).flatMap(({ path, at }): readonly FileRelated[] => {
    const place = { path, at, message };
    return known.has(placeOfRelated(place)) ? [] : [place];
  });
  return [...related, ...more];
}

interface FixPart {
  readonly fix: FileFix;
  readonly of: RenderedFix;
}

function inFiles({ files }: Analysis, of: RenderedFix): FixPart | undefined {
  const edits = of.edits.flatMap(({ at, ...edit }): readonly FileEdit[] => {
    const place = files.locate(at);
    return place ? [{ ...place, ...edit }] : [];
  });
  if (edits.length !== of.edits.length) return undefined;
  const { id, title, safety, risk, preferred, elsewhere = [] } = of;
  const moves = of.of.releasesAddress && { moves: true as const };
  const updates = of.updated?.length ? { updates: of.updated.length } : {};
  const clients = of.clients && { clients: of.clients };
  const address = of.address === undefined ? {} : { address: of.address };
  const all = [...edits, ...elsewhere];
  const more = { ...moves, ...updates, ...clients, ...address };
  return { fix: { id, title, safety, risk, preferred, edits: all, ...more }, of };
}

function combineFixes(parts: readonly (FixPart | undefined)[]): FileFix | undefined {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first?.fix;
  const edits = unionOfEdits(parts.map((part) => part?.fix.edits));
  const all = parts.flatMap((part) => part ?? []);
  if (edits === undefined || all.length < parts.length) {
    if (first.of.of.releasesAddress === undefined) return undefined;
    const risk = l10n.t('Other scripts that bring this file in may go on to use the old port');
    return { ...first.fix, safety: 'review', risk };
  }
  const least =
    all.find(({ fix }) => fix.clients) ??
    all.find(({ fix }) => fix.safety === 'review' && !fix.preferred) ??
    all.find(({ fix }) => fix.safety === 'review') ??
    first;
  const updates = new Set(all.flatMap(({ of }) => of.updated ?? [])).size;
  const title =
    least.fix.safety === 'safe' && updates > 0
      ? withUpdates(least.of.of.title, updates)
      : least.fix.title;
  return { ...least.fix, title, edits, ...(updates > 0 && { updates }) };
}

function unionOfEdits(
  parts: readonly (readonly FileEdit[] | undefined)[],
): readonly FileEdit[] | undefined {
  const [only, ...others] = parts;
  if (others.length === 0) return only;
  const places = new Map<string, readonly FileEdit[]>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const [place, edits] of byPlace(part)) {
      const before = places.get(place);
      if (before && textsOf(before) !== textsOf(edits)) return undefined;
      places.set(place, before ?? edits);
    }
  }
  return [...places.values()].flat();
}

/** Insertions at one place keep their order. */
function byPlace(edits: readonly FileEdit[]): ReadonlyMap<string, readonly FileEdit[]> {
  const groups = new Map<string, FileEdit[]>();
  for (const edit of edits) {
    const place = `${spanKey(edit.at)} ${edit.path}`;
    addTo(groups, place, edit);
  }
  return groups;
}

function textsOf(edits: readonly FileEdit[]): string {
  return JSON.stringify(edits.map(({ text }) => text));
}
