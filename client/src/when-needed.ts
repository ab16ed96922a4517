/**
 * When a window needs the server: a document of a language that is read is open, or a folder to review has a file
 * of one. The extension is started with every window, and one with neither shall not pay for a process.
 */
import { Disposable, type DocumentSelector, languages, workspace } from 'vscode';

/**
 * Names of files that are read, or that often start a QEMU in a language that is not. Whoever opens the view has all
 * files looked at, whatever they are called.
 */
const TELLING_FILES =
  '**/{*.{sh,bash,zsh,ksh,xml,args,qemu,qemucfg,cfg,conf,mk},[Mm]akefile*,GNUmakefile,Dockerfile*,compose*.y{a,}ml,docker-compose*.y{a,}ml,.qemu-monitor-guard.json}';
const INSTALLED = '**/node_modules/**';

/** Calls `start` once, now or as soon as the server is needed. */
export function whenNeeded(selector: DocumentSelector, start: () => void): Disposable {
  let isOver = false;
  const begin = (): void => {
    if (isOver) return;
    isOver = true;
    listeners.dispose();
    start();
  };
  const lookAtDocuments = (): void => {
    if (workspace.textDocuments.some((document) => languages.match(selector, document) > 0))
      begin();
  };
  const lookAtFolders = async (): Promise<void> => {
    lookAtDocuments();
    if (isOver || !hasFolderToReview()) return;
    try {
      const [found] = await workspace.findFiles(TELLING_FILES, INSTALLED, 1);
      if (found) begin();
    } catch {
      // Where nobody can search, the first document or the view starts the server.
    }
  };
  const created = workspace.createFileSystemWatcher(TELLING_FILES, false, true, true);
  const listeners = Disposable.from(
    workspace.onDidOpenTextDocument(lookAtDocuments),
    created,
    created.onDidCreate(() => void lookAtFolders()),
    workspace.onDidChangeWorkspaceFolders(() => void lookAtFolders()),
    workspace.onDidChangeConfiguration(() => void lookAtFolders()),
    {
      dispose: () => {
        isOver = true;
      },
    },
  );
  void lookAtFolders();
  return listeners;
}

function hasFolderToReview(): boolean {
  const { workspaceFolders = [] } = workspace;
  return workspaceFolders.some(({ uri }) =>
    workspace.getConfiguration('qemuMonitorGuard', uri).get('workspaceScan', true),
  );
}
