/** What a review keeps of an analysis: findings with positions, and dependencies. Why: docs/decisions/review.md */
import type { Range } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type {
  Contribution,
  FileFinding,
  FileRelated,
} from '../../service/analysis/file-findings.ts';
import {
  findingsByAll,
  foldFindings,
  passedOverFindings,
  placeOfRelated,
  relatedOf,
  stoppedAt,
} from '../../service/language-service.ts';
import type { CommentWitness } from '../../service/suppression/comment-findings.ts';
import { addTo } from '../../text/lookup.ts';
import type { FindDocument } from '../named-documents.ts';
import { type PositionEncoding, toRange } from '../positions.ts';
import type { FileSymbol } from './file-symbols.ts';

interface PlacedRelated extends FileRelated {
  readonly uri: string;
  readonly range: Range;
}

/** A finding without fixes. */
export interface PlacedFinding extends FileFinding {
  readonly range: Range;
  readonly related: readonly PlacedRelated[];
  readonly fixes: typeof noFixes;
}

/** No fixes, since they would keep the analysis alive. */
export function noFixes(): readonly never[] {
  return [];
}

/** What is kept of a closed file. */
export interface Outline<M> extends Contribution<PlacedFinding> {
  readonly asked: readonly string[];
  readonly used: ReadonlySet<string>;
  readonly comments: CommentWitness;
  readonly stoppedAt: number | undefined;
  readonly hasMachines: boolean;
  readonly machines: () => readonly M[];
  readonly symbols: () => readonly FileSymbol[];
  /** Keeps findings only as JSON. */
  readonly settle: () => void;
}

interface OutlineParts<M> {
  readonly asked: ReadonlySet<string>;
  readonly find: FindDocument;
  readonly encoding: PositionEncoding;
  readonly hasMachines: boolean;
  readonly machines: readonly M[];
  readonly symbols: readonly FileSymbol[];
}

type KeptFinding = Omit<PlacedFinding, 'fixes'> & { readonly unused: boolean };
/** A map, since V8 is slow with objects of many shapes. */
type KeptFindings = ReadonlyMap<string, readonly KeptFinding[]>;

const NO_PATHS: ReadonlySet<string> = new Set();

/** Undefined without findings, machines and dependencies. */
export function outlineOf<M>(analysis: Analysis, parts: OutlineParts<M>): Outline<M> | undefined {
  const { starts, host, silenced, settings, wanted, failures } = analysis;
  const { unfollowed } = analysis;
  const { asked, hasMachines, machines, symbols } = parts;
  const stop = stoppedAt(analysis);
  const saysNothing = analysis.findings.length + silenced.size === 0 && !hasMachines;
  if (saysNothing && asked.size === 0 && stop === undefined) return undefined;
  const used = analysis.used.size === 0 ? NO_PATHS : new Set(analysis.used.keys());
  const known = { silenced, settings, wanted, unfollowed, failures };
  const comments = { ...known, commentsOf: () => undefined };
  return {
    starts,
    isConfig: host?.broughtInAs === 'config',
    used,
    asked: [...asked],
    comments,
    stoppedAt: stop,
    ...keptFindings(foundIn(analysis, parts)),
    hasMachines,
    machines: kept(machines),
    symbols: kept(symbols),
  };
}

function keptFindings(found: KeptFindings) {
  const byPath = new Map([...found].map(([path, own]) => [path, kept(own)]));
  let fresh: KeptFindings | undefined = found;
  return {
    findingsIn: (path: string) => {
      const own = fresh?.get(path) ?? byPath.get(path)?.() ?? [];
      return own.map((finding) => ({ ...finding, fixes: noFixes }));
    },
    settle: (): void => {
      fresh = undefined;
    },
  };
}

function kept<T>(values: readonly T[]): () => readonly T[] {
  if (values.length === 0) return () => [];
  const json = JSON.stringify(values);
  return () => JSON.parse(json) as readonly T[];
}

function foundIn<M>(analysis: Analysis, { find, encoding }: OutlineParts<M>): KeptFindings {
  const found = new Map<string, KeptFinding[]>();
  for (const finding of analysis.findings) {
    const { rule, severity, message, unused } = finding;
    const place = analysis.files.locate(finding.at);
    if (place === undefined) continue;
    const { path, at } = place;
    const file = find(path);
    if (file === undefined) continue;
    const related = relatedOf(analysis, finding).flatMap((other) => {
      const { uri, document } = find(other.path) ?? {};
      if (uri === undefined || document === undefined) return [];
      return [{ ...other, uri, range: toRange(document, other.at, encoding) }];
    });
    const range = toRange(file.document, at, encoding);
    addTo(found, path, { at, range, rule, severity, message, related, unused });
  }
  const { path } = analysis.source;
  for (const { fixes, ...finding } of passedOverFindings(analysis)) {
    const document = find(path)?.document;
    if (document === undefined) continue;
    const range = toRange(document, finding.at, encoding);
    found.set(path, [
      { ...finding, range, related: [], unused: false },
      ...(found.get(path) ?? []),
    ]);
  }
  return found;
}

/** A file's findings in all outlines, one a place. */
export function findingsInOutlines<M>(
  path: string,
  own: Outline<M> | undefined,
  others: readonly Outline<M>[],
): readonly PlacedFinding[] {
  const found = findingsByAll(path, own, others);
  if (found.length === 0) return found;
  return foldFindings<PlacedRelated, never, PlacedFinding>(found, placeOfRelated, (fix) => fix);
}
