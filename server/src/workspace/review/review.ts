/**
 * Looks at every file of the workspace, open or not, and goes on to know what is in them: a file that changes is
 * looked at again, with those that depend on it. Others have their turn meanwhile. Kept is what there is to
 * show; who is shown it, and how, is not decided here.
 * Why: docs/decisions/review.md
 */
import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../service/analysis/analyze.ts';
import type { Unread } from '../../service/analysis/unread-file.ts';
import { unreadFile } from '../../service/language-service.ts';
import type { Settings } from '../../service/settings/settings.ts';
import { type AnalysisCache, ownAnalysis } from '../analysis-cache.ts';
import type { Attention } from '../attention.ts';
import { isBelow, isBelowAny, pathOfFile, uriOfFile } from '../files/file-paths.ts';
import type { FileStore } from '../files/file-store.ts';
import type { FindDocument, NamedDocuments } from '../named-documents.ts';
import { keepPace, type Pace } from '../pace.ts';
import type { PositionEncoding } from '../positions.ts';
import type { NoteUnfollowed } from '../unfollowed-log.ts';
import { isSkippedBelow } from '../walk/left-out.ts';
import { MAX_FILES, mayBeRead, type WalkParts, walkFiles } from '../walk/walk-files.ts';
import { fileLook } from './file-analyzer.ts';
import { findingsInOutlines, type Outline, outlineOf, type PlacedFinding } from './file-summary.ts';
import type { Review, ReviewState, ShownFile } from './review-contract.ts';
import { reviewMemory } from './review-memory.ts';
import { unreadMemory } from './unread-memory.ts';

/** How long to wait for further changes, in milliseconds. */
const QUIET = 200;
/** How long somebody who goes on changing things may put it off, in milliseconds. */
const PATIENCE = 1000;
/** Beyond so many changed files at once, such as another branch being checked out, all are looked at anew. */
const MANY_CHANGES = 500;
/** How much time lies between news while all files are looked at, in milliseconds. */
const BETWEEN_NEWS = 100;
const NOTHING_DONE: ReviewState = {
  isRunning: false,
  isComplete: false,
  limit: undefined,
  done: 0,
  known: 0,
};

interface ReviewParts<Told, Shown> extends WalkParts {
  readonly store: FileStore;
  readonly cache: AnalysisCache;
  readonly names: NamedDocuments;
  /** The open documents. */
  readonly documents: () => readonly TextDocument[];
  /** Resolves when all is known of the client that a look at all files needs. */
  readonly ready: () => Promise<void>;
  readonly settingsOf: (uri: string) => Settings;
  /** In which lines and characters count. */
  readonly encoding: () => PositionEncoding;
  /** A finding in the form in which it is shown. */
  readonly toShown: (finding: PlacedFinding) => Shown;
  /** Begins the names of what is shown, so that no other session has the same. */
  readonly session: string;
  readonly attention: Attention;
  readonly turn: () => Promise<void>;
  /** Does some work after so many milliseconds, unless it is called off by what is returned. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  readonly failed: (failure: string) => void;
  readonly unfollowed: NoteUnfollowed;
  /** Whether somebody tells of files that change. */
  readonly isWatched: () => boolean;
  /** What else is to be told of the machines of a file. */
  readonly machinesOf: (uri: string, analysis: Analysis, find: FindDocument) => readonly Told[];
  /** Called when something else is to be shown or told, of these files at least. */
  readonly onNews: (paths: ReadonlySet<string>) => void;
  /** Called while all files are being looked at, and when that has ended. */
  readonly onProgress: (state: ReviewState) => void;
}

export function reviewWorkspace<Told, Shown>(parts: ReviewParts<Told, Shown>): Review<Told, Shown> {
  const { access, store, names, settingsOf } = parts;
  const memory = reviewMemory<Told>();
  const unread = unreadMemory((path) => memory.usersOf(path).length > 0);
  const shown = shownFiles(parts);
  let keepsMachines = false;
  const look = fileLook<Told>({
    ...parts,
    find: findKnown,
    machinesOf: (...of) => (keepsMachines ? parts.machinesOf(...of) : []),
  });
  let state = NOTHING_DONE;
  let isStarted = false;
  let isStopped = false;
  /** Another one for each reason to give up what is being done. */
  let generation = 0;
  let isAllDue = false;
  const due = new Set<string>();
  let news = new Set<string>();
  /** When they were told last. */
  let lastTold = Number.NEGATIVE_INFINITY;
  /** Of whom something else may have to be shown, once all is known that has a say in it. */
  const unshown = new Set<string>();
  const { wake, settled } = workInRounds({
    later: parts.later,
    work,
    isDue: () => isStarted && !isStopped && (isAllDue || due.size > 0),
    // What was given up for something else is waited for.
    isDone: () => !isAllDue,
  });

  function folders(): readonly string[] {
    return access.folders().filter((folder) => settingsOf(uriOfFile(folder)).workspaceScan);
  }

  /** Never rejects. */
  async function work(): Promise<void> {
    try {
      await parts.ready();
      if (isAllDue) await lookAtAll();
      else await lookAtDue();
    } catch (error) {
      parts.failed(l10n.t('The review of the workspace failed: {0}', String(error)));
      stopRunning();
    }
    flush();
  }

  async function lookAtAll(): Promise<void> {
    const mine = ++generation;
    isAllDue = false;
    // Among them may be a document that was closed, which nothing is known of.
    for (const path of due) unshown.add(path);
    due.clear();
    // Not everybody tells of all that changes.
    await store.revalidate();
    if (folders().length === 0) {
      forgetAll();
      return;
    }
    state = { ...NOTHING_DONE, isRunning: true };
    parts.onProgress(state);
    const isUnwanted = (): boolean => generation !== mine || isStopped;
    const { seen, notRead, walk, pace } = await lookThrough(undefined, isUnwanted, (counts) => {
      state = { ...state, ...counts };
      parts.onProgress(state);
    });
    const isCut = isUnwanted();
    if (!isCut) {
      for (const path of memory.paths()) if (!seen.has(path)) put(path, undefined);
      forgetUnread(unread.paths(), notRead);
    }
    const isComplete = !isCut && !walk.isLimited();
    state = { ...state, isComplete, limit: walk.isLimited() ? MAX_FILES : undefined };
    if (isComplete) for (const path of memory.paths()) if (hasComments(path)) unshown.add(path);
    await showAll(pace);
    flush();
    stopRunning();
  }

  function stopRunning(): void {
    if (!state.isRunning) return;
    state = { ...state, isRunning: false };
    parts.onProgress(state);
  }

  /** Looks at documents and then at what the disk has besides: all there is, or what lies at or below some paths. */
  async function lookThrough(
    paths: ReadonlySet<string> | undefined,
    isUnwanted: () => boolean,
    onSome: (counts: Pick<ReviewState, 'done' | 'known'>) => void = () => undefined,
  ) {
    const notRead = new Set<string>();
    const seen = await lookAtDocuments(paths ?? openPaths(), isUnwanted, notRead);
    const walk = walkFiles(parts, {
      folders: folders(),
      isUnwanted,
      onUnread: (path, kind) => putUnread(path, kind, notRead),
      // Whoever types has the disk in peace.
      ...(paths && { paths: [...paths].filter((path) => !seen.has(path)) }),
    });
    const pace = keepPace(parts.turn, tellSome);
    for await (const files of walk.files) {
      for (const file of files) {
        const outline = await look.outline(file);
        put(file.path, outline);
        putUnread(file.path, outline?.isUnfollowed ? 'unfollowed' : undefined, notRead);
        seen.add(file.path);
        if (isUnwanted()) break;
        await pace.rest();
      }
      onSome(walk.counts());
      if (isUnwanted()) break;
      await pace.rest();
    }
    return { seen, notRead, walk, pace };
  }

  async function lookAtDue(): Promise<void> {
    const mine = generation;
    const isUnwanted = (): boolean => generation !== mine || isStopped;
    const changed = new Set(due);
    due.clear();
    const paths = new Set([...changed, ...memory.dependents(changed)]);
    for (const path of changed) unshown.add(path);
    const { seen, notRead, pace } = await lookThrough(paths, isUnwanted);
    // Whoever gave this up has everything looked at anew, and what is not shown yet is shown then.
    if (isUnwanted()) return;
    for (const path of memory.below(paths)) if (!seen.has(path)) put(path, undefined);
    forgetUnread(unread.paths(paths), notRead);
    await showAll(pace);
  }

  /** Takes down that a file is not read, or not to its end, and adds it to those of which that is known to be true now. */
  function putUnread(path: string, kind: Unread | undefined, notRead: Set<string>): void {
    if (kind !== undefined) notRead.add(path);
    if (unread.put(path, kind)) news.add(path);
  }

  function forgetUnread(paths: readonly string[], notRead: ReadonlySet<string>): void {
    for (const path of paths) {
      if (!notRead.has(path) && unread.put(path, undefined)) news.add(path);
    }
  }

  /** Notes what has to be looked at because of files that changed. */
  function note(paths: readonly string[]): void {
    const { isAll, candidates, packaged } = sortChanges(folders(), paths);
    for (const path of candidates) due.add(path);
    // Packages that are installed by the thousand matter only to whoever brings in one of their files.
    if (memory.dependents(packaged).length > 0) for (const path of packaged) due.add(path);
    isAllDue ||= isAll || [...due].filter(mayBeRead).length > MANY_CHANGES;
  }

  function openPaths(): readonly string[] {
    return parts.documents().flatMap(({ uri }) => pathOfFile(uri) ?? []);
  }

  /** Looks at the documents at or below some paths, and gives their paths. */
  async function lookAtDocuments(
    paths: Iterable<string>,
    isUnwanted: () => boolean,
    notRead: Set<string>,
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    const wanted = new Set(paths);
    const pace = keepPace(parts.turn, tellSome);
    for (const document of parts.documents()) {
      const path = pathOfFile(document.uri);
      if (path === undefined || !isBelowAny(wanted, path)) continue;
      if (!folders().some((folder) => isBelow(folder, path))) continue;
      seen.add(path);
      const { analysis, asked: told } = await ownAnalysis({ ...parts, load: store.load }, document);
      const isPassedOver = analysis.source.passedOver !== undefined;
      const unfollowed = analysis.unfollowed || isPassedOver ? 'unfollowed' : undefined;
      const kind =
        analysis.host || isPassedOver ? unfollowed : unreadFile(path, document.getText());
      putUnread(path, kind, notRead);
      const asked = new Set(told.keys());
      const encoding = parts.encoding();
      const nothing = { hasMachines: false, machines: [], symbols: [] };
      put(path, outlineOf<Told>(analysis, { asked, find: findKnown, encoding, ...nothing }));
      await pace.rest();
      if (isUnwanted()) break;
    }
    return seen;
  }

  function findKnown(path: string): ReturnType<FindDocument> {
    return names.find(path, store.get);
  }

  /** Keeps an outline, shows what that changes, and notes what cannot be shown before all is known. */
  function put(path: string, outline: Outline<Told> | undefined): void {
    const before = memory.get(path);
    if (before === undefined && outline === undefined) return;
    if (before?.hasMachines || outline?.hasMachines) news.add(path);
    for (const affected of memory.put(path, outline)) {
      unread.reconsider(affected);
      const isOwn = affected === path && outline?.starts && !hasComments(path);
      if (isOwn && memory.usersOf(path).length === 0) show(path, []);
      else unshown.add(affected);
    }
    outline?.settle();
  }

  function hasComments(path: string): boolean {
    return memory.get(path)?.comments.silenced.has(path) ?? false;
  }

  async function showAll(pace: Pace): Promise<void> {
    for (const path of unshown) {
      unshown.delete(path);
      show(path, hasComments(path) ? await inComments(path) : []);
      await pace.rest();
    }
  }

  function inComments(path: string): Promise<readonly PlacedFinding[]> {
    const others = memory.usersOf(path).map(({ comments }) => comments);
    return look.inComments(path, others, state.isComplete);
  }

  function show(path: string, comments: readonly PlacedFinding[]): void {
    news.add(path);
    const found = () => findingsInOutlines(path, memory.get(path), memory.usersOf(path));
    shown.put(path, names.isOpen(path) ? [] : [...found(), ...comments]);
  }

  function forgetAll(): void {
    for (const path of [...shown.paths(), ...memory.paths(), ...unshown]) news.add(path);
    for (const path of unread.paths()) news.add(path);
    memory.clear();
    unread.clear();
    shown.clear();
    unshown.clear();
    state = NOTHING_DONE;
    flush();
    parts.onProgress(state);
  }

  function flush(): void {
    if (news.size === 0) return;
    const paths = news;
    news = new Set();
    parts.onNews(paths);
  }

  /** Each message costs everybody something, and nobody reads faster than that. */
  function tellSome(): void {
    const now = performance.now();
    if (now - lastTold < BETWEEN_NEWS) return;
    lastTold = now;
    flush();
  }

  function start(): void {
    if (isStarted) return;
    isStarted = true;
    isAllDue = true;
    wake(0);
  }

  async function keepMachines(): Promise<void> {
    if (keepsMachines) return;
    keepsMachines = true;
    // One that was called off goes on when somebody asks for findings.
    if (!state.isRunning && !state.isComplete && state.limit === undefined) return;
    state = { ...state, isComplete: false };
    generation++;
    isAllDue = true;
    await settled();
  }

  return {
    start,
    keepMachines,
    resume: () => {
      start();
      const isDone = state.isComplete || state.limit !== undefined;
      if (state.isRunning || (isDone && parts.isWatched())) return;
      isAllDue = true;
      wake(0);
    },
    covers: (path) => isStarted && folders().some((folder) => isBelow(folder, path)),
    state: () => state,
    settled,
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
      if (!isStarted) return;
      note(paths);
      wake(QUIET);
    },
    documentChanged: (path) => {
      if (!isStarted) return;
      if (folders().some((folder) => isBelow(folder, path))) due.add(path);
      wake(QUIET);
    },
    renew: () => {
      if (!isStarted) return;
      generation++;
      isAllDue = true;
      wake(QUIET);
    },
    cancel: () => {
      // What changes is looked at whoever has seen enough of a look at everything.
      if (state.isRunning) generation++;
    },
    stop: () => {
      isStopped = true;
      wake(0);
    },
  };
}

interface RoundParts extends Pick<ReviewParts<unknown, unknown>, 'later'> {
  /** What one round does. Never rejects. */
  readonly work: () => Promise<void>;
  /** Whether there is anything to do. */
  readonly isDue: () => boolean;
  /** Whether a round that has ended did what it began for. */
  readonly isDone: () => boolean;
}

/** One round of work after the other, each a while after the last thing that asked for it. */
function workInRounds({ later, work, isDue, isDone }: RoundParts) {
  let isBusy = false;
  /** The number of the last round that has begun. */
  let round = 0;
  /** Who waits for the end of a round that began after a certain one. */
  let waiting: { readonly behind: number; readonly resolve: () => void }[] = [];
  /** When to begin, whatever happens until then. */
  let deadline = Number.POSITIVE_INFINITY;
  let callOff = (): void => undefined;

  function wake(delay: number): void {
    callOff();
    if (isBusy) return;
    if (!isDue()) {
      endWaiting(() => true);
      return;
    }
    const now = performance.now();
    deadline = Math.min(deadline, now + (delay === 0 ? 0 : PATIENCE));
    callOff = later(Math.max(0, Math.min(delay, deadline - now)), () => void workOnce());
  }

  async function workOnce(): Promise<void> {
    isBusy = true;
    deadline = Number.POSITIVE_INFINITY;
    round++;
    await work();
    isBusy = false;
    if (isDone()) endWaiting((behind) => behind < round);
    wake(waiting.length > 0 ? 0 : QUIET);
  }

  function endWaiting(isOver: (behind: number) => boolean): void {
    const over = waiting.filter(({ behind }) => isOver(behind));
    waiting = waiting.filter(({ behind }) => !isOver(behind));
    for (const { resolve } of over) resolve();
  }

  return {
    /** Begins a round after so many milliseconds, or as many after what else asks for one, if there is anything to do. */
    wake,
    /** Resolves when all that is due by now was worked on. */
    settled: (): Promise<void> =>
      new Promise((resolve) => {
        waiting.push({ behind: isBusy && !isDue() ? round - 1 : round, resolve });
        wake(0);
      }),
  };
}

/** What is shown of each file, in JSON, which takes a fraction of the room of objects. */
function shownFiles<Shown>({
  session,
  toShown,
}: Pick<ReviewParts<unknown, Shown>, 'session' | 'toShown'>) {
  const shown = new Map<string, { readonly resultId: string; readonly json: string }>();
  let made = 0;
  return {
    /** Shows findings of a file in their order; what says the same as before keeps its name. */
    put: (path: string, findings: readonly PlacedFinding[]): void => {
      if (findings.length === 0) {
        shown.delete(path);
        return;
      }
      const all = findings
        .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)
        .map(toShown);
      const json = JSON.stringify(all);
      if (shown.get(path)?.json === json) return;
      shown.set(path, { resultId: `${session}.${++made}`, json });
    },
    get: (path: string): ShownFile<Shown> | undefined => {
      const found = shown.get(path);
      return found && { resultId: found.resultId, findings: () => JSON.parse(found.json) };
    },
    paths: () => [...shown.keys()],
    clear: () => shown.clear(),
  };
}

interface SortedChanges {
  /** Whether it may be others now that are left out, so that all files have to be looked at. */
  readonly isAll: boolean;
  /** The files and folders that may have to be looked at. */
  readonly candidates: readonly string[];
  /** Those in folders in which nobody looks on his own. */
  readonly packaged: ReadonlySet<string>;
}

/** Sorts changes of files below some folders, or around them; there may be very many. */
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
