/** Asks for a reason and accepts a monitor in the folder's settings file. */
import { commands, type Disposable, l10n, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { Range as ServerRange } from 'vscode-languageclient';
import type { ClientContext } from '../client-context.ts';
import { toRange } from '../place.ts';
import { askReason } from './ignore.ts';

/** The server's command. */
export const ACCEPT = 'qemuMonitorGuard.accept';
/** The server's request; it changes nothing. */
const REQUEST = 'qemuMonitorGuard/accept';

/** The server's entry without a reason; only the URI matters here. */
interface AskedAcceptance {
  readonly uri: string;
}

interface AcceptedEdit {
  readonly uri: string;
  readonly range: ServerRange;
  readonly newText: string;
  readonly version: number | null;
}

/** Registers the command behind the quick fix. */
export function registerAccept({ ready }: ClientContext): Disposable {
  return commands.registerCommand(ACCEPT, async (entry: AskedAcceptance) => {
    const prompt = l10n.t('Why is this acceptable? The reason goes into the settings file.');
    const reason = await askReason(prompt);
    if (reason === undefined) return;
    const client = await ready();
    if (client === undefined) return;
    const edit = await client.sendRequest<AcceptedEdit | null>(REQUEST, { ...entry, reason });
    const uri = Uri.parse(entry.uri);
    const file = workspace.asRelativePath(uri);
    if (edit !== null && (await write(edit))) {
      const open = l10n.t('Open');
      const message = l10n.t('{0} now accepts this monitor: {1}', file, reason);
      // Does not wait for an answer.
      void window.showInformationMessage(message, open).then(async (answer) => {
        if (answer === open) await window.showTextDocument(uri);
      });
    } else {
      const message = l10n.t('{0} has errors or changed meanwhile, so nothing was accepted.', file);
      await window.showWarningMessage(message);
    }
  });
}

/** Writes the entry; saves if the document was saved before. Returns whether it was written. */
async function write({ uri, range, newText, version }: AcceptedEdit): Promise<boolean> {
  const file = Uri.parse(uri);
  const made = new WorkspaceEdit();
  made.createFile(file, { ignoreIfExists: true });
  if (!(await workspace.applyEdit(made))) return false;
  const document = await workspace.openTextDocument(file);
  if (version !== null && document.version !== version) return false;
  const { isDirty } = document;
  const edit = new WorkspaceEdit();
  edit.replace(file, toRange({ range }), newText);
  if (!(await workspace.applyEdit(edit))) return false;
  return isDirty || (await document.save());
}
