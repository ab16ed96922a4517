/**
 * Diagnostics of open documents, and of the files that they bring in.
 * Why: docs/decisions/diagnostics.md
 */
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileFinding } from '../../service/analysis/file-findings.ts';
import { pathOfFile, uriOfFile } from '../../workspace/files/file-paths.ts';
import type { Snapshot } from '../../workspace/workspace.ts';
import { cancelled, type ServerContext, type ServerFeature } from '../context.ts';
import { toDiagnostic } from '../convert/convert.ts';
import { withoutHalfWritten } from '../typing.ts';
import { keepReports } from './reports.ts';

export function diagnosticFeature(context: ServerContext): ServerFeature {
  const { connection, documents, workspace, attempt } = context;
  const reports = keepReports({
    documents: () => documents.all(),
    look: context.look,
    // The review knows of all files that are not open what is known here of some.
    closedFiles: () =>
      workspace.closedFiles(context.settingsOf, context.closedFiles.isOwnedByReview),
    diagnose,
    shown,
    diagnoseClosed: (path, findings) => {
      const file = context.find(path);
      if (file === undefined) return [];
      return findings.map((finding) =>
        toDiagnostic(file.document, finding, context.find, context.features()),
      );
    },
    pulls,
    send: ({ uri, version }, diagnostics) =>
      attempt(connection.sendDiagnostics({ uri, version, diagnostics })),
    sendClosed: (path, diagnostics) =>
      attempt(connection.sendDiagnostics({ uri: uriOfFile(path), diagnostics })),
    reported: context.reported,
    refresh,
    turn: context.platform.turn,
    later: context.platform.later,
    attempt,
  });

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    await context.settingsReady();
    if (token.isCancellationRequested) throw cancelled();
    const document = documents.get(textDocument.uri);
    if (document === undefined) return reportClosed(textDocument.uri, previousResultId);
    const report = await reports.report(document, () => token.isCancellationRequested);
    if (report === undefined || token.isCancellationRequested) throw cancelled();
    const { resultId, items } = report;
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: items() };
  });

  /** A document that has just been closed is a file like others. */
  function reportClosed(uri: string, previousResultId?: string): DocumentDiagnosticReport {
    const path = pathOfFile(uri);
    const { resultId, findings } = (path && context.review.shown(path)) || {};
    if (resultId === undefined || findings === undefined) return { kind: 'full', items: [] };
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: [...findings()] };
  }

  /** Whether the client asks for diagnostics; then those of open documents are never sent unasked. */
  function pulls(): boolean {
    return context.capabilities().textDocument?.diagnostic !== undefined;
  }

  async function push({ uri }: TextDocument): Promise<void> {
    await context.settingsReady();
    const document = documents.get(uri);
    if (document) await reports.push(document);
  }

  function diagnose(document: TextDocument, current: Snapshot): Diagnostic[] {
    const from = context.findFrom(document, current);
    return shown(document, current).map((finding) =>
      toDiagnostic(document, finding, from, context.features()),
    );
  }

  /** What is said of a document now, while somebody may be typing in it. */
  function shown(document: TextDocument, { findings }: Snapshot): readonly FileFinding[] {
    return withoutHalfWritten(findings, context.typing.endOf(document));
  }

  function refresh(): void {
    if (context.capabilities().workspace?.diagnostics?.refreshSupport) {
      attempt(connection.languages.diagnostics.refresh());
    }
  }

  return {
    opened: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path !== undefined) reports.opened(path);
    },
    changed: (document) => {
      reports.changed(document);
      if (!pulls()) attempt(push(document));
    },
    closed: ({ uri }) => {
      if (!pulls()) attempt(connection.sendDiagnostics({ uri, diagnostics: [] }));
      reports.changed();
    },
    settingsChanged: () => {
      // Who asks again gets only what is another answer now; who is sent to must be spared the rest.
      if (pulls()) refresh();
      reports.changed();
    },
    looksChanged: () => reports.changed(),
  };
}
