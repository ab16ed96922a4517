/** Findings of closed files: streamed to a client that requests them, sent to others. */
import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  MessageType,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import { keepPace } from '../../workspace/pace.ts';
import { cancelled, type ServerContext, type ServerFeature } from '../context.ts';
import { ClosedFilePublisher, type ToldFile } from './closed-file-publisher.ts';
import { ReviewProgress } from './review-progress.ts';

/** Milliseconds in which a client forgets a closed document. */
const QUIET = 200;
/** Reviews all files again; no parameters. */
const REVIEW_AGAIN = 'qemuMonitorGuard/reviewAgain';
/** A message that the library sends as a request only. */
const SHOW_MESSAGE = 'window/showMessage';

export function reviewFeature(context: ServerContext): ServerFeature {
  const { connection, review, closedFiles, platform } = context;
  const listeners = new Listeners(context);
  let hasSaidLimit = false;
  const progress = new ReviewProgress({
    connection,
    isSupported: () => context.capabilities().window?.workDoneProgress === true,
    later: platform.later,
    cancel: review.cancel,
  });

  connection.languages.diagnostics.onWorkspace(async (params, token, workDone, partial) => {
    await context.settingsReady();
    if (token.isCancellationRequested) throw cancelled();
    closedFiles.ownedByReview();
    review.resume();
    const unfollow = progress.follow(workDone);
    try {
      if (partial) return await listeners.stream(params, token, (result) => partial.report(result));
      return await answerOnce(context, params, token);
    } finally {
      unfollow();
    }
  });

  connection.onNotification(REVIEW_AGAIN, () => {
    review.start();
    review.renew();
  });

  function sayLimit(limit: number): void {
    if (hasSaidLimit) return;
    hasSaidLimit = true;
    const message = l10n.t(
      'The workspace has more than {0} files, so Monitor Guard has not checked all of them. Exclude folders with the setting qemuMonitorGuard.exclude.',
      limit,
    );
    const params = { type: MessageType.Info, message };
    context.attempt(connection.sendNotification(SHOW_MESSAGE, params));
  }

  const documentChanged = (uri: string): void => {
    const path = pathOfFile(uri);
    if (path !== undefined) review.documentChanged(path);
  };
  return {
    initialized: () => {
      if (context.capabilities().textDocument?.diagnostic !== undefined) return;
      closedFiles.ownedByReview();
      listeners.publish();
      review.start();
    },
    opened: ({ uri }) => {
      listeners.opened(uri);
      documentChanged(uri);
    },
    changed: ({ uri }) => documentChanged(uri),
    closed: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path !== undefined && review.covers(path)) review.documentChanged(path);
      // The last answer about the document may be on its way.
      else platform.later(QUIET, () => listeners.forget(uri));
    },
    settingsChanged: review.renew,
    foldersChanged: review.renew,
    filesChanged: review.changed,
    reported: (document, { resultId, items }) => listeners.reported(document, resultId, items),
    reviewed: (paths) => listeners.news(paths),
    reviewProgressed: (state) => {
      progress.report(state);
      if (state.limit !== undefined) sayLimit(state.limit);
    },
    stopped: () => {
      review.stop();
      listeners.end();
    },
  };
}

/** Owns the publishers: one for each open request, or one that sends. */
class Listeners {
  readonly #context: ServerContext;
  readonly #publishers = new Set<ClosedFilePublisher>();
  readonly #streams = new Set<ClosedFilePublisher>();
  /** Each ends an open request. */
  readonly #held = new Set<() => void>();

  constructor(context: ServerContext) {
    this.#context = context;
  }

  publish(): void {
    const { connection, attempt } = this.#context;
    this.#add(new Map(), (files) => {
      for (const { uri, diagnostics } of files) {
        attempt(connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }));
      }
    });
  }

  async stream(
    { previousResultIds }: WorkspaceDiagnosticParams,
    token: CancellationToken,
    report: (result: WorkspaceDiagnosticReportPartialResult) => void,
  ): Promise<WorkspaceDiagnosticReport> {
    const publisher = this.#add(resultsByPath(previousResultIds), (files) =>
      report({ items: files.map(toReport) }),
    );
    this.#streams.add(publisher);
    try {
      return await new Promise((resolve, reject) => {
        const end = (): void => resolve({ items: [] });
        this.#held.add(end);
        token.onCancellationRequested(() => {
          this.#held.delete(end);
          reject(cancelled());
        });
      });
    } finally {
      publisher.stop();
      this.#publishers.delete(publisher);
      this.#streams.delete(publisher);
    }
  }

  opened(uri: string): void {
    const path = pathOfFile(uri);
    if (path === undefined) return;
    for (const publisher of this.#publishers) publisher.opened(path);
  }

  /** Streams a document's diagnostics: VS Code stops asking when its tab is closed, and keeps it open for minutes. */
  reported(
    { uri, version }: TextDocument,
    resultId: string,
    items: () => ToldFile['diagnostics'],
  ): void {
    const path = pathOfFile(uri);
    if (path === undefined || this.#streams.size === 0) return;
    const file = { uri, version, resultId, diagnostics: items() };
    for (const publisher of this.#streams) publisher.document(path, file);
  }

  news(paths: ReadonlySet<string>): void {
    for (const publisher of this.#publishers) publisher.news(paths);
  }

  /** Takes back what VS Code shows of a closed document. */
  forget(uri: string): void {
    if (this.#context.documents.get(uri) !== undefined) return;
    for (const publisher of this.#streams) publisher.forget(uri);
  }

  end(): void {
    for (const end of this.#held) end();
  }

  #add(known: ReadonlyMap<string, string>, tell: (files: readonly ToldFile[]) => void) {
    const { review, names, platform, documents } = this.#context;
    const parts = { shown: review.shown, isOpen: names.isOpen, turn: platform.turn, tell };
    const publisher = new ClosedFilePublisher(parts, known);
    this.#publishers.add(publisher);
    for (const { uri } of documents.all()) {
      const path = pathOfFile(uri);
      if (path !== undefined) publisher.opened(path);
    }
    publisher.news([...known.keys(), ...review.paths()]);
    return publisher;
  }
}

async function answerOnce(
  { review, names, platform }: ServerContext,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
): Promise<WorkspaceDiagnosticReport> {
  await Promise.race([review.settled(), new Promise((end) => token.onCancellationRequested(end))]);
  if (token.isCancellationRequested) throw cancelled();
  const known = resultsByPath(previousResultIds);
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const pace = keepPace(platform.turn);
  for (const path of new Set([...known.keys(), ...review.paths()])) {
    if (!names.isOpen(path)) items.push(reportOf(review, path, known.get(path)));
    await pace.rest();
  }
  return { items };
}

/** A file's report to a client that has the result `known`, if any. */
function reportOf(
  review: ServerContext['review'],
  path: string,
  known: string | undefined,
): WorkspaceDocumentDiagnosticReport {
  const file = { uri: uriOfFile(path), version: null };
  const found = review.shown(path);
  if (found === undefined) return toReport({ ...file, resultId: undefined, diagnostics: [] });
  const { resultId } = found;
  if (known === resultId) return { kind: 'unchanged', ...file, resultId };
  return toReport({ ...file, resultId, diagnostics: found.findings() });
}

function toReport({
  uri,
  version,
  resultId,
  diagnostics,
}: ToldFile): WorkspaceDocumentDiagnosticReport {
  const items = [...diagnostics];
  return { kind: 'full', uri, version, items, ...(resultId !== undefined && { resultId }) };
}

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
