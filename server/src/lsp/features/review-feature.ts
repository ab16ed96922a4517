/**
 * Shows the findings of files that are not open: streamed to a client that asks for the diagnostics of the
 * workspace, for as long as its request is open, and sent to one that never asks for diagnostics.
 * Why: docs/decisions/diagnostics.md
 */
import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  MessageType,
  type WorkDoneProgressReporter,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import { keepPace } from '../../workspace/pace.ts';
import type { ReviewState, ShownFile } from '../../workspace/review/review-contract.ts';
import { cancelled, type ServerContext, type ServerFeature } from '../context.ts';

/** How long a client may take to forget a document that it has closed, in milliseconds. */
const QUIET = 200;
/** The notification that all files of the workspace are to be looked at again; no parameters. */
const REVIEW_AGAIN = 'qemuMonitorGuard/reviewAgain';
/** Without an answer, unlike what the library has for messages. */
const SHOW_MESSAGE = 'window/showMessage';

export function reviewFeature(context: ServerContext): ServerFeature {
  const { connection, platform, review, names, closedFiles } = context;
  const publishers = new Set<Publisher>();
  /** Those of requests that are kept open. */
  const streams = new Set<Publisher>();
  /** Ends the requests that are kept open. */
  const held = new Set<() => void>();
  let hasSaidLimit = false;
  const progress = reviewProgress({
    connection,
    isSupported: () => context.capabilities().window?.workDoneProgress === true,
    later: platform.later,
    cancel: review.cancel,
  });

  function newPublisher(
    known: ReadonlyMap<string, string>,
    tell: (files: readonly ToldFile[]) => void,
  ): Publisher {
    const parts = { shown: review.shown, isOpen: names.isOpen, turn: platform.turn, tell };
    const publisher = closedFilePublisher(parts, known);
    publishers.add(publisher);
    for (const { uri } of context.documents.all()) {
      const path = pathOfFile(uri);
      if (path !== undefined) publisher.opened(path);
    }
    publisher.news([...known.keys(), ...review.paths()]);
    return publisher;
  }

  connection.languages.diagnostics.onWorkspace(async (params, token, workDone, partial) => {
    await context.settingsReady();
    if (token.isCancellationRequested) throw cancelled();
    closedFiles.ownedByReview();
    review.resume();
    const unfollow = progress.follow(workDone);
    try {
      if (partial) return await stream(params, token, (result) => partial.report(result));
      return await answerOnce(params, token);
    } finally {
      unfollow();
    }
  });

  connection.onNotification(REVIEW_AGAIN, () => {
    review.start();
    review.renew();
  });

  /** Keeps the request open, and reports whatever is another thing meanwhile. */
  async function stream(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    report: (result: WorkspaceDiagnosticReportPartialResult) => void,
  ): Promise<WorkspaceDiagnosticReport> {
    const publisher = newPublisher(resultsByPath(previousResultIds), (files) =>
      report({ items: files.map(toReport) }),
    );
    streams.add(publisher);
    try {
      return await new Promise((resolve, reject) => {
        const end = (): void => resolve({ items: [] });
        held.add(end);
        token.onCancellationRequested(() => {
          held.delete(end);
          reject(cancelled());
        });
      });
    } finally {
      publisher.stop();
      publishers.delete(publisher);
      streams.delete(publisher);
    }
  }

  /** Answers with all there is, once that is known. */
  async function answerOnce(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport> {
    await Promise.race([
      review.settled(),
      new Promise((end) => token.onCancellationRequested(end)),
    ]);
    if (token.isCancellationRequested) throw cancelled();
    const known = resultsByPath(previousResultIds);
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const pace = keepPace(platform.turn);
    for (const path of new Set([...known.keys(), ...review.paths()])) {
      if (!names.isOpen(path)) items.push(reportOf(path, known.get(path)));
      await pace.rest();
    }
    return { items };
  }

  /** What there is to tell of a file to whoever has a result of it, or none. */
  function reportOf(path: string, known: string | undefined): WorkspaceDocumentDiagnosticReport {
    const file = { uri: uriOfFile(path), version: null };
    const { resultId, findings } = review.shown(path) ?? {};
    if (resultId === undefined || findings === undefined) {
      return toReport({ ...file, resultId: undefined, diagnostics: [] });
    }
    if (known === resultId) return { kind: 'unchanged', ...file, resultId };
    return toReport({ ...file, resultId, diagnostics: findings() });
  }

  /** VS Code leaves it to these reports to take back what it shows of a document that was closed. */
  function forget(uri: string): void {
    if (context.documents.get(uri) !== undefined) return;
    for (const publisher of streams) publisher.forget(uri);
  }

  function publish(files: readonly ToldFile[]): void {
    for (const { uri, diagnostics } of files) {
      context.attempt(connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }));
    }
  }

  function sayLimit(limit: number): void {
    if (hasSaidLimit) return;
    hasSaidLimit = true;
    const message = l10n.t(
      'The workspace has more than {0} files, so Monitor Guard has not looked into all of them. Leave folders out with the setting qemuMonitorGuard.exclude.',
      limit,
    );
    const params = { type: MessageType.Info, message };
    context.attempt(connection.sendNotification(SHOW_MESSAGE, params));
  }

  return {
    initialized: () => {
      if (context.capabilities().textDocument?.diagnostic !== undefined) return;
      closedFiles.ownedByReview();
      newPublisher(new Map(), publish);
      review.start();
    },
    opened: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path === undefined) return;
      for (const publisher of publishers) publisher.opened(path);
      review.documentChanged(path);
    },
    changed: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path !== undefined) review.documentChanged(path);
    },
    closed: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path !== undefined && review.covers(path)) review.documentChanged(path);
      // The last answer about the document is still on its way, and would be believed.
      else platform.later(QUIET, () => forget(uri));
    },
    settingsChanged: review.renew,
    foldersChanged: review.renew,
    filesChanged: review.changed,
    // VS Code asks no more about a document whose tab is closed, and keeps it open for minutes.
    reported: ({ uri, version }, { resultId, items }) => {
      const path = pathOfFile(uri);
      if (path === undefined || streams.size === 0) return;
      const file = { uri, version, resultId, diagnostics: items() };
      for (const publisher of streams) publisher.document(path, file);
    },
    reviewed: (paths) => {
      for (const publisher of publishers) publisher.news(paths);
    },
    reviewProgressed: (state) => {
      progress.report(state);
      if (state.limit !== undefined) sayLimit(state.limit);
    },
    stopped: () => {
      review.stop();
      for (const end of held) end();
    },
  };
}

function toReport({
  uri,
  version,
  resultId,
  diagnostics,
}: ToldFile): WorkspaceDocumentDiagnosticReport {
  return {
    kind: 'full',
    uri,
    version,
    items: [...diagnostics],
    ...(resultId !== undefined && { resultId }),
  };
}

/** How long a review may take without a word, in milliseconds. */
const PATIENCE = 1000;
/** How much time lies between two reports, in milliseconds. */
const INTERVAL = 200;

interface ReviewProgressParts {
  readonly connection: Connection;
  /** Whether the client shows progress that it has not asked for. */
  readonly isSupported: () => boolean;
  /** Does some work after so many milliseconds, unless it is called off by what is returned. */
  readonly later: (milliseconds: number, work: () => void) => () => void;
  /** Called when somebody has seen enough. */
  readonly cancel: () => void;
}

function reviewProgress(parts: ReviewProgressParts) {
  const { connection } = parts;
  const reporters = new Set<WorkDoneProgressReporter>();
  const waiting = new Set<WorkDoneProgressReporter>();
  let current: ReviewState | undefined;
  let last = 0;
  let callOff = (): void => undefined;

  function begin(reporter: WorkDoneProgressReporter, isCancellable: boolean): void {
    reporter.begin(l10n.t('Reviewing QEMU monitors'), 0, undefined, isCancellable);
    reporters.add(reporter);
  }

  /** Who asked for it takes the request back instead. */
  function beginAsked(reporter: WorkDoneProgressReporter): void {
    begin(reporter, false);
  }

  /** Nobody waits for the client, which may never answer. */
  async function beginUnasked(): Promise<void> {
    const isAwaited = (): boolean => current?.isRunning === true;
    if (!isAwaited()) return;
    const reporter = await connection.window.createWorkDoneProgress();
    reporter.token.onCancellationRequested(parts.cancel);
    // What has ended meanwhile is shown as what it is: begun and ended.
    begin(reporter, true);
    if (!isAwaited()) end();
  }

  function end(): void {
    callOff();
    for (const reporter of reporters) reporter.done();
    reporters.clear();
  }

  return {
    report: (state: ReviewState) => {
      const hasBegun = state.isRunning && current?.isRunning !== true;
      current = state;
      if (hasBegun) {
        for (const reporter of waiting) beginAsked(reporter);
        waiting.clear();
      }
      if (hasBegun && parts.isSupported()) {
        callOff = parts.later(PATIENCE, () => {
          beginUnasked().catch((error: unknown) => connection.console.warn(String(error)));
        });
      }
      if (!state.isRunning) {
        end();
        return;
      }
      const now = performance.now();
      if (reporters.size === 0 || now - last < INTERVAL) return;
      last = now;
      const { done, known } = state;
      const percentage = known === 0 ? 0 : Math.floor((100 * done) / known);
      const message = l10n.t('{0} of {1}', done, known);
      for (const reporter of reporters) reporter.report(percentage, message);
    },
    /**
     * Reports to somebody who asked for it: the review that runs, or else the next one, unless what is returned says
     * before that the request has ended.
     */
    follow: (reporter: WorkDoneProgressReporter) => {
      if (current?.isRunning) beginAsked(reporter);
      else waiting.add(reporter);
      return () => {
        waiting.delete(reporter);
        if (reporters.delete(reporter)) reporter.done();
      };
    },
  };
}

/** How many files are told at a time. */
const AT_ONCE = 100;

/** What there is to tell of a file. */
interface ToldFile {
  readonly uri: string;
  /** The version of a document; null for a file that is not open. */
  readonly version: number | null;
  /** Undefined where there is nothing to show any more. */
  readonly resultId: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface PublisherParts {
  readonly shown: (path: string) => ShownFile<Diagnostic> | undefined;
  readonly isOpen: (path: string) => boolean;
  readonly tell: (files: readonly ToldFile[]) => void;
  /** Resolves when all others that wait have had their turn. */
  readonly turn: () => Promise<void>;
}

/** Tells the client of findings in files that are not open. */
interface Publisher {
  /** Told of files about which there may be something else to tell. */
  readonly news: (paths: Iterable<string>) => void;
  /** Told of a document that was opened: what the listener shows of it comes from elsewhere. */
  readonly opened: (path: string) => void;
  /** Tells what there is to show about an open document. */
  readonly document: (path: string, file: ToldFile) => void;
  /** Tells that there is nothing to show any more of a document that nobody else tells about. */
  readonly forget: (uri: string) => void;
  /** Tells nothing any more. */
  readonly stop: () => void;
}

/**
 * Tells one listener what there is to show about files that are not open: all of it at first, and then what changes, some
 * files at a time, so that nobody waits while very many are told. `known` has the results that it has, by path.
 * Why: docs/decisions/diagnostics.md
 */
function closedFilePublisher(parts: PublisherParts, known: ReadonlyMap<string, string>): Publisher {
  const told = new Map<string, string | undefined>(known);
  const waiting = new Set<string>();
  let isTelling = false;
  let isStopped = false;

  /** What the listener does not know yet of a file. */
  function toTell(path: string): readonly ToldFile[] {
    if (parts.isOpen(path)) return [];
    const file = { uri: uriOfFile(path), version: null };
    const found = parts.shown(path);
    if (found === undefined) {
      return told.delete(path) ? [{ ...file, resultId: undefined, diagnostics: [] }] : [];
    }
    const { resultId } = found;
    if (told.get(path) === resultId) return [];
    told.set(path, resultId);
    return [{ ...file, resultId, diagnostics: found.findings() }];
  }

  /** Never rejects. */
  async function tellAll(): Promise<void> {
    isTelling = true;
    while (waiting.size > 0 && !isStopped) {
      const files: ToldFile[] = [];
      for (const path of waiting) {
        waiting.delete(path);
        files.push(...toTell(path));
        if (files.length >= AT_ONCE) break;
      }
      if (files.length > 0) parts.tell(files);
      if (waiting.size > 0) await parts.turn();
    }
    isTelling = false;
  }

  return {
    news: (paths) => {
      for (const path of paths) waiting.add(path);
      if (!isTelling) void tellAll();
    },
    opened: (path) => {
      told.set(path, undefined);
    },
    document: (path, file) => {
      if (isStopped || told.get(path) === file.resultId) return;
      told.set(path, file.resultId);
      parts.tell([file]);
    },
    forget: (uri) => {
      const path = pathOfFile(uri);
      if (path !== undefined) told.delete(path);
      if (!isStopped) parts.tell([{ uri, version: null, resultId: undefined, diagnostics: [] }]);
    },
    stop: () => {
      isStopped = true;
    },
  };
}

/** The results that a client names, by path; those of documents that are no files are none of ours. */
function resultsByPath(
  results: readonly { readonly uri: string; readonly value: string }[],
): ReadonlyMap<string, string> {
  return new Map(
    results.flatMap(({ uri, value }): readonly (readonly [string, string])[] => {
      const path = pathOfFile(uri);
      return path === undefined ? [] : [[path, value]];
    }),
  );
}
