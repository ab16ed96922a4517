/**
 * Decides when a window needs the server: for an open document of a supported language (of a common one, if
 * it mentions QEMU), or a folder with a file that mentions QEMU.
 * Why: docs/decisions/review.md
 */
import {
  Disposable,
  type DocumentSelector,
  FileType,
  languages,
  type TextDocument,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import { type Entry, isTelling, type LookedAt, lookForQemu } from './look-for-qemu.ts';
import { mentionsQemu } from './mentions-qemu.ts';
import { COMMON } from './selectors.ts';

/** Calls `start` once, now or later. */
export function whenNeeded(selector: DocumentSelector, start: () => void): Disposable {
  let isOver = false;
  /** A later search replaces an earlier one. */
  let looks = 0;
  const begin = (): void => {
    if (isOver) return;
    isOver = true;
    listeners.dispose();
    start();
  };
  const isReason = (document: TextDocument): boolean => {
    if (languages.match(selector, document) === 0) return false;
    return languages.match(COMMON, document) === 0 || mentionsQemu(document.getText());
  };
  const lookAtDocuments = (): void => {
    if (workspace.textDocuments.some(isReason)) begin();
  };
  const lookAtFolders = async (): Promise<void> => {
    const look = ++looks;
    const isUnwanted = (): boolean => isOver || look !== looks;
    const folders = foldersToReview().map(({ uri }) => uri);
    const result = await lookForQemu(folders, DISK, isUnwanted);
    if (result === 'found' && !isUnwanted()) begin();
  };
  const lookAtFile = async (file: Uri): Promise<void> => {
    const folder = workspace.getWorkspaceFolder(file);
    if (isOver || folder === undefined || !foldersToReview().includes(folder)) return;
    if (await isTelling(file.path.slice(file.path.lastIndexOf('/') + 1), file, DISK)) begin();
  };
  const files = workspace.createFileSystemWatcher('**', false, false, true);
  const listeners = Disposable.from(
    files,
    files.onDidCreate((file) => void lookAtFile(file)),
    files.onDidChange((file) => void lookAtFile(file)),
    workspace.onDidOpenTextDocument(lookAtDocuments),
    workspace.onDidSaveTextDocument(lookAtDocuments),
    workspace.onDidChangeWorkspaceFolders(() => void lookAtFolders()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('qemuMonitorGuard.workspaceScan')) void lookAtFolders();
    }),
  );
  lookAtDocuments();
  if (!isOver) void lookAtFolders();
  return new Disposable(() => {
    isOver = true;
    listeners.dispose();
  });
}

/** Folders on the extension host's disk; the server reviews no others. */
function foldersToReview(): readonly WorkspaceFolder[] {
  const { workspaceFolders = [] } = workspace;
  return workspaceFolders.filter(
    ({ uri }) =>
      uri.scheme === 'file' &&
      workspace.getConfiguration('qemuMonitorGuard', uri).get('workspaceScan', true),
  );
}

const DISK: LookedAt<Uri> = {
  list: async (folder) =>
    (await workspace.fs.readDirectory(folder)).flatMap(([name, type]): readonly Entry<Uri>[] => {
      const place = Uri.joinPath(folder, name);
      if (type === FileType.File) return [{ name, kind: 'file', place }];
      return type === FileType.Directory ? [{ name, kind: 'folder', place }] : [];
    }),
  size: async (file) => (await workspace.fs.stat(file)).size,
  read: (file) => workspace.fs.readFile(file),
  spent: () => {
    // In a browser there is no process.
    const usage = typeof process === 'object' ? process.cpuUsage?.() : undefined;
    return usage ? (usage.user + usage.system) / 1000 : performance.now();
  },
};
