/**
 * Shows the findings of files that are not open: streamed to a client that asks for the diagnostics of the
 * workspace, for as long as its request is open, and sent to one that never asks for diagnostics.
 */
import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  MessageType,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import {
  closedFileTeller,
  resultsByPath,
  type Teller,
  type ToldFile,
} from './closed-file-teller.ts';
import { cancelled, type ServerContext, type ServerFeature } from './context.ts';
import { pathOfFile, uriOfFile } from './file-paths.ts';
import { keepPace } from './pace.ts';
import { reviewProgress } from './review-progress.ts';

/** How long a client may take to forget a document that it has closed, in milliseconds. */
const QUIET = 200;
/** The notification that all files of the workspace are to be looked at again; no parameters. */
const REVIEW_AGAIN = 'qemuMonitorGuard/reviewAgain';
/** Without an answer, unlike what the library has for messages. */
const SHOW_MESSAGE = 'window/showMessage';

export function reviewFeature(context: ServerContext): ServerFeature {
  const { connection, platform, review, names, closedFiles } = context;
  const tellers = new Set<Teller>();
  /** Those of requests that are kept open. */
  const streams = new Set<Teller>();
  /** Ends the requests that are kept open. */
  const held = new Set<() => void>();
  let saidLimit = 0;
  const progress = reviewProgress({
    connection,
    isSupported: () => context.capabilities().window?.workDoneProgress === true,
    later: platform.later,
    cancel: review.cancel,
  });

  function newTeller(
    known: ReadonlyMap<string, string>,
    tell: (files: readonly ToldFile[]) => void,
  ): Teller {
    const parts = { shown: review.shown, isOpen: names.isOpen, turn: platform.turn, tell };
    const teller = closedFileTeller(parts, known);
    tellers.add(teller);
    for (const { uri } of context.documents.all()) {
      const path = pathOfFile(uri);
      if (path !== undefined) teller.opened(path);
    }
    teller.news([...known.keys(), ...review.paths()]);
    return teller;
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
    const teller = newTeller(resultsByPath(previousResultIds), (files) =>
      report({ items: files.map(toReport) }),
    );
    streams.add(teller);
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
      teller.stop();
      tellers.delete(teller);
      streams.delete(teller);
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
    for (const teller of streams) teller.forget(uri);
  }

  function publish(files: readonly ToldFile[]): void {
    for (const { uri, diagnostics } of files) {
      context.attempt(connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }));
    }
  }

  function sayLimit(limit: number): void {
    if (saidLimit === limit) return;
    saidLimit = limit;
    const message = l10n.t(
      'The workspace has more files than the limit of {0}, so Monitor Guard has not looked into all of them. The setting qemuMonitorGuard.workspaceScanLimit changes the limit.',
      limit,
    );
    const params = { type: MessageType.Info, message };
    context.attempt(connection.sendNotification(SHOW_MESSAGE, params));
  }

  return {
    initialized: () => {
      if (context.capabilities().textDocument?.diagnostic !== undefined) return;
      closedFiles.ownedByReview();
      newTeller(new Map(), publish);
      review.start();
    },
    opened: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path === undefined) return;
      for (const teller of tellers) teller.opened(path);
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
      for (const teller of streams) teller.document(path, file);
    },
    reviewed: (paths) => {
      for (const teller of tellers) teller.news(paths);
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
    ...{ kind: 'full', uri, version },
    items: [...diagnostics],
    ...(resultId !== undefined && { resultId }),
  };
}
