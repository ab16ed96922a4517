/**
 * What is to be said about one file, by every analysis that looked at it: its own, and those of the
 * scripts that bring it in. A finding stands in the file in which its text is written, and its fixes may
 * change others.
 * Why: docs/decisions/findings.md
 */

import * as l10n from '@vscode/l10n';
import type { Fix, Severity } from '../../rules/rule.ts';
import type { Edit } from '../../text/edit.ts';
import type { FilePlace } from '../../text/file-set.ts';
import { addTo } from '../../text/lookup.ts';
import { once } from '../../text/once.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { PortPlace } from '../fixes/clients/project.ts';
import type { RenderedFix, RenderedFixes } from '../fixes/render-fix.ts';
import { withUpdates } from '../fixes/sockets/client-names.ts';
import { isExcluded } from '../settings/glob.ts';
import { type CommentWitness, findingsInComments } from '../suppression/comment-findings.ts';
import type { Analysis, ShownFinding } from './analyze.ts';
import { foldFindings } from './fold.ts';
import { passedOverFindings } from './passed-over.ts';

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
  /** The address of the monitor as its file has it: `0.0.0.0:4444`; undefined where it is about no single one. */
  readonly address?: string | undefined;
  /** Which is found out when somebody asks first. */
  readonly related: readonly FileRelated[];
  /** The fixes with the analyses that know how to spell them, or, of a comment, spelled. */
  readonly fixes: () => readonly (OriginalFix | FileFix)[];
}

/** A finding of an analysis. */
interface MachineFinding extends FileFinding {
  readonly fixes: () => readonly OriginalFix[];
}

interface OriginalFix extends Fix {
  readonly original: Fix;
  readonly analysis: Analysis;
  readonly finding: ShownFinding;
  /** The same for other scripts that bring the file in, whose commands it has to change as well. */
  readonly further?: readonly OriginalFix[];
}

/** A fix whose edits stand in files. */
export interface FileFix extends Pick<Fix, 'id' | 'title' | 'safety' | 'risk' | 'preferred'> {
  readonly edits: readonly FileEdit[];
  /** How many clients go along, where some do. */
  readonly updates?: number;
  /** The places that go on naming the address which it gives up: clients that it cuts off, where there are some. */
  readonly clients?: readonly PortPlace[];
  /** Whether it gives up an address, so that it matters who else may connect there. */
  readonly moves?: true;
  /** Whether its one edit has a placeholder for a reason, which a person should be asked for. */
  readonly asksReason?: true;
}

/** An edit in a file of its own; `at` counts from the start of that file. */
export interface FileEdit extends FilePlace, Omit<Edit, 'at'> {}

/**
 * The findings of a file in its order, one for each place. `own` is the analysis of the file itself,
 * undefined for one that nobody looks at on its own; `others` are those that may have brought it in.
 * Comments are judged only with the file's own analysis; that one is stale is said only where
 * `isComplete`: nobody else may bring the file in.
 */
export function findingsOf(
  path: string,
  own: Analysis | undefined,
  others: readonly Analysis[],
  isComplete = true,
): readonly FileFinding[] {
  return findingsBy(path, own && witnessOf(own), others.map(witnessOf), isComplete);
}

/** The same, by witnesses. */
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

/** What one analysis has to say, whether all of it was kept or only that. */
export interface Contribution<T> {
  /** Whether it starts a QEMU. */
  readonly starts: boolean;
  readonly isConfig: boolean;
  /** The paths of the files that it brought in. */
  readonly used: { readonly has: (path: string) => boolean };
  /** Its findings in a file, in its order. */
  readonly findingsIn: (path: string) => readonly (T & { readonly unused: boolean })[];
}

/**
 * What all have to say about a file, the file's own analysis first. Who starts QEMU with a file knows more
 * than the file: then text that its own analysis found unused is not, and what a config file lacks may stand
 * in the command.
 */
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

/** Tells the related places of one finding apart, in whatever file they are. */
export function placeOfRelated({ path, at }: FileRelated): string {
  return `${spanKey(at)} ${path}`;
}

/** The findings of a file and those in its comments, in the order of the text. */
function inOrder<T extends FileFinding>(
  findings: readonly T[],
  inComments: readonly T[],
): readonly T[] {
  if (inComments.length === 0) return findings;
  return [...findings, ...inComments].toSorted(
    (a, b) => a.at.start - b.at.start || a.at.end - b.at.end,
  );
}

/** What findings depend on in an analysis; one that finds nothing can be collected, whose witness is kept. */
export interface Witness
  extends Contribution<MachineFinding>,
    CommentWitness,
    Pick<Analysis, 'source' | 'host' | 'accepted'> {
  readonly used: Analysis['used'];
  /** The document and what it brought in. */
  readonly files: Analysis['files']['files'];
}

/** The witness of an analysis. */
export function witnessOf(analysis: Analysis): Witness {
  const { source, settings, host, used, starts, findings, files } = analysis;
  const { silenced, accepted, commentsOf, wanted, unfollowed, failures } = analysis;
  return {
    ...{ source, settings, host, used, starts, files: files.files },
    ...{ silenced, accepted, commentsOf, wanted, unfollowed, failures },
    isConfig: host?.broughtInAs === 'config',
    findingsIn: findings.length > 0 ? findingsOfAnalysis(analysis) : findsNothing,
  };
}

/** An engine keeps all that any function of a function sees, so that this one stands alone. */
function findsNothing(): readonly never[] {
  return [];
}

function findingsOfAnalysis(analysis: Analysis): Witness['findingsIn'] {
  return (path) => analysis.findings.flatMap((finding) => findingIn(path, analysis, finding) ?? []);
}

function findingIn(path: string, analysis: Analysis, finding: ShownFinding) {
  const { rule, severity, message, address, unused } = finding;
  const place = analysis.files.locate(finding.at);
  if (place?.path !== path) return undefined;
  // Who fixes all does not ask for them, for which all commands of a file are looked for.
  const related = once(() => relatedOf(analysis, finding));
  const fixes = once(() =>
    finding.fixes().map((fix) => ({ ...fix, original: fix, analysis, finding })),
  );
  return {
    ...{ at: place.at, rule, severity, message, unused, fixes },
    // One that is empty is none.
    address: address || undefined,
    get related() {
      return related();
    },
  };
}

/**
 * The places that belong to a finding, in their files: one for each other command, section or file. What
 * stands in the same one is seen with the finding.
 */
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

/** Tells commands and sections apart; an XML document is one, since each element of a domain is a word. */
function unitKey({ commentsOf, targets, source }: Analysis, { path, at }: FilePlace): string {
  const known = path === source.path ? targets() : undefined;
  const comments = known ? undefined : commentsOf(path);
  const all = known ?? comments?.all;
  if (all === undefined || comments?.style.unit === 'element') return path;
  const [unit] = all.around(all.anchor(at));
  return unit ? `${spanKey(unit.at)} ${path}` : path;
}

/**
 * The fixes of a finding, with edits in files. `render` gives the fixes of an analysis, which somebody may
 * have kept. A fix that would change text between files is left out.
 */
export function fixesOf(
  { fixes }: FileFinding,
  render: (analysis: Analysis) => RenderedFixes,
): readonly FileFix[] {
  return fixes().flatMap((whole) => {
    if ('edits' in whole) return [whole];
    const parts = [whole, ...(whole.further ?? [])].map(({ original, analysis, finding }) => {
      const fix = render(analysis)
        .get(finding)
        ?.find(({ of }) => of === original);
      return fix && inFiles(analysis, fix);
    });
    const fix = asOne(parts);
    return fix ? [{ ...fix, preferred: whole.preferred && fix.preferred }] : [];
  });
}

/** How many clients of one finding are places that belong to it. */
const MAX_CLIENTS = 10;

/** The places that belong to a finding, with those of clients that its fixes would leave behind. */
export function withClients(
  { related }: FileFinding,
  fixes: readonly FileFix[],
): readonly FileRelated[] {
  const left = fixes.find(({ clients }) => clients)?.clients ?? [];
  const message = l10n.t('Connects to the monitor here, and cannot be rewritten');
  const known = new Set(related.map(placeOfRelated));
  const more = left.slice(0, MAX_CLIENTS).flatMap(({ path, at }): readonly FileRelated[] => {
    const place = { path, at, message };
    return known.has(placeOfRelated(place)) ? [] : [place];
  });
  return [...related, ...more];
}

/** A fix as one of the scripts that bring a file in has it. */
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
  const all = [...edits, ...elsewhere];
  return {
    fix: { id, title, safety, risk, preferred, edits: all, ...moves, ...updates, ...clients },
    of,
  };
}

/**
 * The fix that is right for all scripts that bring a file in: with the edits of all, and as safe as the least
 * safe of them. A monitor that each of them opens may have clients in each.
 */
function asOne(parts: readonly (FixPart | undefined)[]): FileFix | undefined {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first?.fix;
  const edits = together(parts.map((part) => part?.fix.edits));
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

/** The edits of all, each once; undefined where two write something else in one place. */
function together(
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

/** Several edits may insert at one place, in their order. */
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
