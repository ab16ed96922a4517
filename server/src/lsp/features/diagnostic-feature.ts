/** Diagnostics of open documents and of files that they bring in. Why: docs/decisions/diagnostics.md */
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfFile } from '../../workspace/files/file-paths.ts';
import { cancelled, type ServerContext, type ServerFeature } from '../context.ts';
import { Reports } from './reports.ts';

export function diagnosticFeature(context: ServerContext): ServerFeature {
  const { connection, documents, attempt } = context;
  const reports = new Reports(context);

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

  function reportClosed(uri: string, previousResultId?: string): DocumentDiagnosticReport {
    const path = pathOfFile(uri);
    const found = path === undefined ? undefined : context.review.shown(path);
    if (found === undefined) return { kind: 'full', items: [] };
    const { resultId } = found;
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: [...found.findings()] };
  }

  async function push({ uri }: TextDocument): Promise<void> {
    await context.settingsReady();
    const document = documents.get(uri);
    if (document) await reports.push(document);
  }

  return {
    opened: ({ uri }) => {
      const path = pathOfFile(uri);
      if (path !== undefined) reports.opened(path);
    },
    changed: (document) => {
      reports.changed(document);
      if (!reports.pulls()) attempt(push(document));
    },
    closed: ({ uri }) => {
      if (!reports.pulls()) attempt(connection.sendDiagnostics({ uri, diagnostics: [] }));
      reports.changed();
    },
    settingsChanged: () => {
      if (reports.pulls()) reports.refresh();
      reports.changed();
    },
    looksChanged: () => reports.changed(),
  };
}
