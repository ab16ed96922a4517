/** Asks why a finding should be ignored, and writes the comment that says so. */
import { commands, type Disposable, l10n, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { Range as ServerRange } from 'vscode-languageclient';
import { toRange } from '../place.ts';

/** What the server calls the command. */
const COMMAND = 'qemuMonitorGuard.ignore';

/** What the server says of a comment that it has written all of but the reason. */
interface AskedEdit {
  readonly uri: string;
  /** The version of the document that the range counts in. */
  readonly version: number | null;
  readonly range: ServerRange;
  /** What is written in front of the reason and behind it. */
  readonly before: string;
  readonly behind: string;
  /** Whether the comment is one of XML, which may have no `--` inside. */
  readonly isXml: boolean;
}

/** Registers the command behind the quick fixes of the server that need a reason. */
export function registerIgnore(): Disposable {
  return commands.registerCommand(COMMAND, ignore);
}

/** Whoever closes the input box has changed nothing. */
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

/** Asks for a reason; undefined for whoever gives none. */
export async function askReason(prompt: string): Promise<string | undefined> {
  const reason = await window.showInputBox({
    title: 'Monitor Guard',
    prompt,
    placeHolder: l10n.t('Isolated lab network'),
    validateInput: (text) => (isReason(text) ? undefined : l10n.t('A reason is required')),
  });
  return reason !== undefined && isReason(reason) ? reason.trim() : undefined;
}

/** Whether a text is something to read, and not only a dash. */
function isReason(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The reason in one line, without what would end a comment of XML. */
function inComment(reason: string, isXml: boolean): string {
  const line = reason.replace(/\s+/g, ' ');
  return isXml ? line.replace(/-(?=-)/g, '- ') : line;
}
