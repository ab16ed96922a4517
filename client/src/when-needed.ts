/**
 * Decides when a window needs the server: for an open document of a supported language that mentions QEMU, now or after an
 * edit, for a settings file, or for a folder with a file that mentions QEMU.
 * Why: docs/decisions/review.md
 */
import {
  Disposable,
  type DocumentSelector,
  FileType,
  languages,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import {
  type Entry,
  isTelling,
  type LookedAt,
  lookForQemu,
  SETTINGS_FILE,
} from './look-for-qemu.ts';
import { mentionsQemu } from './mentions-qemu.ts';

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
  const isReason = (document: TextDocument): boolean =>
    languages.match(selector, document) > 0 &&
    (document.uri.path.endsWith(`/${SETTINGS_FILE}`) || mentionsQemu(document.getText()));
  /** Looks at the changed lines only, since each pattern is within a line. */
  const lookAtChange = ({ document, contentChanges }: TextDocumentChangeEvent): void => {
    if (languages.match(selector, document) === 0) return;
    if (contentChanges.some((change) => mentionsQemu(changedLines(document, change)))) begin();
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
    workspace.onDidChangeTextDocument(lookAtChange),
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

/** The lines that a change has touched, as they are now. */
function changedLines(
  document: TextDocument,
  { range, text }: TextDocumentChangeEvent['contentChanges'][number],
): string {
  const last = range.start.line + text.split('\n').length;
  return document.getText(new Range(range.start.line, 0, last, 0));
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
