/** Asks for a reason and writes the comment that ignores a finding. */
import { commands, type Disposable, l10n, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { Range as ServerRange } from 'vscode-languageclient';
import { toRange } from '../place.ts';

/** The server's command. */
export const IGNORE = 'qemuMonitorGuard.ignore';

/** A comment without its reason, from the server. */
interface AskedEdit {
  readonly uri: string;
  /** The document version of the range. */
  readonly version: number | null;
  readonly range: ServerRange;
  /** The text around the reason. */
  readonly before: string;
  readonly behind: string;
  /** Whether it is an XML comment, which cannot contain `--`. */
  readonly isXml: boolean;
}

/** Registers the command behind quick fixes that need a reason. */
export function registerIgnore(): Disposable {
  return commands.registerCommand(IGNORE, ignore);
}

/** Cancelling the input changes nothing. */
async function ignore(edit: AskedEdit): Promise<void> {
  const prompt = l10n.t('Why is this acceptable? The reason goes into a comment.');
  const reason = await askReason(prompt);
  if (reason === undefined) return;
  const uri = Uri.parse(edit.uri);
  const document = await workspace.openTextDocument(uri);
  if (edit.version !== null && document.version !== edit.version) {
    await window.showWarningMessage(
      l10n.t('The file changed meanwhile, so no comment was written.'),
    );
    return;
  }
  const changes = new WorkspaceEdit();
  changes.replace(uri, toRange(edit), edit.before + inComment(reason, edit.isXml) + edit.behind);
  await workspace.applyEdit(changes);
}

/** Asks for a reason; undefined if cancelled. */
export async function askReason(prompt: string): Promise<string | undefined> {
  const reason = await window.showInputBox({
    title: 'Monitor Guard',
    prompt,
    placeHolder: l10n.t('Isolated lab network'),
    validateInput: (text) => (isReason(text) ? undefined : l10n.t('A reason is required')),
  });
  return reason !== undefined && isReason(reason) ? reason.trim() : undefined;
}

function isReason(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The reason in one line, safe for XML comments. */
function inComment(reason: string, isXml: boolean): string {
  const line = reason.replace(/\s+/g, ' ');
  return isXml ? line.replace(/-(?=-)/g, '- ') : line;
}
