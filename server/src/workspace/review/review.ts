/** Reviews the workspace by steps, rounds and their results. Why: docs/decisions/review.md */
import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Settings } from '../../service/settings/settings.ts';
import type { AnalysisCache } from '../analysis-cache.ts';
import type { Attention } from '../attention.ts';
import { isBelow, uriOfFile } from '../files/file-paths.ts';
import type { FileStore } from '../files/file-store.ts';
import type { FindDocument, NamedDocuments } from '../named-documents.ts';
import type { PositionEncoding } from '../positions.ts';
import type { NoteUnfollowed } from '../unfollowed-log.ts';
import { isSkippedBelow } from '../walk/left-out.ts';
import type { WalkParts } from '../walk/walk-files.ts';
import { fileOutlines } from './file-outlines.ts';
import type { PlacedFinding } from './file-summary.ts';
import type { Review, ReviewState } from './review-contract.ts';
import { ReviewResults } from './review-results.ts';
import { ReviewRound } from './review-round.ts';
import {
  type ReviewEffect,
  type ReviewEvent,
  type Schedule,
  step,
  UNSCHEDULED,
} from './review-steps.ts';

interface ReviewParts<Told, Shown> extends WalkParts {
  readonly store: FileStore;
  readonly cache: AnalysisCache;
  readonly names: NamedDocuments;
  readonly documents: () => readonly TextDocument[];
  readonly ready: () => Promise<void>;
  readonly settingsOf: (uri: string) => Settings;
  readonly encoding: () => PositionEncoding;
  readonly toShown: (finding: PlacedFinding) => Shown;
  /** A prefix of result ids, new in each run. */
  readonly session: string;
  readonly attention: Attention;
  readonly later: (milliseconds: number, work: () => void) => () => void;
  readonly failed: (failure: string) => void;
  readonly unfollowed: NoteUnfollowed;
  readonly isWatched: () => boolean;
  readonly machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly Told[];
  /** Gets files whose results changed; others may have changed too. */
  readonly onNews: (paths: ReadonlySet<string>) => void;
  readonly onProgress: (state: ReviewState) => void;
}

export function reviewWorkspace<Told, Shown>(parts: ReviewParts<Told, Shown>): Review<Told, Shown> {
  const { access, names, settingsOf, isWatched } = parts;
  const results = new ReviewResults<Told, Shown>(parts);
  const { memory, unread, shown } = results;
  const find: FindDocument = (path) => names.find(path, parts.store.get);
  const folders = (): readonly string[] =>
    access.folders().filter((folder) => settingsOf(uriOfFile(folder)).workspaceScan);
  const isCovered = (path: string): boolean => folders().some((folder) => isBelow(folder, path));
  const steps: Steps = runSteps(parts, results, () => new ReviewRound(roundParts));
  const { schedule, send } = steps;
  const roundParts = {
    ...{ ...parts, find, folders, results, send },
    isCut: () => schedule().isCut,
    isComplete: () => schedule().progress.isComplete,
    outlines: fileOutlines<Told>({
      ...{ ...parts, find },
      machinesOf: (...of) => (schedule().keepsMachines ? parts.machinesOf(...of) : []),
    }),
  };
  return {
    start: () => send({ kind: 'start' }),
    keepMachines: () => new Promise((resolve) => send({ kind: 'keepMachines', resolve })),
    resume: () => send({ kind: 'resume', isWatched: isWatched() }),
    covers: (path) => schedule().life !== 'new' && isCovered(path),
    state: () => schedule().progress,
    settled: () => new Promise((resolve) => send({ kind: 'settle', resolve })),
    shown: (path) => (names.isOpen(path) ? undefined : shown.get(path)),
    paths: () => shown.paths().filter((path) => !names.isOpen(path)),
    files: () =>
      memory
        .paths()
        .filter((path) => !names.isOpen(path) && memory.get(path)?.hasMachines)
        .toSorted(),
    machines: (path) => (names.isOpen(path) ? [] : (memory.get(path)?.machines() ?? [])),
    unread: unread.files,
    symbols: (path) => (names.isOpen(path) ? [] : (memory.get(path)?.symbols() ?? [])),
    changed: (paths) => {
      if (schedule().life === 'new') return;
      const { isAll, candidates, packaged } = sortChanges(folders(), paths);
      // Installed packages matter only if a file outside brings one in.
      const isUsed = memory.dependents(packaged).length > 0;
      send({ kind: 'changed', isAll, paths: isUsed ? [...candidates, ...packaged] : candidates });
    },
    documentChanged: (path) =>
      send({ kind: 'changed', isAll: false, paths: isCovered(path) ? [path] : [] }),
    renew: () => send({ kind: 'renew' }),
    cancel: () => send({ kind: 'cancel' }),
    stop: () => send({ kind: 'stop' }),
  };
}

interface Steps {
  readonly schedule: () => Schedule;
  readonly send: (event: ReviewEvent) => void;
}

function runSteps<Told, Shown>(
  { later, ready, failed, onProgress }: ReviewParts<Told, Shown>,
  results: ReviewResults<Told, Shown>,
  newRound: () => ReviewRound<Told, Shown>,
): Steps {
  let schedule = UNSCHEDULED;
  let callOff = (): void => undefined;

  function send(event: ReviewEvent): void {
    const [next, effects] = step(schedule, event, performance.now());
    schedule = next;
    for (const effect of effects) run(effect);
  }

  function run(effect: ReviewEffect): void {
    switch (effect.kind) {
      case 'wait':
        callOff();
        if (effect.milliseconds !== undefined)
          callOff = later(effect.milliseconds, () => send({ kind: 'time' }));
        break;
      case 'prepare':
        void attempt(async () => {
          await ready();
          send({ kind: 'ready' });
        });
        break;
      case 'look':
        void attempt(async () => {
          const round = newRound();
          await (effect.isAll
            ? round.lookAtAll(effect.changed)
            : round.lookAtChanged(effect.changed));
          results.flush();
          send({ kind: 'ended' });
        });
        break;
      case 'resolve':
        for (const { resolve } of effect.waiting) resolve();
        break;
      case 'progress':
        onProgress(effect.state);
        break;
    }
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      failed(l10n.t('The review of the workspace failed: {0}', String(error)));
      results.flush();
      send({ kind: 'ended' });
    }
  }

  return { schedule: () => schedule, send };
}

interface SortedChanges {
  readonly isAll: boolean;
  readonly candidates: readonly string[];
  readonly packaged: ReadonlySet<string>;
}

function sortChanges(roots: readonly string[], paths: readonly string[]): SortedChanges {
  const candidates: string[] = [];
  const packaged = new Set<string>();
  const lists = new Set(roots.map((root) => `${root}/.git/info/exclude`));
  let isAll = false;
  for (const path of paths) {
    const touched = roots.filter((root) => isBelow(root, path) || isBelow(path, root));
    if (touched.length === 0) continue;
    if (lists.has(path)) isAll = true;
    else if (touched.every((root) => isSkippedBelow(root, path))) packaged.add(path);
    else if (path.endsWith('/.gitignore')) isAll = true;
    else candidates.push(path);
  }
  return { isAll, candidates, packaged };
}
