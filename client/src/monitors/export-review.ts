/** The command that exports the review as a report. */
import { commands, type Disposable, l10n, Uri, window, workspace } from 'vscode';
import type { ClientContext } from '../client-context.ts';
import type { MonitorList } from './monitor-list.ts';
import { folderOf, reviewLinks } from './review-links.ts';
import { renderReview } from './review-report.ts';

/** From package.json. */
const COMMAND = 'qemuMonitorGuard.exportReview';
/** VS Code's Markdown preview. */
const SHOW_PREVIEW = 'markdown.showPreview';
const FILE_NAME = 'qemu-monitors.md';

/** An untitled document, or a file. */
type Destination = 'untitled' | Uri;

export function registerExportReview(context: ClientContext, list: MonitorList): Disposable {
  return commands.registerCommand(COMMAND, async (given?: unknown) => {
    if ((await context.ready()) === undefined) {
      await window.showWarningMessage(
        l10n.t('Monitor Guard: the server does not run, so there is nothing to report.'),
      );
      return;
    }
    const destination = isDestination(given) ? given : await askDestination();
    if (destination === undefined) return;
    await list.settled();
    if (destination === 'untitled') {
      const content = render(context, list, undefined);
      const document = await workspace.openTextDocument({ language: 'markdown', content });
      await window.showTextDocument(document);
      await commands.executeCommand(SHOW_PREVIEW, document.uri);
    } else {
      const content = render(context, list, folderOf(destination));
      await workspace.fs.writeFile(destination, new TextEncoder().encode(content));
      await commands.executeCommand(SHOW_PREVIEW, destination);
    }
  });
}

function render({ extension }: ClientContext, list: MonitorList, folder: Uri | undefined): string {
  const review = {
    monitors: list.monitors(),
    date: today(),
    folders: (workspace.workspaceFolders ?? []).map(({ name, uri }) => ({
      name,
      qemuVersion: versionFor(uri),
      excluded: excludedIn(uri),
    })),
    qemuVersion: versionFor(undefined),
    isComplete: list.isComplete(),
    notChecked: list.notChecked(),
  };
  return renderReview(review, reviewLinks(extension, folder));
}

function versionFor(folder: Uri | undefined): string {
  return workspace.getConfiguration('qemuMonitorGuard', folder).get('qemuVersion', '');
}

function excludedIn(folder: Uri): readonly string[] {
  return workspace.getConfiguration('qemuMonitorGuard', folder).get('exclude', []);
}

/** The local date in ISO 8601. */
function today(): string {
  const now = new Date();
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A keybinding or another extension may pass a destination; a button passes other arguments. */
function isDestination(given: unknown): given is Destination {
  return given === 'untitled' || given instanceof Uri;
}

async function askDestination(): Promise<Destination | undefined> {
  const open = { label: l10n.t('Open as a New Document') };
  const save = { label: l10n.t('Save As…') };
  const chosen = await window.showQuickPick([open, save], {
    title: l10n.t('Export the Review of QEMU Monitors'),
  });
  if (chosen === undefined) return undefined;
  if (chosen === open) return 'untitled';
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return window.showSaveDialog({
    ...(folder && { defaultUri: Uri.joinPath(folder, FILE_NAME) }),
    filters: { Markdown: ['md'] },
    title: l10n.t('Save the Review of QEMU Monitors'),
  });
}
