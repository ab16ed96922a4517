/**
 * When a window needs the server: it has a folder to review, or a document of a language that is read. The
 * extension is started with every window, and one with neither shall not pay for a process.
 */
import { Disposable, type DocumentSelector, languages, workspace } from 'vscode';

/** Calls `start` once, now or as soon as the server is needed. */
export function whenNeeded(selector: DocumentSelector, start: () => void): Disposable {
  const isNeeded = (): boolean =>
    hasFolderToReview() ||
    workspace.textDocuments.some((document) => languages.match(selector, document) > 0);
  if (isNeeded()) {
    start();
    return new Disposable(() => {});
  }
  const look = (): void => {
    if (!isNeeded()) return;
    listeners.dispose();
    start();
  };
  const listeners = Disposable.from(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeWorkspaceFolders(look),
    workspace.onDidChangeConfiguration(look),
  );
  return listeners;
}

function hasFolderToReview(): boolean {
  const { workspaceFolders = [] } = workspace;
  return workspaceFolders.some(({ uri }) =>
    workspace.getConfiguration('qemuMonitorGuard', uri).get('workspaceScan', true),
  );
}
